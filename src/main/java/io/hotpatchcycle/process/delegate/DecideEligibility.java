package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Planning;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Decides for each device whether it can be hotpatched. */
@Component("decideEligibility")
class DecideEligibility implements JavaDelegate {

    private final Planning planning;

    DecideEligibility(Planning planning) {
        this.planning = planning;
    }

    @Override
    public void execute(DelegateExecution execution) {
        planning.decideEligibility(Variables.CYCLE_ID.from(execution));
    }
}
