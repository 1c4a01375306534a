package io.hotpatchcycle.bench;

import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.release.Kind;
import io.hotpatchcycle.ring.RingFigures;
import io.hotpatchcycle.ring.RingPolicy;
import io.hotpatchcycle.ring.Wilson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * How often the gate passes a ring that fails too much, and stops one that does not: many simulated rings per setting,
 * judged by the real tables {@code ring-policy} and {@code ring-gate}, beside a plain gate that passes at 70 % success.
 */
public final class GateQuality {

    private static final List<Ring> RINGS = List.of(hotpatch("pilot", 50), hotpatch("pilot", 100), hotpatch("early", 300), hotpatch("broad", 1000),
            baseline("pilot", 100, 48), baseline("early", 300, 96), baseline("broad", 1000, 120));
    /** Share of the ring's own limit that really fails. Above 1 the ring must not pass; well below it must not be stopped. */
    private static final double[] OF_LIMIT = {0.1, 0.25, 0.5, 1.5, 2, 3};
    private static final double PLAIN = 70;

    private final DecisionTables.Table policy;
    private final DecisionTables.Table gate;
    private final Consumer<String> lines;

    /** @param lines is told each line of the table */
    public GateQuality(DecisionTables tables, Consumer<String> lines) {
        this.policy = tables.open("ring-policy");
        this.gate = tables.open("ring-gate");
        this.lines = lines;
    }

    /** @param deadline hours until a device restarts; 0 when it needs no restart */
    record Ring(String name, Kind kind, int devices, double deadline) {
    }

    static Ring hotpatch(String name, int devices) {
        return new Ring(name, Kind.HOTPATCH, devices, 0);
    }

    static Ring baseline(String name, int devices, double deadline) {
        return new Ring(name, Kind.BASELINE, devices, deadline);
    }

    /** Counts of one setting. Asked means that a person decides. */
    record Counts(int rings, int passed, int stopped, int asked, int plainPassed, int plainStopped, double medianHours) {
    }

    /** Prints one line per setting; the same seed gives the same lines. */
    public void run(int rings, long seed) {
        lines.accept("| Ring | Release | Devices | Limit % | Really failing % | Passed % | Stopped % | Asked % | Hours | Plain passed % | Plain stopped % |");
        lines.accept("|---|---|---|---|---|---|---|---|---|---|---|");
        for (Ring ring : RINGS) {
            Map<String, Object> row = policy(ring);
            double limit = number(row, "failureLimit");
            for (double share : OF_LIMIT) {
                Counts c = simulate(ring, share * limit, rings, seed);
                lines.accept(String.format(Locale.ROOT, "| %s | %s | %d | %.0f | %.2f | %.2f | %.2f | %.2f | %.0f | %.2f | %.2f |", ring.name(),
                        ring.kind().name().toLowerCase(Locale.ROOT), ring.devices(), limit,
                        share * limit, percent(c.passed(), rings), percent(c.stopped(), rings), percent(c.asked(), rings), c.medianHours(),
                        percent(c.plainPassed(), rings), percent(c.plainStopped(), rings)));
            }
        }
    }

    Counts simulate(Ring ring, double failing, int rings, long seed) {
        Map<String, Object> row = policy(ring);
        SplittableRandom random = new SplittableRandom(seed + 31L * ring.name().hashCode() + 17L * ring.devices() + Math.round(failing * 1000));
        int[] counts = new int[5];
        List<Double> hours = new ArrayList<>(rings);
        for (int i = 0; i < rings; i++) {
            SimulatedRing simulated = new SimulatedRing(ring.devices(), failing, ring.deadline(), random.split());
            judge(simulated, row, counts, hours);
            boolean plain = plain(simulated, row);
            counts[plain ? 3 : 4]++;
        }
        hours.sort(null);
        return new Counts(rings, counts[0], counts[1], counts[2], counts[3], counts[4], hours.get(rings / 2));
    }

    private void judge(SimulatedRing ring, Map<String, Object> row, int[] counts, List<Double> hours) {
        double poll = duration(row, "poll");
        for (double hour = poll;; hour += poll) {
            Object verdict = gate.evaluate(inputs(ring.at(hour), row, hour)).get(0).get("verdict");
            if (!"WAIT".equals(verdict)) {
                counts["PROCEED".equals(verdict) ? 0 : "HALT".equals(verdict) ? 1 : 2]++;
                hours.add(hour);
                return;
            }
        }
    }

    /** What many do: wait for the soak time, then pass as soon as enough devices have succeeded; at the deadline stop. */
    private static boolean plain(SimulatedRing ring, Map<String, Object> row) {
        double poll = duration(row, "poll");
        for (double hour = duration(row, "soak"); hour <= duration(row, "observeFor"); hour += poll) {
            if (ring.at(hour).effectiveShare() >= PLAIN) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, Object> inputs(RingFigures figures, Map<String, Object> row, double hour) {
        Map<String, Object> inputs = new HashMap<>(row);
        inputs.put("sample", (double) figures.sample());
        inputs.put("controlled", (double) figures.controlled());
        inputs.put("provingSample", (double) Wilson.sampleToProve(number(row, "failureLimit")));
        inputs.put("reportedShare", figures.reportedShare());
        inputs.put("effectiveShare", figures.effectiveShare());
        inputs.put("silentShare", figures.silentShare());
        inputs.put("failureLower", figures.surelyFailing());
        inputs.put("failureUpper", figures.failureRate().upper());
        inputs.put("dataFresh", true);
        inputs.put("soakElapsed", hour >= duration(row, "soak"));
        inputs.put("deadlinePassed", hour >= duration(row, "observeFor"));
        inputs.put("knownIssues", "NONE");
        inputs.put("gateHeld", "HELD");
        inputs.put("drift", "NONE");
        inputs.put("signals", "CALM");
        inputs.put("enrolmentDrop", 0.0);
        return inputs;
    }

    private Map<String, Object> policy(Ring ring) {
        return RingPolicy.rule(policy, ring.name(), ring.kind().name(), "STANDARD").orElseThrow();
    }

    private static double number(Map<String, Object> row, String name) {
        return ((Number) row.get(name)).doubleValue();
    }

    private static double duration(Map<String, Object> row, String name) {
        return Duration.parse((String) row.get(name)).toMinutes() / 60.0;
    }

    private static double percent(int part, int whole) {
        return 100.0 * part / whole;
    }
}
