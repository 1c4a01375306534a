package io.hotpatchcycle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.fleet.VisibleRings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who comes while a cycle runs waits, or joins within what was approved; nobody who is planned moves. */
class LateJoinersTest {

    private static final String CYCLE = "cycle-1";
    private static final Set<String> PILOT = Set.of("o-a", "o-b", "o-c", "o-d", "o-later", "o-more", "o-last");

    private final PlannedRings at = new PlannedRings();
    private final Rings rings = at.rings(false, new RingSettings("pilot", "g-pilot", null, null, null), new RingSettings("rest", null, BigDecimal.valueOf(100), null, null));

    @BeforeEach
    void plan() {
        at.tenant.group("g-pilot", false, false, PILOT.toArray(String[]::new));
        at.tenant.group("group of rest", true, false);
        at.devices("a", "b", "c", "d", "x");
        at.plan(rings);
        complete();
    }

    @AfterEach
    void close() {
        at.close();
    }

    private void complete() {
        at.jdbc.update("update hotpatch.plan_class set eligibility = 'ELIGIBLE', build_class = 'CURRENT', reasons = ''");
        rings.completePlan(CYCLE, io.hotpatchcycle.release.Kind.HOTPATCH);
    }

    private static DecisionTables.Table upTo(Object percent) {
        return new DecisionTables.Table() {
            @Override
            public String hash() {
                return "";
            }

            @Override
            public List<Map<String, Object>> evaluate(Map<String, Object> inputs) {
                return percent == null ? List.of(Map.of()) : List.of(Map.of("lateJoinersUpTo", percent));
            }
        };
    }

    /** How, where and what becomes of each, by device. */
    private Map<String, String> found() {
        rings.late().look(CYCLE);
        Map<String, String> found = new TreeMap<>();
        rings.late().list(CYCLE, VisibleRings.ALL, 0, 100).forEach(j -> found.put(j.device(), j.how() + " " + j.ring() + " " + j.fate()));
        return found;
    }

    private int admit(String ring) {
        return new LateRows(at.jdbc).admit(CYCLE, ring, PlannedRings.NOW);
    }

    @Test
    void nobodyIsLateWhoWasPlanned() {
        assertThat(found()).isEmpty();
    }

    @Test
    void whoAppearsWaitsForTheNextCycleAndChangesNoFigure() {
        String before = rings.planHash(CYCLE);
        rings.late().allow(CYCLE, "HOTPATCH", "STANDARD", upTo(null));
        at.devices("new");
        assertThat(found()).containsExactly(Map.entry("new", "NEW rest WAITS"));
        assertThat(admit("rest")).isZero();
        assertThat(rings.find(CYCLE, "rest").devices()).isEqualTo(1);
        assertThat(rings.planHash(CYCLE)).isEqualTo(before);
        assertThat(rings.late().counts(CYCLE)).containsExactly(new LateJoiner.Count("rest", "WAITS", 1));
    }

    @Test
    void whoWasStaleOrRetiredIsToldApart() {
        at.jdbc.update("update hotpatch.device set last_check_in = last_check_in - interval '60 days' where id in ('a', 'new')");
        at.devices("new");
        at.jdbc.update("update hotpatch.device set retired = true where id = 'b'");
        at.plan(rings);
        at.jdbc.update("update hotpatch.device set last_check_in = now(), retired = false where id in ('a', 'b')");
        rings.late().look("cycle-2");
        assertThat(rings.late().list("cycle-2", VisibleRings.ALL, 0, 9)).extracting(j -> j.device() + " " + j.how() + " " + j.ring() + " " + j.fate())
                .containsExactly("a ACTIVE_AGAIN pilot STAYS", "b RETURNED pilot WAITS");
    }

    /** A device that was set up anew has another record, and the same place in its group. */
    @Test
    void anotherRecordOfAPlannedDeviceStaysWhereThatIs() {
        at.devices("again");
        at.jdbc.update("update hotpatch.device set object_id = 'o-a' where id = 'again'");
        assertThat(found()).containsExactly(Map.entry("again", "REPLACED pilot STAYS"));
    }

    @Test
    void asManyJoinAsWereApprovedBeforeTheRingOpensAndTheApprovalIsOfThatNumber() {
        at.tenant.group("group of rest", true, false);
        String before = rings.planHash(CYCLE);
        at.jdbc.update("update hotpatch.ring set controlled = 20 where name = 'rest'");
        rings.late().allow(CYCLE, "HOTPATCH", "STANDARD", upTo(10.0));
        assertThat(rings.late().allowed(CYCLE)).containsExactly(Map.entry("rest", 2));
        assertThat(rings.planHash(CYCLE)).isNotEqualTo(before);
        at.devices("n1", "n2", "n3");
        found();
        assertThat(admit("rest")).isEqualTo(2);
        assertThat(admit("rest")).isZero();
        assertThat(found()).containsExactly(Map.entry("n1", "NEW rest JOINED"), Map.entry("n2", "NEW rest JOINED"), Map.entry("n3", "NEW rest WAITS"));
    }

    @Test
    void nobodyJoinsWhoIsNotJustLikeAPlannedDeviceOrWouldRestartOrComesAfterTheOpening() {
        at.jdbc.update("update hotpatch.ring set late_allowed = 10");
        at.devices("unlike", "like");
        at.jdbc.update("update hotpatch.device set vbs = 'NOT_CONFIGURED' where id = 'unlike'");
        found();
        at.jdbc.update("update hotpatch.plan_class set restart_expected = true");
        assertThat(admit("rest")).as("a restart that nobody agreed to").isZero();
        at.jdbc.update("update hotpatch.plan_class set restart_expected = false");
        at.jdbc.update("update hotpatch.ring set opened_at = now() where name = 'rest'");
        assertThat(admit("rest")).as("after the opening").isZero();
        at.jdbc.update("update hotpatch.ring set opened_at = null");
        assertThat(admit("rest")).isEqualTo(1);
        assertThat(found()).containsEntry("like", "NEW rest JOINED").containsEntry("unlike", "NEW rest WAITS");
    }

    @Test
    void tablesThatDoNotSayANumberOfPercentLetNobodyJoin() {
        for (Object said : new Object[] {"50", -1, 101, Double.NaN}) {
            rings.late().allow(CYCLE, "HOTPATCH", "STANDARD", upTo(said));
            assertThat(rings.late().allowed(CYCLE)).as(String.valueOf(said)).isEmpty();
        }
        rings.late().allow(CYCLE, "HOTPATCH", "STANDARD", upTo(100));
        assertThat(rings.late().allowed(CYCLE)).containsEntry("rest", 1);
    }

    @Test
    void whoIsOnlyAmongTheBuildsIsListedWithoutARing() {
        at.jdbc.update("insert into hotpatch.newcomer (id, line, build, ubr, seen_at, noted_at) values ('fresh', 'WINDOWS_11', 26100, 1, now(), now())");
        assertThat(found()).containsExactly(Map.entry("fresh", "NEW null WAITS"));
        assertThat(rings.late().count(CYCLE, new VisibleRings(Set.of("rest")))).as("an owner sees his ring").isZero();
    }
}
