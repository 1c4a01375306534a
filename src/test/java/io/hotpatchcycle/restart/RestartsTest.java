package io.hotpatchcycle.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.Verdict;
import io.hotpatchcycle.freeze.FreezeSource;
import io.hotpatchcycle.rollout.GraphAnswer;
import io.hotpatchcycle.rollout.RolloutFixture;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device is asked to restart at most once, and only within the agreed window. */
class RestartsTest {

    private static final Duration LONGER_THAN_THE_LEASE = Duration.ofSeconds(31);

    private static final Duration SEEN_WITHIN = Duration.ofHours(2);

    private final RolloutFixture at = new RolloutFixture();
    private final Tenant tenant = new Tenant();
    private final RestartRows rows = new RestartRows(at.jdbc);
    private final Restarts restarts = new Restarts(rows, at.rollouts, at.rings, tenant, at.trail, at.business);

    /** Devices restart as told; what becomes of the answer is scripted. */
    private static final class Tenant implements RestartActions {

        private final List<List<String>> calls = new ArrayList<>();
        private final Set<String> restarted = new HashSet<>();
        private boolean killed;
        private GraphAnswer answer = GraphAnswer.done(200, "{}", "r");

        @Override
        public GraphAnswer restart(List<String> deviceIds) {
            calls.add(deviceIds);
            if (answer.outcome() == GraphAnswer.Outcome.DONE) {
                restarted.addAll(deviceIds);
            }
            if (killed) {
                throw new IllegalStateException("killed");
            }
            return answer;
        }

        @Override
        public String readRestart(String deviceId, Instant since) {
            return restarted.contains(deviceId) ? "pending" : "none";
        }

        List<String> asked() {
            return calls.stream().flatMap(List::stream).toList();
        }
    }

    @BeforeEach
    void agree() {
        at.jdbc.update("update hotpatch.ring set restarts = 2, state = 'OPEN', opened_at = ? where name = 'pilot'", at.now());
        window("AGREED", at.business.instant(), Duration.ofHours(4));
        waiting("a");
        waiting("b");
    }

    @AfterEach
    void close() {
        at.close();
    }

    private void window(String state, Instant start, Duration length) {
        at.jdbc.update("insert into hotpatch.restart_window (cycle_id, ring, number, starts_at, ends_at, state, devices) values (?, 'pilot', "
                + "(select count(*) + 1 from hotpatch.restart_window), ?, ?, ?, 2)", RolloutFixture.CYCLE, Timestamp.from(start),
                Timestamp.from(start.plus(length)), state);
    }

