package io.hotpatchcycle.bench;

import io.hotpatchcycle.bench.PlanBench.Cost;
import io.hotpatchcycle.database.EmbeddedDatabase;
import io.hotpatchcycle.database.Migrations;
import io.hotpatchcycle.eligibility.DecisionTables;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Measures planning, and memory from its making on. Face of this package. Every figure that is a time is the median of three.
 *
 * <p>The yardstick {@code plan.*.ratio} divides by copies the rows of the plan as its readers get them (view
 * {@code plan_device}, every column); {@code plan.*.ratio.narrow} by a copy of nothing but device, class, object and last sight of each.
 */
public final class Bench {

    private static final int RUNS = 3;
    private static final int WARM_UP = 2_000;

    private final EmbeddedDatabase database;
    private final DataSource owner;
    private final Path folder;
    private final DecisionTables tables;
    private final Lines lines;
    private final HeapPeak heap = new HeapPeak();

    /**
     * @param folder  holds the rows that the yardstick copies
     * @param metrics is told each {@code METRIC} line
     * @param log     is told what is going on
     */
    public Bench(EmbeddedDatabase database, Path folder, DecisionTables tables, Consumer<String> metrics, Consumer<String> log) {
        this.database = database;
        this.owner = database.as("hotpatch_owner", EmbeddedDatabase.NAME);
        this.folder = folder;
        this.tables = tables;
        this.lines = new Lines(metrics, log);
    }

    /** Plans a tenth of the devices, then all of them. */
    public void run(int devices, long seed) throws SQLException, IOException {
        Migrations.apply(owner);
        try (java.sql.Connection connection = database.as("hotpatch_app", EmbeddedDatabase.NAME).getConnection()) {
            SingleConnectionDataSource app = new SingleConnectionDataSource(connection, true);
            SyntheticFleet fleet = new SyntheticFleet(new JdbcTemplate(app), seed);
            PlanBench bench = new PlanBench(app, tables, line -> lines.note("  " + line));
            fleet.add(0, Math.min(WARM_UP, devices / 10), false);
            bench.plan();
            grow(fleet, Math.min(WARM_UP, devices / 10), devices / 10);
            Cost tenth = median(bench, devices / 10);
            lines.metric("plan." + Lines.size(devices / 10) + ".seconds", tenth.seconds(), "s");
            lines.metric("plan." + Lines.size(devices / 10) + ".cpu", tenth.cpu(), "s");
            grow(fleet, devices / 10, devices);
            Cost all = median(bench, devices);
            lines.metric("plan." + Lines.size(devices) + ".seconds", all.seconds(), "s");
            lines.metric("plan." + Lines.size(devices) + ".cpu", all.cpu(), "s");
            lines.metric("growth.ratio", all.seconds() / tenth.seconds(), "x");
            lines.metric("plan." + Lines.size(devices) + ".ratio", all.seconds() / copy("the plan as it is read", "select p.* from hotpatch.plan_device p "
                    + "where p.cycle_id = '" + bench.cycle() + "'"), "x");
            lines.metric("plan." + Lines.size(devices) + ".ratio.narrow", all.seconds() / copy("its members alone", "select m.* from hotpatch.plan_member m "
                    + "where m.cycle = (select no from hotpatch.cycle where id = '" + bench.cycle() + "')"), "x");
        }
        lines.metric("heap.peak.mb", heap.megabytes(), "MB");
    }

    private void grow(SyntheticFleet fleet, int from, int to) {
        lines.note("Fleet of " + to + " devices");
        fleet.add(from, to, false);
        new JdbcTemplate(owner).execute("vacuum (analyze) hotpatch.device");
    }

    private Cost median(PlanBench bench, int devices) {
        List<Cost> costs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            lines.note("Plan of " + devices + " devices, " + (i + 1) + " of " + RUNS);
            costs.add(bench.plan());
        }
        costs.sort(Comparator.comparingDouble(Cost::seconds));
        return costs.get(RUNS / 2);
    }

    private double copy(String what, String query) throws SQLException, IOException {
        lines.note("Bare COPY of " + what);
        BareCopy copy = new BareCopy(owner, folder);
        copy.prepare(query);
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            seconds.add(copy.run());
            lines.note("  copy %.2f s", seconds.get(i));
        }
        seconds.sort(Comparator.naturalOrder());
        return seconds.get(RUNS / 2);
    }
}
