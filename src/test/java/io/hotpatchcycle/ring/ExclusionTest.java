package io.hotpatchcycle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.ring.TenantPolicies.ExpeditePolicy;
import io.hotpatchcycle.ring.TenantPolicies.UpdatePolicy;
import io.hotpatchcycle.ring.TenantPolicies.UpdateRing;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is left out of an assignment is not reached by it, whatever includes him. */
class ExclusionTest {

    private static final RingSettings PILOT = new RingSettings("pilot", null, BigDecimal.valueOf(40), null, null);
    private static final RingSettings LAST = new RingSettings("last", null, BigDecimal.valueOf(60), null, null);

    private final PlannedRings at = new PlannedRings();

    @AfterEach
    void stop() {
        at.close();
    }

    private void ringsByShare() {
        at.tenant.group("group of pilot", true, false);
        at.tenant.group("group of last", true, false);
    }

    @Test
    void aDefaultUpdateRingThatLeavesTheGroupOutDoesNotApplyBesideItsOwn() {
        ringsByShare();
        at.tenant.updateRings.clear();
        at.tenant.updateRings.add(new UpdateRing("all", "default", 7, 2, 1, false, null, Set.of(), true, Set.of("group of pilot")));
        at.tenant.updateRings.add(new UpdateRing("own", "pilot ring", 0, 2, 1, false, null, Set.of("group of pilot"), false));
        Rings rings = at.rings(false, PILOT, LAST);
        rings.readUnits();
        assertThat(rings.unit("pilot").problem()).isEmpty();
        assertThat(rings.unit("pilot").updateRing()).isEqualTo("pilot ring");
        assertThat(rings.unit("last").updateRing()).isEqualTo("default");
        assertThat(rings.ownUpdateRing("pilot")).contains("own");
        assertThat(rings.ownUpdateRing("last")).isEmpty();

        at.tenant.updateRings.set(1, new UpdateRing("own", "pilot ring", 0, 2, 1, false, null, Set.of("group of pilot"), false, Set.of("vip")));
        assertThat(rings.ownUpdateRing("pilot")).as("some of the group are left out, and would not be reached").isEmpty();
    }

    @Test
    void membersOfAnExcludedGroupAreNotReachedByThePolicyOfOthers() {
        at.devices("a", "b", "c");
        at.tenant.everybody.addAll(Set.of("o-a", "o-b", "o-c"));
        at.tenant.group("plants", false, false, "o-a", "o-b");
        at.tenant.group("offices", false, false, "o-c");
        at.tenant.policies.add(new UpdatePolicy("p", "All devices", null, true, false, Set.of("all-devices", "excluding:plants", "excluding:gone")));
        at.tenant.expedites.add(new ExpeditePolicy("e", "urgent", null, "2026-08-11T00:00:00Z", 1, Set.of("all-devices", "excluding:plants", "excluding:offices")));
        Map<String, PlannedRings.Planned> plan = at.plan(at.rings(false, new RingSettings("plants", "plants", null, null, null),
                new RingSettings("offices", "offices", null, null, null)));
        assertThat(plan.get("a")).isEqualTo(new PlannedRings.Planned("plants", "UNIT", true, null));
        assertThat(plan.get("b")).isEqualTo(plan.get("a"));
        assertThat(plan.get("c")).isEqualTo(new PlannedRings.Planned("offices", "FOREIGN", false, "FOREIGN_POLICY"));
        assertThat(at.rings(false, PILOT, LAST).governing("o-a", null).foreign()).isEmpty();
    }

    /** What the check advises. Nobody is in the groups before the first opening. */
    @Test
    void whoWillBeWrittenIntoAnExcludedGroupIsControlledFromTheFirstPlanOn() {
        ringsByShare();
        at.tenant.everybody.addAll(at.devices(40));
        at.tenant.policies.add(new UpdatePolicy("p", "All devices", null, true, false, Set.of("all-devices", "excluding:group of pilot")));
        Rings rings = at.rings(false, PILOT, LAST);
        assertThat(at.plan(rings).values()).allSatisfy(d -> assertThat(d).isEqualTo("pilot".equals(d.ring())
                ? new PlannedRings.Planned("pilot", "UNIT", true, null) : new PlannedRings.Planned("last", "FOREIGN", false, "FOREIGN_POLICY")))
                .anySatisfy(d -> assertThat(d.ring()).isEqualTo("pilot")).anySatisfy(d -> assertThat(d.ring()).isEqualTo("last"));
        assertThat(at.jdbc.queryForObject("select count(*) from hotpatch.foreign_policy_member", Integer.class)).as("until then it reaches them").isEqualTo(40);

        at.tenant.policies.set(0, new UpdatePolicy("p", "All devices", null, true, false, Set.of("all-devices", "excluding:group of pilot", "excluding:group of last")));
        assertThat(at.plan(rings).values()).allSatisfy(d -> assertThat(d.controlled()).isTrue());
    }

    /** A group that is not ours gets no members: who is not in it already is reached. */
    @Test
    void aGroupThatWeDoNotWriteSparesNobody() {
        at.tenant.group("plants", false, false);
        at.tenant.group("group of last", true, false);
        at.tenant.everybody.addAll(at.devices(10));
        at.tenant.policies.add(new UpdatePolicy("p", "All devices", null, true, false, Set.of("all-devices", "excluding:plants")));
        List<PlannedRings.Planned> plan = List.copyOf(at.plan(at.rings(false, new RingSettings("plants", "plants", BigDecimal.valueOf(50), null, null),
                new RingSettings("last", null, BigDecimal.valueOf(50), null, null))).values());
        assertThat(plan).allSatisfy(d -> assertThat(d.policy()).isEqualTo("FOREIGN"));
    }
}
