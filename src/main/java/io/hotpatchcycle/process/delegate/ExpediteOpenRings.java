package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Expedites the release for the rings that are open, where that was asked for and approved. */
@Component("expediteOpenRings")
class ExpediteOpenRings implements JavaDelegate {

    private final Cycles cycles;

    ExpediteOpenRings(Cycles cycles) {
        this.cycles = cycles;
    }

    @Override
    public void execute(DelegateExecution execution) {
        cycles.expediteOpen(Variables.CYCLE_ID.from(execution));
    }
}
