package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.rollout.Rollouts;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads what only the install report of one ring tells; what all rings share was read before. What was read within the day serves. */
@Component("readRingReport")
class ReadRingReport implements JavaDelegate {

    private final Rollouts rollouts;
    private final Stops stops;

    ReadRingReport(Rollouts rollouts, Stops stops) {
        this.rollouts = rollouts;
        this.stops = stops;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        stops.raiseIfInForce(cycleId);
        String ring = Variables.RING_NAME.from(execution);
        if (rollouts.reportDue(cycleId, ring)) {
            rollouts.readReport(cycleId, ring);
        }
    }
}
