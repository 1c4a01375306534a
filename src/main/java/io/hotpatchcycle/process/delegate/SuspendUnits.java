package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Suspends every unit of the cycle. */
@Component("suspendUnits")
class SuspendUnits implements JavaDelegate {

    private final Cycles cycles;
    private final StopByHand byHand;

    SuspendUnits(Cycles cycles, StopByHand byHand) {
        this.cycles = cycles;
        this.byHand = byHand;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        byHand.keep(execution);
        cycles.suspendAll(cycleId);
    }
}
