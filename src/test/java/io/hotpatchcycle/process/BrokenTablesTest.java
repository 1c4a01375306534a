package io.hotpatchcycle.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What editing by hand can do to the file of a table ends in a fault that says where and what, never in an exception. */
class BrokenTablesTest {

    private static final String CELL = "(?s)<inputEntry [^>]*>.*?</inputEntry>";
    private static final String ANSWER = "(?s)<outputEntry [^>]*>.*?</outputEntry>";
    private static final String SCHEMA = "processes/%s.dmn: it cannot be read as the schema of DMN wants it: ";

    private static List<String> findings(String table, String xml) {
        return ModelCheck.tables(Map.of("processes/" + table + ".dmn", xml.getBytes(StandardCharsets.UTF_8)), List.of("pilot", "last")).stream().map(TableFault::sentence).toList();
    }

    private static String inLastRule(String xml, String what, String with) {
        int last = xml.lastIndexOf("<rule ");
        return xml.substring(0, last) + xml.substring(last).replaceAll(what, with);
    }

    static Stream<Arguments> broken() {
        return Stream.of("eligibility", "ring-policy", "build-class").flatMap(table -> {
            String xml = new String(Models.builtIn().files().get("processes/" + table + ".dmn"), StandardCharsets.UTF_8);
            int rules = xml.split("<rule ").length - 1;
            int conditions = xml.split("<input ").length - 1;
            int answers = xml.split("<output ").length - 1;
            return Stream.of(
                    Arguments.of(table, "a cell less", xml.replaceFirst(CELL, ""), table + ", rule 1: its cells for conditions are " + (conditions - 1)
                            + ", but the table has " + conditions + " such columns. Give it one cell for each."),
                    Arguments.of(table, "a cell more", xml.replaceFirst("(?s)(<inputEntry) id=\"[^\"]*\"([^>]*>.*?</inputEntry>)", "$0$1$2"),
                            table + ", rule 1: its cells for conditions are " + (conditions + 1)),
                    Arguments.of(table, "no cells", inLastRule(xml, CELL, ""), table + ", rule " + rules + ": its cells for conditions are 0"),
                    Arguments.of(table, "an answer more", xml.replaceFirst("(?s)(<outputEntry) id=\"[^\"]*\"([^>]*>.*?</outputEntry>)", "$0$1$2"),
                            table + ", rule 1: its cells for answers are " + (answers + 1) + ", but the table has " + answers + " such columns."),
                    Arguments.of(table, "no answers", inLastRule(xml, ANSWER, ""), SCHEMA.formatted(table) + "line "),
                    Arguments.of(table, "no rules", xml.replaceAll("(?s)<rule .*</rule>", ""), table + ": it has no rule."),
                    Arguments.of(table, "no columns", xml.replaceAll("(?s)<input .*?</input>", "").replaceAll(CELL, ""), table + ": it has no column of conditions."),
                    Arguments.of(table, "empty expression", xml.replaceFirst("(?s)(<inputExpression [^>]*>\\s*<text>).*?(</text>)", "$1$2"),
                            table + ": the column '"),
                    Arguments.of(table, "no text in expression", xml.replaceFirst("(?s)(<inputExpression [^>]*>).*?(</inputExpression>)", "$1$2"),
                            table + ": the column '"),
                    Arguments.of(table, "unnamed answer", xml.replaceFirst("(<output [^>]*) name=\"[^\"]*\"", "$1"), table + ": column 1 of the answers has no name."),
                    Arguments.of(table, "unknown name as answer", xml.replaceFirst("(?s)(<outputEntry [^>]*>\\s*<text>).*?(</text>)", "$1abc$2"), table + ", rule 1: '"),
                    Arguments.of(table, "quotation mark open", xml.replaceFirst("(?s)(<inputEntry [^>]*>\\s*<text>).*?(</text>)", "$1\"a$2"), table + ", rule 1: '"),
                    Arguments.of(table, "bracket open", xml.replaceFirst("(?s)(<inputEntry [^>]*>\\s*<text>).*?(</text>)", "$1not(\"a\"$2"), table + ", rule 1: '"),
                    Arguments.of(table, "rule ids twice", xml.replaceAll("<rule id=\"[^\"]*\"", "<rule id=\"same\""), SCHEMA.formatted(table) + "line "),
                    Arguments.of(table, "no rule ids", xml.replaceAll("<rule id=\"[^\"]*\"", "<rule"), ""),
                    Arguments.of(table, "no id", xml.replaceFirst("<decision id=\"[^\"]*\"", "<decision"), ""),
                    Arguments.of(table, "unknown hit policy", xml.replaceFirst("hitPolicy=\"[^\"]*\"", "hitPolicy=\"BEST\""), SCHEMA.formatted(table) + "line "),
                    Arguments.of(table, "cut", xml.substring(0, xml.length() / 2), SCHEMA.formatted(table) + "line "),
                    Arguments.of(table, "empty file", "", SCHEMA.formatted(table) + "line 1: "));
        });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("broken")
    void aBrokenTableHasAFault(String table, String how, String xml, String sentence) {
        assertThat(findings(table, xml)).as(how).isNotEmpty().anySatisfy(fault -> assertThat(fault).startsWith(sentence));
    }

    @ParameterizedTest
    @MethodSource("unnamedReason")
    void aReasonHasACodeAndAFix(String cell) {
        String xml = new String(Models.builtIn().files().get("processes/eligibility.dmn"), StandardCharsets.UTF_8);
        String without = xml.replaceFirst("(?s)(id=\"rule_02_" + cell + "\">\\s*)<text>.*?</text>", "$1<text></text>");
        assertThat(findings("eligibility", without)).containsExactly("eligibility, rule 2: '" + cell + "' is empty.");
    }

    static Stream<String> unnamedReason() {
        return Stream.of("reason", "fix");
    }
}
