package io.hotpatchcycle.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A table with a gap, an overlap, thresholds out of order or text for a number is named by the check, with the rule. */
class PolicyTablesTest {

    private static final List<String> RINGS = List.of("pilot", "early", "broad", "last");

    private static List<String> findings(String table, String xml) {
        return ModelCheck.tables(Map.of("processes/" + table + ".dmn", xml.getBytes(StandardCharsets.UTF_8)), RINGS).stream().map(TableFault::sentence).toList();
    }

    private static void assertNamed(String table, String right, String wrong, String sentence) {
        assertThat(findings(table, xml(table).replace(right, wrong))).isNotEmpty().anySatisfy(f -> assertThat(f).startsWith(sentence));
    }

    private static String xml(String table) {
        return new String(Models.builtIn().files().get("processes/" + table + ".dmn"), StandardCharsets.UTF_8);
    }

    @Test
    void theTablesOfTheProgramHaveNoFault() {
        assertThat(ModelCheck.findings(Models.builtIn().files(), RINGS)).isEmpty();
        assertThat(ModelCheck.findings(Models.builtIn().files(), List.of("canary", "pilot", "shops", "head office"))).isEmpty();
        assertThat(ModelCheck.findings(Models.builtIn().files(), List.of("one"))).isEmpty();
    }

    /** The last rule, which catches everything else, is gone. */
    @ParameterizedTest
    @ValueSource(strings = {"ring-gate", "change-type", "drift-effect", "gate-proof", "emergency-ring", "build-class", "alert-class", "start-class", "licence"})
    void aGap(String table) {
        String xml = xml(table);
        String cut = xml.substring(0, xml.lastIndexOf("<rule ")) + xml.substring(xml.lastIndexOf("</rule>") + "</rule>".length());
        assertThat(findings(table, cut)).singleElement().asString().startsWith(table + ": no rule fits ").contains("Add one, or a last rule for everything else.");
    }

    @Test
    void aSignalWithoutARule() {
        String xml = xml("ring-signals").replace("<text>\"UNEXPECTED_RESTART\",\"CRASH\"</text>", "<text>\"UNEXPECTED_RESTART\"</text>");
        String cut = xml.substring(0, xml.lastIndexOf("<rule ")) + xml.substring(xml.lastIndexOf("</rule>") + "</rule>".length());
        assertThat(findings("ring-signals", cut)).containsExactly("ring-signals: no rule fits Signal \"CRASH\". Add one, or a last rule for everything else.");
    }

    @Test
    void aGapNamesTheRing() {
        String xml = xml("ring-policy").replace("<text>\"broad\",\"last\"</text>", "<text>\"broad\"</text>");
        assertThat(findings("ring-policy", xml)).as("the rule for any ring is left").isEmpty();
        String closed = xml.replaceFirst("(?s)(id=\"rule_12_ringName\">\\s*)<text></text>", "$1<text>\"other\"</text>");
        assertThat(findings("ring-policy", closed)).containsExactly("ring-policy: no rule fits Ring \"last\", Kind of the release \"BASELINE\", Type of change \"STANDARD\". "
                + "Add one, or a last rule for everything else.");
    }

    @Test
    void aGapOfEveryRingNamesOne() {
        String xml = xml("ring-policy");
        for (int rule = 0; rule < 4; rule++) {
            xml = xml.substring(0, xml.lastIndexOf("<rule ")) + xml.substring(xml.lastIndexOf("</rule>") + "</rule>".length());
        }
        assertThat(findings("ring-policy", xml)).singleElement().asString().startsWith("ring-policy: no rule fits Ring \"pilot\", Kind of the release \"BASELINE\"");
    }

    /** Their combinations are more than can be listed. */
    @Test
    void aLargeTableIsSearched() {
        assertThat(findings("large", large(""))).isEmpty();
        assertThat(findings("large", large("").replaceFirst("(?s)<rule (?!.*<rule ).*</rule>", ""))).singleElement().asString()
                .startsWith("large: no rule fits x0 \"a\", x1 \"a\"").contains("x35 \"a\"");
        String last = "<rule><inputEntry><text>" + A + "</text></inputEntry>" + "<inputEntry><text></text></inputEntry>".repeat(COLUMNS - 1) + ANSWER;
        assertThat(findings("large", large(last).replace("'ANY'", "'FIRST'"))).containsExactly("large, rule 56: it never applies, because the rules before it already answer "
                + "all that it is about. Take it out, or move it up.");
    }

