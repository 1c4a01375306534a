package io.hotpatchcycle.process;

import io.hotpatchcycle.eligibility.DecisionTables;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.InputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.dmn.instance.Text;

/**
 * A decision table outside a process instance, for bulk use: no history row per evaluation. Same engine, same FEEL.
 *
 * <p>Where every cell looks at its own column only and every output is a literal, each value of a column is tested once
 * and the rules that fire are those that all columns let through. Any other table is evaluated as a whole each time.
 */
final class BulkTable implements DecisionTables.Table {

    private static final DmnEngine ENGINE = FeelOnly.configuration().buildEngine();

    private final DmnDecision decision;
    private final String hash;
    private List<ColumnTests> columns = List.of();
    private List<Map<String, Object>> outputs = List.of();
    private boolean byColumn;
    private boolean firstOnly;

    BulkTable(String decisionId, byte[] xml) {
        this.decision = ENGINE.parseDecision(decisionId, new ByteArrayInputStream(xml));
        try {
            this.hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(xml));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
        split(decisionId, xml);
    }

    private void split(String decisionId, byte[] xml) {
        DmnModelInstance model = Dmn.readModelFromStream(new ByteArrayInputStream(xml));
        DecisionTable table = model.getModelElementById(decisionId) instanceof org.camunda.bpm.model.dmn.instance.Decision found
                && found.getExpression() instanceof DecisionTable its ? its : null;
        if (table == null || !plain(table)) {
            return;
        }
        List<Rule> rules = List.copyOf(table.getRules());
        List<Input> inputs = List.copyOf(table.getInputs());
        List<List<InputEntry>> cells = rules.stream().map(rule -> List.copyOf(rule.getInputEntries())).toList();
        columns = ColumnTests.of(ENGINE, IntStream.range(0, inputs.size()).mapToObj(c -> new ColumnTests.Column(
                text(inputs.get(c).getInputExpression().getText()), inputs.get(c).getInputExpression().getTypeRef(),
                cells.stream().map(rule -> text(rule.get(c).getText())).toList())).toList());
        firstOnly = table.getHitPolicy() == HitPolicy.FIRST;
        // Every rule let through at once tells what each of them says.
        for (Rule rule : rules) {
            rule.getInputEntries().stream().map(InputEntry::getText).forEach(cell -> cell.setTextContent(""));
        }
        table.setHitPolicy(HitPolicy.RULE_ORDER);
        outputs = results(ENGINE.parseDecision(decisionId, model), Map.of());
        byColumn = outputs.size() == rules.size();
    }

    private static boolean plain(DecisionTable table) {
        boolean policy = table.getHitPolicy() == HitPolicy.FIRST || table.getHitPolicy() == HitPolicy.RULE_ORDER
                || table.getHitPolicy() == HitPolicy.COLLECT && table.getAggregation() == null;
        return policy && table.getInputs().stream().allMatch(i -> i.getInputExpression() != null
                        && i.getInputExpression().getExpressionLanguage() == null && i.getCamundaInputVariable() == null)
                && table.getRules().stream().allMatch(rule -> rule.getInputEntries().stream().allMatch(e -> e.getExpressionLanguage() == null)
                        && rule.getOutputEntries().stream().allMatch(e -> e.getExpressionLanguage() == null)
                        && Stream.concat(rule.getInputEntries().stream().map(e -> e.getText()), rule.getOutputEntries().stream().map(e -> e.getText()))
                                .allMatch(cell -> ColumnTests.plain(text(cell))));
    }

    private static String text(Text cell) {
        return cell == null ? "" : cell.getTextContent();
    }

    @Override
    public String hash() {
        return hash;
    }

    @Override
    public List<Map<String, Object>> evaluate(Map<String, Object> inputs) {
        if (!byColumn || columns.stream().anyMatch(column -> !column.readsOnly(inputs.keySet()))) {
            return results(decision, inputs);
        }
        BitSet firing = new BitSet();
        firing.set(0, outputs.size());
        columns.forEach(column -> firing.and(column.passing(inputs)));
        return firing.stream().limit(firstOnly ? 1 : Long.MAX_VALUE).mapToObj(outputs::get).toList();
    }

    /** Evaluates the table as a whole; what {@link #evaluate} must always agree with. */
    List<Map<String, Object>> evaluateWhole(Map<String, Object> inputs) {
        return results(decision, inputs);
    }

    /** Whether the columns are tested one by one. */
    boolean byColumn() {
        return byColumn;
    }

    private static List<Map<String, Object>> results(DmnDecision decision, Map<String, Object> inputs) {
        return ENGINE.evaluateDecisionTable(decision, inputs).getResultList().stream()
                .map(rule -> (Map<String, Object>) new LinkedHashMap<>(rule)).toList();
    }
}
