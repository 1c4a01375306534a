package io.hotpatchcycle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkTableTest {

    private static final Map<String, byte[]> FILES = Models.builtIn().files();
    private static final List<String> WORDS = List.of("WINDOWS_11", "WINDOWS_10", "WINDOWS_SERVER", "UNKNOWN", "CURRENT", "BEHIND", "BELOW_MINIMUM",
            "NOT_TRACKED", "ENTERPRISE", "PRO", "HOME", "LTSC", "QUALIFYING", "NONE", "X64", "ARM64", "X86", "OFF", "ON", "NOT_APPLICABLE", "RUNNING",
            "REBOOT_REQUIRED", "NOT_CONFIGURED", "NOT_CAPABLE", "ENTRA", "HYBRID", "REGISTERED", "INTUNE", "CO_MANAGED", "CO_MANAGED_OTHER", "NONE_BLOCKED", "OTHER", "UNIT", "FOREIGN",
            "MULTIPLE", "FOREIGN_BLOCKED", "HYBRID_PROVEN", "VERSION_22H2", "NOTHING_AGAINST", "NOT_ENROLLED", "FAILED", "", "running", "it's <odd> & \"new\"");
    private static final List<Integer> NUMBERS = List.of(-1, 0, 2032, 2033, 4928, 4929, 22631, 26099, 26100, 26200, 999_999);

    private static BulkTable table(String id) {
        return new BulkTable(id, FILES.get("processes/" + id + ".dmn"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void columnsOneByOneSayWhatTheWholeTableSays(long seed) {
        Random random = new Random(seed);
        BulkTable eligibility = table("eligibility");
        BulkTable builds = table("build-class");
        assertThat(eligibility.byColumn()).isTrue();
        assertThat(builds.byColumn()).isTrue();
        for (int i = 0; i < 60; i++) {
            Map<String, Object> facts = new HashMap<>();
            for (String name : List.of("product", "buildClass", "join", "edition", "licence", "cpu", "chpe", "vbs", "management", "policy", "enrolment")) {
                facts.put(name, random.nextInt(12) == 0 ? null : WORDS.get(random.nextInt(WORDS.size())));
            }
            assertThat(eligibility.evaluate(facts)).as("seed %s, %s", seed, facts).isEqualTo(eligibility.evaluateWhole(facts));
            Map<String, Object> build = new HashMap<>();
            build.put("product", random.nextInt(3) == 0 ? WORDS.get(random.nextInt(4)) : "WINDOWS_11");
            build.put("cpu", WORDS.get(14 + random.nextInt(4)));
            build.put("trackedBuild", random.nextBoolean());
            for (String name : List.of("build", "ubr", "baselineUbr")) {
                build.put(name, random.nextInt(8) == 0 ? null : NUMBERS.get(random.nextInt(NUMBERS.size())));
            }
            assertThat(builds.evaluate(build)).as("seed %s, %s", seed, build).isEqualTo(builds.evaluateWhole(build));
        }
    }

    /** Rehearsals and the eligibility of a fleet ask tables that no engine of processes has looked at. */
    @Test
    void aTableInAnotherLanguageIsNotEvaluated() {
        String xml = new String(FILES.get("processes/build-class.dmn"), StandardCharsets.UTF_8).replaceFirst("<inputExpression ", "<inputExpression expressionLanguage=\"juel\" ");
        assertThatThrownBy(() -> new BulkTable("build-class", xml.getBytes(StandardCharsets.UTF_8)).evaluate(Map.of("product", "WINDOWS_11")))
                .hasStackTraceContaining("It was not evaluated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"licence", "= licence", "> today()", "string length(?) > 3"})
    void aCellThatLooksElsewhereIsEvaluatedWithItsWholeTable(String cell) {
        String xml = new String(FILES.get("processes/eligibility.dmn"), StandardCharsets.UTF_8).replace("<text>\"LTSC\"</text>",
                "<text>" + cell.replace(">", "&gt;") + "</text>");
        assertThat(new BulkTable("eligibility", xml.getBytes(StandardCharsets.UTF_8)).byColumn()).isFalse();
    }

    @Test
    void anOutputThatIsComputedIsEvaluatedWithItsWholeTable() {
        String xml = new String(FILES.get("processes/build-class.dmn"), StandardCharsets.UTF_8).replaceFirst(
                "(?s)(<outputEntry id=\"rule_01_buildClass\">\\s*<text>)\"NOT_TRACKED\"", "$1product");
        BulkTable table = new BulkTable("build-class", xml.getBytes(StandardCharsets.UTF_8));
        assertThat(table.byColumn()).isFalse();
        Map<String, Object> server = new HashMap<>(Map.of("product", "WINDOWS_SERVER", "cpu", "X64", "trackedBuild", false));
        List.of("build", "ubr", "baselineUbr").forEach(name -> server.put(name, null));
        assertThat(table.evaluate(server)).isEqualTo(new ArrayList<>(List.of(Map.of("buildClass", "WINDOWS_SERVER"))));
    }
}
