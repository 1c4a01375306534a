package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Planning;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Begins to read the fleet, or looks how far that has come. */
@Component("readFleet")
class ReadFleet implements JavaDelegate {

    private final Planning planning;

    ReadFleet(Planning planning) {
        this.planning = planning;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Variables.FLEET_READ.on(execution, planning.readFleet(Variables.CYCLE_ID.from(execution)));
    }
}
