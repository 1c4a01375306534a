package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.fleet.Sync;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.process.model.RingRolloutModel;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.rollout.OpenResult;
import io.hotpatchcycle.rollout.Rollouts;
import io.hotpatchcycle.rollout.TenantDrift;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Lets the release through to the ring, if every rule allows it. */
@Component("openRing")
class OpenRing implements JavaDelegate {

    private final Rollouts rollouts;
    private final Cycles cycles;
    private final TenantDrift drift;
    private final IssueHold issues;
    private final Rings rings;
    private final Sync sync;

    OpenRing(Rollouts rollouts, Cycles cycles, TenantDrift drift, IssueHold issues, Rings rings, Sync sync) {
        this.rings = rings;
        this.sync = sync;
        this.drift = drift;
        this.issues = issues;
        this.rollouts = rollouts;
        this.cycles = cycles;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        String ring = Variables.RING_NAME.from(execution);
        if (cycles.get(cycleId).supersededBy() != null && cycles.rings(cycleId).stream().noneMatch(r -> r.name().equals(ring) && r.everOpened())) {
            throw new BpmnError(RingRolloutModel.Errors.CYCLE_SUPERSEDED, "Cycle " + cycleId + " was superseded before ring '" + ring + "' was opened.");
        }
        OpenResult result = rollouts.open(cycleId, ring, cycles.get(cycleId).catalogItem(), () -> issues.why(cycleId, ring),
                () -> rings.late().admit(cycleId, ring, sync));
        if (result.outcome() == OpenResult.Outcome.STOPPED) {
            throw Stops.inForce(cycleId);
        }
        if (result.outcome() == OpenResult.Outcome.REFUSED && !rollouts.observing(cycleId)) {
            drift.check(cycleId, cycles.get(cycleId).catalogItem()); // who is asked next sees what others changed
        }
        Variables.OPEN_OUTCOME.on(execution, result.outcome().name());
        Variables.RETRY_AT.on(execution, result.retryAt());
        Variables.HOLD_REASON.on(execution, result.message());
    }
}
