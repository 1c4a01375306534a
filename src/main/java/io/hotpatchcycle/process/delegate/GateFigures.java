package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.release.KnownIssues;
import io.hotpatchcycle.ring.RingFigures;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Wilson;
import io.hotpatchcycle.rollout.Drift;
import io.hotpatchcycle.rollout.GateProof;
import io.hotpatchcycle.rollout.GateStanding;
import io.hotpatchcycle.rollout.Rollouts;
import io.hotpatchcycle.rollout.Signal;
import io.hotpatchcycle.rollout.Signals;
import io.hotpatchcycle.rollout.TenantDrift;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What the gate of a ring is judged on, from the rows: the one place for who measures and for who judges. */
@Component
class GateFigures {

    /** There is no gate of ours to hold. */
    private static final String OBSERVED = "OBSERVED";

    private final Rings rings;
    private final Cycles cycles;
    private final KnownIssues issues;
    private final GateProof proof;
    private final Rollouts rollouts;
    private final TenantDrift drift;
    private final Signals signals;

    GateFigures(Rings rings, Cycles cycles, KnownIssues issues, GateProof proof, Rollouts rollouts, TenantDrift drift, Signals signals) {
        this.rings = rings;
        this.cycles = cycles;
        this.issues = issues;
        this.proof = proof;
        this.rollouts = rollouts;
        this.drift = drift;
        this.signals = signals;
    }

    /** Name of the input to value, by the figures as read last. @param failureLimit percent */
    Map<String, Object> of(String cycleId, String ring, double failureLimit) {
        RingFigures figures = rings.figures(cycleId, ring);
        boolean observing = rollouts.observing(cycleId);
        GateStanding held = proof.standing(cycleId);
        Drift.Standing changes = observing ? Drift.Standing.NONE : drift.standing(cycleId);
        Signal.Standing calm = signals.standing(cycleId, ring);
        Map<String, Object> found = new LinkedHashMap<>();
        found.put(Variables.SAMPLE.name(), (double) figures.sample());
        found.put(Variables.CONTROLLED.name(), (double) figures.controlled());
        found.put(Variables.PROVING_SAMPLE.name(), (double) Wilson.sampleToProve(failureLimit));
        found.put(Variables.REPORTED_SHARE.name(), figures.reportedShare());
        found.put(Variables.EFFECTIVE_SHARE.name(), figures.effectiveShare());
        found.put(Variables.SILENT_SHARE.name(), figures.silentShare());
        found.put(Variables.FAILURE_LOWER.name(), figures.surelyFailing());
        found.put(Variables.FAILURE_UPPER.name(), figures.failureRate().upper());
        found.put(Variables.DATA_FRESH.name(), rings.fresh(figures.asOf()));
        found.put(Variables.SOAK_ELAPSED.name(), rings.soaked(cycleId, ring, cycles.get(cycleId).publishedAt()));
        found.put(Variables.KNOWN_ISSUES.name(), issues.standing(cycles.get(cycleId).releaseId()).name());
        found.put(Variables.GATE_HELD.name(), observing ? OBSERVED : held == null ? null : held.name());
        found.put(Variables.DRIFT.name(), changes == null ? null : changes.name());
        found.put(Variables.ENROLMENT_DROP.name(), observing ? Double.valueOf(0) : drift.enrolmentDrop(cycleId, ring));
        found.put(Variables.SIGNALS.name(), calm == null ? null : calm.name());
        found.put(Variables.DEADLINE_PASSED.name(), rings.overdue(cycleId, ring));
        return found;
    }
}
