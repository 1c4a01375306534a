package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Verdict;
import java.sql.Timestamp;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each rule refuses alone, from the facts in the database; when all hold, the ring opens. */
class GuardTest {

    private RolloutFixture at = new RolloutFixture();

    @AfterEach
    void close() {
        at.close();
    }

    private void refuses(String ring, String sentence) {
        Guard guard = new Guard(new GuardRows(at.jdbc), Mode.CONTROL, at.rollouts.proofs(), new ObservedRows(at.jdbc), at.business);
        assertThat(at.transactions.run(() -> guard.againstOpening(RolloutFixture.CYCLE, ring))).hasValueSatisfying(why ->
                assertThat(why).startsWith("Cycle " + RolloutFixture.CYCLE).contains(sentence));
        assertThat(at.open(ring).outcome()).isNotEqualTo(OpenResult.Outcome.OPEN);
        assertThat(at.gate.sent()).doesNotContain("approve " + ring);
    }

    @Test
    void everythingInOrderOpens() {
        assertThat(at.open("pilot").outcome()).isEqualTo(OpenResult.Outcome.OPEN);
        assertThat(at.gate.sent()).containsExactly("approve pilot");
        assertThat(at.open("pilot").outcome()).as("repeating is harmless").isEqualTo(OpenResult.Outcome.OPEN);
        assertThat(at.gate.sent()).containsExactly("approve pilot");
    }

    @Test
    void aCycleThatWasOnlyObservedSoFar() {
        at.jdbc.update("insert into hotpatch.observed_opening (cycle_id, ring, at, devices, already, restarts, obstacle) values (?, 'pilot', ?, 10, 0, 0, '')",
                RolloutFixture.CYCLE, at.now());
        Guard guard = new Guard(new GuardRows(at.jdbc), Mode.CONTROL, at.rollouts.proofs(), new ObservedRows(at.jdbc), at.business);
        assertThat(at.transactions.run(() -> guard.againstOpening(RolloutFixture.CYCLE, "early"))).get().asString().contains("began in mode observe");
        assertThat(at.transactions.run(() -> guard.againstPreparing(RolloutFixture.CYCLE))).get().asString().contains("began in mode observe");
        assertThat(at.open("pilot").outcome()).as("it goes on as observed").isEqualTo(OpenResult.Outcome.OPEN);
        assertThat(at.gate.sent()).isEmpty();
    }

    @Test
    void moreLateJoinersThanWereApproved() {
        at.jdbc.update("update hotpatch.ring set late_allowed = 1");
        at.jdbc.update("insert into hotpatch.late_joiner (cycle_id, device_id, how, ring, fate, seen_at, joined_at) select ?, 'n' || n, 'NEW', 'pilot', 'JOINED', "
                + "now(), now() from generate_series(1, 2) n", RolloutFixture.CYCLE);
        refuses("pilot", "has 1 late joiners in this ring more than were approved with it.");
        at.jdbc.update("delete from hotpatch.late_joiner where device_id = 'n2'");
        assertThat(at.open("pilot").outcome()).isEqualTo(OpenResult.Outcome.OPEN);
    }

    @Test
    void aCycleThatHasEnded() {
        for (String end : java.util.List.of("CLOSED", "REJECTED", "ABANDONED", "SUPERSEDED")) {
            at.jdbc.update("update hotpatch.cycle set state = ?", end);
            refuses("pilot", "has ended. Nothing of it is prepared or opened any more.");
        }
    }

    @Test
    void noProofThatTheTenantHoldsUpdatesBack() {
        at.jdbc.update("delete from hotpatch.canary_proof");
        refuses("pilot", "nobody has proven that its policies hold updates back");
    }

    @Test
    void aProofOfAnotherTenantOrOneThatIsNotEnded() {
        at.jdbc.update("update hotpatch.canary_proof set tenant = 'another'");
        refuses("pilot", "nobody has proven");
        at.jdbc.update("update hotpatch.canary_proof set tenant = 'sandbox', ended_at = null");
        refuses("pilot", "nobody has proven");
    }

    @Test
    void aProofThatCameOutOtherwise() {
        at.jdbc.update("update hotpatch.canary_proof set outcome = 'LEAKING'");
        refuses("pilot", "do not hold updates back");
        at.jdbc.update("update hotpatch.canary_proof set outcome = 'REFUSED'");
        refuses("pilot", "does not take hotpatch together with manual approval");
    }

    @Test
    void aProofThatIsOverOrHasNoEnd() {
        at.jdbc.update("update hotpatch.canary_proof set method = 'OBSERVED', valid_until = ?", at.now());
        refuses("pilot", "hold updates back ended at");
        at.jdbc.update("update hotpatch.canary_proof set valid_until = null");
        refuses("pilot", "hold updates back ended at");
    }

    @Test
    void aPersonsOverrideLetsTheNextRingFollow() {
        overridden();
        assertThat(at.open("early").outcome()).isEqualTo(OpenResult.Outcome.OPEN);
    }

