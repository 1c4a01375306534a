package io.hotpatchcycle.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.crash.Effects;
import io.hotpatchcycle.testing.TestDatabase;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Each step that writes, under each disturbance of each call it makes: the write itself, what is read before it, and
 * what is read back. In the end the tenant has what it has without disturbances, and the ledger says the same.
 */
final class WriteMatrix {

    /** A step of a rollout with the writes it makes. */
    private enum Phase {
        PREPARE(Bench::prepare, "RingGate.createPolicy", "RingGate.assignPolicy", "RingGate.addMembers", "RingGate.removeMembers"),
        OPEN(Bench::open, "RingGate.approve"),
        EXPEDITE(Bench::expedite, "ExpediteActions.create", "ExpediteActions.assign"),
        EXPEDITE_BACK(Bench::expediteBack, "ExpediteActions.delete"),
        RESTART(Bench::restart, "RestartActions.restart"),
        SUSPEND(Bench::suspend, "RingGate.suspend"),
        /** A restart whose answer is lost, so that reading has to settle it. */
        SETTLE(Bench::restart),
        HOTPATCH_OFF(Bench::hotpatchOff, "RollBackActions.allowHotpatch"),
        UNINSTALL(Bench::uninstall, "RollBackActions.uninstall"),
        RESUME(Bench::resume, "RollBackActions.resume"),
        DELETE(Bench::delete, "RingGate.deletePolicy");

        private static final String LOST = "POST beta/deviceManagement/managedDevices/executeAction";
        private final Predicate<Bench> step;
        private final Set<String> ports;

        List<Phase> before() {
            return switch (this) {
                case SETTLE, RESTART, SUSPEND -> List.of(PREPARE, OPEN);
                case HOTPATCH_OFF, DELETE -> List.of(PREPARE);
                case UNINSTALL -> List.of();
                case RESUME -> List.of(UNINSTALL);
                default -> List.of(values()).subList(0, ordinal());
            };
        }

        /** What goes wrong even before the disturbance. */
        void begin(Bench bench) {
            if (this == SETTLE) {
                Disturbance.ANSWER_LOST.faults(LOST, 1).stream().limit(1).forEach(bench.at::disturb);
            }
        }

        Phase(Predicate<Bench> step, String... ports) {
            this.step = step;
            this.ports = Set.of(ports);
        }
    }

    /** Reads are tried four times by the adapter: so often that its caller sees one failure. */
    private static final int EVERY_ATTEMPT = 5;
    private static final int WRITES_DISTURBED = 2;
    private static final int POLLS = 40;

    private final TestDatabase database = TestDatabase.fresh();
    private final Map<Phase, Run> calm = new LinkedHashMap<>();

    /** What a phase did. */
    private record Run(Set<String> calls, Set<String> addresses, Map<String, Integer> effects, int polls) {
    }

    static Set<String> ports() {
        Set<String> ports = new LinkedHashSet<>();
        for (Phase phase : Phase.values()) {
            ports.addAll(phase.ports);
        }
        return ports;
    }

    void run(FaultMatrix.Table table) {
        learn();
        for (Phase phase : Phase.values()) {
            for (String call : calm.get(phase).calls()) {
                Map<Disturbance, Outcome> cells = new EnumMap<>(Disturbance.class);
                for (Disturbance disturbance : Disturbance.values()) {
                    cells.put(disturbance, cell(phase, call, disturbance));
                }
                table.row(phase.name().toLowerCase(java.util.Locale.ROOT), call, cells);
            }
        }
        database.close();
    }

    /** The same without disturbances. */
    private void learn() {
        for (Phase phase : Phase.values()) {
            try (Bench bench = new Bench(database, Disturbance.FAILED)) {
                phase.before().forEach(before -> undisturbed(before, bench));
                phase.begin(bench);
                bench.at.forgetCalls();
                int polls = undisturbed(phase, bench);
                Set<String> calls = bench.at.calls();
                calls.remove(phase == Phase.SETTLE ? Phase.LOST : null);
                calm.put(phase, new Run(calls, bench.at.addresses(), counts(happened(bench)), polls));
            }
        }
    }

