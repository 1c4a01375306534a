package io.hotpatchcycle.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.ring.PlannedRings.Planned;
import io.hotpatchcycle.ring.TenantPolicies.UpdatePolicy;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

    private String problem(RingSettings ring) {
        Rings rings = at.rings(false, ring);
        rings.readUnits();
        return rings.unit(ring.name()).problem();
    }

    /** Its policy would open for whoever is in the group, whatever was planned. */
    @Test
    void aShareNeedsAGroupWhoseMembersAreOursToWrite() {
        at.tenant.group("group of rest", true, true);
        assertThat(problem(REST)).contains("group of rest is dynamic and takes no members", "Give the marker to an assigned group");
        RingSettings both = new RingSettings("rest", "given", BigDecimal.valueOf(100), null, null);
        at.tenant.group("given", false, false);
        assertThat(problem(both)).contains("does not carry the marker [hotpatch-cycle unit=rest]", "take the share of the ring away");
        at.tenant.group("given", true, false);
        assertThat(problem(both)).isEmpty();
        at.tenant.group("plants", false, true);
        assertThat(problem(PLANTS)).as("a group that people fill, and no share").isEmpty();
    }

    /** What was written there for an earlier plan is no claim of the group: else a smaller share would move nobody. */
    @Test
    void aGroupWithAShareClaimsOnlyWhomPeoplePutIntoIt() {
        List<String> all = at.devices(60);
        at.tenant.group("given", true, false, all.toArray(String[]::new));
        at.tenant.group("group of rest", true, false);
        write(1, "ADD_MEMBERS", String.join(",", all.subList(0, 50)), "DONE");
        write(2, "REMOVE_MEMBER", all.get(0), "DONE");
        write(3, "ADD_MEMBERS", all.get(59), "FAILED");
        Map<String, Planned> plan = at.plan(at.rings(false, new RingSettings("first", "given", BigDecimal.TEN, null, null),
                new RingSettings("rest", null, BigDecimal.valueOf(90), null, null)));
        assertThat(plan.get("d0").ring()).as("taken out, and put in again by a person").isEqualTo("first");
        assertThat(all.subList(50, 60)).allSatisfy(object -> assertThat(plan.get(object.substring(2)).ring()).isEqualTo("first"));
        assertThat(plan.values()).filteredOn(d -> "first".equals(d.ring())).as("ten percent of the others").hasSizeBetween(11, 25);
    }

    @Test
    void aPolicyOfOthersThatForbidsHotpatchIsToldFromOneThatOnlyReaches() {
        at.devices("a", "b", "c");
        at.tenant.group("plants", false, false, "o-a", "o-b", "o-c");
        at.tenant.group("vip", false, false, "o-a", "o-b");
        at.tenant.group("lab", false, false, "o-b");
        at.tenant.policies.add(new UpdatePolicy("p", "VIP", null, true, false, Set.of("vip")));
        at.tenant.policies.add(new UpdatePolicy("q", "Lab", null, false, false, Set.of("lab")));
        Map<String, Planned> plan = at.plan(at.rings(false, PLANTS));
        assertThat(plan.get("a")).isEqualTo(new Planned("plants", "FOREIGN", false, "FOREIGN_POLICY"));
        assertThat(plan.get("b")).isEqualTo(new Planned("plants", "FOREIGN_BLOCKED", false, "FOREIGN_POLICY"));
        assertThat(plan.get("c").controlled()).isTrue();
    }

    /** A group of people reaches whatever they own; a group of devices leaves none of that out, a group of people does. */
    @Test
    void whoseOwnerAnotherPolicyOrUpdateRingReachesIsNotControlled() {
        at.devices("a", "b", "c", "d", "e");
        at.jdbc.update("update hotpatch.device set owner = upper(id) || '@Example.org'");
        at.tenant.group("plants", false, false, "o-a", "o-b", "o-c", "o-d", "o-e");
        at.tenant.group("not these", false, false, "o-a");
        at.tenant.people.put("staff", List.of("a@example.org", "b@example.ORG"));
        at.tenant.people.put("but not", List.of("B@example.org"));
        at.tenant.people.put("travellers", List.of("c@example.org"));
        at.tenant.people.put("everyone", List.of("d@example.org"));
        at.tenant.policies.add(new UpdatePolicy("p", "Staff", null, false, false, Set.of("staff", "excluding:but not", "excluding:not these")));
        at.tenant.updateRings.add(new TenantPolicies.UpdateRing("t", "Travellers", 9, 2, 1, false, null, Set.of("travellers"), false));
        at.tenant.updateRings.add(new TenantPolicies.UpdateRing("s", "Plants and their people", 0, 2, 1, false, null, Set.of("plants", "everyone"), false));
        Rings rings = at.rings(false, PLANTS);
        Map<String, Planned> plan = at.plan(rings);
        assertThat(plan.get("a")).isEqualTo(new Planned("plants", "FOREIGN_BLOCKED", false, "FOREIGN_POLICY"));
        assertThat(plan.get("b").controlled()).isTrue();
        assertThat(plan.get("c")).isEqualTo(new Planned("plants", "FOREIGN", false, "FOREIGN_POLICY"));
        assertThat(rings.governing("o-c", "plants").foreign()).containsExactly("update ring by person: Travellers");
        assertThat(plan.get("d").controlled()).as("the update ring of its own unit").isTrue();
        assertThat(plan.get("e").controlled()).isTrue();
    }

    /** The plan says what control would come to; the device's page says what is. */
    @Test
    void whileObservingOthersPoliciesAreKnownAndDoNotCount() {
        at.devices("a");
        at.tenant.group("plants", false, false, "o-a");
        at.tenant.policies.add(new UpdatePolicy("p", "Autopatch VIP", null, false, false, Set.of("plants")));
        Rings observing = at.rings(true, PLANTS);
        assertThat(at.plan(observing).get("a")).isEqualTo(new Planned("plants", "UNIT", true, null));
        assertThat(observing.governing("o-a", "plants").foreign()).containsExactly("Autopatch VIP");
    }

    @Test
    void aRingWhoseGroupIsGoneKeepsItsDevices() {
        List<String> all = at.devices(20);
        at.tenant.group("plants", false, false, all.subList(0, 15).toArray(String[]::new));
        at.tenant.group("group of rest", true, false);
        at.plan(at.rings(false, PLANTS, REST));
        at.tenant.groups.remove("plants");
        Map<String, Planned> plan = at.plan(at.rings(false, PLANTS, REST));
        assertThat(plan.values()).filteredOn(d -> "plants".equals(d.ring())).hasSize(15);
        assertThat(at.plan(at.rings(false, PLANTS, REST))).as("as long as it takes").isEqualTo(plan);
        assertThat(problem(PLANTS)).contains("group plants is gone");

        RingSettings offices = new RingSettings("offices", "offices", null, null, null);
        assertThatThrownBy(() -> at.plan(at.rings(false, offices, REST))).hasMessageContaining("ring 'offices' is group offices, which Entra does not have")
                .hasMessageContaining("fall into the rings by share");
        assertThat(at.plan(at.rings(false, offices)).values()).as("nothing to fall into").allSatisfy(d -> assertThat(d.why()).isEqualTo("NO_RING"));
    }

    /** By whichever id the service names it. What it does not say counts for nothing. */
    @Test
    void onlyWhatTheServicePlainlySaysStandsAgainstAnEnrolment() {
        at.devices("a", "b", "c", "d", "e", "f");
        at.tenant.group("plants", false, false, "o-a", "o-b", "o-c", "o-d", "o-e", "o-f");
        at.jdbc.update("insert into hotpatch.entra_device (device_id, object_id) values ('e-a', 'o-a'), ('e-b', 'o-b'), ('e-d', 'o-d')");
        at.jdbc.update("insert into hotpatch.update_enrolment (entra_id, state, errors) values ('e-a', 'NOT_ENROLLED', ''), ('e-b', 'ENROLLED', 'invalidAzureADDeviceId'), "
                + "('o-c', 'UNENROLLING', null), ('e-d', 'ENROLLED', ''), ('o-e', 'UNKNOWN', null)");
        at.plan(at.rings(false, PLANTS));
        Map<String, String> found = new TreeMap<>();
        at.jdbc.query("select d.id, k.enrolment from hotpatch.plan_member m join hotpatch.device d on d.no = m.device join hotpatch.plan_class k on k.class = m.class", rs -> {
            found.put(rs.getString(1), rs.getString(2));
        });
        assertThat(found).containsExactly(Map.entry("a", "NOT_ENROLLED"), Map.entry("b", "FAILED"), Map.entry("c", "NOT_ENROLLED"), Map.entry("d", "NOTHING_AGAINST"),
                Map.entry("e", "NOTHING_AGAINST"), Map.entry("f", "NOTHING_AGAINST"));
    }

    @Test
    void aLargerShareMovesOnlyWhomItGains() {
        at.devices(400);
        for (String ring : List.of("pilot", "early", "broad", "last")) {
            at.tenant.group("group of " + ring, true, false);
        }
        Map<String, Planned> before = at.plan(at.rings(false, RingSettings.standard().toArray(RingSettings[]::new)));
        at.end();
        Map<String, Planned> after = at.plan(at.rings(false, share("pilot", 1), share("early", 24), share("broad", 30), share("last", 45)));
        assertThat(after.entrySet()).allSatisfy(d -> {
            if (!d.getValue().equals(before.get(d.getKey()))) {
                assertThat(before.get(d.getKey()).ring()).isEqualTo("last");
                assertThat(d.getValue().ring()).isEqualTo("early");
            }
        }).anySatisfy(d -> assertThat(d.getValue().ring()).isNotEqualTo(before.get(d.getKey()).ring()));
    }

    /** As an emergency beside a monthly cycle: whom that follows in one ring is not put into another. */
    @Test
    void aChangedShareWaitsWhileAnotherCycleGoesByItsPlan() {
        at.devices(400);
        for (String ring : List.of("pilot", "early", "broad", "last")) {
            at.tenant.group("group of " + ring, true, false);
        }
        Rings wider = at.rings(false, share("pilot", 1), share("early", 24), share("broad", 30), share("last", 45));
        Map<String, Planned> monthly = at.plan(at.rings(false, RingSettings.standard().toArray(RingSettings[]::new)));
        at.open("cycle-1", "pilot");
        assertThat(at.plan(wider)).isEqualTo(monthly);
        assertThat(at.waits()).containsExactly("cycle-2 for [cycle-1]");

        Map<String, Planned> withoutLast = at.plan(at.rings(false, share("pilot", 1), share("early", 69), share("broad", 30)));
        assertThat(withoutLast.entrySet()).as("only a ring that is no more gives").allSatisfy(d -> assertThat(d.getValue().ring())
                .isEqualTo("last".equals(monthly.get(d.getKey()).ring()) ? "early" : monthly.get(d.getKey()).ring()));
        assertThat(at.waits()).as("and nothing is left to wait for").containsExactly("cycle-2 for [cycle-1]");
        at.end();
        at.plan(at.rings(false, RingSettings.standard().toArray(RingSettings[]::new)));
        at.open("cycle-4", "pilot");
        at.jdbc.update("update hotpatch.cycle set superseded_by = 'cycle-5' where id = 'cycle-4'");
        Map<String, Planned> superseding = at.plan(wider);
        assertThat(at.waits()).as("open rings are followed to their end").containsExactly("cycle-2 for [cycle-1]", "cycle-5 for [cycle-4]");

        at.end();
        assertThat(at.plan(wider)).as("nobody is followed any more").isNotEqualTo(superseding);
        assertThat(at.waits()).hasSize(2);
        at.end();
        at.plan(wider);
        at.jdbc.update("update hotpatch.cycle set superseded_by = 'cycle-8' where id = 'cycle-7'");
        at.plan(at.rings(false, RingSettings.standard().toArray(RingSettings[]::new)));
        assertThat(at.waits()).as("a superseded cycle without an open ring will open none").hasSize(2);
        assertThat(at.plan(wider)).as("but one that waits for its approval may").isEqualTo(at.plan(wider));
        assertThat(at.waits()).hasSize(4).contains("cycle-9 for [cycle-8]");
    }

    private static RingSettings share(String name, int percent) {
        return new RingSettings(name, null, BigDecimal.valueOf(percent), null, null);
    }

    private void write(int minute, String kind, String ids, String state) {
        at.jdbc.update("insert into hotpatch.graph_write (natural_key, kind, cycle_id, ring, target, request, state, intended_at, intended_wall) "
                + "values (?, ?, 'before', 'first', 'members of group given', ?, ?, ?, ?)", "k" + minute, kind, ids, state,
                Timestamp.from(PlannedRings.NOW.plusSeconds(minute)), Timestamp.from(PlannedRings.NOW.plusSeconds(minute)));
    }
}
