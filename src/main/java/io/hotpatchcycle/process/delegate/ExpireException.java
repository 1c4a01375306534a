package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.approval.Exemptions;
import io.hotpatchcycle.process.Deadline;
import io.hotpatchcycle.process.Variables;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Writes down that an exemption has ended. */
@Component("expireException")
class ExpireException implements JavaDelegate {

    private final Exemptions exemptions;
    private final Clock businessClock;

    ExpireException(Exemptions exemptions, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.exemptions = exemptions;
        this.businessClock = businessClock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        exemptions.expire(Variables.EXEMPTION_ID.from(execution).longValue());
        Deadline.ONE_DAY.on(execution, businessClock.instant());
    }
}
