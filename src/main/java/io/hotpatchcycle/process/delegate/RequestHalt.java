package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Stops the whole cycle, as the reviewer of a ring decided. */
@Component("requestHalt")
class RequestHalt implements JavaDelegate {

    private final Cycles cycles;

    RequestHalt(Cycles cycles) {
        this.cycles = cycles;
    }

    @Override
    public void execute(DelegateExecution execution) {
        cycles.halt(Variables.CYCLE_ID.from(execution), Variables.HALT_REASON.from(execution), Variables.HALT_REQUESTED_BY.from(execution));
    }
}
