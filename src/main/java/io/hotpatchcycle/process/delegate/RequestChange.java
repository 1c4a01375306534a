package io.hotpatchcycle.process.delegate;

import static io.hotpatchcycle.process.model.DecisionTables.RING_POLICY;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.cycle.Planning;
import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.process.Deadline;
import io.hotpatchcycle.process.RunningCycles;
import io.hotpatchcycle.process.Variables;
import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Turns the decided change type into a question with a deadline. */
@Component("requestChange")
class RequestChange implements JavaDelegate {

    private final Planning planning;
    private final DecisionTables tables;
    private final ChangeTypeTable types;
    private final Trail trail;
    private final Stops stops;
    private final RunningCycles running;
    private final Clock businessClock;

    RequestChange(Planning planning, DecisionTables tables, ChangeTypeTable types, Trail trail, Stops stops, RunningCycles running, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.planning = planning;
        this.tables = tables;
        this.types = types;
        this.trail = trail;
        this.stops = stops;
        this.running = running;
        this.businessClock = businessClock;
    }

    /** The type that the table gives the stored facts; another one that a variable or a moved token brings is not taken, which is told. */
    private String settled(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        String brought = Variables.CHANGE_TYPE.from(execution);
        Map<String, Object> judged = types.judge(execution, cycleId);
        if (!(judged.get(Variables.CHANGE_TYPE.name()) instanceof String type) || type.equals(brought)) {
            return brought;
        }
        judged.forEach((name, value) -> execution.setVariable(name, value));
        trail.system("change.typeNotTaken", cycleId, null, Map.of("brought", brought, "type", type, "why", String.valueOf(judged.get(Variables.CHANGE_WHY.name()))));
        return type;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String changeType = settled(execution);
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
