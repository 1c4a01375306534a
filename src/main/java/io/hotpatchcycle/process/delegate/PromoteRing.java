package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.rollout.Rollouts;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Lets the next ring follow; not one that was never opened, wherever the token came from. */
@Component("promoteRing")
class PromoteRing implements JavaDelegate {

    private final Rings rings;
    private final Rollouts rollouts;

    PromoteRing(Rings rings, Rollouts rollouts) {
        this.rings = rings;
        this.rollouts = rollouts;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        String ring = Variables.RING_NAME.from(execution);
        if (rollouts.opensFirst(cycleId, ring)) {
            throw new IllegalStateException("Ring '" + ring + "' of cycle " + cycleId + " has not passed: nothing of it was ever opened. Move the token back to "
                    + "'Check the ring', which opens it, or have the ring exempted.");
        }
        rings.move(cycleId, ring, RingState.PASSED, null);
    }
}
