package io.hotpatchcycle.process.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gate on both sides of each limit, and with every figure empty. */
class RingGateTableTest {
  private final Table good = Table.of(DecisionTables.RING_GATE,
      "dataFresh", true, "controlled", 100, "provingSample", 73, "sample", 100, "minimumSample", 100, "reportedShare", 88.0, "reportedShareNeeded", 88,
      "effectiveShare", 85.0, "effectiveShareNeeded", 85, "silentShare", 12.0, "silentLimit", 12,
      "failureLower", 0.0, "failureUpper", 5.0, "failureLimit", 5, "soakElapsed", true,
      "knownIssues", "NONE", "gateHeld", "HELD", "drift", "NONE", "enrolmentDrop", 5.0, "signals", "CALM",
      "deadlinePassed", false);

  @Test
  void proceedsExactlyAtEveryLimit() {
    assertThat(good.get("verdict")).isEqualTo("PROCEED");
    assertThat(good.with("deadlinePassed", true).get("verdict")).isEqualTo("PROCEED");
  }

  @ParameterizedTest
  @CsvSource({
      "sample, 99, sample", "reportedShare, 87.9, report", "effectiveShare, 84.9, fixed build",
      "silentShare, 12.1, silent", "failureUpper, 5.1, below the limit"})
  void waitsJustOutsideALimitAndAsksAPersonAtTheDeadline(String figure, double value, String reason) {
    Table outside = good.with(figure, value);

    assertThat(outside.get("verdict")).isEqualTo("WAIT");
    assertThat((String) outside.get("verdictReason")).contains(reason);
    assertThat(outside.with("deadlinePassed", true).get("verdict")).isEqualTo("INCONCLUSIVE");
    assertThat((String) outside.with("deadlinePassed", true).get("verdictReason")).contains(reason);
  }

  @ParameterizedTest
  @CsvSource({"dataFresh, fresh, stale", "soakElapsed, soak time, soak time"})
  void waitsForAnAnswerThatIsNo(String figure, String waiting, String missing) {
    assertThat(good.with(figure, false).get("verdict")).isEqualTo("WAIT");
    assertThat((String) good.with(figure, false).get("verdictReason")).contains(waiting);
    Table late = good.with(figure, false, "deadlinePassed", true);
    assertThat(late.get("verdict")).isEqualTo("INCONCLUSIVE");
    assertThat((String) late.get("verdictReason")).contains(missing);
  }

  @Test
  void haltsWhenTheFailuresAreBeyondDoubtEvenOnStaleData() {
    Table failing = good.with("failureLower", 5.1, "failureUpper", 9.0);

    assertThat(good.with("failureLower", 5.0).get("verdict")).isEqualTo("PROCEED");
    assertThat(failing.get("verdict")).isEqualTo("HALT");
    assertThat(failing.with("dataFresh", false, "soakElapsed", false).get("verdict")).isEqualTo("HALT");
    assertThat(failing.with("deadlinePassed", true).get("verdict")).isEqualTo("HALT");
  }

  @Test
  void fewFirstReportsDoNotHaltALargeRingButATinyRingIsNotLeftAlone() {
    Table firstFails = good.with("sample", 1, "failureLower", 20.7, "failureUpper", 100.0);

    assertThat(firstFails.get("verdict")).isEqualTo("WAIT");
    assertThat(firstFails.with("sample", 49).get("verdict")).isEqualTo("WAIT");
    assertThat(firstFails.with("sample", 50).get("verdict")).as("half of the minimum sample").isEqualTo("HALT");
    assertThat(firstFails.with("controlled", 4, "sample", 2).get("verdict")).as("half of the ring").isEqualTo("HALT");
  }

  @Test
  void anEmptyFigureNeverProceeds() {
    for (String figure : good.facts()) {
      assertThat(good.with(figure, null).get("verdict")).as(figure + " empty").isIn("WAIT", "INCONCLUSIVE");
      assertThat(good.without(figure).get("verdict")).as(figure + " unset").isIn("WAIT", "INCONCLUSIVE");
      if (!figure.equals("deadlinePassed")) {
        assertThat(good.with("deadlinePassed", true).with(figure, null).get("verdict")).as(figure + " empty, late")
            .isEqualTo("INCONCLUSIVE");
      }
    }
  }

