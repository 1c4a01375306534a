package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.rollout.RollBacks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Holds the release back from a ring that is taken back. */
@Component("suspendRelease")
class SuspendRelease implements JavaDelegate {

    private final RollBacks rollBacks;
    private final Cycles cycles;

    SuspendRelease(RollBacks rollBacks, Cycles cycles) {
        this.rollBacks = rollBacks;
        this.cycles = cycles;
    }

    @Override
    public void execute(DelegateExecution execution) {
        rollBacks.suspend(Variables.ROLL_BACK_ID.from(execution).longValue(), cycles.get(Variables.CYCLE_ID.from(execution)).catalogItem());
    }
}
