package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Emergencies;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Goes on with a running cycle as an emergency. */
@Component("shortenRings")
class ShortenRings implements JavaDelegate {

    private final Emergencies emergencies;

    ShortenRings(Emergencies emergencies) {
        this.emergencies = emergencies;
    }

    @Override
    public void execute(DelegateExecution execution) {
        emergencies.shorten(Variables.CYCLE_ID.from(execution));
        Variables.CHANGE_TYPE.on(execution, "EMERGENCY");
        Variables.EMERGENCY.on(execution, true);
        Variables.APPROVED_BEFOREHAND.on(execution, false);
    }
}
