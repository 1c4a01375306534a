package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.rollout.RollBacks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Hotpatch off for the ring's unit. */
@Component("switchHotpatchOff")
class SwitchHotpatchOff implements JavaDelegate {

    private final RollBacks rollBacks;

    SwitchHotpatchOff(RollBacks rollBacks) {
        this.rollBacks = rollBacks;
    }

    @Override
    public void execute(DelegateExecution execution) {
        rollBacks.hotpatchOff(Variables.ROLL_BACK_ID.from(execution).longValue());
    }
}
