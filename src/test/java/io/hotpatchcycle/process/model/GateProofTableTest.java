package io.hotpatchcycle.process.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an unapproved build came to a device: each class, and that nothing unexplained reads as harmless. */
class GateProofTableTest {
  private final Table lcu = Table.of(DecisionTables.GATE_PROOF, "approval", "NEVER", "delivered", "LCU", "track", "LCU", "enrolledAnew", false,
      "knownBefore", true, "newerWindows", false, "otherSource", false, "unexplained", 1, "unexplainedShare", 0.5);

  @ParameterizedTest
  @CsvSource({
      "approval, COMMITTED, COMMITTED", "approval, BEFORE_GATE, BEFORE_GATE", "enrolledAnew, true, REIMAGED", "newerWindows, true, FEATURE_UPGRADE",
      "otherSource, true, BY_PERSON", "track, HOTPATCH, BY_PERSON", "delivered, HOTPATCH, GATE_NOT_HELD", "approval, IDLE, GATE_NOT_HELD",
      "approval, UNHEARD, UNKNOWN", "delivered, UNLISTED, UNKNOWN", "track, NONE, UNKNOWN"})
  void oneFactExplainsIt(String fact, String value, String expected) {
    Object typed = value.equals("true") ? Boolean.TRUE : value;
    assertThat(lcu.with(fact, typed).get("installClass")).isEqualTo(expected);
    assertThat((String) lcu.with(fact, typed).get("because")).isNotBlank();
  }

  @Test
  void aNewDeviceIsProvisionedWhateverItRuns() {
    assertThat(lcu.with("enrolledAnew", true, "knownBefore", false).get("installClass")).isEqualTo("PROVISIONED");
    assertThat(lcu.with("enrolledAnew", true, "knownBefore", false, "delivered", "HOTPATCH").get("installClass")).isEqualTo("PROVISIONED");
  }

  @Test
  void aHotpatchIsNeverPartOfAnImageOrAFeatureUpdate() {
    assertThat(lcu.with("delivered", "HOTPATCH", "enrolledAnew", true).get("installClass")).isEqualTo("GATE_NOT_HELD");
    assertThat(lcu.with("delivered", "HOTPATCH", "newerWindows", true).get("installClass")).isEqualTo("GATE_NOT_HELD");
  }

  @Test
  void noOtherToolInstallsAHotpatch() {
    assertThat(lcu.with("delivered", "HOTPATCH", "otherSource", true).get("installClass")).isEqualTo("GATE_NOT_HELD");
    assertThat(lcu.with("delivered", "UNLISTED", "otherSource", true).get("installClass")).isEqualTo("BY_PERSON");
  }

  @Test
  void tooManyForChanceAreALeak() {
    assertThat(lcu.with("unexplained", 3, "unexplainedShare", 5.1).get("installClass")).isEqualTo("GATE_NOT_HELD");
    assertThat(lcu.with("unexplained", 3, "unexplainedShare", 5.1, "track", "HOTPATCH").get("installClass")).isEqualTo("GATE_NOT_HELD");
    assertThat(lcu.with("unexplained", 2, "unexplainedShare", 50.0).get("installClass")).isEqualTo("UNKNOWN");
    assertThat(lcu.with("unexplained", 30, "unexplainedShare", 5.0).get("installClass")).isEqualTo("UNKNOWN");
  }

  @Test
  void anEmptyFactNeverExplainsAnything() {
    for (String fact : lcu.facts()) {
      assertThat(lcu.with(fact, null).get("installClass")).as(fact + " empty").isEqualTo("UNKNOWN");
    }
  }
}
