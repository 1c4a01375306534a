package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.rollout.RollBacks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Sends the ring to the cumulative update. */
@Component("forwardToLcu")
class ForwardToLcu implements JavaDelegate {

    private final RollBacks rollBacks;
    private final Cycles cycles;

    ForwardToLcu(RollBacks rollBacks, Cycles cycles) {
        this.rollBacks = rollBacks;
        this.cycles = cycles;
    }

    @Override
    public void execute(DelegateExecution execution) {
        rollBacks.forward(Variables.ROLL_BACK_ID.from(execution).longValue(), cycles.get(Variables.CYCLE_ID.from(execution)).catalogItem());
    }
}
