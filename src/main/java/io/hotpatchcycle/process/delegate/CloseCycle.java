package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Ends the cycle in the state the model names. */
@Component("closeCycle")
class CloseCycle implements JavaDelegate {

    private final Cycles cycles;

    CloseCycle(Cycles cycles) {
        this.cycles = cycles;
    }

    @Override
    public void execute(DelegateExecution execution) {
        CycleState ended = cycles.close(Variables.CYCLE_ID.from(execution), CycleState.valueOf(Variables.CLOSING_STATE.from(execution)));
        Variables.ABANDONED.on(execution, ended == CycleState.ABANDONED);
    }
}
