package io.hotpatchcycle.process;

import io.hotpatchcycle.audit.Trail;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.incident.DefaultIncidentHandler;
import org.camunda.bpm.engine.impl.incident.IncidentContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.runtime.Incident;

/** Each step that failed for good becomes an incident whose message names its runbook, and goes to the trail in the same transaction. */
final class IncidentReports extends DefaultIncidentHandler {

    private static final int LONGEST = 1000;

    private final Trail trail;

    IncidentReports(Trail trail) {
        super(Incident.FAILED_JOB_HANDLER_TYPE);
        this.trail = trail;
    }

    @Override
    public Incident handleIncident(IncidentContext context, String message) {
        String text = message == null ? "no message" : message.length() <= LONGEST ? message : message.substring(0, LONGEST);
        String runbook = IncidentType.of(message).runbook();
        trail.system("incident.opened", cycle(context), null, Map.of("element", element(context), "job", String.valueOf(context.getConfiguration()),
                "message", text, "runbook", runbook));
        return super.handleIncident(context, text + " See " + runbook + ".");
    }

    private static String element(IncidentContext context) {
        return String.valueOf(context.getFailedActivityId() == null ? context.getActivityId() : context.getFailedActivityId());
    }

    /** The cycle's id is the business key; none where the step belongs to no instance. */
    private static String cycle(IncidentContext context) {
        return Optional.ofNullable(context.getExecutionId()).map(id -> Context.getCommandContext().getExecutionManager().findExecutionById(id))
                .map(ExecutionEntity::getProcessInstance).map(ExecutionEntity::getBusinessKey).orElse(null);
    }
}
