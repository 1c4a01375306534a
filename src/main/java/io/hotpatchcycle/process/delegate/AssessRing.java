package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.release.KnownIssues;
import io.hotpatchcycle.ring.RingFigures;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Wilson;
import io.hotpatchcycle.rollout.GateProof;
import io.hotpatchcycle.rollout.Drift;
import io.hotpatchcycle.rollout.GateStanding;
import io.hotpatchcycle.rollout.Rollouts;
import io.hotpatchcycle.rollout.Signals;
import io.hotpatchcycle.rollout.TenantDrift;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Counts the ring and measures it against its policy. */
@Component("assessRing")
class AssessRing implements JavaDelegate {

    /** There is no gate of ours to hold. */
    private static final String OBSERVED = "OBSERVED";

    private final Rings rings;
    private final Cycles cycles;
    private final KnownIssues issues;
    private final GateProof proof;
    private final Rollouts rollouts;
    private final TenantDrift drift;
    private final Signals signals;

    AssessRing(Rings rings, Cycles cycles, KnownIssues issues, GateProof proof, Rollouts rollouts, TenantDrift drift, Signals signals) {
        this.rollouts = rollouts;
        this.signals = signals;
        this.drift = drift;
        this.proof = proof;
        this.rings = rings;
        this.cycles = cycles;
        this.issues = issues;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        String ring = Variables.RING_NAME.from(execution);
        RingFigures figures = rings.figures(cycleId, ring);
        Variables.SAMPLE.on(execution, (double) figures.sample());
        Variables.CONTROLLED.on(execution, (double) figures.controlled());
        Variables.PROVING_SAMPLE.on(execution, (double) Wilson.sampleToProve(Variables.FAILURE_LIMIT.from(execution)));
        Variables.REPORTED_SHARE.on(execution, figures.reportedShare());
        Variables.EFFECTIVE_SHARE.on(execution, figures.effectiveShare());
        Variables.SILENT_SHARE.on(execution, figures.silentShare());
        Variables.FAILURE_LOWER.on(execution, figures.surelyFailing());
        Variables.FAILURE_UPPER.on(execution, figures.failureRate().upper());
        Variables.DATA_FRESH.on(execution, rings.fresh(figures.asOf()));
        Variables.SOAK_ELAPSED.on(execution, rings.soaked(cycleId, ring, cycles.get(cycleId).publishedAt()));
        Variables.KNOWN_ISSUES.on(execution, issues.standing(cycles.get(cycleId).releaseId()).name());
        GateStanding held = proof.standing(cycleId);
        boolean observing = rollouts.observing(cycleId);
        Variables.GATE_HELD.on(execution, observing ? OBSERVED : held == null ? null : held.name());
        Drift.Standing changes = observing ? Drift.Standing.NONE : drift.standing(cycleId);
        Variables.DRIFT.on(execution, changes == null ? null : changes.name());
        Variables.ENROLMENT_DROP.on(execution, observing ? Double.valueOf(0) : drift.enrolmentDrop(cycleId, ring));
        signals.measure(cycleId, ring, figures.asOf());
        Variables.SIGNALS.on(execution, signals.standing(cycleId, ring).name());
        Variables.DEADLINE_PASSED.on(execution, rings.overdue(cycleId, ring));
    }
}
