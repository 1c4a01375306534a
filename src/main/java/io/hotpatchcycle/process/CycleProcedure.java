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
import java.util.TreeMap;
import java.util.function.Function;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricIncident;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.camunda.bpm.engine.repository.Deployment;

/** The engine's part of an evidence pack, the same for whoever asks. */
final class CycleProcedure implements Procedure {

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
        return each(cycleId, instance -> history.createUserOperationLogQuery().processInstanceId(instance.getId()).list().stream()
                .sorted(Comparator.comparing(UserOperationLogEntry::getTimestamp).thenComparing(UserOperationLogEntry::getOperationId)
                        .thenComparing(UserOperationLogEntry::getId))
                .map(o -> new Operation(o.getOperationId(), instant(o.getTimestamp()), o.getUserId(), o.getOperationType(), o.getEntityType(), o.getProperty(),
                        o.getOrgValue(), o.getNewValue(), o.getAnnotation())).toList());
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