    /** What cannot be told is no all-clear. */
    @Test
    void aTableThatIsTooLargeToBeCheckedHasAFault() {
        String gap = "large: it is too large to be checked: whether a rule fits everything is not known. "
                + "Add a last rule for everything else, or divide the table into smaller ones.";
        assertThat(findings("large", seats("ANY", ""))).containsExactly(gap);
        assertThat(findings("large", seats("ANY", seat(Map.of())))).as("with a last rule for everything else").isEmpty();
        assertThat(findings("large", seats("FIRST", seat(Map.of())))).as("with a last rule for everything else").isEmpty();
        assertThat(findings("large", seats("FIRST", seat(Map.of(3, "\"2\"")) + seat(Map.of(3, "\"2\"", 4, "\"1\"")))))
                .as("what one rule hides is told however large the table is").containsExactly(gap,
                        "large, rule 417: it never applies, because the rules before it already answer all that it is about. Take it out, or move it up.",
                        "large: it is too large to be checked: whether the rules before them together leave anything to rule 416 is not known. Divide the table into smaller ones.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FIRST", "UNIQUE", "ANY"})
    void aRuleThatCanNeverBeMet(String policy) {
        String xml = xml("emergency-ring").replaceFirst("<text>true</text>", "<text>not(true,false,null)</text>").replace("hitPolicy=\"FIRST\"", "hitPolicy=\"" + policy + "\"");
        assertThat(findings("emergency-ring", xml)).contains("emergency-ring, rule 1: it never applies, because its conditions can never be met. Take it out, or move it up.");
    }

    /** It keeps all rules that fit; one that fits nothing is dead all the same. */
    @Test
    void aReasonThatCanNeverBeGiven() {
        String impossible = xml("eligibility").replaceFirst("(?s)(id=\"rule_02_edition\">\\s*)<text></text>",
                "$1<text>not(\"ENTERPRISE\",\"EDUCATION\",\"PRO\",\"HOME\",\"LTSC\",\"SE\",\"UNKNOWN\",null)</text>");
        assertThat(findings("eligibility", impossible)).contains("eligibility, rule 2: it never applies, because its conditions can never be met. Take it out, or move it up.");
    }

    private static final int SEATS = 9;

    /** Each of ten columns says one of nine seats, and no two the same: impossible, but to see it takes all the ways to seat nine. */
    private static String seats(String policy, String last) {
        StringBuilder table = new StringBuilder("<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='d' name='d' namespace='http://camunda.org/schema/1.0/dmn'>"
                + "<decision id='large' name='large'><decisionTable id='t' hitPolicy='" + policy + "'>");
        for (int i = 0; i <= SEATS; i++) {
            table.append("<input id='i").append(i).append("'><inputExpression id='e").append(i).append("' typeRef='string'><text>x").append(i).append("</text></inputExpression></input>");
        }
        table.append("<output id='o' name='y' typeRef='string'/>");
        String any = IntStream.range(0, SEATS).mapToObj(seat -> "\"" + seat + "\"").collect(Collectors.joining(","));
        for (int i = 0; i <= SEATS; i++) {
            table.append(seat(Map.of(i, "not(" + any + ")")));
            for (int other = 0; other < i; other++) {
                for (int seat = 0; seat < SEATS; seat++) {
                    table.append(seat(Map.of(other, "\"" + seat + "\"", i, "\"" + seat + "\"")));
                }
            }
        }
        return numbered(table.append(last));
    }

    /** Each rule must have an id. */
    private static String numbered(StringBuilder table) {
        AtomicInteger rule = new AtomicInteger();
        return Pattern.compile("<rule>").matcher(table.append("</decisionTable></decision></definitions>")).replaceAll(found -> "<rule id='r" + rule.incrementAndGet() + "'>");
    }

    private static String seat(Map<Integer, String> cells) {
        return "<rule>" + IntStream.rangeClosed(0, SEATS).mapToObj(i -> "<inputEntry><text>" + cells.getOrDefault(i, "") + "</text></inputEntry>").collect(Collectors.joining()) + ANSWER;
    }

