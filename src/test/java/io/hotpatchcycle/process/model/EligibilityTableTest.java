package io.hotpatchcycle.process.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every reason can be reached, a good device has none, and an unknown fact never makes a device eligible. */
class EligibilityTableTest {
  private static final String[][] REACHED = {
      {"product", "UNKNOWN", "OS_UNKNOWN", "UNKNOWN"}, {"buildClass", "UNKNOWN", "BUILD_UNKNOWN", "UNKNOWN"},
      {"product", "WINDOWS_10", "OS_WINDOWS_10", "NOT_ELIGIBLE"}, {"product", "WINDOWS_SERVER", "OS_SERVER", "NOT_ELIGIBLE"},
      {"buildClass", "VERSION_22H2", "BUILD_22H2", "NOT_ELIGIBLE"}, {"buildClass", "VERSION_23H2", "BUILD_23H2", "NOT_ELIGIBLE"},
      {"buildClass", "VERSION_21H2", "BUILD_21H2", "NOT_ELIGIBLE"}, {"buildClass", "VERSION_26H1", "BUILD_26H1", "NOT_ELIGIBLE"},
      {"buildClass", "NOT_TRACKED", "BUILD_NOT_TRACKED", "NOT_ELIGIBLE"},
      {"buildClass", "BELOW_MINIMUM", "BUILD_BELOW_MINIMUM", "NOT_ELIGIBLE"},
      {"edition", "HOME", "EDITION_HOME", "NOT_ELIGIBLE"}, {"edition", "LTSC", "EDITION_LTSC", "NOT_ELIGIBLE"},
      {"edition", "SE", "EDITION_SE", "NOT_ELIGIBLE"}, {"edition", "UNKNOWN", "EDITION_UNKNOWN", "UNKNOWN"}, {"management", "OTHER", "NOT_INTUNE_MANAGED", "NOT_ELIGIBLE"},
      {"management", "UNKNOWN", "MANAGEMENT_UNKNOWN", "UNKNOWN"}, {"management", "CO_MANAGED", "CO_MANAGED", "WARNING"},
      {"management", "CO_MANAGED_OTHER", "COMPETING_UPDATE_SOURCE", "NOT_ELIGIBLE"},
      {"join", "REGISTERED", "JOIN_REGISTERED", "NOT_ELIGIBLE"}, {"join", "UNKNOWN", "JOIN_UNKNOWN", "UNKNOWN"},
      {"join", "HYBRID", "JOIN_HYBRID", "WARNING"}, {"licence", "NONE", "LICENCE_MISSING", "NOT_ELIGIBLE"},
      {"licence", "UNKNOWN", "LICENCE_UNKNOWN", "UNKNOWN"}, {"cpu", "X86", "CPU_X86", "NOT_ELIGIBLE"},
      {"cpu", "UNKNOWN", "CPU_UNKNOWN", "UNKNOWN"}, {"vbs", "REBOOT_REQUIRED", "VBS_REBOOT_REQUIRED", "NOT_ELIGIBLE"},
      {"vbs", "NOT_CONFIGURED", "VBS_NOT_CONFIGURED", "NOT_ELIGIBLE"}, {"vbs", "NOT_CAPABLE", "VBS_NOT_CAPABLE", "NOT_ELIGIBLE"},
      {"vbs", "UNKNOWN", "VBS_UNKNOWN", "UNKNOWN"}, {"buildClass", "BEHIND", "BASELINE_BEHIND", "WARNING"},
      {"policy", "MULTIPLE", "POLICY_MULTIPLE", "WARNING"}, {"policy", "FOREIGN", "POLICY_FOREIGN", "WARNING"},
      {"policy", "NONE_BLOCKED", "TENANT_DEFAULT_BLOCKS", "NOT_ELIGIBLE"}, {"policy", "NONE_ALLOWED", "TENANT_DEFAULT_ALLOWS", "WARNING"},
      {"enrolment", "FAILED", "ENROLMENT_FAILED", "WARNING"}, {"enrolment", "NOT_ENROLLED", "NOT_ENROLLED", "WARNING"},
      {"enrolment", "UNKNOWN", "ENROLMENT_UNKNOWN", "UNKNOWN"}, {"policy", "FOREIGN_BLOCKED", "POLICY_FOREIGN_BLOCKS", "NOT_ELIGIBLE"}, {"policy", "NONE", "TENANT_DEFAULT_UNKNOWN", "UNKNOWN"}, {"policy", "UNKNOWN", "POLICY_UNKNOWN", "UNKNOWN"}, {"chpe", "ON", "CHPE_CONTRADICTS", "UNKNOWN"}};

