package io.hotpatchcycle.process;

import io.hotpatchcycle.approval.ModelEditors;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.EntityTypes;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.history.UserOperationLogEntry;

/** Who deployed a model set, by the engine's operation log, and who activated it. */
final class EditorsOfModelSets implements ModelEditors {

    private final HistoryService history;
    private final IdentityService identity;
    private final RepositoryService repository;
    private final RuntimeService runtime;
    private final ModelSetRows rows;

    EditorsOfModelSets(HistoryService history, RepositoryService repository, RuntimeService runtime, IdentityService identity, ModelSetRows rows) {
        this.repository = repository;
        this.runtime = runtime;
        this.history = history;
        this.identity = identity;
        this.rows = rows;
    }

    @Override
    public Set<String> of(String modelSet) {
        Set<String> people = new TreeSet<>(rows.activatedBy(modelSet));
        people.addAll(deployedBy(modelSet));
        people.remove(ModelSets.SEED);
        return people;
    }

    @Override
    public Set<String> running(String cycleId) {
        return AsTheProgram.get(identity, () -> runtime.createProcessInstanceQuery().processInstanceBusinessKey(cycleId).list().stream()
                .map(instance -> repository.getProcessDefinition(instance.getProcessDefinitionId()).getDeploymentId()).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Who deployed it, and who did anything to the deployment; the program itself is nobody. */
    Set<String> deployedBy(String modelSet) {
        return AsTheProgram.get(identity, () -> history.createUserOperationLogQuery().entityType(EntityTypes.DEPLOYMENT).deploymentId(modelSet).list().stream()
                .map(UserOperationLogEntry::getUserId).filter(Objects::nonNull).collect(Collectors.toCollection(TreeSet::new)));
    }
}
