package io.hotpatchcycle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.ring.PlannedRings.Planned;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Controlled is who is gated by exactly one of our units. */
class ControlledTest {

    private static final RingSettings PLANTS = new RingSettings("plants", "plants", null, null, null);
    private static final RingSettings OFFICES = new RingSettings("offices", "offices", null, null, null);
    private static final RingSettings REST = new RingSettings("rest", null, BigDecimal.valueOf(100), null, null);

    private final PlannedRings at = new PlannedRings();

    @AfterEach
    void stop() {
        at.close();
    }

    @Test
    void whoeverIsInTheGroupsOfTwoUnitsIsNotControlledAlthoughTheFirstPlansHim() {
        at.devices("a", "b", "c", "d");
        at.tenant.group("plants", false, false, "o-a", "o-b");
        at.tenant.group("offices", false, false, "o-b", "o-c");
        at.tenant.group("group of rest", true, false, "o-a");
        Map<String, Planned> plan = at.plan(at.rings(false, PLANTS, OFFICES, REST));
        assertThat(plan.get("a")).as("we take it out of the group of rest").isEqualTo(new Planned("plants", "UNIT", true, null));
        assertThat(plan.get("b")).isEqualTo(new Planned("plants", "MULTIPLE", false, "TWO_UNITS"));
        assertThat(plan.get("c")).isEqualTo(new Planned("offices", "UNIT", true, null));
        assertThat(plan.get("d")).isEqualTo(new Planned("rest", "UNIT", true, null));
    }

    @Test
    void aGroupWhoseMembersWeWriteLetsGoOfWhoBelongsToAnEarlierRing() {
        at.devices("a", "b");
        at.tenant.group("plants", true, false, "o-a");
        at.tenant.group("offices", true, false, "o-a", "o-b");
        Map<String, Planned> plan = at.plan(at.rings(false, PLANTS, OFFICES));
        assertThat(plan.get("a")).isEqualTo(new Planned("plants", "UNIT", true, null));

        at.tenant.group("offices", false, false, "o-a", "o-b");
        assertThat(at.plan(at.rings(false, PLANTS, OFFICES)).get("a").controlled()).as("nobody takes it out of there").isFalse();
    }
}
