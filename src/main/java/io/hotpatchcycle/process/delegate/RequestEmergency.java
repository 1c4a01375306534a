package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.process.Deadline;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Sets when the answer about an emergency is due. */
@Component("requestEmergency")
class RequestEmergency implements JavaDelegate {

    private final Clock businessClock;

    RequestEmergency(@Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.businessClock = businessClock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Deadline.FOUR_HOURS.on(execution, businessClock.instant());
    }
}