    /** A comparison with another input would need all their combinations. */
    @Test
    void aCellThatNamesAnInputHasAFault() {
        String xml = xml("build-class");
        String cell = "<text>&lt; 26100</text>";
        assertThat(xml).containsOnlyOnce(cell);
        String own = xml.replace(cell, "<text>&lt; baselineUbr</text>");
        String sentence = "build-class, rule 10: 'build' says < baselineUbr, which names an input and cannot be checked: whether a rule fits everything is not known. "
                + "Write values there, and give the comparison a column of its own.";
        assertThat(findings("build-class", own)).containsExactly(sentence);
        assertThat(findings("build-class", own.substring(0, own.lastIndexOf("<rule ")) + own.substring(own.lastIndexOf("</rule>") + "</rule>".length())))
                .as("with a gap beside it").containsExactly(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"typeRef=\"date\"|the type date", "|no type"})
    void aColumnOfAnotherTypeHasAFault(String type, String said) {
        String wrong = xml("build-class").replaceFirst("(<inputExpression id=\"[^\"]+\" )typeRef=\"integer\"", "$1" + (type == null ? "" : type));
        assertThat(findings("build-class", wrong)).isNotEmpty().anySatisfy(f -> assertThat(f).matches("build-class: the column '[^']+' has " + said
                + ", which cannot be checked: whether a rule fits everything is not known. Make it string, boolean, integer, long or double."));
    }

    /** Who asks a table expects one answer; only the reasons of eligibility are kept all, and are looked at in another way. */
    @ParameterizedTest
    @ValueSource(strings = {"COLLECT", "RULE ORDER", "PRIORITY", "OUTPUT ORDER"})
    void aHitPolicyThatGivesSeveralAnswersHasAFault(String policy) {
        Models.builtIn().files().keySet().stream().filter(file -> file.endsWith(".dmn")).map(file -> file.substring(file.indexOf('/') + 1, file.indexOf('.')))
                .filter(table -> !"eligibility".equals(table)).forEach(table ->
                        assertThat(findings(table, xml(table).replace("hitPolicy=\"FIRST\"", "hitPolicy=\"" + policy + "\""))).containsExactly(table + ": its hit policy is "
                                + policy + ", which cannot be checked: whether a rule fits everything is not known. Make it FIRST, UNIQUE or ANY."));
    }

    /** No hit at all is its best answer, so with any other policy than to keep all it has a gap or is refused by the engine. */
    @ParameterizedTest
    @ValueSource(strings = {"FIRST", "UNIQUE", "ANY", "PRIORITY", "OUTPUT ORDER"})
    void eligibilityKeepsAllReasons(String policy) {
        assertThat(findings("eligibility", xml("eligibility").replace("hitPolicy=\"RULE ORDER\"", "hitPolicy=\"" + policy + "\""))).isNotEmpty();
    }

    private static final int PAIRS = 18;
    private static final String A = "\"a\"";
    private static final String OTHERWISE = "not(\"a\")";
    private static final int COLUMNS = 2 * PAIRS;

    /** Says of each pair of columns that are far apart what holds unless both are "a", and at last what holds if all are: covered, but hard to see. */
    private static String large(String last) {
        StringBuilder table = new StringBuilder("<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='d' name='d' namespace='http://camunda.org/schema/1.0/dmn'>"
                + "<decision id='large' name='large'><decisionTable id='t' hitPolicy='ANY'>");
        for (int i = 0; i < COLUMNS; i++) {
            table.append("<input id='i").append(i).append("'><inputExpression id='e").append(i).append("' typeRef='string'><text>x").append(i).append("</text></inputExpression></input>");
        }
        table.append("<output id='o' name='y' typeRef='string'/>");
        for (int pair = 0; pair < PAIRS; pair++) {
            table.append(rule(pair, A, OTHERWISE)).append(rule(pair, OTHERWISE, A)).append(rule(pair, OTHERWISE, OTHERWISE));
        }
        return numbered(table.append("<rule>").append(("<inputEntry><text>" + A + "</text></inputEntry>").repeat(COLUMNS)).append(ANSWER).append(last));
    }

