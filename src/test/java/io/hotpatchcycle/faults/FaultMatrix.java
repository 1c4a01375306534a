package io.hotpatchcycle.faults;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Runs and prints the matrix; its exit code is 0 when no cell is wrong. */
public final class FaultMatrix {

    private final List<String> problems = new ArrayList<>();
    private int right;

    private FaultMatrix() {
    }

    public static void main(String[] arguments) {
        System.exit(new FaultMatrix().run() ? 0 : 1);
    }

    private boolean run() {
        ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("io.hotpatchcycle")).setLevel(ch.qos.logback.classic.Level.ERROR);
        long started = System.nanoTime();
        Set<String> rows = new TreeSet<>();
        System.out.printf("%-34s %-78s", "port", "call");
        for (Disturbance disturbance : Disturbance.values()) {
            System.out.printf(" %-11s", disturbance.title());
        }
        System.out.println();
        try (ReadMatrix reads = new ReadMatrix()) {
            rows.addAll(reads.ports());
            reads.run(this::row);
        }
        WriteMatrix writes = new WriteMatrix();
        rows.addAll(WriteMatrix.ports());
        writes.run(this::row);
        for (String port : Ports.all()) {
            if (!rows.contains(port)) {
                problems.add(port + " has no row: add it to Reads, or to the phases of WriteMatrix.");
            }
        }
        problems.forEach(System.out::println);
        System.out.println("Took " + (System.nanoTime() - started) / 1_000_000_000 + " s.");
        System.out.println(right + " passed, " + problems.size() + " failed");
        return problems.isEmpty();
    }

    private void row(String port, String call, Map<Disturbance, Outcome> cells) {
        System.out.printf("%-34s %-78s", port, call);
        new EnumMap<>(cells).forEach((disturbance, outcome) -> {
            System.out.printf(" %-11s", outcome.word());
            if (outcome.isWrong()) {
                problems.add(port + ", " + call + ", " + disturbance.title() + ": " + outcome.why());
            } else {
                right++;
            }
        });
        System.out.println();
    }

    /** Takes a finished row. */
    interface Table {
        void row(String port, String call, Map<Disturbance, Outcome> cells);
    }
}
