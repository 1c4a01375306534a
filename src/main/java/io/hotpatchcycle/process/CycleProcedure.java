package io.hotpatchcycle.process;

import io.hotpatchcycle.evidence.Listing;
import io.hotpatchcycle.evidence.Procedure;
import io.hotpatchcycle.evidence.Search;
import io.hotpatchcycle.process.history.EngineHistory;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.EntityTypes;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricIncident;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.camunda.bpm.engine.history.UserOperationLogQuery;
import org.camunda.bpm.engine.repository.Deployment;

/** The engine's part of an evidence pack, the same for whoever asks. */
final class CycleProcedure implements Procedure {

    /** What an operation may be about that touches instances without naming one, and rights. */
    private static final List<String> SHARED = List.of(EntityTypes.PROCESS_INSTANCE, EntityTypes.PROCESS_DEFINITION, EntityTypes.JOB, EntityTypes.JOB_DEFINITION,
            EntityTypes.VARIABLE, EntityTypes.INCIDENT, EntityTypes.EXTERNAL_TASK, EntityTypes.BATCH, EntityTypes.AUTHORIZATION);

    private final RepositoryService repository;
    private final HistoryService history;
    private final IdentityService identity;
    private final EngineHistory engine;

    CycleProcedure(RepositoryService repository, HistoryService history, IdentityService identity, EngineHistory engine) {
        this.engine = engine;
        this.repository = repository;
        this.history = history;
        this.identity = identity;
    }

    @Override
    public Map<String, byte[]> models(String modelSet) {
        return AsTheProgram.get(identity, () -> {
            Map<String, byte[]> files = new TreeMap<>();
            for (String name : repository.getDeploymentResourceNames(modelSet)) {
                try (InputStream in = repository.getResourceAsStream(modelSet, name)) {
                    files.put(name, in.readAllBytes());
                } catch (IOException e) {
                    throw new IllegalStateException("File '" + name + "' of model set " + modelSet + " cannot be read: " + e.getMessage(), e);
                }
            }
            return files;
        });
    }

    @Override
    public Deployed deployed(String modelSet) {
        return AsTheProgram.get(identity, () -> {
            Deployment deployment = repository.createDeploymentQuery().deploymentId(modelSet).singleResult();
            String by = history.createUserOperationLogQuery().deploymentId(modelSet).operationType(UserOperationLogEntry.OPERATION_TYPE_CREATE).list().stream()
                    .map(UserOperationLogEntry::getUserId).filter(Objects::nonNull).findFirst().orElse(null);
            return deployment == null ? new Deployed(null, by, null, null)
                    : new Deployed(instant(deployment.getDeploymentTime()), by, deployment.getName(), deployment.getSource());
        });
    }

    @Override
    public List<Step> course(String cycleId) {
        return each(cycleId, instance -> history.createHistoricActivityInstanceQuery().processInstanceId(instance.getId())
                .orderPartiallyByOccurrence().asc().list().stream().sorted(Comparator.comparing(HistoricActivityInstance::getStartTime))
                .map(a -> new Step(a.getProcessDefinitionKey(), a.getActivityId(), a.getActivityName(), a.getActivityType(),
                        instant(a.getStartTime()), instant(a.getEndTime()), a.isCanceled(), a.getAssignee())).toList());
    }

    @Override
    public List<Operation> operations(String cycleId) {
        List<Operation> found = new ArrayList<>(each(cycleId, instance -> sorted(history.createUserOperationLogQuery().processInstanceId(instance.getId()))
                .map(o -> operation(o, o.getEntityType())).toList()));
        found.addAll(AsTheProgram.get(identity, () -> ofNoInstance(history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(cycleId).list())));
        return found;
    }

    /**
     * What people did while the cycle ran that the engine logs without an instance: to all instances of a process, e.g. suspended at once, to many in a
     * batch, and to rights. Whether it changed this cycle the log does not say.
     */
    private List<Operation> ofNoInstance(List<HistoricProcessInstance> instances) {
        if (instances.isEmpty()) {
            return List.of();
        }
        Set<String> processes = instances.stream().map(HistoricProcessInstance::getProcessDefinitionKey).collect(Collectors.toSet());
        Date from = instances.stream().map(HistoricProcessInstance::getStartTime).min(Comparator.naturalOrder()).orElseThrow();
        UserOperationLogQuery query = history.createUserOperationLogQuery().afterTimestamp(from);
        if (instances.stream().noneMatch(i -> i.getEndTime() == null)) {
            query.beforeTimestamp(instances.stream().map(HistoricProcessInstance::getEndTime).max(Comparator.naturalOrder()).orElseThrow());
        }
        return sorted(query.entityTypeIn(SHARED.toArray(String[]::new))).filter(o -> o.getUserId() != null && o.getProcessInstanceId() == null)
                .filter(o -> o.getProcessDefinitionKey() == null || processes.contains(o.getProcessDefinitionKey()))
                .map(o -> operation(o, o.getEntityType() + Operation.OF_NO_INSTANCE)).toList();
    }

    private static Stream<UserOperationLogEntry> sorted(UserOperationLogQuery query) {
        return query.list().stream().sorted(Comparator.comparing(UserOperationLogEntry::getTimestamp).thenComparing(UserOperationLogEntry::getOperationId)
                .thenComparing(UserOperationLogEntry::getId));
    }

    private static Operation operation(UserOperationLogEntry o, String entity) {
        return new Operation(o.getOperationId(), instant(o.getTimestamp()), o.getUserId(), o.getOperationType(), entity, o.getProperty(), o.getOrgValue(), o.getNewValue(),
                o.getAnnotation());
    }

    @Override
    public Listing roles(Instant from, Instant until) {
        return engine.roles(Search.within(from, until));
    }

    @Override
    public List<Failure> failures(String cycleId) {
        return each(cycleId, instance -> history.createHistoricIncidentQuery().processInstanceId(instance.getId()).list().stream()
                .sorted(Comparator.comparing(HistoricIncident::getCreateTime).thenComparing(HistoricIncident::getId))
                .map(i -> new Failure(instant(i.getCreateTime()), instant(i.getEndTime()),
                        i.getFailedActivityId() == null ? i.getActivityId() : i.getFailedActivityId(), i.getIncidentType(), i.getIncidentMessage())).toList());
    }

    /** What is asked of each process instance of the cycle, one after another: the cycle first, then its rings. */
    private <T> List<T> each(String cycleId, Function<HistoricProcessInstance, List<T>> question) {
        return AsTheProgram.get(identity, () -> {
            List<T> found = new ArrayList<>();
            history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(cycleId).list().stream()
                    .sorted(Comparator.comparing(HistoricProcessInstance::getStartTime).thenComparing(HistoricProcessInstance::getId))
                    .forEach(instance -> found.addAll(question.apply(instance)));
            return found;
        });
    }

    private static Instant instant(Date date) {
        return date == null ? null : date.toInstant();
    }
}
