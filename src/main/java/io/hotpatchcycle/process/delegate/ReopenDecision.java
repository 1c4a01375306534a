package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.cycle.ReleaseDecisions;
import io.hotpatchcycle.process.Deadline;
import io.hotpatchcycle.process.Variables;
import java.time.Clock;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** The acceptance of a risk is over: it is asked again, where no cycle carries the release by now. A model of before asks all the same, and 'Settled' ends it. */
@Component("reopenDecision")
class ReopenDecision implements JavaDelegate {

    private final ReleaseDecisions decisions;
    private final Clock businessClock;

    ReopenDecision(ReleaseDecisions decisions, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.decisions = decisions;
        this.businessClock = businessClock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Optional<Long> next = decisions.reopen(Variables.RELEASE_DECISION_ID.from(execution).longValue());
        next.ifPresent(id -> Variables.RELEASE_DECISION_ID.on(execution, (double) id));
        Variables.CARRIED_MEANWHILE.on(execution, next.isEmpty());
        Deadline.ONE_DAY.on(execution, businessClock.instant());
    }
}