    private static final String ANSWER = "<outputEntry><text>\"y\"</text></outputEntry></rule>";

    private static String rule(int pair, String first, String second) {
        StringBuilder rule = new StringBuilder("<rule>");
        for (int i = 0; i < COLUMNS; i++) {
            rule.append("<inputEntry><text>").append(i == pair ? first : i == pair + PAIRS ? second : "").append("</text></inputEntry>");
        }
        return rule.append(ANSWER).toString();
    }

    /** A table for the rings that there are needs no rule for others. */
    @Test
    void whatIsSaidForEachRingThatThereIsLeavesNoGap() {
        String xml = xml("ring-policy").replaceFirst("(?s)(id=\"rule_12_ringName\">\\s*)<text></text>", "$1<text>\"other\"</text>");
        assertThat(findings("ring-policy", xml)).isEmpty();
    }

    /** The first rule stands there twice. */
    @ParameterizedTest
    @ValueSource(strings = {"ring-policy", "ring-signals", "ring-gate", "change-type", "drift-effect", "gate-proof", "emergency-ring", "build-class", "alert-class", "start-class", "licence"})
    void anOverlap(String table) {
        String xml = xml(table);
        String first = xml.substring(xml.indexOf("<rule "), xml.indexOf("</rule>") + "</rule>".length());
        String twice = xml.replace(first, first + first.replaceAll("id=\"([^\"]+)\"", "id=\"$1_again\""));
        assertThat(findings(table, twice)).singleElement().asString().startsWith(table + ", rule 2: it never applies").contains("the rules before it");
    }

    /** All its rules that fit count, so a repeated one hides nothing; it is dead all the same. */
    @Test
    void aReasonThatIsGivenTwice() {
        String xml = xml("eligibility");
        String first = xml.substring(xml.indexOf("<rule "), xml.indexOf("</rule>") + "</rule>".length());
        assertThat(findings("eligibility", xml.replace(first, first + first.replaceAll("id=\"([^\"]+)\"", "id=\"$1_again\""))))
                .containsExactly("eligibility, rule 2: it never adds anything, because rule 1 gives the same reason for the same devices. Take it out.");
    }

    private static String withoutRule(String xml, String code) {
        int reason = xml.indexOf("<text>\"" + code + "\"</text>");
        return xml.substring(0, xml.lastIndexOf("<rule ", reason)) + xml.substring(xml.indexOf("</rule>", reason) + "</rule>".length());
    }

