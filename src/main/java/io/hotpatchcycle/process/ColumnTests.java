package io.hotpatchcycle.process;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
    private static final Set<String> WORDS = Set.of("not", "null", "true", "false");

    private final DmnEngine engine;
    private final DmnDecision decision;
    private final Set<String> names;
    private final List<BitSet> rulesOfTest = new ArrayList<>();
    private final int rules;
    private final Map<Map<String, Object>, BitSet> known = new HashMap<>();

    /**
     * @param expression the column's input expression
     * @param typeRef    its type; null when not said
     * @param tests      the column's cells, one per rule
     */
    ColumnTests(DmnEngine engine, String expression, String typeRef, List<String> tests) {
        this.engine = engine;
        this.names = names(expression);
        this.names.removeAll(WORDS);
        this.rules = tests.size();
        Map<String, BitSet> distinct = new LinkedHashMap<>();
        for (int rule = 0; rule < tests.size(); rule++) {
            distinct.computeIfAbsent(tests.get(rule), test -> new BitSet()).set(rule);
        }
        StringBuilder xml = new StringBuilder("<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='d' name='d' namespace='d'>"
                + "<decision id='column' name='column'><decisionTable id='t' hitPolicy='COLLECT'><input id='i'><inputExpression id='ie'"
                + (typeRef == null ? "" : " typeRef='" + escape(typeRef) + "'") + "><text>" + escape(expression)
                + "</text></inputExpression></input><output id='o' name='test' typeRef='integer'/>");
        distinct.forEach((test, of) -> {
            int number = rulesOfTest.size();
            rulesOfTest.add(of);
            xml.append("<rule id='r").append(number).append("'><inputEntry id='e").append(number).append("'><text>").append(escape(test))
                    .append("</text></inputEntry><outputEntry id='x").append(number).append("'><text>").append(number)
                    .append("</text></outputEntry></rule>");
        });
        xml.append("</decisionTable></decision></definitions>");
        this.decision = engine.parseDecision("column", new ByteArrayInputStream(xml.toString().getBytes(StandardCharsets.UTF_8)));
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
            BitSet passing = new BitSet(rules);
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
