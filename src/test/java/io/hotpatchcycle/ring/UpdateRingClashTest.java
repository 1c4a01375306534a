package io.hotpatchcycle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.ring.PlannedRings.Planned;
import io.hotpatchcycle.ring.TenantPolicies.UpdateRing;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The figures of a unit's update ring hold for a device that gets no other. */
class UpdateRingClashTest {

    private static final RingSettings PLANTS = new RingSettings("plants", "plants", null, null, null);
    private static final RingSettings OFFICES = new RingSettings("offices", "offices", null, null, null);
    private static final Planned HELD = new Planned("plants", "UNIT", true, null);
    private static final Planned CLASHES = new Planned("plants", "UNIT", false, "NOT_ONE_UPDATE_RING");

    private final PlannedRings at = new PlannedRings();
    private final Rings rings = at.rings(false, PLANTS, OFFICES);

    UpdateRingClashTest() {
        at.devices("a", "b", "c");
        at.tenant.group("plants", false, false, "o-a", "o-b");
        at.tenant.group("offices", false, false, "o-c");
        at.tenant.updateRings.clear();
        ring("own", Set.of("plants", "offices"), Set.of());
    }

    @AfterEach
    void stop() {
        at.close();
    }

    private void ring(String name, Set<String> to, Set<String> excluded) {
        at.tenant.updateRings.add(new UpdateRing(name, name, 0, 2, 1, false, null, to, false, excluded));
    }

    @Test
    void whoGetsASecondUpdateRingByAnotherGroupIsNotHeldByOurGate() {
        at.tenant.group("vip", false, false, "o-a");
        ring("VIP", Set.of("vip"), Set.of());
        Map<String, Planned> plan = at.plan(rings);
        assertThat(plan.get("a")).isEqualTo(CLASHES);
        assertThat(plan.get("b")).isEqualTo(HELD);
        assertThat(plan.get("c").controlled()).isTrue();
        assertThat(rings.unit("plants").problem()).as("the others are opened").isEmpty();
        assertThat(rings.governing("o-a", "plants").clashes()).containsExactly("also update ring 'VIP'");
        assertThat(rings.governing("o-b", "plants").clashes()).isEmpty();
    }

    @Test
    void whoIsLeftOutOfTheOtherOneGetsOnlyItsOwn() {
        at.tenant.group("vip", false, false, "o-a", "o-b");
        at.tenant.group("not these", false, false, "o-b");
        ring("VIP", Set.of("vip"), Set.of("not these"));
        Map<String, Planned> plan = at.plan(rings);
        assertThat(plan.get("a")).isEqualTo(CLASHES);
        assertThat(plan.get("b")).isEqualTo(HELD);
    }

    @Test
    void whoIsLeftOutOfTheUpdateRingOfItsUnitHasNone() {
        at.tenant.group("not these", false, false, "o-a", "o-c");
        at.tenant.updateRings.set(0, new UpdateRing("own", "own", 0, 2, 1, false, null, Set.of("plants"), false, Set.of("not these")));
        ring("offices", Set.of("offices"), Set.of());
        Map<String, Planned> plan = at.plan(rings);
        assertThat(plan.get("a")).isEqualTo(CLASHES);
        assertThat(plan.get("b")).isEqualTo(HELD);
        assertThat(plan.get("c").controlled()).as("its unit has another one, which it is not left out of").isTrue();
        assertThat(rings.governing("o-a", "plants").clashes()).containsExactly("left out of update ring 'own'");
    }

    /** A ring that applies to the unit of one device is a second one for a device of another unit. */
    @Test
    void itDependsOnTheRingThatADeviceIsPlannedIn() {
        at.tenant.group("both", false, false, "o-a", "o-c");
        at.tenant.updateRings.set(0, new UpdateRing("own", "own", 0, 2, 1, false, null, Set.of("plants"), false));
        ring("offices", Set.of("offices", "both"), Set.of());
        Map<String, Planned> plan = at.plan(rings);
        assertThat(plan.get("a")).isEqualTo(CLASHES);
        assertThat(plan.get("c").controlled()).isTrue();
    }

    @Test
    void whoseOwnerBringsASecondOneClashesToo() {
        at.jdbc.update("update hotpatch.device set owner = id || '@example.org'");
        at.tenant.people.put("offices", List.of("B@example.org"));
        at.tenant.updateRings.set(0, new UpdateRing("own", "own", 0, 2, 1, false, null, Set.of("plants"), false));
        ring("offices", Set.of("offices"), Set.of());
        assertThat(at.plan(rings).get("b")).isEqualTo(CLASHES);
        assertThat(rings.governing("o-b", "plants").clashes()).containsExactly("also update ring 'offices', by its owner");
    }

    /** Whoever an earlier plan wrote into the group of another unit is taken out of it. */
    @Test
    void theGroupsThatWeWriteBringNobodyASecondOne() {
        at.tenant.group("offices", true, false, "o-a", "o-c");
        at.tenant.updateRings.set(0, new UpdateRing("own", "own", 0, 2, 1, false, null, Set.of("plants"), false));
        ring("offices", Set.of("offices"), Set.of());
        assertThat(at.plan(rings).get("a")).isEqualTo(HELD);
    }

    @Test
    void anUpdateRingWithAnAssignmentFilterDoesNotCountAsKnown() {
        at.tenant.updateRings.set(0, new UpdateRing("own", "own", 0, 2, 1, false, null, Set.of("plants", "offices"), false, Set.of(), true));
        rings.readUnits();
        assertThat(rings.unit("plants").problem()).contains("update ring 'own' (own) has an assignment filter", "Assign the ring to the group without a filter");
        assertThat(rings.ownUpdateRing("plants")).isEmpty();

        at.tenant.group("vip", false, false, "o-a");
        ring("own", Set.of("plants", "offices"), Set.of());
        at.tenant.updateRings.set(0, new UpdateRing("v", "VIP", 0, 2, 1, false, null, Set.of("vip"), false, Set.of(), true));
        assertThat(at.plan(rings).get("a")).as("it may reach it").isEqualTo(CLASHES);
    }

    /** The plan of an observer says what control would come to. */
    @Test
    void whileObservingItIsKnownAndDoesNotCount() {
        at.tenant.group("vip", false, false, "o-a");
        ring("VIP", Set.of("vip"), Set.of());
        assertThat(at.plan(at.rings(true, PLANTS, OFFICES)).get("a")).isEqualTo(HELD);
        assertThat(rings.governing("o-a", "plants").clashes()).isNotEmpty();
    }

    /** By share, in the ring of the share. */
    @Test
    void devicesOfARingByShareAreLookedAtToo() {
        List<String> all = at.devices(30);
        at.tenant.group("group of half", true, false);
        at.tenant.group("group of rest", true, false);
        at.tenant.group("vip", false, false, all.toArray(String[]::new));
        at.tenant.updateRings.clear();
        ring("half", Set.of("group of half"), Set.of());
        ring("rest", Set.of("group of rest", "vip"), Set.of());
        Map<String, Planned> plan = at.plan(at.rings(false, new RingSettings("half", null, BigDecimal.valueOf(50), null, null),
                new RingSettings("rest", null, BigDecimal.valueOf(50), null, null)));
        assertThat(plan.entrySet()).filteredOn(e -> e.getKey().startsWith("d")).allSatisfy(e -> assertThat(e.getValue().controlled()).isEqualTo("rest".equals(e.getValue().ring())))
                .anySatisfy(e -> assertThat(e.getValue().ring()).isEqualTo("half")).anySatisfy(e -> assertThat(e.getValue().ring()).isEqualTo("rest"));
    }
}
