package io.hotpatchcycle.process.history;

import static io.hotpatchcycle.process.history.EngineHistory.instant;

import io.hotpatchcycle.evidence.Listing;
import io.hotpatchcycle.process.Variables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricDetail;
import org.camunda.bpm.engine.history.HistoricDetailQuery;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.history.HistoricVariableUpdate;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;

/** Puts one instance together out of the tables of the history. */
final class InstanceReader {

    private static final int VALUE_SHOWN = 4000;
    /** A variable and the operation that changed it are written in one command, at times of their own. */
    private static final long SAME_OPERATION_MILLIS = 60_000;

    private final HistoryService history;
    private final RepositoryService repository;
    private final DecisionReader decisions;

    InstanceReader(HistoryService history, RepositoryService repository) {
        this.history = history;
        this.repository = repository;
        this.decisions = new DecisionReader(history, repository);
    }

    List<Course.Instance> instances(List<HistoricProcessInstance> found) {
        Map<String, String> rings = new HashMap<>();
        if (!found.isEmpty()) {
            history.createHistoricVariableInstanceQuery().processInstanceIdIn(found.stream().map(HistoricProcessInstance::getId).toArray(String[]::new))
                    .variableName(Variables.RING_NAME.name()).list().stream().filter(v -> v.getProcessInstanceId().equals(v.getActivityInstanceId()) && v.getValue() != null)
                    .forEach(v -> rings.put(v.getProcessInstanceId(), String.valueOf(v.getValue())));
        }
        Map<String, String> deployments = new HashMap<>();
        return found.stream().map(i -> new Course.Instance(i.getId(), i.getProcessDefinitionKey(), i.getProcessDefinitionName(),
                i.getProcessDefinitionVersion(), i.getProcessDefinitionId(), deployments.computeIfAbsent(i.getProcessDefinitionId(), this::deployment),
                i.getBusinessKey(), i.getSuperProcessInstanceId() == null ? null : rings.get(i.getId()), instant(i.getStartTime()), instant(i.getEndTime()), i.getState(),
                i.getSuperProcessInstanceId())).toList();
    }

    private String deployment(String definition) {
        ProcessDefinition found = repository.createProcessDefinitionQuery().processDefinitionId(definition).singleResult();
        return found == null ? null : found.getDeploymentId();
    }

    Course course(HistoricProcessInstance instance) {
        String id = instance.getId();
        List<HistoricActivityInstance> steps = history.createHistoricActivityInstanceQuery().processInstanceId(id)
                .orderPartiallyByOccurrence().asc().list();
        BpmnModelInstance model = repository.getBpmnModelInstance(instance.getProcessDefinitionId());
        Map<String, String> deciders = deciders(id);
        List<HistoricProcessInstance> called = history.createHistoricProcessInstanceQuery().superProcessInstanceId(id)
                .orderByProcessInstanceStartTime().asc().list();
        return new Course(instances(List.of(instance)).get(0), steps(steps, deciders), List.copyOf(PathTaken.flows(model, steps)), instances(called),
                tasks(id, deciders), variables(id), decisions.of(id), failures(id));
    }

    /** Who completed which task, as the operation log tells it: an assignee may have been another. */
    private Map<String, String> deciders(String id) {
        Map<String, String> found = new HashMap<>();
        history.createUserOperationLogQuery().processInstanceId(id).operationType(UserOperationLogEntry.OPERATION_TYPE_COMPLETE).list()
                .forEach(o -> found.put(String.valueOf(o.getTaskId()), o.getUserId()));
        return found;
    }

    private static List<Course.Step> steps(List<HistoricActivityInstance> all, Map<String, String> deciders) {
        Map<String, List<HistoricActivityInstance>> byElement = new LinkedHashMap<>();
        all.forEach(a -> byElement.computeIfAbsent(a.getActivityId(), k -> new ArrayList<>()).add(a));
        List<Course.Step> steps = new ArrayList<>();
        byElement.forEach((element, visits) -> {
            HistoricActivityInstance one = visits.get(0);
            TreeSet<String> by = new TreeSet<>();
            visits.stream().filter(v -> v.getTaskId() != null && deciders.get(v.getTaskId()) != null).forEach(v -> by.add(deciders.get(v.getTaskId())));
            steps.add(new Course.Step(element, one.getActivityName(), one.getActivityType(), visits.size(),
                    (int) visits.stream().filter(HistoricActivityInstance::isCanceled).count(),
                    (int) visits.stream().filter(v -> v.getEndTime() == null).count(),
                    visits.stream().map(v -> instant(v.getStartTime())).min(Comparator.naturalOrder()).orElse(null),
                    visits.stream().map(v -> instant(v.getEndTime())).filter(t -> t != null).max(Comparator.naturalOrder()).orElse(null),
                    List.copyOf(by), visits.stream().map(HistoricActivityInstance::getCalledProcessInstanceId).filter(c -> c != null).toList()));
        });
        return steps;
    }