    private Outcome cell(Phase phase, String call, Disturbance disturbance) {
        Outcome outcome = null;
        boolean read = call.startsWith("GET");
        for (int times : read && disturbance.passes() ? new int[] {EVERY_ATTEMPT} : new int[] {1, WRITES_DISTURBED}) {
            for (ObjectNode fault : disturbance.faults(call, times)) {
                Outcome one = once(phase, disturbance, fault, times);
                if (one.isWrong()) {
                    return one;
                }
                outcome = outcome == null ? one : outcome;
            }
        }
        return outcome;
    }

    private Outcome once(Phase phase, Disturbance disturbance, ObjectNode fault, int times) {
        try (Bench bench = new Bench(database, disturbance)) {
            phase.before().forEach(before -> undisturbed(before, bench));
            bench.at.remember(calm.get(phase).addresses());
            phase.begin(bench);
            bench.at.disturb(fault);
            return judged(phase, disturbance, bench, times);
        } catch (RuntimeException e) {
            return Outcome.wrong("the harness fails: " + e);
        }
    }

    private static int undisturbed(Phase phase, Bench bench) {
        int polls = 1;
        for (; !phase.step.test(bench); polls++) {
            if (polls == POLLS) {
                throw new IllegalStateException(phase + " does not end even undisturbed: " + bench.ledger());
            }
            bench.pass();
        }
        return polls;
    }

    private Outcome judged(Phase phase, Disturbance disturbance, Bench bench, int times) {
        int polls = 1;
        int incidents = 0;
        for (boolean done = false; !done; polls++) {
            if (polls > POLLS) {
                return Outcome.wrong("never ends: " + bench.ledger());
            }
            try {
                done = phase.step.test(bench);
            } catch (RuntimeException e) {
                incidents++;
                String unclear = Outcome.notASentence(e);
                if (unclear != null) {
                    return Outcome.wrong(unclear);
                }
            }
            if (!done) {
                bench.pass();
            }
        }
        if (bench.at.left() == times) {
            return disturbance == Disturbance.STALE ? Outcome.right("-") : Outcome.wrong("the disturbance never struck");
        }
        String wrong = wrong(phase, bench);
        return wrong != null ? Outcome.wrong(wrong)
                : Outcome.right(ambiguous(bench) ? "a person" : incidents > 0 ? "incident" : polls - 1 > calm.get(phase).polls() ? "later" : "done");
    }

    private static boolean ambiguous(Bench bench) {
        return bench.ledger().findValuesAsText("state").contains("AMBIGUOUS");
    }

    /** What the tenant has against what it should have, and against what the ledger says; null when all is right. */
    private String wrong(Phase phase, Bench bench) {
        Effects happened = happened(bench);
        Effects noted = Effects.ofLedger(bench.ledger());
        if (!happened.doubled().isEmpty()) {
            return "happened twice: " + happened.doubled();
        }
        Map<String, Integer> expected = new TreeMap<>(calm.get(phase).effects());
        Map<String, Integer> has = counts(happened);
        Map<String, Integer> says = counts(noted);
        if (ambiguous(bench)) {
            List.of(expected, has, says).forEach(counts -> counts.remove("RESTART"));
        }
        if (!has.equals(expected)) {
            return "the tenant has " + has + " instead of " + expected;
        }
        return says.equals(expected) ? null : "the ledger says " + says + ", but it was " + expected;
    }

    private static Effects happened(Bench bench) {
        return Effects.ofSandbox(bench.at.writes().stream().filter(w -> !foreign(w)).toList());
    }

    /** Counts without the policy's id, which differs from run to run; the rest of the numbers does not. */
    private static Map<String, Integer> counts(Effects effects) {
        Map<String, Integer> counts = new TreeMap<>();
        effects.counts().forEach((effect, times) -> counts.merge(effect.replaceFirst("^(ASSIGN_POLICY|DELETE_POLICY|ASSIGN_EXPEDITE|DELETE_EXPEDITE|HOTPATCH_OFF|APPROVE|SUSPEND) \\S+", "$1"), times, Integer::sum));
        return counts;
    }

    private static boolean foreign(JsonNode write) {
        return write.path("path").asText().endsWith("/members/$ref") && write.path("method").asText().equals("POST");
    }
}
