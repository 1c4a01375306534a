package io.hotpatchcycle.cli;

import io.hotpatchcycle.bench.Bench;
import io.hotpatchcycle.bench.GateQuality;
import io.hotpatchcycle.bench.ReadingBench;
import io.hotpatchcycle.database.EmbeddedDatabase;
import io.hotpatchcycle.process.Models;
import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench}: what planning a large fleet costs on this machine, on a database of its own that is gone afterwards. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures deciding and planning a large fleet on this machine, on a database that is gone afterwards.")
final class BenchCommand implements Callable<Integer> {

    private static final int LEAST = 1_000;
    private static final int MOST = 5_000_000;
    /** Tenants that are read in virtual time; smaller where the fleet is. */
    private static final int FULL = 100_000;
    private static final int USUAL = 60_000;
    private static final int MOVING = 1_010;
    private static final Instant START = Instant.parse("2026-10-14T08:00:00Z");

    @Spec
    private CommandSpec spec;

    @Option(names = "--devices", paramLabel = "N", defaultValue = "1000000", description = "Devices of the fleet (default: ${DEFAULT-VALUE}).")
    private int devices;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Same seed, same fleet (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--gate-quality", paramLabel = "RINGS", description = "Instead: how often the gate passes a ring that fails too much, and stops "
            + "one that does not, over so many simulated rings per setting.")
    private Integer gateRings;

    @Option(names = "--only", paramLabel = "PART", description = "Measure only this part: plan, ingest or tenants.")
    private Part only;

    /** What can be measured by itself. */
    enum Part { plan, ingest, tenants }

    private volatile EmbeddedDatabase database;

    @Override
    public Integer call() throws Exception {
        if (devices < LEAST || devices > MOST) {
            throw new IllegalArgumentException("--devices must be from " + LEAST + " to " + MOST + ", not " + devices + ".");
        }
        if (gateRings != null) {
            return gateQuality();
        }
        Path folder = Files.createTempDirectory("hotpatch-bench");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> clean(folder)));
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            // As durable as in operation: what is measured must hold there.
            database = EmbeddedDatabase.start(folder, EmbeddedDatabase.Durability.KEPT);
            measure(folder, line -> {
                out.println(line);
                out.flush();
            }, err::println);
            return 0;
        } finally {
            clean(folder);
        }
    }

    private void measure(Path folder, Consumer<String> metrics, Consumer<String> log) throws Exception {
        Bench plan = new Bench(database, folder, Models.builtIn().decisions(), metrics, log);
        if (only != Part.plan) {
            ReadingBench reading = new ReadingBench(database, folder, metrics, log);
            if (only != Part.ingest) {
                int usual = Math.min(USUAL, devices);
                int full = Math.min(FULL, devices);
                try (SandboxTenant first = tenant(full); SandboxTenant slow = tenant(full); SandboxTenant second = tenant(usual)) {
                    reading.tenants(first.baseUrl(), slow.baseUrl(), second.baseUrl(), usual);
                }
                try (SandboxTenant moving = tenant(MOVING * 2)) {
                    reading.memberships(moving.baseUrl(), MOVING);
                }
            }
            if (only != Part.tenants) {
                reading.ingest(devices);
            }
        }
        if (only == null || only == Part.plan) {
            plan.run(devices, seed);
        }
    }

    private SandboxTenant tenant(int size) {
        return SandboxTenant.start(SandboxSettings.defaults().withFleet(size, seed).withRealDatesFrom(START).withPace(0));
    }

    private int gateQuality() {
        if (gateRings < 1 || gateRings > MOST) {
            throw new IllegalArgumentException("--gate-quality must be from 1 to " + MOST + " rings, not " + gateRings + ".");
        }
        PrintWriter out = spec.commandLine().getOut();
        new GateQuality(Models.builtIn().decisions(), line -> {
            out.println(line);
            out.flush();
        }).run(gateRings, seed);
        return 0;
    }

    private synchronized void clean(Path folder) {
        EmbeddedDatabase running = database;
        database = null;
        if (running != null) {
            running.close();
        }
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            spec.commandLine().getErr().println("Folder " + folder + " could not be removed: " + e.getMessage());
        }
    }
}
