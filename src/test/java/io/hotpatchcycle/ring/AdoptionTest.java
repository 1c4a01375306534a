package io.hotpatchcycle.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A policy that is there already is taken as it is, or not at all. */
class AdoptionTest {

    private static final RingSettings RING = new RingSettings("plants", "g1", null, null, null, "p1");

    private static Unit unit(TenantPolicies.UpdatePolicy... policies) {
        return UnitPreview.of(new Tenant(List.of(policies)), List.of(RING)).get(0);
    }

    private static TenantPolicies.UpdatePolicy policy(String id, boolean hotpatch, boolean manual, String... groups) {
        return new TenantPolicies.UpdatePolicy(id, "Windows Autopatch - plants", null, hotpatch, manual, Set.of(groups));
    }

    @Test
    void aPolicyThatFitsIsAdopted() {
        Unit unit = unit(policy("P1", true, true, "g1"), policy("p2", true, true, "g1"));
        assertThat(unit.problem()).isEmpty();
        assertThat(unit.policyId()).isEqualTo("P1");
        assertThat(unit.owned()).as("its group is not ours").isFalse();
        assertThat(RING.has(policy("p1", true, true))).isTrue();
        assertThat(RING.has(new TenantPolicies.UpdatePolicy("p9", "ours", "plants", true, true, Set.of()))).as("not two ways at once").isFalse();
    }

    @Test
    void aPolicyThatDoesNotFitHoldsTheRingAndIsNeverCorrected() {
        assertThat(unit().problem()).contains("p1, which hotpatch.rings names, is gone");
        assertThat(unit(policy("p1", true, true, "g1", "g2")).problem()).contains("never re-pointed");
        assertThat(unit(policy("p1", true, true)).problem()).as("assigned to nobody").contains("never re-pointed");
        assertThat(unit(policy("p1", true, true, "g1", "excluding:g3")).problem()).contains("never re-pointed");
        assertThat(unit(policy("p1", true, false, "g1")).problem()).contains("does not ask for manual approval");
        assertThat(unit(policy("p1", false, true, "g1")).problem()).contains("does not allow hotpatch");
    }

    @Test
    void adoptingTakesTheGroupToo() {
        assertThatThrownBy(() -> new RingSettings("plants", null, BigDecimal.TEN, null, null, "p1")).hasMessageContaining("needs the group-id");
    }

    private record Tenant(List<UpdatePolicy> readPolicies) implements TenantPolicies {

        @Override
        public Optional<Group> findGroup(String groupIdOrNull, String unit) {
            return Optional.of(new Group(groupIdOrNull, "Plants", false, false));
        }

        @Override
        public Optional<Boolean> hotpatchByDefault() {
            return Optional.empty();
        }

        @Override
        public List<UpdateRing> readUpdateRings() {
            return List.of(new UpdateRing("u", "everybody", 0, 2, 1, false, null, Set.of(), true));
        }

        @Override
        public List<ExpeditePolicy> readExpedites() {
            return List.of();
        }

        @Override
        public boolean readMembers(String groupId, Consumer<List<String>> pages) {
            pages.accept(List.of());
            return true;
        }
    }
}
