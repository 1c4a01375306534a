package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Takes the expedite policies of the cycle away. */
@Component("endExpediting")
class EndExpediting implements JavaDelegate {

    private final Cycles cycles;

    EndExpediting(Cycles cycles) {
        this.cycles = cycles;
    }

    @Override
    public void execute(DelegateExecution execution) {
        cycles.endExpediting(Variables.CYCLE_ID.from(execution));
    }
}
