package io.hotpatchcycle.process.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a deletion in the tenant means, and what takes the place of the deleted. */
class DriftEffectTableTest {

  @Test
  void aDeletionOpensAndSaysThatTheRingIsHeld() {
    for (String kind : new String[] {"POLICY", "GROUP"}) {
      Table gone = Table.of(DecisionTables.DRIFT_EFFECT, "kind", kind, "fact", "exists", "after", "false", "lower", false);

      assertThat(gone.get("effect")).as(kind).isEqualTo("OPENS");
      assertThat((String) gone.get("meaning")).contains("gone", "held until a person");
    }
  }

  @Test
  void aFilterOnAnUpdateRingOpensAndItsRemovalDoesNot() {
    Table filtered = Table.of(DecisionTables.DRIFT_EFFECT, "kind", "UPDATE_RING", "fact", "filtered", "after", "true", "lower", false);

    assertThat(filtered.get("effect")).isEqualTo("OPENS");
    assertThat((String) filtered.get("meaning")).contains("filter", "no longer decides for all");
    assertThat(Table.of(DecisionTables.DRIFT_EFFECT, "kind", "UPDATE_RING", "fact", "filtered", "after", "false", "lower", false).get("effect")).isEqualTo("OTHER");
  }

  @Test
  void anotherPolicyIsToldAndOpensNothingByItself() {
    Table other = Table.of(DecisionTables.DRIFT_EFFECT, "kind", "POLICY", "fact", "id", "after", "3c5c2d8e", "lower", false);

    assertThat(other.get("effect")).isEqualTo("OTHER");
    assertThat((String) other.get("meaning")).contains("Another policy");
  }
}