  private final Table good = Table.of(DecisionTables.ELIGIBILITY, "product", "WINDOWS_11", "buildClass", "CURRENT",
      "edition", "ENTERPRISE", "licence", "QUALIFYING", "cpu", "X64", "chpe", "NOT_APPLICABLE", "vbs", "RUNNING",
      "join", "ENTRA", "management", "INTUNE", "policy", "UNIT", "enrolment", "NOTHING_AGAINST");
  private final Table goodArm = good.with("cpu", "ARM64", "chpe", "OFF");

  @Test
  void aGoodDeviceHasNoReasonAgainstIt() {
    assertThat(good.all("reason")).isEmpty();
    assertThat(good.with("chpe", "UNKNOWN").all("reason")).isEmpty();
    assertThat(goodArm.all("reason")).isEmpty();
    for (String edition : new String[] {"EDUCATION", "PRO"}) {
      assertThat(good.with("edition", edition).all("reason")).isEmpty();
    }
    assertThat(good.with("management", "CO_MANAGED_INTUNE").all("reason")).isEmpty();
    assertThat(good.with("join", "HYBRID_PROVEN").all("reason")).isEmpty();
  }

  @Test
  void everyReasonIsReachedByOneFactAlone() {
    Set<Object> reached = new TreeSet<>(Set.of("CHPE_ON", "CHPE_UNKNOWN"));
    for (String[] fact : REACHED) {
      Table device = good.with(fact[0], fact[1]);
      assertThat(device.all("reason")).as(fact[0] + " " + fact[1]).containsExactly(fact[2]);
      assertThat(device.all("effect")).as(fact[0] + " " + fact[1]).containsExactly(fact[3]);
      reached.addAll(device.all("reason"));
    }
    assertThat(reached).isEqualTo(reasons());
  }

  @ParameterizedTest
  @CsvSource({"ON, CHPE_ON", "UNKNOWN, CHPE_UNKNOWN", "NOT_APPLICABLE, CHPE_UNKNOWN", "SOMETHING, CHPE_UNKNOWN"})
  void onArmTheHybridCodeMustBeKnownToBeOff(String chpe, String reason) {
    assertThat(goodArm.with("chpe", chpe).all("reason")).containsExactly(reason);
    assertThat(goodArm.with("chpe", null).all("reason")).containsExactly("CHPE_UNKNOWN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"product", "buildClass", "edition", "licence", "cpu", "chpe", "vbs", "join", "management",
      "policy", "enrolment"})
  void aMissingOrUnlistedFactIsUnknownAndNeverEligible(String fact) {
    assertThat(good.with(fact, null).all("effect")).as("null").contains("UNKNOWN");
    assertThat(good.without(fact).all("effect")).as("unset").contains("UNKNOWN");
    assertThat(good.with(fact, "SOMETHING_NEW").all("effect")).as("unlisted").contains("UNKNOWN");
    assertThat(good.with(fact, "").all("effect")).as("empty").contains("UNKNOWN");
  }

  /** Which to fix first is by effect, and among equals by this order. */
  @Test
  void allReasonsAreKeptInTheOrderOfTheTable() {
    assertThat(good.with("buildClass", "BEHIND", "vbs", "NOT_CONFIGURED", "licence", "NONE", "join", "HYBRID",
        "policy", "FOREIGN").all("reason"))
        .containsExactly("JOIN_HYBRID", "LICENCE_MISSING", "VBS_NOT_CONFIGURED", "BASELINE_BEHIND", "POLICY_FOREIGN");
  }

