package io.hotpatchcycle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** An update ring that does not say its deferral holds the units that it applies to, and nobody else. */
class UnreadableUpdateRingTest {

    private static RingSettings ring(String name) {
        return new RingSettings(name, null, BigDecimal.TEN, null, null);
    }

    @Test
    void onlyTheUnitThatItAppliesToIsHeld() {
        List<Unit> units = UnitReader.look(new Tenant(), List.of(ring("pilot"), ring("early")));
        assertThat(units.get(0).problem()).isEmpty();
        assertThat(units.get(0).deferralDays()).isEqualTo(3);
        assertThat(units.get(1).problem()).contains("Unit 'early'", "update ring 'odd' (u2) does not say its deferral", "save it again");
        assertThat(units.get(1).ready()).isFalse();
        assertThat(units.get(1).deferralDays()).isZero();
    }

    private record Tenant() implements TenantPolicies {

        @Override
        public Optional<Group> findGroup(String groupIdOrNull, String unit) {
            return Optional.of(new Group("group of " + unit, unit, true, false));
        }

        @Override
        public Optional<Boolean> hotpatchByDefault() {
            return Optional.empty();
        }

        @Override
        public List<UpdateRing> readUpdateRings() {
            return List.of(new UpdateRing("u1", "well", 3, 2, 1, false, null, Set.of("group of pilot"), false),
                    new UpdateRing("u2", "odd", UpdateRing.NOT_SAID, 2, 1, false, null, Set.of("group of early"), false));
        }

        @Override
        public List<UpdatePolicy> readPolicies() {
            return List.of();
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
