package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.FrozenModels;
import io.hotpatchcycle.process.ModelSets;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.ring.RingPolicy;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Verdict;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * The gate beside the engine: figures from the rows, limits from the approved table. A variable that was changed can make it stricter, never milder.
 */
@Component
class GateTable {

    /** Limits of a policy: of two values the stricter one holds. */
    private static final Map<String, DoubleBinaryOperator> STRICTER = Map.of("failureLimit", Math::min, "silentLimit", Math::min, "minimumSample", Math::max,
            "reportedShareNeeded", Math::max, "effectiveShareNeeded", Math::max);

    /** A ring without a policy that can be read is watched all the same. */
    static final Duration POLL_WITHOUT_RULE = Duration.ofHours(12);
    private static final Duration LONGEST_POLL = Duration.ofDays(1);

    private final Rings rings;
    private final Cycles cycles;
    private final FrozenModels models;
    private final ModelSets sets;
    private final GateFigures figures;

    GateTable(Rings rings, Cycles cycles, FrozenModels models, ModelSets sets, GateFigures figures) {
        this.rings = rings;
        this.cycles = cycles;
        this.models = models;
        this.sets = sets;
        this.figures = figures;
    }

    /** What the gate says, and why. */
    record Judgement(Verdict verdict, String reason) {
    }

    /** Judges a ring; without a rule of the policy, or of the gate, a person is asked. */
    Judgement judge(DelegateExecution execution, String cycleId, String ring) {
        String set = models.setOf(execution.getProcessDefinitionId(), cycleId);
        return judge(set, cycleId, ring, policy(set, cycleId, ring), execution.getVariables());
    }

    /** The same where the variables are still those of another ring: by the limits of the approved table alone. */
    Judgement judgeAnother(DelegateExecution execution, String cycleId, String ring) {
        String set = models.setOf(execution.getProcessDefinitionId(), cycleId);
        Map<String, Object> policy = policy(set, cycleId, ring);
        Map<String, Object> given = new HashMap<>(execution.getVariables());
        given.putAll(policy);
        return judge(set, cycleId, ring, policy, given);
    }

    private Judgement judge(String set, String cycleId, String ring, Map<String, Object> policy, Map<String, Object> given) {
        Map<String, Object> inputs = new HashMap<>(given);
        for (Map.Entry<String, DoubleBinaryOperator> limit : STRICTER.entrySet()) {
            if (!(policy.get(limit.getKey()) instanceof Number said)) {
                return new Judgement(Verdict.INCONCLUSIVE, "ring-policy of model set " + set + " gives ring '" + ring + "' no " + limit.getKey() + " to be judged by.");
            }
            double holds = inputs.get(limit.getKey()) instanceof Number other ? limit.getValue().applyAsDouble(said.doubleValue(), other.doubleValue()) : said.doubleValue();
            inputs.put(limit.getKey(), holds);
        }
        Double stored = rings.find(cycleId, ring).failureLimit();
        double failureLimit = stored == null ? (double) inputs.get("failureLimit") : Math.min(stored, (double) inputs.get("failureLimit"));
        inputs.put("failureLimit", failureLimit);
        inputs.putAll(figures.of(cycleId, ring, failureLimit));
        Map<String, Object> said = sets.open("ring-gate", set).evaluate(inputs).stream().findFirst().orElse(Map.of());
        Object reason = said.get(Variables.VERDICT_REASON.name());
        return new Judgement(Verdict.of(String.valueOf(said.get(Variables.VERDICT.name()))), reason == null ? "The gate's table gave no reason." : reason.toString());
    }

    /**
     * The policy a ring is prepared by: that of the approved table, for the kind and the type of change as stored. A variable can lengthen the soak and lower
     * a limit, nothing else.
     *
     * @throws IllegalStateException    without a rule that can be read; likewise the exceptions of what it reads with
     */
    RingPolicy policy(DelegateExecution execution, String cycleId, String ring) {
        Map<String, Object> said = policy(models.setOf(execution.getProcessDefinitionId(), cycleId), cycleId, ring);
        Duration soak = duration(said, "soak");
        Duration given = Variables.SOAK.from(execution);
        return new RingPolicy(given.compareTo(soak) > 0 ? given : soak, duration(said, "observeFor"),
                Math.min(number(said, "failureLimit"), Variables.FAILURE_LIMIT.from(execution)), Math.min(number(said, "silentLimit"), Variables.SILENT_LIMIT.from(execution)));
    }

    /** How often the rings of the cycle are looked at: the shortest poll the approved table gives one of them, where that cannot be read half a day, and a day at most. */
    Duration poll(DelegateExecution execution, String cycleId) {
        String set = models.setOf(execution.getProcessDefinitionId(), cycleId);
        return rings.of(cycleId).stream().map(ring -> pollOf(set, cycleId, ring.name())).min(Comparator.naturalOrder()).filter(poll -> poll.compareTo(LONGEST_POLL) < 0)
                .orElse(LONGEST_POLL);
    }

    /** How often one ring is looked at by the approved table, for the type of change as stored; half a day where that cannot be read. */
    Duration poll(DelegateExecution execution, String cycleId, String ring) {
        return pollOf(models.setOf(execution.getProcessDefinitionId(), cycleId), cycleId, ring);
    }

    private Duration pollOf(String set, String cycleId, String ring) {
        try {
            return duration(policy(set, cycleId, ring), Variables.POLL.name());
        } catch (IllegalStateException | DateTimeException e) {
            return POLL_WITHOUT_RULE; // who is asked about the ring reads why
        }
    }

    private static Duration duration(Map<String, Object> policy, String name) {
        if (policy.get(name) == null) {
            throw new IllegalStateException("ring-policy gives no " + name + ".");
        }
        return Duration.parse(policy.get(name).toString());
    }

    private static double number(Map<String, Object> policy, String name) {
        if (policy.get(name) instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalStateException("ring-policy gives no number for " + name + ".");
    }

    private Map<String, Object> policy(String set, String cycleId, String ring) {
        CycleView cycle = cycles.get(cycleId);
        return RingPolicy.rule(sets.open("ring-policy", set), ring, cycle.kind() == null ? null : cycle.kind().name(), cycle.changeType()).orElse(Map.of());
    }
}
