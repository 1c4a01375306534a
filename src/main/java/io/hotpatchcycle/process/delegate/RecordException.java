package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.approval.Exemptions;
import io.hotpatchcycle.process.Deadline;
import io.hotpatchcycle.process.ExceptionStarts;
import io.hotpatchcycle.process.Variables;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Stores the request for an exemption in the transaction that starts its process: a bad one starts nothing. */
@Component("recordException")
class RecordException implements JavaDelegate {

    private static final double NORMAL_PRIORITY = 50;

    private final Exemptions exemptions;
    private final ExceptionStarts starts;
    private final Clock businessClock;

    RecordException(Exemptions exemptions, ExceptionStarts starts, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.exemptions = exemptions;
        this.starts = starts;
        this.businessClock = businessClock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        long id = exemptions.request(ExceptionStarts.request(execution), starts.author(execution));
        Variables.EXEMPTION_ID.on(execution, (double) id);
        Variables.TASK_PRIORITY.on(execution, NORMAL_PRIORITY);
        Deadline.ONE_DAY.on(execution, businessClock.instant());
    }
}