  @Test
  void everyReasonHasAnOwnerAFixAndARestartFlag() {
    for (String[] fact : REACHED) {
      Table device = good.with(fact[0], fact[1]);
      assertThat(device.all("owner")).isSubsetOf("LICENSING", "DESKTOP", "SECURITY", "IDENTITY", "MICROSOFT", "USER");
      assertThat((String) device.all("fix").get(0)).endsWith(".");
      assertThat(device.all("fixRestarts").get(0)).isInstanceOf(Boolean.class);
    }
  }

  /** A restart that a fix needs is planned for by these; who changes the table changes them here as well. */
  private static final Set<Object> OWNERS_AND_RESTARTS = Set.of(
      "OS_UNKNOWN, DESKTOP, false", "BUILD_UNKNOWN, DESKTOP, false", "OS_WINDOWS_10, DESKTOP, true",
      "OS_SERVER, DESKTOP, false", "BUILD_21H2, DESKTOP, true", "BUILD_22H2, DESKTOP, true",
      "BUILD_23H2, DESKTOP, true", "BUILD_26H1, MICROSOFT, false", "BUILD_NOT_TRACKED, DESKTOP, true",
      "BUILD_BELOW_MINIMUM, DESKTOP, true", "EDITION_HOME, LICENSING, true", "EDITION_LTSC, MICROSOFT, true",
      "EDITION_SE, DESKTOP, true", "EDITION_UNKNOWN, DESKTOP, false", "NOT_INTUNE_MANAGED, DESKTOP, false",
      "MANAGEMENT_UNKNOWN, DESKTOP, false", "CO_MANAGED, DESKTOP, false", "COMPETING_UPDATE_SOURCE, DESKTOP, false",
      "JOIN_REGISTERED, IDENTITY, true", "JOIN_UNKNOWN, IDENTITY, false", "JOIN_HYBRID, IDENTITY, false",
      "LICENCE_MISSING, LICENSING, false", "LICENCE_UNKNOWN, LICENSING, false", "CPU_X86, DESKTOP, true",
      "CPU_UNKNOWN, DESKTOP, false", "CHPE_ON, DESKTOP, true", "CHPE_UNKNOWN, DESKTOP, false",
      "CHPE_CONTRADICTS, DESKTOP, false", "VBS_REBOOT_REQUIRED, USER, true", "VBS_NOT_CONFIGURED, SECURITY, true",
      "VBS_NOT_CAPABLE, DESKTOP, true", "VBS_UNKNOWN, SECURITY, false", "BASELINE_BEHIND, USER, true",
      "POLICY_MULTIPLE, DESKTOP, false", "POLICY_FOREIGN, DESKTOP, false", "POLICY_FOREIGN_BLOCKS, DESKTOP, false",
      "ENROLMENT_FAILED, IDENTITY, false", "NOT_ENROLLED, DESKTOP, false", "TENANT_DEFAULT_BLOCKS, DESKTOP, false",
      "TENANT_DEFAULT_ALLOWS, DESKTOP, false", "TENANT_DEFAULT_UNKNOWN, DESKTOP, false",
      "ENROLMENT_UNKNOWN, IDENTITY, false", "POLICY_UNKNOWN, DESKTOP, false");

  @Test
  void whoFixesEachReasonAndWhetherThatRestarts() {
    Set<Object> found = new TreeSet<>();
    ModelFiles.decisions().get(DecisionTables.ELIGIBILITY).getModelElementsByType(Rule.class).forEach(rule -> {
      List<String> answers = rule.getOutputEntries().stream().map(OutputEntry::getText)
          .map(text -> text.getTextContent().replace("\"", "")).toList();
      found.add(answers.get(0) + ", " + answers.get(2) + ", " + answers.get(4));
    });
    assertThat(found).containsExactlyInAnyOrderElementsOf(OWNERS_AND_RESTARTS);
  }

  private static Set<Object> reasons() {
    Set<Object> reasons = new TreeSet<>();
    ModelFiles.decisions().get(DecisionTables.ELIGIBILITY).getModelElementsByType(Rule.class).forEach(rule ->
        reasons.add(rule.getOutputEntries().stream().findFirst().map(OutputEntry::getText).orElseThrow()
            .getTextContent().replace("\"", "")));
    return reasons;
  }
}
