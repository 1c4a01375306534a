package io.hotpatchcycle.process;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;

/**
 * One column of a decision table: which rules let a value through. Each value is tested once, by the same engine, in a
 * table of this column alone; a column has few values, their combinations are many.
 */
final class ColumnTests {

    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final Set<String> WORDS = Set.of("not", "null", "true", "false", "and", "or");

    private final DmnEngine engine;
    private final Set<String> names;
    private final List<String> tests;
    private final List<BitSet> rulesOfTest;
    private final Map<Map<String, Object>, BitSet> known = new ConcurrentHashMap<>();
    private DmnDecision decision;

    /**
     * A column as the table has it.
     *
     * @param expression the input expression
     * @param typeRef    its type; null when not said
     * @param cells      one per rule
     */
    record Column(String expression, String typeRef, List<String> cells) {
    }

    private ColumnTests(DmnEngine engine, Column column) {
        this.engine = engine;
        this.names = names(column.expression());
        this.names.removeAll(WORDS);
        Map<String, BitSet> distinct = new LinkedHashMap<>();
        for (int rule = 0; rule < column.cells().size(); rule++) {
            distinct.computeIfAbsent(column.cells().get(rule), test -> new BitSet()).set(rule);
        }
        this.tests = List.copyOf(distinct.keySet());
        this.rulesOfTest = List.copyOf(distinct.values());
    }

    /** All columns of a table, parsed together: that is what takes time. */
    static List<ColumnTests> of(DmnEngine engine, List<Column> columns) {
        List<ColumnTests> made = columns.stream().map(column -> new ColumnTests(engine, column)).toList();
        StringBuilder xml = new StringBuilder("<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='d' name='d' namespace='d'>");
        for (int i = 0; i < made.size(); i++) {
            made.get(i).write(xml, "c" + i, columns.get(i));
        }
        byte[] bytes = xml.append("</definitions>").toString().getBytes(StandardCharsets.UTF_8);
        engine.parseDecisions(new ByteArrayInputStream(bytes)).forEach(d -> made.get(Integer.parseInt(d.getKey().substring(1))).decision = d);
        return made;
    }

    private void write(StringBuilder xml, String id, Column column) {
        xml.append("<decision id='").append(id).append("' name='").append(id).append("'><decisionTable id='t").append(id)
                .append("' hitPolicy='COLLECT'><input id='i").append(id).append("'><inputExpression id='ie").append(id).append("'")
                .append(column.typeRef() == null ? "" : " typeRef='" + escape(column.typeRef()) + "'").append("><text>")
                .append(escape(column.expression())).append("</text></inputExpression></input><output id='o").append(id)
                .append("' name='test' typeRef='integer'/>");
        for (int number = 0; number < tests.size(); number++) {
            String cell = id + "_" + number;
            xml.append("<rule id='r").append(cell).append("'><inputEntry id='e").append(cell).append("'><text>").append(escape(tests.get(number)))
                    .append("</text></inputEntry><outputEntry id='x").append(cell).append("'><text>").append(number)
                    .append("</text></outputEntry></rule>");
        }
        xml.append("</decisionTable></decision>");
    }

    /** Whether a cell looks at nothing but its own value, and an output at nothing at all. */
    static boolean plain(String cell) {
        return WORDS.containsAll(names(cell));
    }

    /** Whether the input expression looks at these inputs only. */
    boolean readsOnly(Set<String> inputs) {
        return inputs.containsAll(names);
    }

    /** The rules that let these inputs through. Not to be changed by the caller. */
    BitSet passing(Map<String, Object> inputs) {
        Map<String, Object> mine = new HashMap<>();
        names.forEach(name -> mine.put(name, inputs.get(name)));
        return known.computeIfAbsent(mine, values -> {
            BitSet passing = new BitSet();
            engine.evaluateDecisionTable(decision, values).getResultList()
                    .forEach(hit -> passing.or(rulesOfTest.get(((Number) hit.get("test")).intValue())));
            return passing;
        });
    }

    private static Set<String> names(String expression) {
        Set<String> found = new TreeSet<>();
        Matcher name = NAME.matcher(TEXT.matcher(expression).replaceAll(""));
        while (name.find()) {
            found.add(name.group());
        }
        return found;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&apos;");
    }
}