    /** It has no last rule for everything else: no reason at all means eligible. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "VBS_NOT_CONFIGURED|whose 'Virtualization-based security' is \"NOT_CONFIGURED\": it would",
        "VBS_UNKNOWN|whose 'Virtualization-based security' is \"UNKNOWN\", or empty, or something else: it would",
        "OS_UNKNOWN|whose 'Product' is \"UNKNOWN\", or empty, or something else: it would",
        "BUILD_UNKNOWN|whose 'Class of the build' is \"UNKNOWN\", or empty, or something else: it would",
        "OS_SERVER|whose 'Product' is \"WINDOWS_SERVER\": it would",
        "EDITION_LTSC|whose 'Edition' is \"LTSC\": it would",
        "EDITION_SE|whose 'Edition' is \"SE\": it would",
        "LICENCE_MISSING|whose 'Licence' is \"NONE\": it would",
        "CPU_X86|whose 'Processor' is \"X86\": it would",
        "CHPE_ON|whose 'Compiled hybrid code (Arm)' is \"ON\": it would",
        "CHPE_UNKNOWN|whose 'Compiled hybrid code (Arm)' is \"UNKNOWN\", or empty, or something else: it would",
        "JOIN_REGISTERED|whose 'Join' is \"REGISTERED\": it would",
        "COMPETING_UPDATE_SOURCE|whose 'Management' is \"CO_MANAGED_OTHER\": it would",
        "POLICY_FOREIGN_BLOCKS|whose 'Governed by' is \"FOREIGN_BLOCKED\": it would",
        "ENROLMENT_UNKNOWN|whose 'Enrolment with the update service' is \"UNKNOWN\", or empty, or something else: it would",
        "TENANT_DEFAULT_UNKNOWN|whose 'Governed by' is \"NONE\": it would",
        "TENANT_DEFAULT_BLOCKS|whose 'Governed by' is \"NONE_BLOCKED\": it would",
        "POLICY_UNKNOWN|whose 'Governed by' is \"UNKNOWN\", or empty, or something else: it would"})
    void aDeviceThatNoRuleKeepsOut(String reason, String sentence) {
        assertThat(findings("eligibility", withoutRule(xml("eligibility"), reason))).singleElement().asString()
                .startsWith("eligibility: no rule keeps out a device " + sentence).endsWith("Add one whose effect is UNKNOWN or NOT_ELIGIBLE.");
    }

    @Test
    void aRuleThatKeepsOutOnlySomeOfTheDevices() {
        String narrow = xml("eligibility").replaceFirst("(?s)(id=\"rule_24_edition\">\\s*)<text></text>", "$1<text>\"ENTERPRISE\",\"PRO\"</text>");
        assertThat(findings("eligibility", narrow)).containsExactly("eligibility: no rule keeps out a device whose 'Virtualization-based security' is \"NOT_CONFIGURED\" "
                + "(with Edition \"EDUCATION\"): it would count as eligible. Add one whose effect is UNKNOWN or NOT_ELIGIBLE.");
        String warning = xml("eligibility").replaceFirst("(?s)(id=\"rule_24_effect\">\\s*)<text>\"NOT_ELIGIBLE\"</text>", "$1<text>\"WARNING\"</text>");
        assertThat(findings("eligibility", warning)).singleElement().asString().contains("is \"NOT_CONFIGURED\": it would count as eligible");
    }

    @Test
    void aReasonThatMeansTwoThings() {
        assertThat(findings("eligibility", xml("eligibility").replace("\"CHPE_CONTRADICTS\"", "\"CHPE_UNKNOWN\""))).singleElement().asString()
                .contains("it gives the reason \"CHPE_UNKNOWN\" another effect, owner or fix").contains("a code of its own");
    }

    @Test
    void twoRulesThatFitWhereOnlyOneMayDo() {
        assertThat(findings("emergency-ring", xml("emergency-ring").replace("hitPolicy=\"FIRST\"", "hitPolicy=\"UNIQUE\""))).first().asString()
                .startsWith("emergency-ring, rule 4: it overlaps rule 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ring-policy|\"P7D\"|\"P1D\"|ring-policy, rule 1: 'observeFor' P1D must be longer than 'soak' P1D",
        "ring-policy|\"PT6H\"|\"P30D\"|ring-policy, rule 1: 'observeFor' P7D must be longer than 'poll' P30D",
        "ring-policy|<text>3</text>|<text>30</text>|ring-policy, rule 3: 'failureLimit' is 30 for ring 'broad', more than the 5 of ring 'early' before it",
        "ring-policy|<text>15</text>|<text>150</text>|ring-policy, rule 1: 'failureLimit' is 150, which is no percentage above 0",
        "ring-policy|<text>25</text>|<text>0</text>|ring-policy, rule 1: 'minimumSample' is 0, which is not above 0",
        "ring-signals|<text>3</text>|<text>30</text>|ring-signals, rule 2: 'limit' is 30 for ring 'early', more than the 10 of ring 'pilot' before it",
        "ring-signals|<text>10</text>|<text>0</text>|ring-signals, rule 1: 'limit' is 0, which is no percentage above 0",
        "change-type|\"PT6H\"|\"P9D\"|change-type, rule 4: 'approvalWithin' PT24H must be longer than 'remindEvery' P9D",
        "change-type|&lt;= 35|[35..3]|change-type, rule 4: 'restartShare' says [35..3], whose bounds are out of order",
        "build-class|[2033..4929)|[4929..2033)|build-class, rule 14: 'ubr' says [4929..2033), whose bounds are out of order"})
    void thresholdsOutOfOrder(String table, String right, String wrong, String sentence) {
        assertNamed(table, right, wrong, sentence);
    }

    @Test
    void aGateThatPassesBeforeItStops() {
        String xml = xml("ring-gate");
        String first = xml.substring(xml.indexOf("<rule "), xml.indexOf("</rule>") + "</rule>".length());
        String moved = xml.replace(first, "").replaceFirst("(?s)(.*PROCEED.*?</rule>)", "$1" + java.util.regex.Matcher.quoteReplacement(first));
        assertThat(findings("ring-gate", moved)).containsExactly("ring-gate, rule 7: it stops, but rule 6 before it lets the ring pass. Rules that stop come first.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ring-policy|<text>15</text>|<text>\"fifteen\"</text>|ring-policy, rule 1: 'failureLimit' says \"fifteen\", which is not a number",
        "ring-policy|<text>15</text>|<text>fifteen</text>|ring-policy, rule 1: 'failureLimit' says fifteen, which is not a number",
        "ring-policy|<text>15</text>|<text></text>|ring-policy, rule 1: 'failureLimit' is empty",
        "ring-policy|<text>25</text>|<text>2.5</text>|ring-policy, rule 1: 'minimumSample' says 2.5, which is not a whole number",
        "ring-policy|\"P7D\"|7|ring-policy, rule 1: 'observeFor' says 7, which is not a time such as \"P2D\"",
        "ring-policy|\"P7D\"|\"a week\"|ring-policy, rule 1: 'observeFor' says \"a week\", which is not a time such as \"P2D\"",
        "ring-policy|<text>\"HOTPATCH\",\"OOB_HOTPATCH\"</text>|<text>HOTPATCH</text>|ring-policy, rule 5: 'kind' says HOTPATCH, which is no text in quotation marks",
        "ring-policy|<text>\"HOTPATCH\",\"OOB_HOTPATCH\"</text>|<text>\"HOTPACH\"</text>|ring-policy, rule 5: 'kind' says \"HOTPACH\", which never comes",
        "ring-signals|<text>15</text>|<text>\"15\"</text>|ring-signals, rule 4: 'limit' says \"15\", which is not a number",
        "ring-signals|<text>\"GATE\"</text>|<text>\"STOP\"</text>|ring-signals, rule 1: 'mode' says \"STOP\", which is not one of",
        "ring-gate|5</text>|\"5\"</text>|ring-gate: the column 'Devices still reporting in the policy' compares with \"5\", which is not a number",
        "ring-gate|<text>\"HALT\"</text>|<text>\"STOP\"</text>|ring-gate, rule 1: 'verdict' says \"STOP\", which is not one of",
        "change-type|&lt;= 35|&lt;= \"35\"|change-type, rule 4: 'restartShare' says <= \"35\", which is not a number",
        "change-type|<text>90</text>|<text>\"high\"</text>|change-type, rule 1: 'taskPriority' says \"high\", which is not a number",
        "emergency-ring|<text>true</text>|<text>\"true\"</text>|emergency-ring, rule 1: 'ownCycle' says \"true\", which is neither true nor false",
        "drift-effect|<text>true</text>|<text>\"yes\"</text>|drift-effect, rule 10: 'lower' says \"yes\", which is neither true nor false",
        "gate-proof|<text>true</text>|<text>\"yes\"</text>|gate-proof, rule 2: 'enrolledAnew' says \"yes\", which is neither true nor false",
        "build-class|&lt; 26100|&lt; \"24H2\"|build-class, rule 10: 'build' says < \"24H2\", which is not a number",
        "eligibility|<text>true</text>|<text>\"yes\"</text>|eligibility, rule"})
    void textForANumber(String table, String right, String wrong, String sentence) {
        assertNamed(table, right, wrong, sentence);
    }

    /** Who reads the answer says for which ring it cannot be used; the engine's own refusal would name neither. */
    @Test
    void theEngineAnswersWithWhatStandsInTheCell() {
        String wrong = xml("ring-policy").replace("<text>15</text>", "<text>\"fifteen\"</text>");
        DmnEngine engine = ForgivingTypes.in(FeelOnly.configuration()).buildEngine();
        Map<String, Object> said = engine.evaluateDecisionTable(engine.parseDecision("ring-policy", new ByteArrayInputStream(wrong.getBytes(StandardCharsets.UTF_8))),
                Map.of("ringName", "pilot", "kind", "HOTPATCH", "changeType", "STANDARD")).getSingleResult();
        assertThat(said).containsEntry("failureLimit", "fifteen").containsEntry("minimumSample", 25).containsEntry("reportedShareNeeded", 85.0);
    }
}
