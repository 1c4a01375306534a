package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One restart stands in the ledger once, however many cycles it makes effective. */
class RestartLedgerTest {

    private static final String MONTHLY = RolloutFixture.CYCLE;
    private static final String OTHER = "2026.08-OOB";
    private static final int OLD = 90;
    private static final int BASELINE = 100;
    private static final int HOTPATCH = 110;
    private static final int LCU = 120;
    private static final int OTHER_HOTPATCH = 130;
    private static final int OTHER_LCU = 140;

    private final RolloutFixture at = new RolloutFixture();
    private final ProgressRows rows = new ProgressRows(at.jdbc);

    @AfterEach
    void close() {
        at.close();
    }

    @BeforeEach
    void twoCyclesBesideEachOther() {
        release("b", "2026.07-B", "monthly", -30);
        release("oob", OTHER, "outOfBand", 1);
        revision("b", BASELINE, "NO");
        revision("r", HOTPATCH, "YES");
        revision("r", LCU, "NO");
        revision("oob", OTHER_HOTPATCH, "YES");
        revision("oob", OTHER_LCU, "NO");
    }

    private void release(String id, String cycle, String cadence, int days) {
        at.jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values (?, ?, ?, ?, ?, 'security', ?, ?, '')", id, cycle, cycle, cycle, hours(24 * days), cadence, at.now());
        at.jdbc.update("insert into hotpatch.cycle (id, release_id, state, created_at) values (?, ?, 'ROLLING_OUT', ?)", cycle, id, at.now());
    }

    private void revision(String release, int ubr, String hotpatch) {
        at.jdbc.update("insert into hotpatch.revision (release_id, product, line, build, ubr, kb, hotpatch) values (?, 'Windows 11', 'WINDOWS_11', 26100, ?, ?, ?)",
                release, ubr, "KB" + ubr, hotpatch);
    }

    private Timestamp hours(int after) {
        return Timestamp.from(at.business.instant().plus(Duration.ofHours(after)));
    }

