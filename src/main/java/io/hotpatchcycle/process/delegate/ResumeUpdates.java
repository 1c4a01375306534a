package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.rollout.RollBacks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Ends uninstall and pause of the update ring. */
@Component("resumeUpdates")
class ResumeUpdates implements JavaDelegate {

    private final RollBacks rollBacks;

    ResumeUpdates(RollBacks rollBacks) {
        this.rollBacks = rollBacks;
    }

    @Override
    public void execute(DelegateExecution execution) {
        rollBacks.resume(Variables.ROLL_BACK_ID.from(execution).longValue());
    }
}
