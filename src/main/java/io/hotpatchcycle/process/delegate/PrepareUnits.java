package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.rollout.Rollouts;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Gives every unit its policy and its members; done in bounded steps. */
@Component("prepareUnits")
class PrepareUnits implements JavaDelegate {

    private final Rollouts rollouts;
    private final Stops stops;

    PrepareUnits(Rollouts rollouts, Stops stops) {
        this.rollouts = rollouts;
        this.stops = stops;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        stops.raiseIfInForce(cycleId);
        Variables.UNITS_READY.on(execution, rollouts.prepareUnits(cycleId));
    }
}
