package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.rollout.RollBacks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Counts the devices that took the update off. */
@Component("countTakenBack")
class CountTakenBack implements JavaDelegate {

    private final RollBacks rollBacks;

    CountTakenBack(RollBacks rollBacks) {
        this.rollBacks = rollBacks;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Variables.TAKEN_BACK.on(execution, rollBacks.takenBack(Variables.ROLL_BACK_ID.from(execution).longValue()));
    }
}
