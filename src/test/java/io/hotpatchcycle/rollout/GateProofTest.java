package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.fleet.VisibleRings;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose approval let a build through: any cycle's, of the unit at that time. Each case plays one device of the pilot ring. */
class GateProofTest {

    private static final String MONTHLY = RolloutFixture.CYCLE;
    private static final String OUT_OF_BAND = "2026.08-OOB-KB3";
    private static final int BASELINE = 100;
    private static final int HOTPATCH = 110;
    private static final int LCU = 120;
    private static final int OOB_HOTPATCH = 130;

    private final RolloutFixture at = new RolloutFixture();
    private final GateProofRows rows = new GateProofRows(at.jdbc);
    private final Instant begun = at.business.instant();

    @AfterEach
    void close() {
        at.close();
    }

    @BeforeEach
    void twoCyclesBesideEachOther() {
        at.jdbc.update("update hotpatch.unit set policy_id = ring");
        release("oob", OUT_OF_BAND, "outOfBand", begun.plus(Duration.ofHours(1)));
        revision("r", HOTPATCH, "YES");
        revision("r", LCU, "NO");
        revision("oob", OOB_HOTPATCH, "YES");
        plan(1, MONTHLY, "pilot");
        plan(2, OUT_OF_BAND, "pilot");
    }

    private void release(String id, String cycle, String cadence, Instant created) {
        at.jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values (?, ?, ?, ?, ?, 'security', ?, ?, '')", id, cycle, cycle, cycle, Timestamp.from(created), cadence, Timestamp.from(created));
        at.jdbc.update("insert into hotpatch.cycle (id, release_id, state, created_at) values (?, ?, 'ROLLING_OUT', ?)", cycle, id, Timestamp.from(created));
    }

    private void revision(String release, int ubr, String hotpatch) {
        at.jdbc.update("insert into hotpatch.revision (release_id, product, line, build, ubr, kb, hotpatch) values (?, 'Windows 11', 'WINDOWS_11', 26100, ?, ?, ?)",
                release, ubr, "KB" + ubr, hotpatch);
    }

    private void plan(int planClass, String cycle, String ring) {
        at.jdbc.update("insert into hotpatch.plan_class (class, cycle_id, devices, population, line, edition, cpu, chpe, join_type, management, licence, "
                + "vbs, policy, ring, controlled, track, restart_expected) values (?, ?, 1, 'ACTIVE', 'WINDOWS_11', '', '', '', '', '', '', '', 'UNIT', "
                + "?, true, 'LCU', true)", planClass, cycle, ring);
    }

    /** Seen on the earlier level ten hours after the begin, on this one eleven hours after it. */
    private void deviceOn(int ubr) {
        at.jdbc.update("insert into hotpatch.device (id, name, line, build, ubr, edition, cpu, chpe, join_type, management, received_at, level_after, level_since) "
                + "values ('d', '', 'WINDOWS_11', 26100, ?, '', '', '', '', '', ?, ?, ?)", ubr, at.now(), hours(10), hours(11));
        at.jdbc.query("select hotpatch.plan_members(c.no, array[d.no], array[k.class], null, null) from hotpatch.plan_class k "
                + "join hotpatch.cycle c on c.id = k.cycle_id, hotpatch.device d", rs -> { });
    }

    private void write(String kind, String cycle, String ring, int hours) {
        at.jdbc.update("insert into hotpatch.graph_write (natural_key, kind, cycle_id, ring, target, request, state, intended_at, intended_wall, settled_at) "
                + "values (gen_random_uuid()::text, ?, ?, ?, '', '', 'DONE', ?, ?, ?)", kind, cycle, ring, hours(hours), hours(hours), hours(hours));
    }

    private Timestamp hours(int after) {
        return Timestamp.from(begun.plus(Duration.ofHours(after)));
    }

    private List<String> found() {
        rows.find(MONTHLY, begun.plus(Duration.ofDays(1)));
        return rows.list(MONTHLY, VisibleRings.ALL, 0, 10).stream().map(UnapprovedInstall::approval).toList();
    }

    @Test
    void aBuildNobodyApprovedIsFound() {
        write("APPROVE", MONTHLY, "pilot", 2);
        write("APPROVE", OUT_OF_BAND, "early", 2);
        deviceOn(OOB_HOTPATCH);
        assertThat(found()).containsExactly("NEVER");
    }

    @Test
    void aUnitWhosePolicyIsGoneIsLookedAtFurtherAndOneThatNeverHadOneIsNot() {
        deviceOn(HOTPATCH);
        at.jdbc.update("update hotpatch.unit set policy_id = null, known_policy = null");
        assertThat(found()).isEmpty();
        at.jdbc.update("update hotpatch.unit set known_policy = ring");
        assertThat(found()).containsExactly("NEVER");
    }

    @Test
    void anotherToolIsNoReasonToLeaveAHotpatchOutOfTheCrowd() {
        deviceOn(HOTPATCH);
        at.jdbc.update("update hotpatch.device set management = 'CO_MANAGED'");
        found();
        assertThat(rows.combinations(MONTHLY)).singleElement().satisfies(c -> {
            assertThat(c.otherSource()).isTrue();
            assertThat(c.unexplained()).isEqualTo(1);
        });
    }

