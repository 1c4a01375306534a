package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.process.Deadline;
import io.hotpatchcycle.process.RollBackStarts;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Stores the request for a roll-back in the transaction that starts its process: a bad one starts nothing. */
@Component("recordRollBack")
class RecordRollBack implements JavaDelegate {

    private final RollBackStarts starts;
    private final Clock businessClock;

    RecordRollBack(RollBackStarts starts, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.starts = starts;
        this.businessClock = businessClock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        starts.record(execution);
        Deadline.ONE_DAY.on(execution, businessClock.instant());
    }
}
