package io.hotpatchcycle.process.task;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.DecisionRefused;
import io.hotpatchcycle.process.GivenTime;
import io.hotpatchcycle.process.model.FormKeys;
import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateTask;

/** What a form, or a REST client, writes. */
final class Answer {

    static final String DECISION = "decision";
    static final String COMMENT = "comment";
    static final String CHANGE_REFERENCE = "changeReference";
    static final String OTHER_WINDOW_START = "otherWindowStart";
    static final String EXPIRES_ON = "expiresOn";
    static final String RESIDUAL_RISK = "residualRisk";
    static final String RISK_OWNER = "riskOwner";

    private static final List<String> NAMES = List.of(DECISION, COMMENT, CHANGE_REFERENCE, OTHER_WINDOW_START, EXPIRES_ON, RESIDUAL_RISK, RISK_OWNER);

    private Answer() {
    }

    /**
     * The answer must be what the person sends who completes the task: one that somebody put into the variables before
     * would be decided by whoever clicks next.
     *
     * @throws DecisionRefused when a stored variable of the instance, or of the task, has the name of an answer
     */
    static void mustComeWithTheCall(DelegateTask task) {
        // what comes with the call is not stored yet: the engine writes at the end of its command
        boolean stored = NAMES.stream().anyMatch(name -> task.getProcessEngineServices().getRuntimeService().createVariableInstanceQuery()
                .variableName(name).processInstanceIdIn(task.getProcessInstanceId()).count() > 0);
        if (stored) {
            throw new DecisionRefused(DecisionRefused.Kind.MEDDLED, "Somebody has put an answer into the variables of this task (" + String.join(", ", NAMES) + "), so it is not certain "
                    + "whose it is. Nothing was decided. An administrator must remove these variables in Cockpit; then decide again.");
        }
    }

    /** Removes an earlier answer, so that it can never pass for this task's. */
    static void forget(DelegateTask task) {
        for (String name : NAMES) {
            task.getExecution().removeVariable(name);
        }
        task.getExecution().removeVariable(FormKeys.SHOWN_AT);
    }

    /** What the person said, as far as every task asks for it. */
    static Approvals.Given given(DelegateTask task) {
        return new Approvals.Given(task.getVariable(DECISION), task.getVariable(COMMENT), task.getVariable(CHANGE_REFERENCE), shownAt(task));
    }

    /** What comes with the call stands beside the task's own, or in its place, by the way it comes. */
    private static Object shownAt(DelegateTask task) {
        Object sent = task.getExecution().getVariable(FormKeys.SHOWN_AT);
        return sent == null ? task.getVariableLocal(FormKeys.SHOWN_AT) : sent;
    }

    /** The start a person wants for another window; it must be given and readable. */
    static Instant otherWindow(DelegateTask task) {
        return GivenTime.read(OTHER_WINDOW_START, task.getVariable(OTHER_WINDOW_START), "when the other window starts");
    }

    /** The end a person wants for an exemption; it must be given and readable. */
    static Instant expiresOn(DelegateTask task) {
        return GivenTime.read(EXPIRES_ON, task.getVariable(EXPIRES_ON), "when it ends");
    }
}
