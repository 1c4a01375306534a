package io.hotpatchcycle.process;

import io.hotpatchcycle.audit.Trail;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.incident.IncidentContext;
import org.camunda.bpm.engine.impl.incident.IncidentHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.runtime.Incident;

/** Puts each step that failed for good into the trail, in the transaction that opens its incident. */
final class IncidentReports implements IncidentHandler {

    private static final int LONGEST = 1000;

    private final Trail trail;

    IncidentReports(Trail trail) {
        this.trail = trail;
    }

    @Override
    public String getIncidentHandlerType() {
        return Incident.FAILED_JOB_HANDLER_TYPE;
    }

    @Override
    public Incident handleIncident(IncidentContext context, String message) {
        String text = message == null ? "no message" : message.length() <= LONGEST ? message : message.substring(0, LONGEST);
        trail.system("incident.opened", cycle(context), null, Map.of("element", element(context), "job", String.valueOf(context.getConfiguration()),
                "message", text, "runbook", IncidentType.of(message).runbook()));
        return null; // the engine's own handler makes the incident
    }

    private static String element(IncidentContext context) {
        return String.valueOf(context.getFailedActivityId() == null ? context.getActivityId() : context.getFailedActivityId());
    }

    /** The cycle's id is the business key; none where the step belongs to no instance. */
    private static String cycle(IncidentContext context) {
        return Optional.ofNullable(context.getExecutionId()).map(id -> Context.getCommandContext().getExecutionManager().findExecutionById(id))
                .map(ExecutionEntity::getProcessInstance).map(ExecutionEntity::getBusinessKey).orElse(null);
    }

    @Override
    public void resolveIncident(IncidentContext context) {
        // the engine says so of every job that ends, whether there was an incident or not; its history tells which were
    }

    @Override
    public void deleteIncident(IncidentContext context) {
        // its instance is gone, and the trail says why
    }
}