    @Test
    void anOverrideDoesNotAnswerAVerdictThatCameAfterIt() {
        overridden();
        at.rings.judge(RolloutFixture.CYCLE, "pilot", Verdict.HALT, "failures", at.rings.figures(RolloutFixture.CYCLE, "pilot"));
        refuses("early", "must not skip ring 'pilot'");
    }

    @Test
    void anOverrideEndsWhenItsRingIsSuspendedOrOpenedAgain() {
        overridden();
        at.rings.move(RolloutFixture.CYCLE, "pilot", RingState.SUSPENDED, null);
        RingView suspended = at.rings.find(RolloutFixture.CYCLE, "pilot");
        assertThat(suspended.overriddenBy()).isNull();
        assertThat(suspended.passedAt()).isNull();
        at.rings.override(RolloutFixture.CYCLE, "pilot", "release.manager");
        at.rings.move(RolloutFixture.CYCLE, "pilot", RingState.OPEN, null);
        at.rings.move(RolloutFixture.CYCLE, "pilot", RingState.PASSED, null);
        refuses("early", "must not skip ring 'pilot'");
    }

    @Test
    void aVerdictEndsWhenItsRingIsOpenedAgain() {
        at.open("pilot");
        at.rings.judge(RolloutFixture.CYCLE, "pilot", Verdict.PROCEED, "fine", at.rings.figures(RolloutFixture.CYCLE, "pilot"));
        at.rings.move(RolloutFixture.CYCLE, "pilot", RingState.OPEN, null);
        at.rings.move(RolloutFixture.CYCLE, "pilot", RingState.PASSED, null);
        refuses("early", "must not skip ring 'pilot'");
    }

    /** The gate of the pilot ring could not tell, and a person let the next ring follow. */
    private void overridden() {
        at.open("pilot");
        at.rings.judge(RolloutFixture.CYCLE, "pilot", Verdict.INCONCLUSIVE, "too few devices", at.rings.figures(RolloutFixture.CYCLE, "pilot"));
        at.rings.override(RolloutFixture.CYCLE, "pilot", "release.manager");
        at.rings.move(RolloutFixture.CYCLE, "pilot", RingState.PASSED, null);
    }

    @Test
    void noApproval() {
        at.jdbc.update("delete from hotpatch.approval");
        refuses("pilot", "has no approval");
    }

    @Test
    void anApprovalThatWasOnlyAskedFor() {
        at.jdbc.update("update hotpatch.approval set decision = null, expires_at = null");
        refuses("pilot", "has no approval");
    }

    @Test
    void anApprovalOfOtherFigures() {
        at.jdbc.update("update hotpatch.cycle set plan_hash = 'another plan'");
        refuses("pilot", "an approval of other figures does not count");
    }

    @Test
    void anApprovalOfNoFigures() {
        at.jdbc.update("update hotpatch.approval set plan_hash = null");
        refuses("pilot", "has no approval");
    }

    @Test
    void anApprovalOfAnotherSubject() {
        at.jdbc.update("update hotpatch.approval set subject = 'AFTERWARDS'");
        refuses("pilot", "has no approval");
    }

    @Test
    void aLaterRejection() {
        at.approve("REJECT", "plan", Duration.ofDays(60));
        refuses("pilot", "has no approval");
    }

    @Test
    void anExpiredApproval() {
        at.business.pass(Duration.ofDays(60));
        refuses("pilot", "expired");
    }

    @Test
    void anApprovalWithoutAnEnd() {
        at.jdbc.update("update hotpatch.approval set expires_at = null");
        refuses("pilot", "expired");
    }

    @Test
    void aStop() {
        at.cycles.halt(RolloutFixture.CYCLE, "printers", "somebody");
        refuses("pilot", "is stopped");
        assertThat(at.open("pilot").outcome()).isEqualTo(OpenResult.Outcome.STOPPED);
    }

    @Test
    void aLiftedStopStopsNothing() {
        at.cycles.halt(RolloutFixture.CYCLE, "printers", "somebody");
        at.resume("somebody else");
        assertThat(at.open("pilot").outcome()).isEqualTo(OpenResult.Outcome.OPEN);
    }

    @Test
    void aNewerRelease() {
        at.jdbc.update("update hotpatch.cycle set superseded_by = '2026.09-B'");
        refuses("pilot", "superseded by a newer release");
    }

    @Test
    void aNewerReleaseDoesNotCloseARingThatWasOpened() {
        at.jdbc.update("update hotpatch.cycle set superseded_by = '2026.09-B'");
        at.jdbc.update("update hotpatch.ring set opened_at = ? where name = 'pilot'", at.now());
        assertThat(at.open("pilot").outcome()).isEqualTo(OpenResult.Outcome.OPEN);
    }

    @Test
    void anEarlierRingThatHasNotPassed() {
        refuses("early", "must not skip ring 'pilot'");
        at.jdbc.update("update hotpatch.ring set state = 'PASSED' where name = 'pilot'");
        refuses("early", "must not skip ring 'pilot'");
        at.jdbc.update("update hotpatch.ring set state = 'PASSED', verdict = 'INCONCLUSIVE' where name = 'pilot'");
        refuses("early", "must not skip ring 'pilot'");
        at.jdbc.update("update hotpatch.ring set state = 'SUSPENDED', verdict = 'PROCEED' where name = 'pilot'");
        refuses("early", "must not skip ring 'pilot'");
    }

