package io.hotpatchcycle.bench;

import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.eligibility.Eligibilities;
import io.hotpatchcycle.eligibility.EligibilityRows;
import io.hotpatchcycle.release.Kind;
import io.hotpatchcycle.ring.PlanRows;
import io.hotpatchcycle.ring.RingRows;
import io.hotpatchcycle.ring.RingSettings;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.UnitRows;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Draws, decides and completes plans as the delegates of a cycle do: three transactions, each with its step. */
public final class PlanBench {

    private static final Instant NOW = Instant.parse("2026-10-13T17:30:00Z");
    private static final Duration STALE_AFTER = Duration.ofDays(30);
    private static final Duration SINCE_BASELINE = Duration.ofDays(91);
    private static final int[] HOTPATCHED = {26100, 26200, 26300};
    private static final int NEVER_HOTPATCHED = 22631;
    private static final double NANOS = 1e9;

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Rings rings;
    private final Eligibilities eligibilities;
    private final Consumer<String> log;
    private int cycles;

    /** @param log is told how long each step took */
    public PlanBench(SingleConnectionDataSource app, DecisionTables tables, Consumer<String> log) {
        this.jdbc = new JdbcTemplate(app);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(app));
        this.rings = new Rings(RingSettings.standard(), new PlanRows(jdbc), new RingRows(jdbc), new UnitRows(jdbc), new QuietTenant(),
                new Trail(new EventRows(jdbc), CLOCK, CLOCK), CLOCK);
        this.eligibilities = new Eligibilities(new EligibilityRows(jdbc), tables);
        this.log = log;
    }

    /** What one plan cost: seconds of wall time, and seconds of CPU of this JVM and of the database's process. */
    public record Cost(double seconds, double cpu) {
    }

    /** Plans a new cycle over the fleet as it is stored, with no result of an earlier decision kept. */
    public Cost plan() {
        String cycle = newCycle();
        jdbc.update("delete from hotpatch.eligibility_result");
        rings.stageTenant(cycles);
        double cpu = Cpu.seconds(jdbc);
        long start = System.nanoTime();
        step("draw", () -> rings.drawPlan(cycle, cycles, NOW.minus(STALE_AFTER)));
        int[] combinations = {0};
        step("decide", () -> combinations[0] = eligibilities.decide(cycle, null).combinations());
        step("complete", () -> rings.completePlan(cycle, Kind.HOTPATCH));
        step("hash", () -> jdbc.update("update hotpatch.cycle set plan_hash = ? where id = ?", rings.planHash(cycle), cycle));
        Cost cost = new Cost((System.nanoTime() - start) / NANOS, Cpu.seconds(jdbc) - cpu);
        log.accept(jdbc.queryForObject("select count(*) || ' classes of devices, " + combinations[0] + " combinations decided' from hotpatch.plan_class "
                + "where cycle_id = ?", String.class, cycle));
        return cost;
    }

    private void step(String name, Runnable work) {
        long start = System.nanoTime();
        transaction.executeWithoutResult(status -> work.run());
        log.accept(String.format(java.util.Locale.ROOT, "%s %.2f s", name, (System.nanoTime() - start) / NANOS));
    }

    private String newCycle() {
        if (cycles == 0) {
            release("bench-baseline", NOW.minus(SINCE_BASELINE));
            for (int build : HOTPATCHED) {
                revision("bench-baseline", build, SyntheticFleet.BASELINE, "NO");
            }
        }
        String cycle = String.format("bench-%d", ++cycles);
        release(cycle, NOW);
        revision(cycle, NEVER_HOTPATCHED, SyntheticFleet.NEWEST + 110, "NO");
        for (int build : HOTPATCHED) {
            revision(cycle, build, SyntheticFleet.NEWEST + 100, "YES");
            revision(cycle, build, SyntheticFleet.NEWEST + 110, "NO");
        }
        jdbc.update("insert into hotpatch.cycle (id, release_id, state, created_at) values (?, ?, 'PLANNING', ?)", cycle, cycle, Timestamp.from(NOW));
        return cycle;
    }

    private void release(String id, Instant published) {
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values (?, ?, ?, ?, ?, 'security', 'monthly', ?, '')", id, id, id, id, Timestamp.from(published), Timestamp.from(published));
    }

    private void revision(String release, int build, int ubr, String hotpatch) {
        jdbc.update("insert into hotpatch.revision (release_id, product, line, build, ubr, kb, hotpatch) values (?, 'Windows 11', 'WINDOWS_11', ?, ?, ?, ?)",
                release, build, ubr, "KB" + build + ubr, hotpatch);
    }

    /** Id of the cycle planned last. */
    public String cycle() {
        return "bench-" + cycles;
    }
}