    /** Which class a device has may change between two parts of a list. */
    @Test
    void eachOfMoreThanOnePartIsToldOnceAlsoWhenItsClassChangesMeanwhile() {
        int devices = 5_003;
        at.jdbc.update("insert into hotpatch.unapproved_install (cycle_id, device_id, ring, build, ubr, not_after, approval, delivered, track, enrolled_anew, known_before, "
                + "newer_windows, other_source, found_at, class) select ?, lpad(n::text, 5, '0'), 'pilot', 26100, 130, ?, 'NEVER', 'HOTPATCH', 'NONE', false, true, false, false, ?, "
                + "case when n % 2 = 0 then 'GATE_NOT_HELD' else 'UNKNOWN' end from generate_series(1, ?) n", MONTHLY, at.now(), at.now(), devices);
        List<String> told = new ArrayList<>();
        new GateProof(rows, id -> null, at.trail, at.business).each(MONTHLY, VisibleRings.ALL, i -> {
            told.add(i.deviceId());
            if (told.size() == 5_000) {
                at.jdbc.update("update hotpatch.unapproved_install set class = 'UNKNOWN' where device_id > '00010' and class = 'GATE_NOT_HELD'");
            }
        });
        assertThat(told).hasSize(devices).doesNotHaveDuplicates();
    }

    @Test
    void whatAProofBroughtToItsTestDevicesWasApprovedByIt() {
        proof(9, 20);
        deviceOn(HOTPATCH);
        assertThat(found()).isEmpty();
    }

    @Test
    void aProofExplainsNothingBeforeItsApprovalAfterItsEndOrWithoutOne() {
        proof(12, 20);
        proof(2, 9);
        proof(null, 20);
        deviceOn(HOTPATCH);
        assertThat(found()).containsExactly("NEVER");
    }

    @Test
    void aProofExplainsOnlyTheBuildItApproved() {
        proof(9, 20);
        deviceOn(OOB_HOTPATCH);
        assertThat(found()).containsExactly("NEVER");
    }

    /** The device was a test device of a proof that approved the release after so many hours, or never, and ended after so many. */
    private void proof(Integer approved, int ended) {
        at.jdbc.update("with q as (insert into hotpatch.canary_proof (tenant, method, asked_by, group_id, release, catalog_item, wait_days, step, step_at, started_at, "
                + "approved_at, ended_at) values ('sandbox', 'OBSERVED', 'x', 'g', 'r', 'i', 0, 'ENDED', ?, ?, ?, ?) returning id) "
                + "insert into hotpatch.canary_device (proof_id, device_id, name, build, ubr, target_ubr, lcu_ubr, seen_at) select id, 'd', '', 26100, ?, ?, ?, ? from q",
                hours(ended), hours(1), approved == null ? null : hours(approved), hours(ended), BASELINE, HOTPATCH, LCU, hours(1));
    }

    @Test
    void anotherCyclesApprovalCounts() {
        write("APPROVE", OUT_OF_BAND, "pilot", 2);
        deviceOn(OOB_HOTPATCH);
        assertThat(found()).isEmpty();
    }

    @Test
    void anApprovalThatCameAfterwardsDoesNotCount() {
        write("APPROVE", OUT_OF_BAND, "pilot", 12);
        deviceOn(OOB_HOTPATCH);
        assertThat(found()).containsExactly("NEVER");
    }

    @Test
    void theSameBuildInTwoReleasesIsLetThroughByEither() {
        revision("oob", LCU, "NO");
        write("APPROVE", MONTHLY, "pilot", 2);
        write("SUSPEND", MONTHLY, "pilot", 3);
        deviceOn(LCU);
        assertThat(found()).as("hours after the suspension").containsExactly("COMMITTED");
        at.jdbc.update("delete from hotpatch.unapproved_install");
        write("APPROVE", OUT_OF_BAND, "pilot", 4);
        assertThat(found()).isEmpty();
    }

    @Test
    void anApprovedHotpatchBringsTheBaselineItNeeds() {
        release("b", "2026.08-BASELINE", "monthly", begun.plus(Duration.ofHours(2)));
        revision("b", LCU + 5, "NO");
        write("APPROVE", OUT_OF_BAND, "pilot", 3);
        deviceOn(LCU + 5);
        assertThat(found()).as("the newest baseline below the hotpatch").isEmpty();
    }

    @Test
    void aCumulativeUpdateBesideAHotpatchIsNoBaseline() {
        release("b", "2026.07-BASELINE", "monthly", begun.minus(Duration.ofDays(30)));
        revision("b", BASELINE, "NO");
        write("APPROVE", OUT_OF_BAND, "pilot", 3);
        deviceOn(LCU);
        assertThat(found()).containsExactly("NEVER");
    }

    @Test
    void theWayForwardIsAnApproval() {
        write("APPROVE", MONTHLY, "pilot", 2);
        write("SUSPEND", MONTHLY, "pilot", 3);
        write("FORWARD_LCU", MONTHLY, "pilot", 4);
        deviceOn(LCU);
        assertThat(found()).isEmpty();
    }

    @Test
    void theUnitIntoWhichANewerPlanMovedTheDeviceCounts() {
        at.jdbc.update("update hotpatch.plan_class set ring = 'early' where cycle_id = ?", OUT_OF_BAND);
        write("APPROVE", MONTHLY, "early", 2);
        deviceOn(LCU);
        assertThat(found()).isEmpty();
    }

    @Test
    void aDeviceTheReleaseDoesNotConcernStaysInItsGroup() {
        at.jdbc.update("update hotpatch.plan_class set ring = null, controlled = false, uncontrolled_why = 'NO_REVISION_FOR_BUILD'");
        deviceOn(BASELINE);
        at.jdbc.query("select hotpatch.plan_members(cycle, array[device], null, null, array['unconcerned']) from hotpatch.plan_member", rs -> { });
        at.gate.addMembers("group of pilot", List.of("unconcerned", "stranger"));
        at.open("pilot");
        at.open("pilot");
        assertThat(at.gate.sent()).contains("remove [stranger]", "approve pilot").noneMatch(call -> call.startsWith("remove") && call.contains("unconcerned"));
    }
}
