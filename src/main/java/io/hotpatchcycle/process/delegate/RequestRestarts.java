package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.restart.Restarts;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Asks the devices that wait for a restart to restart now, within the window. */
@Component("requestRestarts")
class RequestRestarts implements JavaDelegate {

    private final Restarts restarts;

    RequestRestarts(Restarts restarts) {
        this.restarts = restarts;
    }

    @Override
    public void execute(DelegateExecution execution) {
        restarts.requestRestarts(Variables.CYCLE_ID.from(execution), Variables.RING_NAME.from(execution),
                Variables.SEEN_WITHIN.from(execution));
    }
}
