package io.hotpatchcycle.process.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What alerts mean, and from where on a signal is too much. */
class SignalTablesTest {
  private final Table alert = Table.of(DecisionTables.ALERT_CLASS, "code", "DiskFull");
  private final Table start = Table.of(DecisionTables.START_CLASS, "category", "blueScreen", "restartPlanned", false);
  private final Table signal = Table.of(DecisionTables.RING_SIGNALS, "signal", "ROLLBACK", "ringName", "pilot");

  @ParameterizedTest
  @CsvSource({"DiskFull, CUSTOMER, YES", "CancelledByUser, CUSTOMER, NO", "RollbackInitiated, CUSTOMER, NO", "SafeguardHold, MICROSOFT, NO",
      "UnexpectedShutdown, MICROSOFT, BY_ITSELF", "SomethingNew, UNKNOWN, NO"})
  void anAlertSaysWhoseActionItAsksForAndWhetherToTryAgain(String code, String whose, String retry) {
    assertThat(alert.with("code", code).get("whose")).isEqualTo(whose);
    assertThat(alert.with("code", code).get("retry")).isEqualTo(retry);
    assertThat((String) alert.with("code", code).get("action")).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({"blueScreen, true, CRASH", "bootError, false, CRASH", "longPowerButtonPress, true, UNEXPECTED", "restartWithUpdate, true, EXPECTED",
      "restartWithUpdate, false, UNEXPECTED", "shutdownWithoutUpdate, false, EXPECTED", "unknown, true, UNEXPECTED", "SomethingNew, true, UNEXPECTED"})
  void aStartIsACrashOrUnexpectedUnlessItIsKnownToBeNeither(String category, boolean planned, String means) {
    assertThat(start.with("category", category).with("restartPlanned", planned).get("class")).isEqualTo(means);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ROLLBACK", "CUSTOMER_ALERT", "MICROSOFT_ALERT", "UNKNOWN_ALERT", "SILENT_AFTER_INSTALL", "UNEXPECTED_RESTART", "CRASH", "NEW"})
  void everySignalHasAModeAndAPercentage(String name) {
    assertThat(signal.with("signal", name).get("mode")).isIn("GATE", "OBSERVE");
    assertThat(((Number) signal.with("signal", name).get("limit")).doubleValue()).isBetween(1.0, 100.0);
  }

  @Test
  void rollBacksCountAndWhatIsNewIsOnlyWatched() {
    assertThat(signal.get("mode")).isEqualTo("GATE");
    assertThat(signal.with("signal", "NEW").get("mode")).isEqualTo("OBSERVE");
    assertThat(((Number) signal.with("ringName", "broad").get("limit")).doubleValue()).isLessThan(((Number) signal.get("limit")).doubleValue());
  }
}
