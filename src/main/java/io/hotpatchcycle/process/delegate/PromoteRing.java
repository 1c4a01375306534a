package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.Rings;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Lets the next ring follow. */
@Component("promoteRing")
class PromoteRing implements JavaDelegate {

    private final Rings rings;

    PromoteRing(Rings rings) {
        this.rings = rings;
    }

    @Override
    public void execute(DelegateExecution execution) {
        rings.move(Variables.CYCLE_ID.from(execution), Variables.RING_NAME.from(execution), RingState.PASSED, null);
    }
}
