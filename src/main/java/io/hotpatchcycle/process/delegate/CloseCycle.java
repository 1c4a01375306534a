package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.process.model.PatchCycleModel;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Ends the cycle in the state the model names. */
@Component("closeCycle")
class CloseCycle implements JavaDelegate {

    private final Cycles cycles;
    private final Stops stops;

    CloseCycle(Cycles cycles, Stops stops) {
        this.cycles = cycles;
        this.stops = stops;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        CycleState ending = CycleState.valueOf(Variables.CLOSING_STATE.from(execution));
        if (Stops.hasWayOut(execution, PatchCycleModel.Errors.JUDGEMENT_OWED) && cycles.judgementOwed(cycleId, ending)) {
            throw new BpmnError(PatchCycleModel.Errors.JUDGEMENT_OWED, "Emergency " + cycleId + " has written something; somebody judges it afterwards.");
        }
        cycles.endExpediting(cycleId);
        stops.leaveBeforeEnding(execution);
        CycleState ended = cycles.close(cycleId, ending);
        Variables.ABANDONED.on(execution, ended == CycleState.ABANDONED || ended == CycleState.REJECTED);
    }
}
