package io.hotpatchcycle.ring;

import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.testing.TestDatabase;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Plans drawn over devices that a test names, in a tenant that it describes. */
final class PlannedRings implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-08-11T18:00:00Z");

    private static final String DEVICE = """
            insert into hotpatch.device (id, object_id, name, line, build, ubr, edition, cpu, chpe, join_type, management, licence, vbs, last_check_in, received_at)
            values (?, 'o-' || ?, ?, 'WINDOWS_11', 26100, 8000, 'ENTERPRISE', 'X64', 'NOT_APPLICABLE', 'ENTRA', 'INTUNE', 'QUALIFYING', 'RUNNING', ?, ?)
            """;

    final TestDatabase database = TestDatabase.fresh();
    final JdbcTemplate jdbc = new JdbcTemplate(database.app());
    final Tenant tenant = new Tenant();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private int cycles;

    /** What the plan says of a device. */
    record Planned(String ring, String policy, boolean controlled, String why) {
    }

    /** Adds devices in use. */
    void devices(String... names) {
        for (String name : names) {
            jdbc.update(DEVICE, name, name, name, Timestamp.from(NOW.minus(Duration.ofHours(3))), Timestamp.from(NOW));
        }
    }

    /** Object ids of so many devices of which each part of the shares has some. */
    List<String> devices(int count) {
        List<String> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            devices("d" + i);
            objects.add("o-d" + i);
        }
        return objects;
    }

    Rings rings(boolean observing, RingSettings... settings) {
        return new Rings(List.of(settings), new PlanRows(jdbc), new RingRows(jdbc), new UnitRows(jdbc), tenant, new Trail(new EventRows(jdbc), clock, clock), clock,
                observing);
    }

    /** Draws the plan of a new cycle. @return by device */
    Map<String, Planned> plan(Rings rings) {
        String cycle = "cycle-" + ++cycles;
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values (?, ?, ?, ?, ?, 'security', 'monthly', ?, '')", cycle, cycle, cycle, cycle, Timestamp.from(NOW), Timestamp.from(NOW));
        jdbc.update("insert into hotpatch.revision (release_id, product, line, build, ubr, kb, hotpatch) values (?, 'Windows 11', 'WINDOWS_11', 26100, 9106, 'KB1', 'YES')",
                cycle);
        jdbc.update("insert into hotpatch.cycle (id, release_id, state, created_at) values (?, ?, 'PLANNING', ?)", cycle, cycle,
                Timestamp.from(NOW.plusSeconds(cycles)));
        rings.stageTenant(cycles);
        draw(rings, cycle, cycles);
        Map<String, Planned> found = new TreeMap<>();
        jdbc.query("select * from hotpatch.plan_device where cycle_id = ?", rs -> {
            found.put(rs.getString("device_id"), new Planned(rs.getString("ring"), rs.getString("policy"), rs.getBoolean("controlled"),
                    rs.getString("uncontrolled_why")));
        }, cycle);
        return found;
    }

    /** Draws from what was staged, as the step does: in its transaction. */
    void draw(Rings rings, String cycle, long snapshot) {
        tenant.silent = true;
        try {
            new TransactionTemplate(new DataSourceTransactionManager(database.app())).executeWithoutResult(status ->
                    rings.drawPlan(cycle, snapshot, NOW.minus(Duration.ofDays(30))));
        } finally {
            tenant.silent = false;
        }
    }

    /** A cycle opened one of its rings. */
    void open(String cycle, String ring) {
        jdbc.update("insert into hotpatch.ring (cycle_id, name, ordinal, state, devices, controlled, hotpatch, lcu, restarts, opened_at) "
                + "values (?, ?, 1, 'OPEN', 0, 0, 0, 0, 0, ?)", cycle, ring, Timestamp.from(NOW));
    }

    /** Plans in which a changed share waits, and for whom. */
    List<String> waits() {
        return jdbc.queryForList("select cycle_id || ' for [' || array_to_string(array(select jsonb_array_elements_text(data::jsonb -> 'for')), ', ') || ']' "
                + "from hotpatch.event where type = 'plan.sharesWait' order by id", String.class);
    }

    /** All cycles so far end. */
    void end() {
        jdbc.update("update hotpatch.cycle set state = 'CLOSED'");
    }

    @Override
    public void close() {
        database.close();
    }

    /** Groups with members; one of each ring carries its marker unless the test says otherwise. */
    static final class Tenant implements TenantPolicies {

        final Map<String, Group> groups = new HashMap<>();
        final Map<String, Set<String>> members = new HashMap<>();
        final List<UpdateRing> updateRings = new ArrayList<>(List.of(new UpdateRing("u", "everybody", 0, 2, 1, false, null, Set.of(), true)));
        final List<UpdatePolicy> policies = new ArrayList<>();
        final List<ExpeditePolicy> expedites = new ArrayList<>();
        final Map<String, List<String>> people = new HashMap<>();
        final Set<String> gone = new TreeSet<>();
        final Set<String> everybody = new TreeSet<>();
        Boolean byDefault;
        /** What was read, in order. */
        final List<String> read = new ArrayList<>();
        /** Where Graph fails. */
        String fails;
        private boolean silent;

        private void told(String what) {
            if (silent) {
                throw new AssertionError("Graph was asked for " + what + " while a plan was drawn");
            }
            read.add(what);
            if (what.equals(fails)) {
                throw new IllegalStateException("HTTP 429 for " + what);
            }
        }

        /** @param owned with our marker */
        void group(String id, boolean owned, boolean dynamic, String... objects) {
            groups.put(id, new Group(id, "Group " + id, owned, dynamic));
            members.put(id, new TreeSet<>(Set.of(objects)));
        }

        @Override
        public Optional<Group> findGroup(String groupIdOrNull, String unit) {
            told("the group of " + unit);
            return Optional.ofNullable(groups.get(groupIdOrNull == null ? "group of " + unit : groupIdOrNull));
        }

        @Override
        public List<UpdateRing> readUpdateRings() {
            told("update rings");
            return updateRings;
        }

        @Override
        public List<UpdatePolicy> readPolicies() {
            told("policies");
            return policies;
        }

        @Override
        public Optional<Boolean> hotpatchByDefault() {
            told("the default");
            return Optional.ofNullable(byDefault);
        }

        @Override
        public List<ExpeditePolicy> readExpedites() {
            told("expedites");
            return expedites;
        }

        @Override
        public void readPeople(String groupId, Consumer<List<String>> pages) {
            told("people of " + groupId);
            pages.accept(people.getOrDefault(groupId, List.of()));
        }

        @Override
        public boolean readMembers(String groupId, Consumer<List<String>> pages) {
            told("members of " + groupId);
            if (gone.contains(groupId)) {
                return false;
            }
            pages.accept(List.copyOf(ALL_DEVICES.equals(groupId) ? everybody : members.getOrDefault(groupId, Set.of())));
            return true;
        }
    }
}
