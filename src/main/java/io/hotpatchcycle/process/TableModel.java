package io.hotpatchcycle.process;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Text;

/**
 * A decision table as its file has it.
 *
 * @param rules in their order
 */
record TableModel(String id, HitPolicy hitPolicy, List<In> inputs, List<Out> outputs, List<Row> rules) {

    static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    /**
     * A column of conditions.
     *
     * @param values that it can see; empty when not said
     */
    record In(String expression, String label, String type, List<String> values) {

        boolean numeric() {
            return TableModel.numeric(type);
        }

        boolean simple() {
            return expression.matches("[\\p{L}_][\\p{L}\\p{N}_]*");
        }

        /** As its column is headed. */
        String title() {
            return label == null || label.isBlank() ? expression : label;
        }

        /** What a message calls it. */
        String name() {
            return simple() ? expression : title();
        }
    }

    /** A column of answers. @param values that it may say; empty when not said */
    record Out(String name, String type, List<String> values) {

        boolean numeric() {
            return TableModel.numeric(type);
        }
    }

    /** One rule. */
    record Row(List<String> conditions, List<String> answers) {
    }

    /** All tables of a file. */
    static List<TableModel> in(byte[] xml) {
        List<TableModel> found = new ArrayList<>();
        for (Decision decision : Dmn.readModelFromStream(new ByteArrayInputStream(xml)).getModelElementsByType(Decision.class)) {
            if (decision.getExpression() instanceof DecisionTable table) {
                found.add(new TableModel(decision.getId(), table.getHitPolicy(),
                        table.getInputs().stream().map(TableModel::input).toList(),
                        table.getOutputs().stream().map(TableModel::output).toList(),
                        table.getRules().stream().map(rule -> new Row(rule.getInputEntries().stream().map(e -> text(e.getText())).toList(),
                                rule.getOutputEntries().stream().map(e -> text(e.getText())).toList())).toList()));
            }
        }
        return found;
    }

    private static In input(Input input) {
        boolean none = input.getInputExpression() == null;
        return new In(none ? "" : text(input.getInputExpression().getText()), input.getLabel(), none ? null : input.getInputExpression().getTypeRef(),
                input.getInputValues() == null ? List.of() : literals(text(input.getInputValues().getText())));
    }

    private static Out output(Output output) {
        return new Out(output.getName(), output.getTypeRef(), output.getOutputValues() == null ? List.of() : literals(text(output.getOutputValues().getText())));
    }

    /** The texts in quotation marks. */
    static List<String> literals(String cell) {
        List<String> found = new ArrayList<>();
        Matcher literal = LITERAL.matcher(cell);
        while (literal.find()) {
            found.add(literal.group(1));
        }
        return found;
    }

    /** What is left of a cell without its texts. */
    static String withoutLiterals(String cell) {
        return LITERAL.matcher(cell).replaceAll(" ");
    }

    private static String text(Text cell) {
        return cell == null ? "" : cell.getTextContent().trim();
    }

    private static boolean numeric(String type) {
        return "integer".equals(type) || "long".equals(type) || "double".equals(type) || "number".equals(type);
    }

    /** Whether exactly one rule is to fit, or the first one counts. */
    boolean oneAnswer() {
        return hitPolicy == HitPolicy.FIRST || hitPolicy == HitPolicy.UNIQUE || hitPolicy == HitPolicy.ANY;
    }

    List<String> column(int input) {
        return rules.stream().map(row -> row.conditions().get(input)).toList();
    }

    /** An answer of a rule; empty when the table has no such column. @param rule from 0 */
    String answer(int rule, String output) {
        for (int i = 0; i < outputs.size(); i++) {
            if (output.equals(outputs.get(i).name())) {
                return rules.get(rule).answers().get(i);
            }
        }
        return "";
    }
}
