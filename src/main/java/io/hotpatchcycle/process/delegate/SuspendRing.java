package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.rollout.Rollouts;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Holds the release back from a failing ring. */
@Component("suspendRing")
class SuspendRing implements JavaDelegate {

    private final Rollouts rollouts;
    private final Cycles cycles;

    SuspendRing(Rollouts rollouts, Cycles cycles) {
        this.rollouts = rollouts;
        this.cycles = cycles;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        String ring = Variables.RING_NAME.from(execution);
        if (!rollouts.suspend(cycleId, ring, cycles.get(cycleId).catalogItem())) {
            throw new IllegalStateException("Ring '" + ring + "' of cycle " + cycleId
                    + " is not suspended yet: Intune does not confirm it. It is tried again; suspend it in Intune if that takes long.");
        }
    }
}
