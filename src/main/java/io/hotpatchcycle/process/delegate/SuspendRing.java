package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Holds the release back from a failing ring. */
@Component("suspendRing")
class SuspendRing implements JavaDelegate {

    private final Cycles cycles;

    SuspendRing(Cycles cycles) {
        this.cycles = cycles;
    }

    @Override
    public void execute(DelegateExecution execution) {
        cycles.suspend(Variables.CYCLE_ID.from(execution), Variables.RING_NAME.from(execution));
    }
}
