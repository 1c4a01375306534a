package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.approval.Exemptions;
import io.hotpatchcycle.cycle.ExemptionsInForce;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Takes the devices of an exemption out of the groups of running cycles. */
@Component("applyException")
class ApplyException implements JavaDelegate {

    private final Exemptions exemptions;
    private final ExemptionsInForce inForce;

    ApplyException(Exemptions exemptions, ExemptionsInForce inForce) {
        this.exemptions = exemptions;
        this.inForce = inForce;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Variables.EXPIRES_AT.on(execution, exemptions.get(Variables.EXEMPTION_ID.from(execution).longValue()).expiresAt());
        Variables.EXCEPTION_APPLIED.on(execution, inForce.apply());
    }
}
