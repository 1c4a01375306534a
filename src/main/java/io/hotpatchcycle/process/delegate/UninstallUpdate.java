package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.rollout.RollBacks;
import java.time.Duration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Uninstalls the update from the devices of the ring, with a restart. */
@Component("uninstallUpdate")
class UninstallUpdate implements JavaDelegate {

    private static final Duration LOOK_EVERY = Duration.ofHours(4);

    private final RollBacks rollBacks;
    private final Cycles cycles;

    UninstallUpdate(RollBacks rollBacks, Cycles cycles) {
        this.rollBacks = rollBacks;
        this.cycles = cycles;
    }

    @Override
    public void execute(DelegateExecution execution) {
        rollBacks.uninstall(Variables.ROLL_BACK_ID.from(execution).longValue(), cycles.get(Variables.CYCLE_ID.from(execution)).catalogItem());
        Variables.STOP_POLL.on(execution, LOOK_EVERY);
    }
}
