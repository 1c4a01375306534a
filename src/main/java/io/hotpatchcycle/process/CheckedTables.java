package io.hotpatchcycle.process;

import io.hotpatchcycle.cycle.PolicyTables;
import io.hotpatchcycle.evidence.Procedure;
import io.hotpatchcycle.process.model.PatchCycleModel;
import io.hotpatchcycle.ring.RingSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;

/** Checks the tables a cycle runs on: those of its own model set, and of the one in use, which the program asks beside the engine. */
final class CheckedTables implements PolicyTables {

    private final ModelSets sets;
    private final RepositoryService repository;
    private final RuntimeService runtime;
    private final IdentityService identity;
    private final Supplier<Procedure> procedure;
    private final List<String> rings;
    /** By deployment, which never changes. */
    private final Map<String, List<String>> known = new ConcurrentHashMap<>();

    CheckedTables(ModelSets sets, RepositoryService repository, RuntimeService runtime, IdentityService identity, Supplier<Procedure> procedure,
                  List<RingSettings> rings) {
        this.sets = sets;
        this.repository = repository;
        this.runtime = runtime;
        this.identity = identity;
        this.procedure = procedure;
        this.rings = rings.stream().map(RingSettings::name).toList();
    }

    @Override
    public List<String> faults(String cycleId) {
        TreeSet<String> used = new TreeSet<>();
        sets.found().ifPresent(used::add);
        AsTheProgram.get(identity, () -> runtime.createProcessInstanceQuery().processInstanceBusinessKey(cycleId)
                .processDefinitionKey(PatchCycleModel.PROCESS).list()).stream().map(ProcessInstance::getProcessDefinitionId)
                .map(repository::getProcessDefinition).forEach(definition -> used.add(definition.getDeploymentId()));
        return used.stream().flatMap(set -> of(set).stream()).distinct().toList();
    }

    /** Names of the rings there are, in order. */
    List<String> rings() {
        return rings;
    }

    /** Of one set. */
    List<String> of(String deployment) {
        return known.computeIfAbsent(deployment, set -> ModelCheck.tables(procedure.get().models(set), rings).stream().map(TableFault::sentence).toList());
    }
}
