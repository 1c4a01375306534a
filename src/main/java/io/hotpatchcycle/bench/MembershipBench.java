package io.hotpatchcycle.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.fleet.DeviceRows;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.freeze.FreezeRows;
import io.hotpatchcycle.freeze.Freezes;
import io.hotpatchcycle.graph.GraphSettings;
import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.ring.PlanRows;
import io.hotpatchcycle.ring.RingRows;
import io.hotpatchcycle.ring.RingSettings;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.UnitRows;
import io.hotpatchcycle.rollout.CanaryProof;
import io.hotpatchcycle.rollout.CanaryProofs;
import io.hotpatchcycle.rollout.CanaryRows;
import io.hotpatchcycle.rollout.GuardRows;
import io.hotpatchcycle.rollout.LedgerRows;
import io.hotpatchcycle.rollout.MemberRows;
import io.hotpatchcycle.rollout.Mode;
import io.hotpatchcycle.rollout.ObservedRows;
import io.hotpatchcycle.rollout.ProgressRows;
import io.hotpatchcycle.rollout.Rollouts;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.math.BigDecimal;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Moves devices from the group of one ring to that of the next, as the preparation of a cycle does, and counts what the tenant was asked. */
final class MembershipBench {

    private static final List<String> RINGS = List.of("pilot", "early");
    private static final String CYCLE = "bench";
    private static final int MOST_LOOKS = 200;
    private static final String DEVICE = "insert into hotpatch.plan_class (class, cycle_id, devices, population, line, edition, cpu, chpe, join_type, management, "
            + "licence, vbs, policy, ring, controlled, track, restart_expected) values (1, ?, ?, 'ACTIVE', 'WINDOWS_11', '', '', '', '', '', '', '', 'UNIT', 'pilot', "
            + "true, 'HOTPATCH', false)";

    private final SandboxCalls sandbox;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Rings rings;
    private final Rollouts rollouts;
    private final Fleet fleet;
    private final Instant now;

    MembershipBench(URI tenant, DataSource app) {
        sandbox = new SandboxCalls(tenant);
        now = Instant.parse(sandbox.get("clock").get("now").asText());
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        jdbc = new JdbcTemplate(app);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(app));
        ShortTransactions own = own(app);
        GraphTenant graph = new GraphTenant(new GraphSettings(tenant, () -> "bench", Duration.ofSeconds(60), Clock.systemUTC()));
        Trail trail = new Trail(new EventRows(jdbc), clock, clock);
        fleet = new Fleet(new DeviceRows(jdbc), graph.devices(), clock);
        rings = new Rings(RINGS.stream().map(name -> new RingSettings(name, null, BigDecimal.valueOf(50), null, null)).toList(), new PlanRows(jdbc), new RingRows(jdbc),
                new UnitRows(jdbc), graph.policies(), trail, clock);
        CanaryRows proofs = new CanaryRows(jdbc, "bench");
        Freezes freezes = new Freezes(List.of(), new FreezeRows(jdbc), work -> transaction.executeWithoutResult(status -> work.run()), trail, clock);
        rollouts = new Rollouts(rings, fleet, new Rollouts.Tenant(graph.ringGate(), graph.reports()), new Rollouts.Storage(new LedgerRows(jdbc),
                new GuardRows(jdbc), proofs, new ObservedRows(jdbc), new ProgressRows(jdbc), new MemberRows(jdbc), own), freezes, Mode.CONTROL, trail, clock,
                Clock.systemUTC());
        new CanaryProofs(proofs, trail, clock).declare(CanaryProof.Outcome.GATING, "as the sandbox says");
    }

    private static ShortTransactions own(DataSource app) {
        TransactionTemplate template = new TransactionTemplate(new DataSourceTransactionManager(app));
        template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return new ShortTransactions() {
            @Override
            public <T> T run(Supplier<T> work) {
                return template.execute(status -> work.get());
            }
        };
    }

    /**
     * Fills the first ring's group, then moves all of it.
     *
     * @return the PATCH requests that the groups got for the move
     */
    int patches(int devices) {
        fleet.takeSnapshot(CYCLE);
        plan(devices);
        prepare();
        long before = sandbox.get("writes").size();
        jdbc.update("update hotpatch.plan_class set ring = ?", RINGS.get(1));
        prepare();
        int patches = 0;
        for (JsonNode write : sandbox.get("writes?since=" + before)) {
            patches += write.path("method").asText().equals("PATCH") && write.path("path").asText().contains("/groups/") ? 1 : 0;
        }
        return patches;
    }

    private void plan(int devices) {
        Timestamp at = Timestamp.from(now);
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values (?, ?, '', '', ?, 'security', 'monthly', ?, '')", CYCLE, CYCLE, at, at);
        jdbc.update("insert into hotpatch.cycle (id, release_id, state, kind, plan_hash, created_at) values (?, ?, 'ROLLING_OUT', 'HOTPATCH', 'plan', ?)", CYCLE, CYCLE, at);
        for (String ring : RINGS) {
            jdbc.update("insert into hotpatch.ring (cycle_id, name, ordinal, state, devices, controlled, hotpatch, lcu, restarts) values (?, ?, ?, 'PLANNED', ?, ?, ?, 0, 0)",
                    CYCLE, ring, RINGS.indexOf(ring) + 1, devices, devices, devices);
        }
        jdbc.update("insert into hotpatch.approval (cycle_id, subject, task_id, plan_hash, shown, shown_hash, asked, requested_at, decision, decided_by, decided_at, "
                + "expires_at) values (?, 'CHANGE', ?, 'plan', '{}', '', 'change-managers', ?, 'APPROVE', 'bench', ?, ?)", CYCLE, CYCLE, at, at,
                Timestamp.from(now.plus(Duration.ofDays(30))));
        jdbc.update(DEVICE, CYCLE, devices);
        jdbc.query("select hotpatch.plan_members(c.no, array_agg(d.no), array_agg(1::bigint), null, array_agg(d.object_id)) from hotpatch.cycle c, "
                + "(select distinct on (object_id) * from hotpatch.device where object_id is not null limit ?) d group by c.no", rs -> { }, devices);
    }

    private void prepare() {
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            if (Boolean.TRUE.equals(transaction.execute(status -> {
                rings.readUnits();
                return rollouts.prepareUnits(CYCLE);
            }))) {
                return;
            }
        }
        throw new IllegalStateException("The groups were not ready after " + MOST_LOOKS + " looks; see the ledger of writes.");
    }
}
