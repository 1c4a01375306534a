package io.hotpatchcycle.process;

import io.hotpatchcycle.audit.Trail;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.event.UserOperationLogEntryEventEntity;
import org.camunda.bpm.engine.impl.history.handler.HistoryEventHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;

/**
 * What a person does in the engine beside deciding tasks, through Cockpit, REST or Java, becomes an event of the trail in the same
 * transaction: the engine's own operation log has no seal, so its rows prove nothing.
 */
final class OperationTrail implements HistoryEventHandler {

    /** Who works on his task decides by it, and the decision is told with what he saw. Who was given a task, and by whom, is told. */
    private static final Set<String> WORK_ON_TASKS = Set.of("Complete", "ResolveTask", "Update", "SetPriority", "AddComment");
    private static final Set<String> WHOSE_IT_IS = Set.of("assignee", "owner", "delegation");
    private static final int LONGEST = 500;

    private final Trail trail;

    OperationTrail(Trail trail) {
        this.trail = trail;
    }

    @Override
    public void handleEvent(HistoryEvent event) {
        if (event instanceof UserOperationLogEntryEventEntity entry && entry.getUserId() != null
                && !("Task".equals(entry.getEntityType()) && WORK_ON_TASKS.contains(entry.getOperationType()) && !givesIt(entry))) {
            trail.person(entry.getUserId(), "engine.operation", cycle(entry), null, data(entry));
        }
    }

    private static boolean givesIt(UserOperationLogEntryEventEntity entry) {
        return "Update".equals(entry.getOperationType()) && WHOSE_IT_IS.contains(entry.getProperty());
    }

    @Override
    public void handleEvents(List<HistoryEvent> events) {
        events.forEach(this::handleEvent);
    }

    private static Map<String, String> data(UserOperationLogEntryEventEntity entry) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("operation", entry.getOperationType());
        data.put("entity", entry.getEntityType());
        put(data, "property", entry.getProperty());
        put(data, "before", entry.getOrgValue());
        put(data, "after", entry.getNewValue());
        put(data, "note", entry.getAnnotation());
        put(data, "processInstance", entry.getProcessInstanceId());
        put(data, "processDefinition", entry.getProcessDefinitionId());
        put(data, "deployment", entry.getDeploymentId());
        put(data, "task", entry.getTaskId());
        put(data, "job", entry.getJobId());
        put(data, "batch", entry.getBatchId());
        put(data, "operationId", entry.getOperationId());
        return data;
    }

    private static void put(Map<String, String> data, String key, String value) {
        if (value != null && !value.isEmpty()) {
            data.put(key, value.length() <= LONGEST ? value : value.substring(0, LONGEST));
        }
    }

    /** The cycle's id is the business key; null where the operation belongs to no instance that still runs. */
    private static String cycle(UserOperationLogEntryEventEntity entry) {
        String instance = entry.getRootProcessInstanceId() == null ? entry.getProcessInstanceId() : entry.getRootProcessInstanceId();
        ExecutionEntity found = instance == null ? null : Context.getCommandContext().getExecutionManager().findExecutionById(instance);
        return found == null ? null : found.getBusinessKey();
    }
}
