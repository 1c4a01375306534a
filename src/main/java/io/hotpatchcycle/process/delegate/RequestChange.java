package io.hotpatchcycle.process.delegate;

import static io.hotpatchcycle.process.model.DecisionTables.RING_POLICY;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.cycle.Planning;
import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.process.Deadline;
import io.hotpatchcycle.process.RunningCycles;
import io.hotpatchcycle.process.Variables;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Turns the decided change type into a question with a deadline. */
@Component("requestChange")
class RequestChange implements JavaDelegate {

    private final Planning planning;
    private final DecisionTables tables;
    private final Stops stops;
    private final RunningCycles running;
    private final Clock businessClock;

    RequestChange(Planning planning, DecisionTables tables, Stops stops, RunningCycles running, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.planning = planning;
        this.tables = tables;
        this.stops = stops;
        this.running = running;
        this.businessClock = businessClock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String changeType = Variables.CHANGE_TYPE.from(execution);
        Variables.EMERGENCY.on(execution, "EMERGENCY".equals(changeType));
        Variables.APPROVED_BEFOREHAND.on(execution, !"EMERGENCY".equals(changeType));
        stops.leaveBeforeAsking(execution);
        planning.requestChange(Variables.CYCLE_ID.from(execution), changeType, Variables.CHANGE_WHY.from(execution), tables.open(RING_POLICY,
                execution.getProcessEngineServices().getRepositoryService().getProcessDefinition(execution.getProcessDefinitionId()).getDeploymentId()));
        new Deadline(Variables.APPROVAL_WITHIN.from(execution), Variables.REMIND_EVERY.from(execution))
                .on(execution, businessClock.instant());
        // One that was known when the change was classified is not sent again, whatever the table made of it.
        if (!Boolean.TRUE.equals(Variables.EMERGENCY_REQUESTED.orNull(execution))) {
            running.emergencyIsHeard(Variables.CYCLE_ID.from(execution));
        }
    }
}
