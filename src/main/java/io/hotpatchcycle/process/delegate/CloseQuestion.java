package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.ReleaseDecisions;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Ends the question what becomes of a release, because a cycle carries it. */
@Component("closeQuestion")
class CloseQuestion implements JavaDelegate {

    private final ReleaseDecisions decisions;

    CloseQuestion(ReleaseDecisions decisions) {
        this.decisions = decisions;
    }

    @Override
    public void execute(DelegateExecution execution) {
        decisions.carried(Variables.RELEASE_DECISION_ID.from(execution).longValue());
    }
}