    /** The device as both cycles planned it, at hour 0. */
    private void planned(String buildClass) {
        at.jdbc.update("insert into hotpatch.device (id, name, line, build, ubr, edition, cpu, chpe, join_type, management, received_at, last_check_in) "
                + "values ('d', '', 'WINDOWS_11', 26100, ?, '', '', '', '', '', ?, ?)", OLD, at.now(), hours(0));
        int planClass = 1;
        for (String cycle : List.of(MONTHLY, OTHER)) {
            at.jdbc.update("insert into hotpatch.plan_class (class, cycle_id, devices, population, line, build, ubr, edition, cpu, chpe, join_type, management, "
                    + "licence, vbs, policy, ring, controlled, track, restart_expected, build_class) values (?, ?, 1, 'ACTIVE', 'WINDOWS_11', 26100, ?, '', '', '', "
                    + "'', '', '', '', 'UNIT', 'pilot', true, 'LCU', true, ?)", planClass, cycle, OLD, buildClass);
            at.jdbc.query("select hotpatch.plan_members(c.no, array[d.no], array[?::bigint], array[d.last_check_in], null) "
                    + "from hotpatch.cycle c, hotpatch.device d where c.id = ?", rs -> { }, planClass++, cycle);
            at.jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring) values (?, 'd', 'pilot')", cycle);
        }
    }

    /** The device checks in with this level; these cycles look, in this order. */
    private void seen(int hour, int ubr, String... cycles) {
        at.jdbc.update("update hotpatch.device set ubr = ?, last_check_in = ?", ubr, hours(hour));
        for (String cycle : cycles) {
            rows.follow(cycle);
            rows.inferRestarts(cycle, false);
        }
    }

    private List<String> ledger() {
        return at.jdbc.queryForList("select cycle_id || ' ' || reason from hotpatch.restart where not_after is not null order by not_after, cycle_id", String.class);
    }

    @Test
    void theFirstCycleToSeeARestartKeepsIt() {
        planned("CURRENT");
        seen(1, OLD, MONTHLY, OTHER);
        seen(2, OTHER_LCU, OTHER, MONTHLY);
        assertThat(ledger()).containsExactly(OTHER + " LCU");
        seen(3, OTHER_LCU, MONTHLY, OTHER);
        assertThat(ledger()).hasSize(1);
    }

    @Test
    void itIsTheSameRestartWhenTheOtherCycleLooksLater() {
        planned("CURRENT");
        seen(1, OLD, MONTHLY, OTHER);
        seen(2, OTHER_LCU, MONTHLY);
        seen(3, OTHER_LCU, OTHER);
        assertThat(ledger()).containsExactly(MONTHLY + " LCU");
    }

    @Test
    void twoLevelsAreTwoRestarts() {
        planned("CURRENT");
        seen(2, LCU, MONTHLY, OTHER);
        seen(4, OTHER_LCU, MONTHLY, OTHER);
        assertThat(ledger()).containsExactly(MONTHLY + " LCU", OTHER + " LCU");
    }

    @Test
    void aDebtIsPaidOnce() {
        planned("BEHIND");
        seen(2, BASELINE, MONTHLY, OTHER);
        seen(4, HOTPATCH, MONTHLY, OTHER);
        seen(6, OTHER_HOTPATCH, MONTHLY, OTHER);
        assertThat(ledger()).containsExactly(MONTHLY + " BASELINE_DEBT");
        assertThat(at.jdbc.queryForObject("select not_before from hotpatch.restart", Timestamp.class)).as("paid before the hotpatch was seen to be missing")
                .isEqualTo(hours(0));
    }

    @Test
    void aCumulativeUpdateOfAnotherCyclePaysTheDebt() {
        planned("BEHIND");
        seen(2, LCU, MONTHLY, OTHER);
        seen(4, OTHER_HOTPATCH, MONTHLY, OTHER);
        assertThat(ledger()).containsExactly(MONTHLY + " LCU");
    }

    @Test
    void aRestartBelowTheBaselineOrBeforeThePlanPaysNoDebt() {
        planned("BEHIND");
        at.jdbc.update("insert into hotpatch.restart (cycle_id, device_id, ring, reason, planned, known, not_after) "
                + "values ('2026.07-B', 'd', 'pilot', 'LCU', true, 'INFERRED', ?)", hours(1));
        at.jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring, outcome, build, ubr, restart_inferred) "
                + "values ('2026.07-B', 'd', 'pilot', 'EFFECTIVE_LCU', 26100, ?, true)", BASELINE - 1);
        seen(4, HOTPATCH, MONTHLY);
        assertThat(ledger()).hasSize(2);
        at.jdbc.update("delete from hotpatch.restart where cycle_id = ?", MONTHLY);
        at.jdbc.update("update hotpatch.progress set ubr = ?, restart_inferred = cycle_id = '2026.07-B'", BASELINE);
        at.jdbc.update("update hotpatch.restart set not_after = ?", hours(-1));
        at.jdbc.update("update hotpatch.progress set ubr = ? where cycle_id = ?", HOTPATCH, MONTHLY);
        rows.inferRestarts(MONTHLY, false);
        assertThat(ledger()).hasSize(2);
    }

    @Test
    void aLaterHotpatchIsNoRestartOfTheReleaseItCovers() {
        planned("CURRENT");
        seen(2, OTHER_HOTPATCH, MONTHLY, OTHER);
        assertThat(at.jdbc.queryForList("select distinct outcome from hotpatch.progress order by 1", String.class))
                .containsExactly("EFFECTIVE_HOTPATCH", "EFFECTIVE_LCU");
        assertThat(ledger()).isEmpty();
    }

    @Test
    void aRestartTakenBackIsNotTheOne() {
        planned("CURRENT");
        seen(1, LCU, MONTHLY);
        at.jdbc.update("update hotpatch.restart set reason = 'ROLL_BACK'");
        at.jdbc.update("update hotpatch.progress set ubr = ? where cycle_id = ?", OTHER_LCU, MONTHLY);
        seen(2, OTHER_LCU, OTHER);
        assertThat(ledger()).contains(OTHER + " LCU");
    }
}
