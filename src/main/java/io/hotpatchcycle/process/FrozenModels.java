package io.hotpatchcycle.process;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.model.PatchCycleModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Rule;

/**
 * What the models say that a second person approved: of a set that is, or was, in use. What an instance was given by hand, a moved token, a changed
 * variable or a set that nobody took into use, is none of it.
 */
public final class FrozenModels {

    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

    private final RepositoryService repository;
    private final RuntimeService runtime;
    private final IdentityService identity;
    private final ModelSetRows sets;
    private final Cycles cycles;

    FrozenModels(RepositoryService repository, RuntimeService runtime, IdentityService identity, ModelSetRows sets, Cycles cycles) {
        this.repository = repository;
        this.runtime = runtime;
        this.identity = identity;
        this.sets = sets;
        this.cycles = cycles;
    }

    /**
     * The model set an instance goes by: its own where that was ever in use, otherwise the one its cycle began with, or the one in use.
     *
     * @param definitionId process definition it runs on
     * @param cycleId      null for an instance of no cycle
     */
    public String setOf(String definitionId, String cycleId) {
        // whoever's act led here: who decides may not read the engine's definitions
        ProcessDefinition definition = AsTheProgram.get(identity, () -> repository.getProcessDefinition(definitionId));
        if (sets.everInUse(definition.getDeploymentId())) {
            return definition.getDeploymentId();
        }
        String began = cycleId == null ? null : cycles.get(cycleId).modelSet();
        return began != null ? began : inUse();
    }

    /** The groups that a user task names itself, without those it takes from a variable. */
    public Set<String> namedBy(String set, String processKey, String taskKey) {
        return AsTheProgram.get(identity, () -> {
            ProcessDefinition definition = repository.createProcessDefinitionQuery().deploymentId(set).processDefinitionKey(processKey).singleResult();
            Set<String> named = new TreeSet<>();
            if (definition != null && repository.getBpmnModelInstance(definition.getId()).getModelElementById(taskKey) instanceof UserTask task) {
                task.getCamundaCandidateGroupsList().stream().map(String::strip).filter(group -> !group.isEmpty() && !group.contains("{")).forEach(named::add);
            }
            return named;
        });
    }

    /** The model set that the process of a cycle goes by, the one the cycle began with where none runs. */
    public String setOfCycle(String cycleId) {
        return AsTheProgram.get(identity, () -> runtime.createProcessInstanceQuery().processInstanceBusinessKey(cycleId, PatchCycleModel.PROCESS).list()).stream().findFirst()
                .map(instance -> setOf(instance.getProcessDefinitionId(), cycleId)).orElseGet(() -> Optional.ofNullable(cycles.get(cycleId).modelSet()).orElseGet(this::inUse));
    }

    /** The model set in use. */
    public String inUse() {
        return sets.active().map(ModelSetRows.Active::deploymentId).orElseThrow(() -> new IllegalStateException("No model set is in use."));
    }

    /** The groups that the rules of the set's change-type table ask, each combination once. */
    public List<Set<String>> approversByRule(String set) {
        return AsTheProgram.get(identity, () -> {
            DecisionDefinition decision = repository.createDecisionDefinitionQuery().deploymentId(set).decisionDefinitionKey("change-type").singleResult();
            return decision == null ? List.of() : repository.getDmnModelInstance(decision.getId()).getModelElementsByType(DecisionTable.class).stream()
                    .flatMap(FrozenModels::approvers).distinct().toList();
        });
    }

    private static Stream<Set<String>> approvers(DecisionTable table) {
        List<String> outputs = new ArrayList<>(table.getOutputs().stream().map(Output::getName).toList());
        int column = outputs.indexOf("approvers");
        return column < 0 ? Stream.of() : table.getRules().stream().map(rule -> approvers(rule, column)).filter(groups -> !groups.isEmpty());
    }

    private static Set<String> approvers(Rule rule, int column) {
        return TEXT.matcher(List.copyOf(rule.getOutputEntries()).get(column).getText().getTextContent()).results()
                .flatMap(found -> Stream.of(found.group(1).split(","))).map(String::strip).filter(group -> !group.isEmpty()).collect(Collectors.toCollection(TreeSet::new));
    }
}
