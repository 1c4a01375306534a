package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Expedites the release for a ring that is open, where that was asked for and approved. */
@Component("expediteRing")
class ExpediteRing implements JavaDelegate {

    private final Cycles cycles;

    ExpediteRing(Cycles cycles) {
        this.cycles = cycles;
    }

    @Override
    public void execute(DelegateExecution execution) {
        cycles.expedite(Variables.CYCLE_ID.from(execution), Variables.RING_NAME.from(execution));
    }
}