    private void waiting(String device) {
        at.jdbc.update("insert into hotpatch.device (id, name, line, edition, cpu, chpe, join_type, management, received_at) "
                + "values (?, '', 'WINDOWS_11', '', '', '', '', '', ?)", device, at.now());
        at.jdbc.update("insert into hotpatch.plan_class (class, cycle_id, devices, population, line, edition, cpu, chpe, join_type, management, licence, "
                + "vbs, policy, ring, controlled, track, restart_expected) values (1, ?, 1, 'ACTIVE', 'WINDOWS_11', '', '', '', '', '', '', '', 'UNIT', "
                + "'pilot', true, 'LCU', true) on conflict do nothing", RolloutFixture.CYCLE);
        at.jdbc.query("select hotpatch.plan_members(c.no, array[d.no], array[1::bigint], null, null) from hotpatch.cycle c, hotpatch.device d "
                + "where c.id = ? and d.id = ?", rs -> { }, RolloutFixture.CYCLE, device);
        at.jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring, waits_for_restart, waits_seen_at) values (?, ?, 'pilot', true, ?)",
                RolloutFixture.CYCLE, device, at.now());
    }

    private void request() {
        at.inEngineTransaction(() -> {
            restarts.requestRestarts(RolloutFixture.CYCLE, "pilot", SEEN_WITHIN);
            return null;
        });
    }

    @Test
    void asksEachDeviceOnce() {
        request();
        request();
        assertThat(tenant.calls).containsExactly(List.of("a", "b"));
        waiting("c");
        request();
        assertThat(tenant.asked()).containsExactly("a", "b", "c");
    }

    @Test
    void nobodyIsAskedWhoWasSeenWaitingTooLongAgo() {
        at.business.pass(Duration.ofHours(2));
        at.jdbc.update("update hotpatch.progress set waits_seen_at = waits_seen_at - interval '1 second' where device_id = 'b'");
        at.jdbc.update("update hotpatch.progress set waits_seen_at = null where device_id = 'a'");
        request();
        assertThat(tenant.calls).isEmpty();
    }

    @Test
    void aCheckInWithTheOldBuildIsASightOfAWaitingDevice() {
        at.business.pass(Duration.ofHours(3));
        at.jdbc.update("update hotpatch.progress set last_check_in = waits_seen_at + interval '1 hour' where device_id = 'b'");
        request();
        assertThat(tenant.asked()).containsExactly("b");
        assertThat(at.jdbc.queryForObject("select seen_waiting_at = asked_at - interval '2 hours' from hotpatch.restart", Boolean.class)).isTrue();
    }

    @Test
    void manyDevicesTakeSeveralCalls() {
        for (int i = 0; i < 150; i++) {
            waiting("device" + i);
        }
        request();
        assertThat(tenant.calls).hasSize(2).allSatisfy(call -> assertThat(call).hasSizeLessThanOrEqualTo(RestartActions.DEVICES_PER_CALL));
        assertThat(tenant.asked()).hasSize(152).doesNotHaveDuplicates();
    }

    @Test
    void nobodyIsAskedOutsideTheWindow() {
        at.business.pass(Duration.ofHours(4));
        request();
        window("PROPOSED", at.business.instant(), Duration.ofHours(4));
        request();
        window("AGREED", at.business.instant().plusSeconds(60), Duration.ofHours(4));
        request();
        assertThat(tenant.calls).isEmpty();
    }

    @Test
    void aStopHoldsRestartsToo() {
        at.cycles.halt(RolloutFixture.CYCLE, "stop", "somebody");
        request();
        assertThat(tenant.calls).isEmpty();
    }

    @Test
    void nobodyIsAskedInAFreeze() {
        at.freezes(new FreezeSource.Entry(at.business.instant().toString(), at.business.instant().plus(Duration.ofHours(1)).toString(), "Year end",
                null, null, null, null));
        request();
        assertThat(tenant.calls).isEmpty();
        assertThat(at.inEngineTransaction(() -> at.rollouts.refusal(RolloutFixture.CYCLE, "pilot"))).as("also by the guard").get().asString()
                .contains("freeze 'Year end'");
        at.business.pass(Duration.ofHours(1));
        request();
        assertThat(tenant.calls).containsExactly(List.of("a", "b"));
    }

    @Test
    void aLostAnswerIsNeverRepeated() {
        tenant.answer = new GraphAnswer(GraphAnswer.Outcome.LOST, 500, "", null, null);
        request();
        tenant.answer = GraphAnswer.done(200, "{}", "r");
        at.wall.pass(LONGER_THAN_THE_LEASE);
        request();
        assertThat(tenant.calls).containsExactly(List.of("a", "b"));
    }

    private AmbiguousRestart loseAnAnswer() {
        tenant.answer = new GraphAnswer(GraphAnswer.Outcome.LOST, 500, "", null, null);
        request();
        tenant.answer = GraphAnswer.done(200, "{}", "r");
        return restarts.ambiguous(RolloutFixture.CYCLE).get(0);
    }

    @Test
    void aDeviceThatTellsLateSettlesItsCall() {
        AmbiguousRestart call = loseAnAnswer();
        assertThat(call.devices()).containsExactly("a", "b");
        assertThat(at.trail.events(RolloutFixture.CYCLE, 0, 50)).as("a person is told").anySatisfy(e -> assertThat(e.type()).isEqualTo("restart.ambiguous"));
        tenant.restarted.add("b");
        request();
        assertThat(restarts.ambiguous(RolloutFixture.CYCLE)).isEmpty();
        assertThat(tenant.calls).hasSize(1);
        assertThat(restarts.decide(RolloutFixture.CYCLE, call.write(), false, "release.manager", "late")).as("nothing is left to decide").isFalse();
    }

    @Test
    void aPersonSaysThatACallNeverHappenedAndItIsMadeAgain() {
        AmbiguousRestart call = loseAnAnswer();
        assertThat(restarts.decide("2020.01-B", call.write(), false, "release.manager", "another cycle")).isFalse();
        assertThat(restarts.decide(RolloutFixture.CYCLE, call.write(), false, "release.manager", "looked at both")).isTrue();
        request();
        assertThat(tenant.calls).containsExactly(List.of("a", "b"), List.of("a", "b"));
        assertThat(at.jdbc.queryForMap("select state, decided_by, decided_why from hotpatch.graph_write")).containsEntry("state", "DONE")
                .containsEntry("decided_by", "release.manager").containsEntry("decided_why", "looked at both");
        assertThat(at.trail.events(RolloutFixture.CYCLE, 0, 50)).anySatisfy(e -> {
            assertThat(e.type()).isEqualTo("restart.decided");
            assertThat(e.actor()).isEqualTo("release.manager");
        });
    }

    @Test
    void aPersonSaysThatACallHappenedAndItIsNeverMadeAgain() {
        AmbiguousRestart call = loseAnAnswer();
        assertThat(restarts.decide(RolloutFixture.CYCLE, call.write(), true, "release.manager", "users called")).isTrue();
        request();
        assertThat(tenant.calls).hasSize(1);
        assertThat(restarts.decide(RolloutFixture.CYCLE, call.write(), false, "change.manager", "no")).as("decided once").isFalse();
    }

    @Test
    void aThrottledCallIsMadeLater() {
        tenant.answer = new GraphAnswer(GraphAnswer.Outcome.LATER, 429, "", null, null);
        request();
        tenant.answer = GraphAnswer.done(200, "{}", "r");
        request();
        assertThat(tenant.restarted).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aCrashDoesNotRestartAnybodyTwiceEvenWhenOthersWaitByThen() {
        tenant.killed = true;
        assertThatThrownBy(this::request).hasMessage("killed");
        tenant.killed = false;
        waiting("aa");
        request();
        assertThat(tenant.calls).as("within the lease of the crashed call").hasSize(1);
        at.wall.pass(LONGER_THAN_THE_LEASE);
        request();
        assertThat(tenant.asked()).containsExactly("a", "b", "aa");
    }

    @Test
    void aCrashedCallIsSettledAlsoWhenTheRestartOfItsFirstDeviceWasSeenBefore() {
        tenant.killed = true;
        assertThatThrownBy(this::request).hasMessage("killed");
        tenant.killed = false;
        at.jdbc.update("insert into hotpatch.restart (cycle_id, device_id, ring, reason, planned, known, not_after) values (?, 'a', 'pilot', 'LCU', true, 'INFERRED', ?)",
                RolloutFixture.CYCLE, at.now());
        at.jdbc.update("update hotpatch.progress set outcome = 'EFFECTIVE_LCU', waits_for_restart = false where device_id = 'a'");
        at.wall.pass(LONGER_THAN_THE_LEASE);
        request();
        assertThat(tenant.asked()).as("nobody is asked twice").containsExactly("a", "b");
        assertThat(at.jdbc.queryForList("select state from hotpatch.graph_write", String.class)).doesNotContain("INTENDED");
    }

    @Test
    void aCrashedCallIsSettledByReadingOnceItsWindowIsOver() {
        tenant.killed = true;
        assertThatThrownBy(this::request).hasMessage("killed");
        tenant.killed = false;
        at.wall.pass(LONGER_THAN_THE_LEASE);
        at.business.pass(Duration.ofHours(5));
        request();
        assertThat(tenant.calls).as("nobody is asked outside the window").hasSize(1);
        assertThat(at.jdbc.queryForList("select state from hotpatch.graph_write", String.class)).allMatch(List.of("DONE", "AMBIGUOUS")::contains);
        assertThat(at.jdbc.queryForList("select device_id from hotpatch.restart where asked_at is not null order by 1", String.class))
                .as("what may have happened is noted").containsExactly("a", "b");
    }

    @Test
    void aCrashedCallIsSettledByReadingInAStop() {
        tenant.killed = true;
        assertThatThrownBy(this::request).hasMessage("killed");
        tenant.killed = false;
        at.cycles.halt(RolloutFixture.CYCLE, "stop", "somebody");
        assertThat(restarts.settleBegun(RolloutFixture.CYCLE)).as("within the lease of the crashed call").get().asString().contains("2 devices of ring 'pilot'");
        at.wall.pass(LONGER_THAN_THE_LEASE);
        assertThat(restarts.settleBegun(RolloutFixture.CYCLE)).isEmpty();
        assertThat(tenant.calls).as("nobody is asked in a stop").hasSize(1);
        assertThat(at.jdbc.queryForList("select state from hotpatch.graph_write", String.class)).containsExactly("DONE");
        assertThat(at.jdbc.queryForList("select device_id from hotpatch.restart where asked_at is not null order by 1", String.class)).containsExactly("a", "b");
    }

    @Test
    void proposesAgainWhenNothingAgreedIsLeft() {
        Duration after = Duration.ofHours(1);
        Duration length = Duration.ofHours(2);
        assertThat(restarts.propose(RolloutFixture.CYCLE, "pilot", after, length, null).agreed()).isTrue();
        at.business.pass(Duration.ofHours(4));
        Window proposed = restarts.propose(RolloutFixture.CYCLE, "pilot", after, length, null);
        assertThat(proposed.agreed()).isFalse();
        assertThat(proposed.startsAt()).isEqualTo(at.business.instant().plus(after));
        assertThat(proposed.endsAt()).isEqualTo(proposed.startsAt().plus(length));
        assertThat(restarts.propose(RolloutFixture.CYCLE, "pilot", after, length, at.business.instant().minusSeconds(60)).startsAt())
                .as("a wish in the past").isEqualTo(at.business.instant());
        restarts.answer(RolloutFixture.CYCLE, "pilot", true);
        assertThat(restarts.window(RolloutFixture.CYCLE, "pilot")).hasValueSatisfying(w -> assertThat(w.agreed()).isTrue());
    }

    @Test
    void isOverWhenTheWindowIsOrAllRestarted() {
        assertThat(restarts.over(RolloutFixture.CYCLE, "pilot")).isFalse();
        at.jdbc.update("update hotpatch.progress set outcome = 'EFFECTIVE_LCU'");
        assertThat(restarts.over(RolloutFixture.CYCLE, "pilot")).isTrue();
        at.jdbc.update("update hotpatch.progress set outcome = 'PENDING'");
        at.business.pass(Duration.ofHours(4));
        assertThat(restarts.over(RolloutFixture.CYCLE, "pilot")).isTrue();
    }

    @Test
    void aRingThatIsFailingOrNotOpenIsNotRestartedWhereverTheTokenStands() {
        at.rings.judge(RolloutFixture.CYCLE, "pilot", Verdict.HALT, "failures", at.rings.figures(RolloutFixture.CYCLE, "pilot"));
        request();
        at.jdbc.update("update hotpatch.ring set verdict = null, failure_limit = 5, reported = 100, failed = 60 where name = 'pilot'");
        request();
        at.jdbc.update("update hotpatch.ring set failed = 0 where name = 'pilot'");
        at.rings.judge(RolloutFixture.CYCLE, "pilot", Verdict.WAIT, "", at.rings.figures(RolloutFixture.CYCLE, "pilot"));
        at.rings.move(RolloutFixture.CYCLE, "pilot", RingState.HELD, "a person is asked");
        request();
        assertThat(tenant.calls).isEmpty();
        at.rings.move(RolloutFixture.CYCLE, "pilot", RingState.OPEN, null);
        request();
        assertThat(tenant.asked()).containsExactly("a", "b");
    }
}
