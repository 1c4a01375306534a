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
    private final Stops stops;

    ShortenRings(Emergencies emergencies, Stops stops) {
        this.emergencies = emergencies;
        this.stops = stops;
    }

    @Override
    public void execute(DelegateExecution execution) {
        stops.leaveIfInForce(execution);
        emergencies.shorten(Variables.CYCLE_ID.from(execution));
        Variables.CHANGE_TYPE.on(execution, "EMERGENCY");
        Variables.EMERGENCY.on(execution, true);
        Variables.APPROVED_BEFOREHAND.on(execution, false);
    }
}
