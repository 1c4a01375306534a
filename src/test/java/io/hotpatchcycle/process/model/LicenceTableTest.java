package io.hotpatchcycle.process.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which licences cover hotpatch: every one that Microsoft names, and none that only looks like it. */
class LicenceTableTest {

  private static Object covers(String kind, String name) {
    return Table.of(DecisionTables.LICENCE, "kind", kind, "name", name).get("covers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"WIN10_PRO_ENT_SUB", "WIN10_VDA_E3", "WIN10_VDA_E5", "Windows_Autopatch", "WINDOWSUPDATEFORBUSINESS_DEPLOYMENTSERVICE"})
  void aPlanThatCarriesIt(String plan) {
    assertThat(covers("PLAN", plan)).isEqualTo("YES");
    assertThat(covers("PLAN", plan + "X")).isEqualTo("NO");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SPE_E3", "SPE_E5", "WIN10_VDA_E3", "WIN10_VDA_E5", "SPB", "SPE_F1", "M365EDU_A3_FACULTY", "M365EDU_A5_STUUSEBNFT",
      "CPC_E_2C_8GB_128GB", "CPC_LVL_1", "CPC_LVL_3", "CPC_2"})
  void aProductAsSuch(String product) {
    assertThat(covers("PRODUCT", product)).isEqualTo("YES");
  }

  @ParameterizedTest
  @CsvSource({"PRODUCT, M365EDU_A1", "PRODUCT, CPC_B_2C_8RAM_256GB", "PRODUCT, CPC_S_2C_4GB_64GB", "PRODUCT, CPC_LVL_4", "PRODUCT, EXCHANGESTANDARD",
      "PLAN, CPC_2", "PLAN, SPE_E3", "PLAN, M365EDU_A3_FACULTY", "PLAN, CPC_E_2C_8GB_128GB", "OTHER, SPE_E3", "PRODUCT,"})
  void whatDoesNot(String kind, String name) {
    assertThat(covers(kind, name)).isEqualTo("NO");
  }
}
