package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.ring.TenantPolicies;
import io.hotpatchcycle.rollout.ChangeEvents.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody deletes or puts in the place of it in the tenant, told with before and after and by whom. */
class TenantDriftTest {

    private static final String CYCLE = RolloutFixture.CYCLE;
    private static final String ADMIN = "admin@contoso.example";

    private final RolloutFixture at = new RolloutFixture();
    private final Tenant tenant = new Tenant();
    private final List<Change> record = new ArrayList<>();
    private final TenantDrift drift = new TenantDrift(new DriftRows(at.jdbc), new EnrolmentRows(at.jdbc), at.rings,
            new TenantDrift.Sources(tenant, at.gate, (since, pages) -> pages.accept(List.copyOf(record))), id -> TABLE, at.trail, at.business);

    private static final DecisionTables.Table TABLE = new DecisionTables.Table() {
        @Override
        public String hash() {
            return "";
        }

        @Override
        public List<Map<String, Object>> evaluate(Map<String, Object> inputs) {
            return List.of(Map.of("effect", "OPENS", "meaning", "As the table says."));
        }
    };

    @AfterEach
    void close() {
        at.close();
    }

    private void look() {
        at.business.pass(Duration.ofHours(1));
        drift.check(CYCLE, RolloutFixture.ITEM);
    }

    private void event(String id, String operation, String target) {
        record.add(new Change(id, at.business.instant().plus(Duration.ofMinutes(20)), ADMIN, operation + " thing", operation, target, "a thing", "Success"));
    }

    private Drift only() {
        assertThat(drift.list(CYCLE, 0, 10)).hasSize(1);
        return drift.list(CYCLE, 0, 10).get(0);
    }

    @Test
    void aDeletedPolicyIsToldByWhomAlsoWhenIntuneSaysSoAfterAnotherOneTookItsPlace() {
        look();
        event("e1", "Delete", "early");
        List<Change> late = List.copyOf(record);
        record.clear();
        tenant.policies.remove("early");
        at.gate.deleteByHand("early");
        at.jdbc.update("update hotpatch.unit set policy_id = null where name = 'early'");
        look();
        assertThat(only()).satisfies(d -> {
            assertThat(List.of(d.unit(), d.kind(), d.fact(), d.target(), d.before(), d.after(), d.effect()))
                    .containsExactly("early", "POLICY", "exists", "early", "true", "false", "OPENS");
            assertThat(d.actor()).as("not told yet").isNull();
        });
        tenant.policies.put("early", "other");
        at.rings.policyCreated("early", "other");
        record.addAll(late);
        look();
        Drift deletion = drift.list(CYCLE, 0, 10).stream().filter(d -> d.after().equals("false")).findFirst().orElseThrow();
        assertThat(deletion.actor()).isEqualTo(ADMIN);
        assertThat(drift.unmatched(CYCLE)).isEmpty();
        assertThat(drift.list(CYCLE, 0, 10)).as("the other one is told too").anySatisfy(d ->
                assertThat(List.of(d.fact(), d.before(), d.after())).containsExactly("id", "early", "other"));
    }

    @Test
    void aPolicyThatSomebodyDeletedAfterAWriteOfOursIsNotOurs() {
        look();
        at.jdbc.update("insert into hotpatch.graph_write (natural_key, kind, cycle_id, ring, target, request, state, intended_at, intended_wall, settled_at) "
                + "values ('k', 'SUSPEND', ?, 'early', 'approval of item in policy early', 'suspend', 'DONE', ?, ?, ?)", CYCLE, now(30), now(30), now(30));
        tenant.policies.remove("early");
        look();
        assertThat(only().effect()).isEqualTo("OPENS");
    }

    private void write(String kind, String cycle, String target) {
        at.jdbc.update("insert into hotpatch.graph_write (natural_key, kind, cycle_id, ring, target, request, state, intended_at, intended_wall, settled_at) "
                + "values ('k', ?, ?, 'early', ?, 'x', 'DONE', ?, ?, ?)", kind, cycle, target, now(30), now(30), now(30));
    }

