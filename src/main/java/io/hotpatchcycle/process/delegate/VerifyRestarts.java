package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.restart.Restarts;
import io.hotpatchcycle.ring.RingFigures;
import io.hotpatchcycle.ring.Rings;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Looks whether the restarts happened, the window is over, or the ring is failing. */
@Component("verifyRestarts")
class VerifyRestarts implements JavaDelegate {

    private final Restarts restarts;
    private final Rings rings;

    VerifyRestarts(Restarts restarts, Rings rings) {
        this.restarts = restarts;
        this.rings = rings;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        String ring = Variables.RING_NAME.from(execution);
        RingFigures figures = rings.figures(cycleId, ring);
        Variables.RESTARTS_DONE.on(execution, restarts.over(cycleId, ring, figures, Variables.FAILURE_LIMIT.from(execution)));
    }
}
