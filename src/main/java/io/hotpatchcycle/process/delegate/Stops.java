package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.process.model.PatchCycleModel;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
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

    /** The same where the model has a way out of this step; one of before that has none goes on, and meets the stop later. */
    void leaveIfInForce(DelegateExecution execution) {
        if (hasWayOut(execution, PatchCycleModel.Errors.HALT_IN_FORCE)) {
            raiseIfInForce(Variables.CYCLE_ID.from(execution));
        }
    }

    /**
     * The same before a step that ends with a question: from here on a stop waits until the question is put, and its message voids it. Without that, one
     * that is committed between this look and the question would be heard by nobody. For steps that write nothing more to Graph.
     */
    void leaveBeforeAsking(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        if (hasWayOut(execution, PatchCycleModel.Errors.HALT_IN_FORCE) && cycles.haltedForNow(cycleId)) {
            throw inForce(cycleId);
        }
    }

    /** The same before the cycle ends: one that comes later finds it ended. A stop that was decided about does not keep it from its end. */
    void leaveBeforeEnding(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        boolean halted = cycles.haltedForNow(cycleId);
        if (halted && !cycles.givenUp(cycleId) && hasWayOut(execution, PatchCycleModel.Errors.HALT_IN_FORCE)) {
            throw inForce(cycleId);
        }
    }

    /** Whether an error of this code is caught where the token is: an uncaught one would end the token in silence. */
    static boolean hasWayOut(DelegateExecution execution, String error) {
        for (ModelElementInstance at = execution.getBpmnModelElementInstance(); at instanceof FlowNode node; at = node.getParentElement()) {
            if (execution.getBpmnModelInstance().getModelElementsByType(BoundaryEvent.class).stream().filter(event -> event.getAttachedTo().equals(node))
                    .flatMap(event -> event.getEventDefinitions().stream()).anyMatch(caught -> caught instanceof ErrorEventDefinition e && e.getError() != null
                            && error.equals(e.getError().getErrorCode()))) {
                return true;
            }
        }
        return false;
    }

    static BpmnError inForce(String cycleId) {
        return new BpmnError(PatchCycleModel.Errors.HALT_IN_FORCE, "Cycle " + cycleId + " is stopped.");
    }
}
