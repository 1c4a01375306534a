package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Planning;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Decides for each device whether it can be hotpatched. */
@Component("decideEligibility")
class DecideEligibility implements JavaDelegate {

    private final Planning planning;

    DecideEligibility(Planning planning) {
        this.planning = planning;
    }

    @Override
    public void execute(DelegateExecution execution) {
        // not the active set: another one may have been taken into use since the cycle began, or the cycle moved to another one
        planning.decideEligibility(Variables.CYCLE_ID.from(execution), execution.getProcessEngineServices().getRepositoryService()
                .getProcessDefinition(execution.getProcessDefinitionId()).getDeploymentId());
    }
}
