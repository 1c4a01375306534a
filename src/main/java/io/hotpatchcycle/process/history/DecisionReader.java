package io.hotpatchcycle.process.history;

import static io.hotpatchcycle.process.history.EngineHistory.instant;
import static io.hotpatchcycle.process.history.InstanceReader.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricDecisionInstance;
import org.camunda.bpm.engine.history.HistoricDecisionOutputInstance;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Description;
import org.camunda.bpm.model.dmn.instance.Rule;

/** Decision tables an instance asked: the inputs as they were, and the rules that fired, as numbered in that version of the table. */
final class DecisionReader {

    private final HistoryService history;
    private final RepositoryService repository;

    DecisionReader(HistoryService history, RepositoryService repository) {
        this.history = history;
        this.repository = repository;
    }

    /** A version of a table: rules by id. */
    private record Table(int version, Map<String, Integer> numbers, Map<String, String> notes) {
    }

    List<Course.Decision> of(String instanceId) {
        Map<String, Table> tables = new HashMap<>();
        return history.createHistoricDecisionInstanceQuery().processInstanceId(instanceId).includeInputs().includeOutputs()
                .disableCustomObjectDeserialization().orderByEvaluationTime().asc().list().stream()
                .map(d -> decision(d, tables.computeIfAbsent(d.getDecisionDefinitionId(), this::table))).toList();
    }

    private static Course.Decision decision(HistoricDecisionInstance d, Table table) {
        List<String> inputs = d.getInputs().stream().map(i -> i.getClauseName() + " = " + text(i.getValue())).toList();
        Map<String, List<String>> fired = new LinkedHashMap<>();
        for (HistoricDecisionOutputInstance output : d.getOutputs()) {
            fired.computeIfAbsent(output.getRuleId(), r -> new ArrayList<>()).add(output.getVariableName() + " = " + text(output.getValue()));
        }
        List<Course.Rule> rules = new ArrayList<>();
        fired.forEach((rule, outputs) -> rules.add(new Course.Rule(table.numbers.getOrDefault(rule, 0), rule, outputs, table.notes.getOrDefault(rule, ""))));
        return new Course.Decision(d.getId(), d.getDecisionDefinitionKey(), d.getDecisionDefinitionName(), table.version, instant(d.getEvaluationTime()),
                d.getActivityId(), inputs, rules);
    }

    private Table table(String definitionId) {
        DecisionDefinition definition = repository.createDecisionDefinitionQuery().decisionDefinitionId(definitionId).singleResult();
        DmnModelInstance model = definition == null ? null : repository.getDmnModelInstance(definitionId);
        Map<String, Integer> numbers = new HashMap<>();
        Map<String, String> notes = new HashMap<>();
        if (model != null && model.getModelElementById(definition.getKey()) instanceof org.camunda.bpm.model.dmn.instance.Decision decision
                && decision.getExpression() instanceof org.camunda.bpm.model.dmn.instance.DecisionTable decisionTable) {
            for (Rule rule : decisionTable.getRules()) {
                numbers.put(rule.getId(), numbers.size() + 1);
                Description note = rule.getDescription();
                notes.put(rule.getId(), note == null ? "" : note.getTextContent().strip());
            }
        }
        return new Table(definition == null ? 0 : definition.getVersion(), numbers, notes);
    }
}
