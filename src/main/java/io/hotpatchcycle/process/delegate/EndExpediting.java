package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Takes the expedite policies of the cycle away. */
@Component("endExpediting")
class EndExpediting implements JavaDelegate {

    private final Cycles cycles;
    private final Stops stops;

    EndExpediting(Cycles cycles, Stops stops) {
        this.cycles = cycles;
        this.stops = stops;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        cycles.endExpediting(cycleId);
        stops.leaveBeforeAsking(execution);
        Variables.APPROVED_BEFOREHAND.on(execution, !cycles.judgementOwed(cycleId, CycleState.CLOSED));
    }
}
