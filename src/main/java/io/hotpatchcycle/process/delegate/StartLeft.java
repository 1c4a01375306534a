package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.ReleaseDecisions;
import io.hotpatchcycle.process.CycleStarts;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Starts the cycle of a release that was left over, because a person decided so. */
@Component("startLeft")
class StartLeft implements JavaDelegate {

    private final ReleaseDecisions decisions;
    private final CycleStarts starts;

    StartLeft(ReleaseDecisions decisions, CycleStarts starts) {
        this.decisions = decisions;
        this.starts = starts;
    }

    @Override
    public void execute(DelegateExecution execution) {
        long id = Variables.RELEASE_DECISION_ID.from(execution).longValue();
        starts.startOne(decisions.toBeStarted(id));
        decisions.carried(id);
    }
}
