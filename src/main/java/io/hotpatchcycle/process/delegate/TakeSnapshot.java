package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Planning;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Freezes what was read of the fleet, and the cycle's devices. */
@Component("takeSnapshot")
class TakeSnapshot implements JavaDelegate {

    private final Planning planning;

    TakeSnapshot(Planning planning) {
        this.planning = planning;
    }

    @Override
    public void execute(DelegateExecution execution) {
        planning.takeSnapshot(Variables.CYCLE_ID.from(execution));
    }
}