  @Test
  void anOpenKnownIssueAsksAPersonBeforeTheNextRing() {
    assertThat(good.with("knownIssues", "MITIGATED").get("verdict")).isEqualTo("PROCEED");
    assertThat(good.with("knownIssues", "OPEN").get("verdict")).isEqualTo("INCONCLUSIVE");
    assertThat((String) good.with("knownIssues", "OPEN").get("verdictReason")).contains("open known issue");
    assertThat((String) good.with("knownIssues", "UNKNOWN").get("verdictReason")).contains("could not be read");
    assertThat(good.with("knownIssues", "something new").get("verdict")).isEqualTo("INCONCLUSIVE");
    assertThat(good.with("knownIssues", "OPEN", "soakElapsed", false).get("verdict")).as("the ring itself comes first").isEqualTo("WAIT");
    assertThat(good.with("knownIssues", "OPEN", "failureLower", 5.1, "failureUpper", 9.0).get("verdict")).isEqualTo("HALT");
  }

  @Test
  void aGateThatDidNotHoldHaltsAndAnUnexplainedInstallAsksAPerson() {
    assertThat(good.with("gateHeld", "NOT_HELD").get("verdict")).isEqualTo("HALT");
    assertThat(good.with("gateHeld", "OBSERVED").get("verdict")).isEqualTo("PROCEED");
    assertThat(good.with("gateHeld", "NOT_HELD", "dataFresh", false, "soakElapsed", false).get("verdict")).isEqualTo("HALT");
    assertThat(good.with("gateHeld", "UNKNOWN").get("verdict")).isEqualTo("INCONCLUSIVE");
    assertThat((String) good.with("gateHeld", "UNKNOWN").get("verdictReason")).contains("nothing known explains");
    assertThat(good.with("gateHeld", "UNKNOWN", "soakElapsed", false).get("verdict")).isEqualTo("WAIT");
    assertThat((String) good.with("gateHeld", null).get("verdictReason")).contains("nobody has looked");
    assertThat(good.with("gateHeld", "something new").get("verdict")).isEqualTo("INCONCLUSIVE");
  }

  @Test
  void whatSomebodyOpenedHaltsWhatHeClosedAsksAPerson() {
    assertThat(good.with("drift", "HARMLESS").get("verdict")).isEqualTo("PROCEED");
    assertThat(good.with("drift", "OPENING", "soakElapsed", false).get("verdict")).isEqualTo("HALT");
    assertThat(good.with("drift", "CLOSING", "soakElapsed", false).get("verdict")).isEqualTo("INCONCLUSIVE");
    assertThat((String) good.with("drift", null).get("verdictReason")).contains("could not be read");
  }

  @Test
  void devicesThatDropOutOfThePolicyHalt() {
    assertThat(good.with("enrolmentDrop", 5.1).get("verdict")).isEqualTo("HALT");
    assertThat((String) good.with("enrolmentDrop", 5.1, "dataFresh", false).get("verdictReason")).contains("dropped out");
    assertThat((String) good.with("enrolmentDrop", null).get("verdictReason")).contains("not known");
  }

  @Test
  void aSignalBeyondItsLimitHaltsAndOneThatIsNotKnownNeverPasses() {
    assertThat(good.with("signals", "BEYOND", "soakElapsed", false).get("verdict")).isEqualTo("HALT");
    assertThat(good.with("signals", "UNKNOWN").get("verdict")).isEqualTo("INCONCLUSIVE");
    assertThat((String) good.with("signals", null).get("verdictReason")).contains("could not be measured");
  }

  @Test
  void anUnknownDeadlineGoesToAPerson() {
    assertThat(good.with("deadlinePassed", null).get("verdict")).isEqualTo("INCONCLUSIVE");
    assertThat(good.with("deadlinePassed", null, "sample", 3).get("verdict")).isEqualTo("INCONCLUSIVE");
  }

  @Test
  void asksAPersonOnceSoakedWhenTheRingIsTooSmallToProveItsLimit() {
    Table small = good.with("controlled", 99, "sample", 60);

    assertThat(small.get("verdict")).isEqualTo("INCONCLUSIVE");
    assertThat((String) small.get("verdictReason")).contains("too small to ever prove");
    assertThat(small.with("soakElapsed", false).get("verdict")).isEqualTo("WAIT");
    assertThat(good.with("provingSample", 101, "sample", 60).get("verdict")).isEqualTo("INCONCLUSIVE");
    assertThat(good.with("controlled", 100, "sample", 99).get("verdict")).isEqualTo("WAIT");
  }

  @Test
  void nothingMeasuredIsNotASuccess() {
    assertThat(good.with("sample", 0, "minimumSample", 0).get("verdict")).isEqualTo("WAIT");
  }
}
