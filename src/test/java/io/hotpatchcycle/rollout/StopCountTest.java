package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.Cycles.StopProgress;
import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.rollout.InstallReports.Install;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a stop is true, and what each device counts as until then. */
class StopCountTest {

    private static final Duration DELAY = Duration.ofHours(48);

    private final RolloutFixture at = new RolloutFixture();

    @BeforeEach
    void openAndStop() {
        assertThat(at.open("pilot").outcome()).isEqualTo(OpenResult.Outcome.OPEN);
        at.business.pass(Duration.ofHours(10));
        at.cycles.halt(RolloutFixture.CYCLE, "printers", "release.manager");
    }

    @AfterEach
    void close() {
        at.close();
    }

    private Instant stop() {
        at.cycles.suspendAll(RolloutFixture.CYCLE);
        return at.business.instant();
    }

    private void device(String id, Instant lastCheckIn) {
        device(id, "pilot", lastCheckIn);
    }

    private void device(String id, String ring, Instant lastCheckIn) {
        at.jdbc.update("insert into hotpatch.device (id, name, line, build, ubr, edition, cpu, chpe, join_type, management, last_check_in, received_at) "
                + "values (?, ?, 'WINDOWS_11', 26100, 1, 'E', 'X64', 'OFF', 'ENTRA', 'INTUNE', ?, ?)", id, "PC-" + id, timestamp(lastCheckIn), at.now());
        at.jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring, last_check_in) values (?, ?, ?, ?)",
                RolloutFixture.CYCLE, id, ring, timestamp(lastCheckIn));
    }

    private void checkedIn(String id, Instant when) {
        at.jdbc.update("update hotpatch.device set last_check_in = ? where id = ?", timestamp(when), id);
        at.jdbc.update("update hotpatch.progress set last_check_in = ? where device_id = ?", timestamp(when), id);
    }

    private void effective(String id, Instant notBefore, Instant seen) {
        at.jdbc.update("update hotpatch.progress set outcome = 'EFFECTIVE_HOTPATCH', not_effective_at = ?, effective_at = ? where device_id = ?",
                timestamp(notBefore), timestamp(seen), id);
    }

    private static Timestamp timestamp(Instant value) {
        return value == null ? null : Timestamp.from(value);
    }

    private void report(String id, String state, String status, String substatus, Instant scanned) {
        at.reported.removeIf(i -> i.deviceId().equals(id));
        at.reported.add(new Install(id, state, substatus, null, scanned, status, scanned));
    }

    private StopProgress verify() {
        return at.inEngineTransaction(() -> at.cycles.verifyStop(RolloutFixture.CYCLE, Optional.empty()));
    }

    private StopCount count() {
        return at.cycles.stopCount(RolloutFixture.CYCLE);
    }

    @Test
    void aStopIsTrueOnceEveryOnlineDeviceIsOutOfReachOrCommittedAndTheReportsHadTheirTime() {
        device("quiet", at.business.instant());
        device("busy", at.business.instant());
        Instant suspended = stop();
        report("quiet", "InProgress", "Offering", "OfferReady", suspended.minusSeconds(60));
        report("busy", "InProgress", "Installing", "DownloadStart", suspended.minusSeconds(60));
        assertThat(verify()).isEqualTo(new StopProgress(true, false, false));
        assertThat(count().rings()).containsExactly(new StopCount.Ring("pilot", suspended, 2, 0, 0, 1, 1, 0, 0, 0));
        assertThat(at.cycles.get(RolloutFixture.CYCLE).state()).isEqualTo(CycleState.STOPPING);

        at.business.pass(Duration.ofHours(9));
        report("quiet", "InProgress", "Offering", "OfferReady", suspended.plus(Duration.ofHours(8)));
        checkedIn("quiet", suspended.plus(Duration.ofHours(8)));
        assertThat(verify().complete()).as("all known, but the reports may lag").isFalse();
        assertThat(count().outOfReach()).isEqualTo(1);
        at.business.pass(DELAY.minus(Duration.ofHours(9)).minusSeconds(1));
        assertThat(verify().complete()).isFalse();
        at.business.pass(Duration.ofSeconds(1));
        assertThat(verify()).isEqualTo(new StopProgress(true, true, false));
        assertThat(at.cycles.get(RolloutFixture.CYCLE).state()).isEqualTo(CycleState.STOPPED);
        assertThat(at.jdbc.queryForList("select out_of_reach || ' ' || (counted_at - lag(counted_at, 1, ?) over (order by counted_at)) from hotpatch.stop_progress "
                + "order by counted_at", String.class, Timestamp.from(suspended))).as("each count that differed, and none twice").containsExactly("0 00:00:00", "1 09:00:00");
    }

    @Test
    void aRingThatSomebodyElseApprovedBeforeItsTurnIsToldAndCounted() {
        device("off", at.business.instant().minus(Duration.ofDays(3)));
        device("mute", "early", at.business.instant());
        at.gate.approveByHand("early");
        stop();
        assertThat(toldOfEarly()).as("at the first look").containsExactly("approved");
        at.business.pass(DELAY);
        checkedIn("mute", at.business.instant());
        assertThat(verify()).isEqualTo(new StopProgress(true, false, false));
        assertThat(count().rings()).filteredOn(r -> r.name().equals("early")).singleElement().satisfies(r -> assertThat(r.notSeen()).isEqualTo(1));
        assertThat(at.rings.find(RolloutFixture.CYCLE, "early").state()).isEqualTo(RingState.SUSPENDED);
        report("mute", "InProgress", "Offering", "OfferReady", at.business.instant());
        assertThat(verify()).isEqualTo(new StopProgress(true, true, false));
        assertThat(toldOfEarly()).as("once").hasSize(1);
    }

    @Test
    void aRingThatSomebodyElseApprovedIsCountedAlsoWhenItReadsAsSuspendedOnlyAtTheNextLook() {
        stop();
        device("off", at.business.instant().minus(Duration.ofDays(3)));
        device("mute", "early", at.business.instant());
        at.gate.approveByHand("early");
        at.gate.next(ScriptedGate.Script.LATER);
        assertThat(verify().held()).isFalse();
        at.gate.suspend("early", RolloutFixture.ITEM);
        at.business.pass(DELAY);
        checkedIn("mute", at.business.instant());
        assertThat(verify()).isEqualTo(new StopProgress(true, false, false));
        assertThat(toldOfEarly()).hasSize(1);
    }

    private List<String> toldOfEarly() {
        return at.jdbc.queryForList("select data ->> 'seen' from hotpatch.event where type = 'ring.approvedByOthers' and ring = 'early'", String.class);
    }

    @Test
    void aDeviceThatIsOnlineAndNotHeardOfKeepsTheStopFromBeingTrueForAWeek() {
        device("mute", at.business.instant());
        stop();
        for (int day = 0; day < 6; day++) {
            at.business.pass(Duration.ofDays(1));
            checkedIn("mute", at.business.instant());
            assertThat(verify()).isEqualTo(new StopProgress(true, false, false));
        }
        at.business.pass(Duration.ofDays(1));
        checkedIn("mute", at.business.instant());
        assertThat(verify()).as("a person decides on what is known").isEqualTo(new StopProgress(true, false, true));
        assertThat(at.cycles.get(RolloutFixture.CYCLE).state()).isEqualTo(CycleState.STOPPING);
    }

    @Test
    void aReportThatIsRefusedForADayEndsNeitherTheSuspendingNorTheCounting() {
        device("quiet", at.business.instant());
        stop();
        at.reportsRefused = "Intune refused the report.";
        for (int hour = 0; hour < 24; hour++) {
            at.business.pass(Duration.ofHours(1));
            at.gate.approve("pilot", RolloutFixture.ITEM);
            assertThat(verify()).isEqualTo(new StopProgress(true, false, false));
            assertThat(at.gate.approval("pilot")).isEqualTo("suspended");
            assertThat(count().open()).isEqualTo("what it has reached cannot be counted: Intune refused the report.");
        }
        assertThat(at.cycles.stopAlarm(RolloutFixture.CYCLE)).contains("Intune refused the report.");
        at.reportsRefused = null;
        at.business.pass(DELAY);
        report("quiet", "InProgress", "Offering", "OfferReady", at.business.instant());
        assertThat(verify()).isEqualTo(new StopProgress(true, true, false));
        assertThat(count().open()).isNull();
    }

    /** A row of the release before, which the report keeps until it has heard of the new one. */
    private void lastMonth(String id, String state, String status, String substatus) {
        at.reported.add(new Install(id, state, substatus, "Error".equals(state) ? "DiskFull" : null, at.business.instant().minus(Duration.ofDays(25)), status,
                at.business.instant()));
    }

    @Test
    void whatTheReportSaysOfTheReleaseBeforeIsNotHeardOfThisOne() {
        List.of("done", "failed", "waiting", "loading", "idle").forEach(id -> device(id, at.business.instant()));
        stop();
        at.business.pass(DELAY);
        List.of("done", "failed", "waiting", "loading", "idle").forEach(id -> checkedIn(id, at.business.instant()));
        lastMonth("done", "Success", "Installed", "UpdateInstalled");
        lastMonth("failed", "Error", "Installing", "InstallStart");
        lastMonth("waiting", "InProgress", "Installing", "RestartRequired");
        lastMonth("loading", "InProgress", "Installing", "DownloadStart");
        lastMonth("idle", "InProgress", "Pending", "Scheduled");
        assertThat(verify().complete()).isFalse();
        assertThat(count().rings()).singleElement().satisfies(ring -> assertThat(List.of(ring.outOfReach(), ring.committed(), ring.notSeen())).containsExactly(1, 0, 4));
    }

    @Test
    void whatTheReportSaysOfTheReleaseBeforeIsNoOutcomeOfThisOne() {
        List.of("done", "failed", "waiting").forEach(id -> device(id, at.business.instant()));
        lastMonth("done", "Success", "Installed", "UpdateInstalled");
        lastMonth("failed", "Error", "Uninstalling", "RollbackInitiated");
        lastMonth("waiting", "InProgress", "Installing", "RestartRequired");
        look();
        assertThat(outcomes()).containsExactly("done PENDING false false false none", "failed PENDING false false false none", "waiting PENDING false false false none");
        at.reported.clear();
        report("done", "Success", "Installed", "UpdateInstalled", at.business.instant());
        report("failed", "Error", "Uninstalling", "RollbackInitiated", at.business.instant());
        report("waiting", "InProgress", "Installing", "RestartRequired", at.business.instant());
        look();
        assertThat(outcomes()).as("and of this one it is").containsExactly("done PENDING true false false none", "failed FAILED false true false none",
                "waiting PENDING false false true none");
    }

    private void look() {
        at.inEngineTransaction(() -> {
            at.rollouts.observe(RolloutFixture.CYCLE, "pilot", false);
            return null;
        });
    }

    private List<String> outcomes() {
        return at.jdbc.queryForList("select concat_ws(' ', device_id, outcome, confirmed::text, rolled_back::text, waits_for_restart::text, coalesce(alert, 'none')) "
                + "from hotpatch.progress order by device_id", String.class);
    }

    @Test
    void aDeviceThatIsSwitchedOffIsCountedButDoesNotHold() {
        device("off", at.business.instant().minus(Duration.ofDays(3)));
        stop();
        at.business.pass(DELAY);
        assertThat(verify().complete()).isTrue();
        assertThat(count()).satisfies(c -> {
            assertThat(c.offline()).isEqualTo(1);
            assertThat(c.notSeen()).isZero();
        });
    }

    @Test
    void whatInstalledAfterwardsIsListedPageByPageAndStaysListedWhenTheStopIsLifted() {
        IntStream.range(0, 45).forEach(i -> device("d" + i, at.business.instant()));
        device("later", at.business.instant());
        Instant suspended = stop();
        IntStream.range(0, 45).forEach(i -> effective("d" + i, suspended.minus(Duration.ofHours(1)), suspended.plus(Duration.ofMinutes(1 + i))));
        at.business.pass(DELAY);
        verify();
        at.resume("somebody.else");
        effective("later", suspended.plus(DELAY), suspended.plus(DELAY).plus(Duration.ofHours(2)));
        assertThat(at.cycles.countInstalledAfterStop(RolloutFixture.CYCLE, VisibleRings.ALL)).as("what came after the resume was let through").isEqualTo(45);
        List<String> pages = new ArrayList<>();
        for (int from = 0; from < 60; from += 20) {
            at.cycles.installedAfterStop(RolloutFixture.CYCLE, VisibleRings.ALL, from, 20).forEach(i -> pages.add(i.device()));
        }
        List<String> all = new ArrayList<>();
        at.cycles.eachInstalledAfterStop(RolloutFixture.CYCLE, VisibleRings.ALL, i -> all.add(i.device()));
        assertThat(pages).hasSize(45).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all).doesNotContain("later");
    }

    @Test
    void whatInstalledAfterwardsIsListedWithItsInterval() {
        device("before", at.business.instant());
        device("between", at.business.instant());
        device("after", at.business.instant());
        Instant suspended = stop();
        effective("before", suspended.minus(Duration.ofHours(9)), suspended.minus(Duration.ofHours(1)));
        effective("between", suspended.minus(Duration.ofHours(1)), suspended.plus(Duration.ofHours(7)));
        effective("after", suspended.plus(Duration.ofHours(1)), suspended.plus(Duration.ofHours(9)));
        at.business.pass(DELAY);
        verify();
        assertThat(count().before()).isEqualTo(1);
        assertThat(count().installedAfter()).as("the pessimistic bound").isEqualTo(2);
        assertThat(at.cycles.installedAfterStop(RolloutFixture.CYCLE, VisibleRings.ALL, 0, 10)).containsExactly(
                new StopCount.Installed("PC-after", "pilot", suspended.plus(Duration.ofHours(1)), suspended.plus(Duration.ofHours(9))),
                new StopCount.Installed("PC-between", "pilot", suspended.minus(Duration.ofHours(1)), suspended.plus(Duration.ofHours(7))));
    }

    @Test
    void nothingIsTrueWhileAUnitDoesNotReadAsSuspended() {
        at.gate.next(ScriptedGate.Script.LATER);
        assertThat(verify()).isEqualTo(new StopProgress(false, false, false));
        assertThat(count().complete()).as("never counted").isFalse();
        verify();
        assertThat(count().rings()).as("an open ring nobody followed has no device to count").allMatch(r -> r.devices() == 0);
    }

    @ParameterizedTest
    @CsvSource({"Success, Installed, UpdateInstalled, COMMITTED", "InProgress, Installing, DownloadStart, COMMITTED",
        "InProgress, Installing, RestartRequired, COMMITTED", "InProgress, Installing, NewWord, COMMITTED", "InProgress, Pending, Scheduled, IDLE",
        "InProgress, Offering, OfferReady, IDLE", "InProgress, OnHold, Scheduled, IDLE", "Error, Installing, InstallStart, IDLE",
        "Cancelled, Cancelled, Cancelled, IDLE", "InProgress, Offering, NewWord, UNKNOWN", "InProgress, NewWord, OfferReady, UNKNOWN",
        "NewWord, Pending, Scheduled, UNKNOWN", "'', '', '', UNKNOWN"})
    void wordsOfTheReport(String state, String status, String substatus, StopStanding expected) {
        assertThat(StopStanding.of(new Install("d", state, substatus, null, null, status, null), at.business.instant())).isEqualTo(expected);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void everyDeviceIsCountedOnceAndAStopIsAbsorbing(long seed) {
        Random random = new Random(seed);
        String[][] words = {{"Success", "Installed", "UpdateInstalled"}, {"InProgress", "Installing", "DownloadStart"}, {"InProgress", "Offering", "OfferReady"},
            {"Error", "Installing", "InstallStart"}, {"", "", ""}};
        int devices = 12;
        for (int i = 0; i < devices; i++) {
            device("d" + i, at.business.instant().minus(Duration.ofHours(random.nextInt(60))));
        }
        Instant suspended = stop();
        for (int step = 0; step < 12; step++) {
            at.business.pass(Duration.ofMinutes(random.nextInt(600)));
            Instant now = at.business.instant();
            String id = "d" + random.nextInt(devices);
            checkedIn(id, now);
            String[] row = words[random.nextInt(words.length)];
            report(id, row[0], row[1], row[2], now.minus(Duration.ofHours(random.nextInt(20))));
            if (random.nextInt(4) == 0) {
                effective("d" + random.nextInt(devices), null, now);
            }
            StopProgress progress = verify();
            StopCount.Ring ring = count().rings().get(0);
            assertThat(ring.before() + ring.outOfReach() + ring.committed() + ring.notSeen() + ring.notHeld() + ring.offline() + ring.installedAfter())
                    .as("seed %d, step %d: %s", seed, step, ring).isEqualTo(devices).isEqualTo(ring.devices());
            assertThat(progress.complete()).as("seed %d, step %d: %s at %s", seed, step, ring, now)
                    .isEqualTo(ring.notSeen() == 0 && !now.isBefore(suspended.plus(DELAY)));
            for (String name : new String[] {"pilot", "early"}) {
                assertThat(at.open(name).outcome()).as("seed %d, step %d: ring '%s'", seed, step, name).isEqualTo(OpenResult.Outcome.STOPPED);
            }
            assertThat(at.gate.approval("pilot")).isEqualTo("suspended");
        }
    }
}