    private Listing tasks(String id, Map<String, String> deciders) {
        List<List<Object>> rows = history.createHistoricTaskInstanceQuery().processInstanceId(id).orderByHistoricActivityInstanceStartTime().asc().list()
                .stream().map(t -> Arrays.<Object>asList(t.getName(), t.getTaskDefinitionKey(), instant(t.getStartTime()), instant(t.getDueDate()),
                        instant(t.getEndTime()), t.getAssignee(), deciders.get(t.getId()), t.getDeleteReason(), t.getId())).toList();
        return new Listing(List.of("task", "element", "askedAt", "dueAt", "endedAt", "assignee", "decidedBy", "end", "taskId"), rows, rows.size());
    }

    private Listing variables(String id) {
        List<List<Object>> rows = history.createHistoricVariableInstanceQuery().processInstanceId(id).disableCustomObjectDeserialization()
                .orderByVariableName().asc().list().stream().filter(v -> HistoricVariableInstance.STATE_CREATED.equals(v.getState()))
                .map(v -> Arrays.<Object>asList(v.getName(), v.getTypeName(), text(v.getValue()), id.equals(v.getActivityInstanceId()) ? "instance" : "local",
                        instant(v.getCreateTime()))).toList();
        return new Listing(List.of("variable", "kind", "value", "scope", "createdAt"), rows, rows.size());
    }

    Listing changes(String id, int offset, int limit) {
        HistoricDetailQuery query = history.createHistoricDetailQuery().processInstanceId(id).variableUpdates().disableCustomObjectDeserialization();
        List<HistoricDetail> page = query.orderPartiallyByOccurrence().asc().listPage(offset, limit);
        Map<String, String> byPeople = byPeople(id, page);
        List<List<Object>> rows = new ArrayList<>();
        for (HistoricDetail detail : page) {
            HistoricVariableUpdate u = (HistoricVariableUpdate) detail;
            rows.add(Arrays.asList(instant(u.getTime()), u.getVariableName(), u.getRevision(), text(u.getValue()), element(u.getActivityInstanceId()),
                    byPeople.getOrDefault(u.getUserOperationId(), "")));
        }
        return new Listing(List.of("at", "variable", "revision", "value", "element", "byHand"), rows, (int) query.count());
    }

    /**
     * What people did to the instance while what is on the page was changed, by id of the operation. The engine gives one to its own jobs too, so the id
     * alone tells of nobody. The log is asked for that time only: that of a long cycle is large, and a page is small.
     */
    private Map<String, String> byPeople(String id, List<HistoricDetail> page) {
        Map<String, String> found = new HashMap<>();
        if (page.isEmpty()) {
            return found;
        }
        long first = page.stream().mapToLong(d -> d.getTime().getTime()).min().orElseThrow();
        long last = page.stream().mapToLong(d -> d.getTime().getTime()).max().orElseThrow();
        history.createUserOperationLogQuery().processInstanceId(id).afterTimestamp(new Date(first - SAME_OPERATION_MILLIS)).beforeTimestamp(new Date(last + SAME_OPERATION_MILLIS))
                .list().stream().filter(o -> o.getUserId() != null).forEach(o -> found.put(o.getOperationId(), o.getOperationType() + " by " + o.getUserId()));
        return found;
    }

    /** An activity instance id is the element's id, a colon, and a number; the instance's own id stands for the process. */
    private static String element(String activityInstance) {
        int colon = activityInstance == null ? -1 : activityInstance.indexOf(':');
        return colon < 0 ? "" : activityInstance.substring(0, colon);
    }

    static String text(Object value) {
        String text = value == null ? "" : value.toString();
        return text.length() > VALUE_SHOWN ? text.substring(0, VALUE_SHOWN) + "…" : text;
    }

    private Listing failures(String id) {
        List<List<Object>> rows = history.createHistoricIncidentQuery().processInstanceId(id).orderByCreateTime().asc().list().stream()
                .map(i -> Arrays.<Object>asList(instant(i.getCreateTime()), instant(i.getEndTime()), i.getActivityId(), i.getIncidentType(),
                        i.getIncidentMessage(), i.getAnnotation())).toList();
        return new Listing(List.of("at", "settledAt", "element", "type", "message", "note"), rows, rows.size());
    }
}
