package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.DecisionStarts;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Asks who carries the risk of what is not deployed, in a process of its own. */
@Component("askForDecision")
class AskForDecision implements JavaDelegate {

    private final DecisionStarts starts;

    AskForDecision(DecisionStarts starts) {
        this.starts = starts;
    }

    @Override
    public void execute(DelegateExecution execution) {
        starts.ask(Variables.CYCLE_ID.from(execution));
    }
}
