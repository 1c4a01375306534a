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
    private final WatchPoll poll;
    private final Stops stops;

    PrepareUnits(Rollouts rollouts, WatchPoll poll, Stops stops) {
        this.rollouts = rollouts;
        this.poll = poll;
        this.stops = stops;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        stops.raiseIfInForce(cycleId);
        poll.on(execution, cycleId);
        Variables.UNITS_READY.on(execution, rollouts.prepareUnits(cycleId));
    }
}
