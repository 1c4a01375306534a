package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Lets the cycle go on, as a person decided. */
@Component("liftHalt")
class LiftHalt implements JavaDelegate {

    private final Cycles cycles;

    LiftHalt(Cycles cycles) {
        this.cycles = cycles;
    }

    @Override
    public void execute(DelegateExecution execution) {
        boolean approved = cycles.liftHalt(Variables.CYCLE_ID.from(execution));
        Variables.CHANGE_APPROVED.on(execution, approved);
    }
}
