package io.hotpatchcycle.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.faults.Reads.Read;
import io.hotpatchcycle.graph.GraphUnavailable;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Each read under each disturbance of each call it makes. */
final class ReadMatrix implements AutoCloseable {

    /** More often than the adapter tries. */
    private static final int EVERY_ATTEMPT = 6;
    private static final Duration LONGEST_CELL = Duration.ofSeconds(20);
    private static final Duration LONGEST_WAITS = Duration.ofMinutes(2);

    private final Playground at = new Playground(60);
    private final Reads reads = new Reads(at);

    Set<String> ports() {
        return reads.rows().keySet();
    }

    void run(FaultMatrix.Table table) {
        reads.rows().forEach((port, read) -> {
            at.forgetCalls();
            Object truth = read.call().apply(at.graph(Disturbance.FAILED));
            for (String call : at.calls()) {
                Map<Disturbance, Outcome> cells = new EnumMap<>(Disturbance.class);
                for (Disturbance disturbance : Disturbance.values()) {
                    cells.put(disturbance, cell(read, call, disturbance, truth));
                }
                table.row(port, call, cells);
            }
        });
    }

    private Outcome cell(Read read, String call, Disturbance disturbance, Object truth) {
        Outcome outcome = null;
        for (int times : new int[] {1, EVERY_ATTEMPT}) {
            for (ObjectNode fault : disturbance.faults(call, times)) {
                at.disturb(fault);
                Outcome one = once(read, disturbance, times, truth);
                if (at.left() == times && disturbance != Disturbance.STALE) {
                    one = Outcome.wrong("the disturbance never struck");
                }
                at.calm();
                if (one.isWrong()) {
                    return one;
                }
                outcome = outcome == null ? one : outcome;
            }
        }
        return outcome;
    }

    private Outcome once(Read read, Disturbance disturbance, int times, Object truth) {
        long started = System.nanoTime();
        at.waited();
        Outcome outcome;
        try {
            Object seen = read.call().apply(at.graph(disturbance));
            outcome = judge(read, disturbance, times, truth, seen);
        } catch (GraphUnavailable e) {
            String unclear = Outcome.notASentence(e);
            outcome = unclear == null ? Outcome.right("incident") : Outcome.wrong(unclear);
        } catch (RuntimeException e) {
            outcome = Outcome.wrong("ends in " + e);
        }
        Duration waited = at.waited();
        if (waited.compareTo(LONGEST_WAITS) > 0 || System.nanoTime() - started > LONGEST_CELL.toNanos()) {
            return Outcome.wrong("hangs: " + waited + " of waits and " + (System.nanoTime() - started) / 1_000_000 + " ms");
        }
        return outcome;
    }

    private static Outcome judge(Read read, Disturbance disturbance, int times, Object truth, Object seen) {
        if (disturbance == Disturbance.STALE) {
            // a stale read of facts is an old one, and says when they were seen; what it does to writes is in their rows
            return seen.equals(truth) ? Outcome.right("old") : Outcome.wrong("a stale answer reads as something that never was: " + seen);
        }
        if (disturbance.passes()) {
            return seen.equals(truth) ? Outcome.right("retried") : Outcome.wrong("reads " + seen + " instead of " + truth);
        }
        return read.safe().test(truth, seen) ? Outcome.right(seen.equals(truth) ? "unmoved" : "unknown")
                : Outcome.wrong("a changed answer reads as good: " + shortened(seen) + " (truth " + shortened(truth) + ")");
    }

    private static String shortened(Object value) {
        String text = String.valueOf(value);
        return text.length() > 600 ? text.substring(0, 600) + " ..." : text;
    }

    @Override
    public void close() {
        at.close();
    }
}
