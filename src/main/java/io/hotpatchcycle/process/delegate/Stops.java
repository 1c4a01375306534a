package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.model.PatchCycleModel;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.springframework.stereotype.Component;

/** The one translation of a stop into a BPMN error, for a token that passes while the message is still on its way. */
@Component
class Stops {

    private final Cycles cycles;

    Stops(Cycles cycles) {
        this.cycles = cycles;
    }

    void raiseIfInForce(String cycleId) {
        if (cycles.get(cycleId).haltReason() != null) {
            throw inForce(cycleId);
        }
    }

    static BpmnError inForce(String cycleId) {
        return new BpmnError(PatchCycleModel.Errors.HALT_IN_FORCE, "Cycle " + cycleId + " is stopped.");
    }
}
