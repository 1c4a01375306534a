package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.process.model.PatchCycleModel;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Suspends and holds rings that had passed and fail by now, and leaves the ring that is under way for later: a person is asked about them first. Says when they
 * are looked at again: at the polls of the rings.
 */
@Component("holdBehind")
class HoldBehind implements JavaDelegate {

    private final Cycles cycles;
    private final WatchPoll poll;

    HoldBehind(Cycles cycles, WatchPoll poll) {
        this.cycles = cycles;
        this.poll = poll;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        poll.on(execution, cycleId);
        if (cycles.holdLate(cycleId, Variables.RING_NAME.orNull(execution))) {
            throw new BpmnError(PatchCycleModel.Errors.PASSED_RING_FAILING, "A ring of cycle " + cycleId + " that had passed fails by now.");
        }
    }
}