    @ParameterizedTest
    @CsvSource({"ASSIGN_POLICY, assignment of policy early", "CREATE_POLICY, early", "APPROVE, approval of item-of-another-release in policy early",
        "APPROVE, approval of item in policy pilot", "SUSPEND, approval of item in policy early"})
    void anApprovalOfSomebodyIsNotExplainedByAnotherWriteOfOurs(String kind, String target) {
        look();
        write(kind, CYCLE, target);
        at.gate.approve("early", RolloutFixture.ITEM);
        look();
        assertThat(only()).satisfies(d -> assertThat(List.of(d.kind(), d.fact(), d.after(), d.effect())).containsExactly("APPROVAL", RolloutFixture.ITEM, "approved", "OPENS"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"APPROVE", "FORWARD_LCU"})
    void anApprovalOfOursIsExplainedByItsWrite(String kind) {
        look();
        write(kind, CYCLE, "approval of item in policy early");
        at.gate.approve("early", RolloutFixture.ITEM);
        look();
        assertThat(only().effect()).isEqualTo("OURS");
    }

    @Test
    void aDeletedUpdateRingAndADeletedGroupAreTold() {
        look();
        event("e1", "Delete", "u");
        tenant.updateRing = false;
        tenant.groups.remove("early");
        look();
        assertThat(drift.list(CYCLE, 0, 10)).filteredOn(d -> d.kind().equals("UPDATE_RING")).isNotEmpty().allSatisfy(d -> {
            assertThat(List.of(d.fact(), d.before(), d.after(), d.target())).containsExactly("applying", "[everybody]", "[]", "u");
            assertThat(d.actor()).isEqualTo(ADMIN);
        });
        assertThat(drift.list(CYCLE, 0, 10)).filteredOn(d -> d.kind().equals("GROUP")).singleElement().satisfies(d ->
                assertThat(List.of(d.unit(), d.before(), d.after(), d.target())).containsExactly("early", "true", "false", "group of early"));
    }

    @Test
    void aFilterPutOnAnUpdateRingIsTold() {
        look();
        event("e1", "Patch", "u");
        tenant.filtered = true;
        look();
        assertThat(drift.list(CYCLE, 0, 10)).isNotEmpty().allSatisfy(d -> {
            assertThat(List.of(d.kind(), d.fact(), d.before(), d.after(), d.target())).containsExactly("UPDATE_RING", "filtered", "false", "true", "u");
            assertThat(d.actor()).isEqualTo(ADMIN);
        });
    }

    /** What was seen last is the tenant's, so whichever cycle looks first sees it for all. */
    @Test
    void aChangeIsToldToEveryCycleThatHasNotEndedWhicheverLooksFirst() {
        look();
        cycle("2026.07-B", "CLOSED", now(0));
        tenant.groups.remove("early");
        at.business.pass(Duration.ofMinutes(30));
        cycle("2026.09-B", "PLANNING", now(0));
        at.business.pass(Duration.ofMinutes(30));
        drift.check("2026.09-B", "item of September");
        assertThat(only()).satisfies(d -> assertThat(List.of(d.unit(), d.kind(), d.effect())).containsExactly("early", "GROUP", "OPENS"));
        assertThat(drift.standing(CYCLE)).as("holds the ring that is open").isEqualTo(Drift.Standing.OPENING);
        assertThat(drift.standing("2026.09-B")).as("is shown with its change, and approved with it").isEqualTo(Drift.Standing.HARMLESS);
        assertThat(drift.count("2026.07-B")).as("nobody reads that any more").isZero();
        look();
        assertThat(drift.list(CYCLE, 0, 10)).as("once").hasSize(1);
    }

    private void cycle(String id, String state, java.sql.Timestamp created) {
        at.jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values (?, ?, ?, ?, ?, 'security', 'monthly', ?, '')", id, id, id, id, created, created);
        at.jdbc.update("insert into hotpatch.cycle (id, release_id, state, created_at) values (?, ?, ?, ?)", id, id, state, created);
    }

    private java.sql.Timestamp now(int minutes) {
        return java.sql.Timestamp.from(at.business.instant().plus(Duration.ofMinutes(minutes)));
    }

    /** Each unit has its group, one update ring and one policy, until somebody takes them away. */
    private static final class Tenant implements TenantPolicies {

        private final Map<String, String> policies = new HashMap<>(Map.of("pilot", "pilot", "early", "early"));
        private final Map<String, String> groups = new HashMap<>(Map.of("pilot", "group of pilot", "early", "group of early"));
        private boolean updateRing = true;
        private boolean filtered;

        @Override
        public Optional<Group> findGroup(String groupIdOrNull, String unit) {
            return Optional.ofNullable(groups.get(unit)).map(id -> new Group(id, unit, true, false));
        }

        @Override
        public List<UpdateRing> readUpdateRings() {
            return updateRing ? List.of(new UpdateRing("u", "everybody", 0, 2, 1, false, null, Set.of(), true, Set.of(), filtered)) : List.of();
        }

        @Override
        public Optional<Boolean> hotpatchByDefault() {
            return Optional.empty();
        }

        @Override
        public List<UpdatePolicy> readPolicies() {
            return policies.entrySet().stream().map(p -> new UpdatePolicy(p.getValue(), p.getKey(), p.getKey(), true, true, Set.of("group of " + p.getKey()))).toList();
        }

        @Override
        public List<ExpeditePolicy> readExpedites() {
            return List.of();
        }

        @Override
        public boolean readMembers(String groupId, Consumer<List<String>> pages) {
            pages.accept(List.of());
            return true;
        }
    }
}
