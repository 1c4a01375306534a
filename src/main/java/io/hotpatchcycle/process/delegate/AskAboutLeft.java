package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.DecisionStarts;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Asks what becomes of the releases that have been known for long with neither a cycle nor a decision. */
@Component("askAboutLeft")
class AskAboutLeft implements JavaDelegate {

    private final DecisionStarts starts;

    AskAboutLeft(DecisionStarts starts) {
        this.starts = starts;
    }

    @Override
    public void execute(DelegateExecution execution) {
        starts.askAboutLeft(Variables.KNOWN_BEFORE.from(execution));
    }
}
