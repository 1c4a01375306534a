package io.hotpatchcycle.process.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The class of a build on both sides of each limit. */
class BuildClassTableTest {
  private final Table current = Table.of(DecisionTables.BUILD_CLASS, "product", "WINDOWS_11", "build", 26100,
      "ubr", 8875, "cpu", "X64", "trackedBuild", true, "baselineUbr", 8875);

  @ParameterizedTest
  @CsvSource({
      "26100, X64,   2032, 2000, BELOW_MINIMUM", "26100, X64,   2033, 2033, CURRENT",
      "26100, ARM64, 4928, 4000, BELOW_MINIMUM", "26100, ARM64, 4929, 4929, CURRENT",
      "26100, UNKNOWN, 4928, 4000, UNKNOWN",     "26100, UNKNOWN, 2032, 2000, BELOW_MINIMUM",
      "26100, UNKNOWN, 4929, 4929, CURRENT",     "26200, ARM64, 4928, 4928, CURRENT",
      "26100, X64, 8874, 8875, BEHIND",          "26100, X64, 8876, 8875, CURRENT",
      "26100, X64, 32229, 8875, CURRENT",        "26100, X64, 32230, 8875, UNKNOWN",
      "26099, X64, 8875, 8875, NOT_TRACKED",     "22631, X64, 8875, 8875, VERSION_23H2", "22621, X64, 8875, 8875, VERSION_22H2", "22000, X64, 8875, 8875, VERSION_21H2", "21999, X64, 8875, 8875, NOT_TRACKED", "22001, X64, 8875, 8875, NOT_TRACKED"})
  void classOfAWindows11Build(int build, String cpu, int ubr, int baseline, String expected) {
    assertThat(current.with("build", build, "cpu", cpu, "ubr", ubr, "baselineUbr", baseline).get("buildClass"))
        .isEqualTo(expected);
  }

  @Test
  void aServerIsNeverTrackedAlthoughItSharesTheBuildNumber() {
    assertThat(current.with("product", "WINDOWS_SERVER", "ubr", 32230).get("buildClass")).isEqualTo("NOT_TRACKED");
    assertThat(current.with("product", "WINDOWS_10", "build", 19045).get("buildClass")).isEqualTo("NOT_TRACKED");
  }

  @Test
  void aBuildWithoutHotpatchesInTheCatalogIsNotTracked() {
    assertThat(current.with("build", 28001, "trackedBuild", false).get("buildClass")).isEqualTo("NOT_TRACKED");
    assertThat(current.with("build", 27999, "trackedBuild", false).get("buildClass")).isEqualTo("NOT_TRACKED");
  }

  /** Named as such while the catalog has no hotpatch for it, and as any other once it has. */
  @Test
  void release26H1IsNamedUntilItGetsHotpatches() {
    assertThat(current.with("build", 28000, "trackedBuild", false).get("buildClass")).isEqualTo("VERSION_26H1");
    assertThat(current.with("build", 28000, "trackedBuild", null).get("buildClass")).isEqualTo("UNKNOWN");
    assertThat(current.with("build", 28000).get("buildClass")).isEqualTo("CURRENT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"product", "build", "ubr", "trackedBuild", "baselineUbr"})
  void anEmptyFactIsUnknown(String fact) {
    assertThat(current.get("buildClass")).isEqualTo("CURRENT");
    assertThat(current.with(fact, null).get("buildClass")).isEqualTo("UNKNOWN");
    assertThat(current.without(fact).get("buildClass")).isEqualTo("UNKNOWN");
    assertThat(current.with("ubr", 8874).with(fact, null).get("buildClass")).as("behind").isEqualTo("UNKNOWN");
    assertThat(current.with("product", "WINDOWS_12").get("buildClass")).isEqualTo("UNKNOWN");
  }
}
