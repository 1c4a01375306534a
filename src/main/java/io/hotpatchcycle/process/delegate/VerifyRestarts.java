package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.restart.Restarts;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Looks whether the restarts happened, or the window is over. */
@Component("verifyRestarts")
class VerifyRestarts implements JavaDelegate {

    private final Restarts restarts;

    VerifyRestarts(Restarts restarts) {
        this.restarts = restarts;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Variables.RESTARTS_DONE.on(execution, restarts.over(Variables.CYCLE_ID.from(execution), Variables.RING_NAME.from(execution)));
    }
}
