package io.hotpatchcycle.architecture.violation.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** A delegate that others could call. */
public class PublicDelegate implements JavaDelegate {

    @Override
    public void execute(DelegateExecution execution) {
        // the rule looks at the class only
    }
}
