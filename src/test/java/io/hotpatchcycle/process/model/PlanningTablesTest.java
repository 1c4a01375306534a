package io.hotpatchcycle.process.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The type of a change and the policy of a ring. */
class PlanningTablesTest {
  /** Square of the 95 % quantile of the normal distribution, as in the Wilson interval. */
  private static final double Z_SQUARED = 1.959964 * 1.959964;

  private final Table change = Table.of(DecisionTables.CHANGE_TYPE, "kind", "HOTPATCH", "surprise", false,
      "exploited", false, "maxSeverity", "Critical", "restartShare", 35.0, "emergencyRequested", false);
  private final Table policy =
      Table.of(DecisionTables.RING_POLICY, "ringName", "pilot", "kind", "HOTPATCH", "changeType", "STANDARD");

  @Test
  void aPlannedHotpatchWithFewRestartsIsAStandardChange() {
    assertThat(change.get("changeType")).isEqualTo("STANDARD");
    assertThat(change.get("approvers")).isEqualTo("change-managers");
    assertThat(change.get("approvalWithin")).isEqualTo("PT48H");
    assertThat(change.with("exploited", true).get("changeType")).isEqualTo("STANDARD");
    assertThat(change.with("exploited", true).get("approvalWithin")).isEqualTo("PT24H");
  }

  @Test
  void moreRestartsOrASurpriseMakeItANormalChange() {
    assertThat(change.with("restartShare", 35.1).get("changeType")).isEqualTo("NORMAL");
    assertThat(change.with("surprise", true).get("changeType")).isEqualTo("NORMAL");
    assertThat(change.with("surprise", true).get("approvers")).isEqualTo("change-managers,cab");
  }

  @ParameterizedTest
  @CsvSource({"false, PT48H", "true, PT24H"})
  void aBaselineIsANormalChangeAndFasterWhenItSurprises(boolean surprise, String within) {
    Table baseline = change.with("kind", "BASELINE", "surprise", surprise, "restartShare", 100.0);

    assertThat(baseline.get("changeType")).isEqualTo("NORMAL");
    assertThat(baseline.get("approvers")).isEqualTo("change-managers,cab");
    assertThat(baseline.get("approvalWithin")).isEqualTo(within);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OOB_HOTPATCH", "OOB_LCU"})
  void anExploitedHoleOutOfBandIsAnEmergency(String kind) {
    assertThat(change.with("kind", kind, "exploited", true).get("changeType")).isEqualTo("EMERGENCY");
    assertThat(change.with("kind", kind, "exploited", false).get("changeType")).isEqualTo("NORMAL");
  }

  @ParameterizedTest
  @CsvSource({"3, true, EMERGENCY", "-1, true, EMERGENCY", "3.1, true, STANDARD", "1, false, STANDARD"})
  void anExploitedHoleThatIsDueSoonIsAnEmergency(double days, boolean exploited, String type) {
    assertThat(change.with("exploited", exploited, "kevDueInDays", days).get("changeType")).isEqualTo(type);
  }

  @Test
  void theTableSaysWhy() {
    assertThat(change.with("kind", "BASELINE", "surprise", true).get("changeWhy").toString())
        .contains("nobody planned", "restart windows", "ledger");
    assertThat(change.with("kind", "OOB_LCU").get("changeWhy").toString()).contains("leave it until the next baseline");
    assertThat(change.with("kind", null).get("changeWhy").toString()).contains("a figure is missing");
  }

  @Test
  void aPersonCanAskForAnEmergency() {
    assertThat(change.with("emergencyRequested", true).get("changeType")).isEqualTo("EMERGENCY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kind", "surprise", "exploited", "restartShare"})
  void anEmptyFactIsNeverAStandardChange(String fact) {
    assertThat(change.with(fact, null).get("changeType")).isEqualTo("NORMAL");
    assertThat(change.without(fact).get("changeType")).isEqualTo("NORMAL");
    assertThat(change.with("kind", "SOMETHING_NEW").get("changeType")).isEqualTo("NORMAL");
  }

  @Test
  void theTaskPriorityIsAWholeNumberUpToAHundred() {
    for (String kind : new String[] {"HOTPATCH", "BASELINE", "OOB_HOTPATCH", "OOB_LCU", "SOMETHING_NEW"}) {
      for (boolean yes : new boolean[] {true, false}) {
        assertThat((Integer) change.with("kind", kind, "surprise", yes, "exploited", yes).get("taskPriority"))
            .isBetween(0, 100);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pilot", "early", "broad", "last", "executives"})
  void theMinimumSampleCanProveTheLimit(String ring) {
    for (String kind : new String[] {"HOTPATCH", "BASELINE", "SOMETHING_NEW"}) {
      for (String type : new String[] {"STANDARD", "NORMAL", "EMERGENCY"}) {
        Table row = policy.with("ringName", ring, "kind", kind, "changeType", type);
        double sample = number(row, "minimumSample");
        assertThat(100 * Z_SQUARED / (sample + Z_SQUARED)).isLessThanOrEqualTo(number(row, "failureLimit"));
        assertThat(Duration.parse((String) row.get("soak")))
            .isLessThan(Duration.parse((String) row.get("observeFor")))
            .isGreaterThan(Duration.parse((String) row.get("poll")));
      }
    }
  }

  @Test
  void ringsGetStricterAndAnUnknownRingIsTheStrictest() {
    assertThat(number(policy, "failureLimit")).isEqualTo(15);
    assertThat(number(policy.with("ringName", "early"), "failureLimit")).isEqualTo(5);
    assertThat(number(policy.with("ringName", "broad"), "failureLimit")).isEqualTo(3);
    assertThat(number(policy.with("ringName", "last"), "failureLimit")).isEqualTo(3);
    assertThat(number(policy.with("ringName", null), "failureLimit")).isEqualTo(2);
  }

  @Test
  void aBaselineGivesHalfADayOfNoticeAndAnEmergencyTwoHours() {
    assertThat(policy.get("windowAfter")).isEqualTo("PT4H");
    assertThat(policy.with("kind", "OOB_HOTPATCH").get("windowAfter")).isEqualTo("PT4H");
    assertThat(policy.with("kind", "BASELINE").get("windowAfter")).isEqualTo("PT12H");
    assertThat(policy.with("kind", null).get("windowAfter")).isEqualTo("PT12H");
    assertThat(policy.with("kind", "OOB_LCU", "changeType", "EMERGENCY").get("windowAfter")).isEqualTo("PT2H");
    assertThat(policy.with("changeType", "EMERGENCY").get("soak")).isEqualTo("P1D");
  }

  private static double number(Table row, String output) {
    return ((Number) row.get(output)).doubleValue();
  }
}
