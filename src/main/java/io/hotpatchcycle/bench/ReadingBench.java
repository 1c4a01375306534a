package io.hotpatchcycle.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.hotpatchcycle.database.EmbeddedDatabase;
import io.hotpatchcycle.database.Migrations;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;

/** Measures readings of a tenant. Each starts with a database that knows no device. A second face of this package. */
public final class ReadingBench {

    /** As hotpatch.graph.budget-share is by default. */
    private static final double SHARE = 0.8;
    /** How often release-intake looks into the catalog. */
    private static final Duration INTAKE = Duration.ofHours(6);
    private static final double MILLIS_PER_MINUTE = 60_000;
    private static final double MEMBERS_PER_CALL = 20;
    private static final int RUNS = 3;
    /** Slow answers, in milliseconds. */
    private static final int QUICKEST = 1_000;
    private static final int SLOWEST = 3_000;

    private final EmbeddedDatabase database;
    private final Path folder;
    private final Lines lines;

    /**
     * @param database to which nobody is connected
     * @param folder   holds the pages that are read
     * @param metrics  is told each {@code METRIC} line
     * @param log      is told what is going on
     */
    public ReadingBench(EmbeddedDatabase database, Path folder, Consumer<String> metrics, Consumer<String> log) {
        this.database = database;
        this.folder = folder;
        this.lines = new Lines(metrics, log);
        Migrations.apply(database.as("hotpatch_owner", EmbeddedDatabase.NAME));
    }

    private <T> T withNewDatabase(Function<DataSource, T> work) {
        database.createDatabase("reading", EmbeddedDatabase.NAME);
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(database.as("hotpatch_app", "reading"));
            return work.apply(pool);
        } finally {
            database.dropDatabase("reading");
        }
    }

    /** Reads the list of a fleet, against fetching and parsing its pages alone. */
    public void ingest(int devices) throws IOException, InterruptedException {
        try (DevicePages pages = new DevicePages(folder, devices)) {
            IngestBench bench = new IngestBench(pages);
            List<IngestBench.Cost> alone = new ArrayList<>();
            List<IngestBench.Cost> whole = new ArrayList<>();
            List<IngestBench.Cost> again = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                lines.note("Pages of %d devices, %d of %d", devices, i + 1, RUNS);
                alone.add(bench.parse());
                boolean last = i + 1 == RUNS;
                whole.add(withNewDatabase(app -> {
                    IngestBench.Cost first = bench.ingest(app);
                    if (last) {
                        again.add(bench.ingest(app));
                    }
                    return first;
                }));
                lines.note("  fetched and parsed alone in %.2f s, a committed snapshot in %.2f s", alone.get(i).seconds(), whole.get(i).seconds());
            }
            String name = "ingest." + Lines.size(devices);
            double seconds = median(whole, IngestBench.Cost::seconds);
            double cpu = median(whole, IngestBench.Cost::cpu);
            lines.metric(name + ".seconds", seconds, "s");
            lines.metric(name + ".cpu", cpu, "s");
            lines.metric(name + ".ratio", seconds / median(alone, IngestBench.Cost::seconds), "x");
            lines.metric(name + ".again.seconds", again.get(0).seconds(), "s");
            lines.metric(name + ".again.cpu", again.get(0).cpu(), "s");
            lines.metric(name + ".ratio.cpu", cpu / median(alone, IngestBench.Cost::cpu), "x");
        }
    }

    private static double median(List<IngestBench.Cost> costs, ToDoubleFunction<IngestBench.Cost> what) {
        return costs.stream().mapToDouble(what).sorted().skip(RUNS / 2).findFirst().orElseThrow();
    }

    /**
     * Reads two tenants that enforce Graph's limits, in virtual time.
     *
     * @param full    read with all that Graph allows; the clocks of all stand still
     * @param slow    read in the same way, with answers of one to three seconds
     * @param usual   read with the share of the limits that is the default
     * @param devices of the second
     */
    public void tenants(URI full, URI slow, URI usual, int devices) {
        throttle("", full, () -> Duration.ZERO);
        Random random = new Random(1);
        throttle(".slow", slow, () -> Duration.ofMillis(random.nextInt(QUICKEST, SLOWEST)));
        lines.note("A first reading of a tenant, with the share of the limits that is the default");
        TenantBench.Reading some = withNewDatabase(app -> new TenantBench(usual, app).read(SHARE, () -> Duration.ZERO));
        String name = "tenant" + Lines.size(devices);
        lines.metric(name + ".known95.minutes", minutes(some.known95()), "min");
        lines.metric(name + ".ready.minutes", minutes(INTAKE.plus(some.complete())), "min");
        lines.note("  of these at most %d min until the catalog is looked at, %.1f min for the snapshot", INTAKE.toMinutes(), minutes(some.complete()));
    }

    private void throttle(String which, URI tenant, Supplier<Duration> answerTakes) {
        lines.note("A first reading of a tenant, with all that Graph allows%s", which.isEmpty() ? "" : " and slow answers");
        TenantBench.Reading all = withNewDatabase(app -> new TenantBench(tenant, app).read(1, answerTakes));
        lines.note("  %.1f min for the snapshot", minutes(all.complete()));
        lines.metric("throttle.used" + which, all.used(), "of-the-limit");
        lines.metric("throttle.refused" + which, all.refused(), "of-the-calls");
    }

    /**
     * Moves devices from one group to another.
     *
     * @param tenant of at least twice as many devices
     */
    public void memberships(URI tenant, int devices) {
        lines.note("Moving %d devices from the group of one ring to that of another", devices);
        lines.metric("membership.patches", withNewDatabase(app -> new MembershipBench(tenant, app).patches(devices)), "patches");
        lines.metric("membership.patches.allowed", Math.ceil(devices / MEMBERS_PER_CALL), "patches");
    }

    private static double minutes(Duration duration) {
        return duration.toMillis() / MILLIS_PER_MINUTE;
    }
}
