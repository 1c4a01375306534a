package io.hotpatchcycle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.eligibility.DeviceFilter;
import io.hotpatchcycle.eligibility.Eligibilities;
import io.hotpatchcycle.eligibility.EligibilityRows;
import io.hotpatchcycle.eligibility.ListedDevice;
import io.hotpatchcycle.finding.KbTwin;
import io.hotpatchcycle.finding.KbTwinRows;
import io.hotpatchcycle.finding.KbTwins;
import io.hotpatchcycle.fleet.VisibleRings;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a cycle's snapshot found can be shown when the fleet has long moved on. */
class PastSnapshotTest {

    private static final RingSettings REST = new RingSettings("rest", null, BigDecimal.valueOf(100), null, null);
    private static final DeviceFilter ALL = new DeviceFilter(null, null, VisibleRings.ALL);

    private final PlannedRings at = new PlannedRings();
    private final Eligibilities eligibilities = new Eligibilities(new EligibilityRows(at.jdbc), null);
    private final KbTwins twins = new KbTwins(new KbTwinRows(at.jdbc));

    PastSnapshotTest() {
        at.devices("a", "b");
        at.tenant.group("group of rest", true, false);
        at.plan(at.rings(false, REST));
        at.jdbc.update("insert into hotpatch.revision (release_id, product, line, build, ubr, kb, hotpatch) values ('cycle-1', 'Windows 11', 'WINDOWS_11', 26100, 8000, 'KB0', 'NO')");
        at.jdbc.update("update hotpatch.device set ubr = 9106, facts = facts + 1, level_since = ? where id = 'a'", Timestamp.from(PlannedRings.NOW.plus(Duration.ofDays(1))));
        at.devices("c");
        at.plan(at.rings(false, REST));
        at.jdbc.update("delete from hotpatch.revision where release_id = 'cycle-2'");
    }

    @AfterEach
    void stop() {
        at.close();
    }

    private List<String> builds(String cycle) {
        return eligibilities.devices(cycle, ALL, 0, 10).stream().map(d -> d.device() + " " + d.build()).toList();
    }

    @Test
    void aCycleListsTheDevicesAsItsOwnSnapshotFoundThem() {
        assertThat(builds("cycle-1")).containsExactly("a 26100.8000", "b 26100.8000");
        assertThat(builds("cycle-2")).containsExactly("a 26100.9106", "b 26100.8000", "c 26100.8000");
    }

    @Test
    void itsArticlesAreThoseThatWereInstalledThen() {
        List<KbTwin> then = twins.devices("cycle-1", null, VisibleRings.ALL, 0, 10);
        assertThat(then).extracting(KbTwin::device, KbTwin::build, KbTwin::installedKb).containsExactly(
                org.assertj.core.groups.Tuple.tuple("a", "26100.8000", "KB0"), org.assertj.core.groups.Tuple.tuple("b", "26100.8000", "KB0"));
        assertThat(then).extracting(KbTwin::asOf).containsOnly(PlannedRings.NOW.minus(Duration.ofHours(3)));
        assertThat(then.get(0).levelSince()).as("it came to another level since").isNull();
        assertThat(twins.count("cycle-1", "KB7", VisibleRings.ALL)).isZero();
        assertThat(twins.count("cycle-2", "KB0", VisibleRings.ALL)).as("it or its twin").isEqualTo(3);
        assertThat(twins.devices("cycle-2", "KB0", VisibleRings.ALL, 1, 10)).extracting(KbTwin::device).containsExactly("b", "c");
        List<String> each = new ArrayList<>();
        twins.each("cycle-2", null, VisibleRings.ALL, t -> each.add(t.device()));
        assertThat(each).containsExactly("a", "b", "c");
        assertThat(twins.devices("cycle-1", null, new VisibleRings(Set.of("other")), 0, 10)).as("of rings that somebody else owns").isEmpty();
    }

    /** A year later nearly every device has moved on; the cycle that brought it the release still knows when. */
    @Test
    void sinceWhenADeviceHadWhatItLeftIsToldByTheCycleThatBroughtIt() {
        Timestamp without = Timestamp.from(PlannedRings.NOW.minus(Duration.ofDays(9)));
        Timestamp with = Timestamp.from(PlannedRings.NOW.minus(Duration.ofDays(8)));
        at.jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring, outcome, not_effective_at, effective_at) values ('cycle-1', 'a', 'rest', 'EFFECTIVE_LCU', ?, ?)", without, with);
        KbTwin then = twins.devices("cycle-1", null, VisibleRings.ALL, 0, 10).get(0);
        assertThat(List.of(then.device(), then.levelAfter(), then.levelSince())).containsExactly("a", without.toInstant(), with.toInstant());
        at.jdbc.update("update hotpatch.progress set effective_at = ?", Timestamp.from(PlannedRings.NOW));
        assertThat(twins.devices("cycle-1", null, VisibleRings.ALL, 0, 10).get(0).levelSince()).as("it had it by then, so that came later").isNull();
    }

    /** Of old cycles that opened nothing the counts are kept. */
    @Test
    void aPlanThatWasThinnedDoesNotReadAsEmpty() {
        assertThat(eligibilities.devicesKept("cycle-1")).isTrue();
        at.jdbc.update("delete from hotpatch.plan_part where cycle = (select no from hotpatch.cycle where id = 'cycle-1')");
        assertThat(eligibilities.devicesKept("cycle-1")).isFalse();
        assertThat(eligibilities.count("cycle-1", ALL)).isEqualTo(2);
        assertThat(eligibilities.devices("cycle-1", ALL, 0, 10)).isEqualTo(List.<ListedDevice>of());
    }
}
