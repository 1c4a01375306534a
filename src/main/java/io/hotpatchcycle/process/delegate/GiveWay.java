package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Emergencies;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Lets older running cycles give way to an emergency; does nothing for any other change. */
@Component("giveWay")
class GiveWay implements JavaDelegate {

    private final Emergencies emergencies;

    GiveWay(Emergencies emergencies) {
        this.emergencies = emergencies;
    }

    @Override
    public void execute(DelegateExecution execution) {
        emergencies.giveWay(Variables.CYCLE_ID.from(execution));
    }
}
