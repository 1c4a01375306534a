package io.hotpatchcycle.process.task;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.process.GivenTime;
import java.time.Instant;
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

    private Answer() {
    }

    /** Removes an earlier answer, so that it can never pass for this task's. */
    static void forget(DelegateTask task) {
        for (String name : new String[] {DECISION, COMMENT, CHANGE_REFERENCE, OTHER_WINDOW_START, EXPIRES_ON, RESIDUAL_RISK, RISK_OWNER}) {
            task.getExecution().removeVariable(name);
        }
    }

    /** What the person said, as far as every task asks for it. */
    static Approvals.Given given(DelegateTask task) {
        return new Approvals.Given(task.getVariable(DECISION), task.getVariable(COMMENT), task.getVariable(CHANGE_REFERENCE));
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