    @Test
    void anEarlierRingThatPassedOrWasOverridden() {
        at.jdbc.update("update hotpatch.ring set state = 'PASSED', verdict = 'INCONCLUSIVE', overridden_by = 'release.manager' where name = 'pilot'");
        assertThat(at.open("early").outcome()).isEqualTo(OpenResult.Outcome.OPEN);
    }

    @Test
    void restartsWithoutAnAgreedWindow() {
        at.jdbc.update("update hotpatch.ring set restarts = 4 where name = 'pilot'");
        refuses("pilot", "expects 4 restarts in this ring, but no window is agreed");
        window("PROPOSED", Duration.ZERO);
        refuses("pilot", "no window is agreed");
        at.jdbc.update("update hotpatch.restart_window set state = 'DECLINED'");
        refuses("pilot", "no window is agreed");
    }

    @Test
    void aWindowThatHasNotBegun() {
        at.jdbc.update("update hotpatch.ring set restarts = 4 where name = 'pilot'");
        window("AGREED", Duration.ofHours(2));
        refuses("pilot", "must not open before the agreed window");
        at.business.pass(Duration.ofHours(2));
        assertThat(at.open("pilot").outcome()).isEqualTo(OpenResult.Outcome.OPEN);
    }

    private void window(String state, Duration startsIn) {
        at.jdbc.update("insert into hotpatch.restart_window (cycle_id, ring, number, starts_at, ends_at, state, devices) "
                + "values (?, 'pilot', 1, ?, ?, ?, 4)", RolloutFixture.CYCLE, Timestamp.from(at.business.instant().plus(startsIn)),
                Timestamp.from(at.business.instant().plus(startsIn).plus(Duration.ofDays(1))), state);
    }

    @Test
    void aProblemOfTheUnit() {
        at.jdbc.update("update hotpatch.unit set problem = 'Its group is gone.' where name = 'pilot'");
        Guard guard = new Guard(new GuardRows(at.jdbc), Mode.CONTROL, at.rollouts.proofs(), new ObservedRows(at.jdbc), at.business);
        assertThat(at.transactions.run(() -> guard.againstOpening(RolloutFixture.CYCLE, "pilot"))).get().asString().contains("Its group is gone.");
        at.jdbc.update("update hotpatch.unit set problem = null where name = 'pilot'");
        assertThat(at.transactions.run(() -> guard.againstOpening(RolloutFixture.CYCLE, "pilot"))).as("a problem that is not known is one").isPresent();
    }

    @Test
    void anUnknownRingOrCycle() {
        Guard guard = new Guard(new GuardRows(at.jdbc), Mode.CONTROL, at.rollouts.proofs(), new ObservedRows(at.jdbc), at.business);
        assertThat(at.transactions.run(() -> guard.againstOpening(RolloutFixture.CYCLE, "nowhere"))).get().asString().contains("no such ring");
        assertThat(at.transactions.run(() -> guard.againstOpening("1999.01-B", "pilot"))).isPresent();
        assertThat(at.transactions.run(() -> guard.againstPreparing("1999.01-B"))).isPresent();
    }

    @Test
    void observeModeWritesNothing() {
        at.close();
        at = new RolloutFixture(Mode.OBSERVE);
        OpenResult result = at.open("pilot");
        assertThat(result.outcome()).as("the course goes on").isEqualTo(OpenResult.Outcome.OPEN);
        assertThat(at.rollouts.suspend(RolloutFixture.CYCLE, "pilot", RolloutFixture.ITEM)).isTrue();
        assertThat(at.gate.sent()).isEmpty();
        assertThat(at.rollouts.observation(RolloutFixture.CYCLE)).singleElement().satisfies(o -> assertThat(o.at()).isEqualTo(at.business.instant()));
        Guard guard = new Guard(new GuardRows(at.jdbc), Mode.OBSERVE, at.rollouts.proofs(), new ObservedRows(at.jdbc), at.business);
        assertThat(at.transactions.run(() -> guard.againstOpening(RolloutFixture.CYCLE, "pilot"))).get().asString().contains("observe");
    }

    @Test
    void observeModeHeedsPeopleAndOrderAndNotesWhatWouldHold() {
        at.close();
        at = new RolloutFixture(Mode.OBSERVE);
        assertThat(at.open("early").message()).contains("must not skip ring 'pilot'");
        at.jdbc.update("delete from hotpatch.canary_proof");
        assertThat(at.open("pilot").outcome()).isEqualTo(OpenResult.Outcome.OPEN);
        assertThat(at.rollouts.observation(RolloutFixture.CYCLE)).singleElement().satisfies(o -> assertThat(o.sentence()).contains("Would have been held",
                "nobody has proven"));
        at.jdbc.update("update hotpatch.ring set state = 'PASSED', verdict = 'PROCEED' where name = 'pilot'");
        at.jdbc.update("delete from hotpatch.approval");
        assertThat(at.open("early").message()).contains("has no approval");
    }
}
