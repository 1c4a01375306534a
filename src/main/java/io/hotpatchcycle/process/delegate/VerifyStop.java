package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Deadline;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.process.model.PatchCycleModel;
import java.time.Clock;
import java.time.Duration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Reads back whether every unit is suspended. */
@Component("verifyStop")
class VerifyStop implements JavaDelegate {

    private static final Duration SUSPEND_AGAIN = Duration.ofMinutes(5);
    private static final Duration COUNT_AGAIN = Duration.ofHours(4);

    private final Cycles cycles;
    private final StopLook look;
    private final StopByHand byHand;
    private final Clock businessClock;

    VerifyStop(Cycles cycles, StopLook look, StopByHand byHand, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.cycles = cycles;
        this.look = look;
        this.byHand = byHand;
        this.businessClock = businessClock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        byHand.keep(execution);
        Cycles.StopProgress progress = look.take(execution, cycleId);
        // Who abandons an emergency that wrote nothing leaves nothing to be judged.
        Variables.APPROVED_BEFOREHAND.on(execution, !cycles.judgementOwed(cycleId, CycleState.ABANDONED));
        boolean gone = cycles.policyUndecided(cycleId);
        // the model of a cycle that began before has no such way: its form asks as it does about any other stop
        boolean canBeDecided = execution.getBpmnModelInstance().getModelElementById(PatchCycleModel.Flows.POLICY_GONE) != null;
        Variables.POLICY_GONE.on(execution, gone && canBeDecided);
        Variables.STOP_TRUE.on(execution, progress.complete() || progress.overdue() || gone && !canBeDecided);
        Variables.STOP_POLL.on(execution, progress.held() && cycles.stopCount(cycleId).open() == null ? COUNT_AGAIN : SUSPEND_AGAIN);
        Deadline.ONE_DAY.on(execution, businessClock.instant());
    }
}
