package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.Cycles.StopProgress;
import io.hotpatchcycle.rollout.InstallReports.Install;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A policy of ours that somebody deletes while the cycle is stopped: nothing holds its devices back, and a person decides. */
class StopWithoutPolicyTest {

    private static final Duration DELAY = Duration.ofHours(48);

    private final RolloutFixture at = new RolloutFixture();

    @BeforeEach
    void stopAnOpenRing() {
        assertThat(at.open("pilot").outcome()).isEqualTo(OpenResult.Outcome.OPEN);
        at.jdbc.update("insert into hotpatch.device (id, name, line, build, ubr, edition, cpu, chpe, join_type, management, last_check_in, received_at) "
                + "values ('d', 'PC-d', 'WINDOWS_11', 26100, 1, 'E', 'X64', 'OFF', 'ENTRA', 'INTUNE', ?, ?)", at.now(), at.now());
        at.jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring, last_check_in) values (?, 'd', 'pilot', ?)", RolloutFixture.CYCLE, at.now());
        at.business.pass(Duration.ofHours(10));
        at.cycles.halt(RolloutFixture.CYCLE, "printers", "release.manager");
        assertThat(verify()).isEqualTo(new StopProgress(true, false, false));
    }

    @AfterEach
    void close() {
        at.close();
    }

    private StopProgress verify() {
        return at.inEngineTransaction(() -> at.cycles.verifyStop(RolloutFixture.CYCLE, Optional.empty()));
    }

    private StopCount count() {
        return at.cycles.stopCount(RolloutFixture.CYCLE);
    }

    private void scanned() {
        at.reported.clear();
        Instant now = at.business.instant();
        at.jdbc.update("update hotpatch.progress set last_check_in = ?", Timestamp.from(now));
        at.reported.add(new Install("d", "InProgress", "OfferReady", null, now, "Offering", now));
    }

    private void decided(String decision) {
        at.jdbc.update("insert into hotpatch.approval (cycle_id, subject, task_id, plan_hash, shown, shown_hash, asked, requested_at, decision, decided_by, decided_at) "
                + "values (?, 'STOP', gen_random_uuid()::text, 'plan', '{}', '', 'change-managers', ?, ?, 'change.manager', ?)", RolloutFixture.CYCLE, at.now(), decision, at.now());
    }

    private void outOfReach() {
        at.business.pass(DELAY);
        scanned();
        verify();
    }

    private long told() {
        return at.jdbc.queryForObject("select count(*) from hotpatch.event where type = 'stop.policyGone'", Long.class);
    }

    @Test
    void isToldAtOnceAndKeepsTheStopFromBeingTrueWhateverTheReportsSay() {
        at.gate.deleteByHand("pilot");
        assertThat(verify()).isEqualTo(new StopProgress(false, false, false));
        assertThat(at.cycles.policyAlarm(RolloutFixture.CYCLE)).contains("NOT stopped", "ring 'pilot'", "policy pilot was deleted in Intune", "10 devices",
                "what the tenant gives everybody", "RECREATE", "ACCEPT");
        at.cycles.policyAlarm(RolloutFixture.CYCLE);
        assertThat(told()).as("once").isEqualTo(1);
        assertThat(at.cycles.stopAlarm(RolloutFixture.CYCLE)).as("nothing is said twice").isEmpty();
        outOfReach();
        assertThat(verify()).as("nobody has decided").isEqualTo(new StopProgress(false, false, false));
        assertThat(count().complete()).isFalse();
        assertThat(count().open()).contains("ring 'pilot'", "policy pilot was deleted");
        assertThat(at.cycles.policyUndecided(RolloutFixture.CYCLE)).isTrue();
        assertThat(at.gate.sent()).as("nothing is created unasked").noneMatch(call -> call.startsWith("create"));
    }

    @Test
    void isReplacedBySuspendedOneWhenAPersonDecidesSoAndTheStopBecomesTrueAfterTheReportsHadTheirTimeAgain() {
        decided("RECREATE");
        at.gate.deleteByHand("pilot");
        verify();
        assertThat(at.gate.sent()).as("what was decided before it was gone does not count").noneMatch(call -> call.startsWith("create"));
        at.business.pass(Duration.ofHours(1));
        decided("RECREATE");
        assertThat(verify()).isEqualTo(new StopProgress(true, false, false));
        String policy = at.rings.unit("pilot").policyId();
        assertThat(at.gate.sent()).containsSubsequence("create pilot", "suspend " + policy);
        assertThat(at.gate.approval(policy)).isEqualTo("suspended");
        assertThat(at.cycles.policiesGone(RolloutFixture.CYCLE)).isEmpty();
        assertThat(count().open()).isNull();
        assertThat(at.cycles.policyAlarm(RolloutFixture.CYCLE)).isEmpty();
        at.business.pass(DELAY.minusSeconds(1));
        scanned();
        assertThat(verify().complete()).as("the reports may lag behind the second suspension").isFalse();
        at.business.pass(Duration.ofSeconds(1));
        assertThat(verify()).isEqualTo(new StopProgress(true, true, false));
        assertThat(at.cycles.get(RolloutFixture.CYCLE).state()).isEqualTo(CycleState.STOPPED);
        assertThat(at.gate.sent()).filteredOn(call -> call.startsWith("create")).hasSize(1);
    }

    @Test
    void isAcceptedAndThenTheStopGoesOnForTheOthersButIsNeverCalledTrue() {
        decided("ACCEPT");
        at.gate.deleteByHand("pilot");
        verify();
        assertThat(at.cycles.policyUndecided(RolloutFixture.CYCLE)).as("accepted before it was gone").isTrue();
        decided("ACCEPT");
        assertThat(at.cycles.policiesGone(RolloutFixture.CYCLE)).singleElement().satisfies(g -> assertThat(g.acceptedBy()).isEqualTo("change.manager"));
        assertThat(at.cycles.policyAlarm(RolloutFixture.CYCLE)).isEmpty();
        at.business.pass(DELAY);
        scanned();
        assertThat(verify()).as("a person decides now").isEqualTo(new StopProgress(true, false, true));
        assertThat(at.cycles.get(RolloutFixture.CYCLE).state()).isEqualTo(CycleState.STOPPING);
        assertThat(count().rings()).singleElement().satisfies(r -> {
            assertThat(r.notHeld()).as("scanned, and out of nobody's reach").isEqualTo(1);
            assertThat(r.outOfReach() + r.offline() + r.notSeen()).isZero();
        });
        assertThat(count().butForAccepted()).isTrue();
        assertThat(count().complete()).isFalse();
    }

    @Test
    void ofARingThatWasNeverOpenedCountsAllOfItsDevices() {
        at.gate.deleteByHand("early");
        assertThat(verify().held()).isFalse();
        assertThat(at.cycles.policiesGone(RolloutFixture.CYCLE)).singleElement().satisfies(g -> assertThat(g.ring()).isEqualTo("early"));
        decided("ACCEPT");
        outOfReach();
        assertThat(count().rings()).extracting(StopCount.Ring::name, StopCount.Ring::notHeld).containsExactlyInAnyOrder(
                org.assertj.core.groups.Tuple.tuple("pilot", 0), org.assertj.core.groups.Tuple.tuple("early", 10));
        at.gate.createPolicy("early");
        verify();
        assertThat(at.cycles.policiesGone(RolloutFixture.CYCLE)).as("another one carries its marker by now").isEmpty();
        assertThat(at.rings.unit("early").policyId()).isEqualTo(at.gate.policyOf("early"));
        assertThat(verify()).isEqualTo(new StopProgress(true, true, false));
    }

    @Test
    void whoseReplacementIsRefusedIsAskedAboutAnewAndCanBeAcceptedThen() {
        at.gate.deleteByHand("pilot");
        verify();
        decided("RECREATE");
        at.gate.next(ScriptedGate.Script.REFUSED);
        assertThat(verify().held()).isFalse();
        assertThat(at.cycles.policiesGone(RolloutFixture.CYCLE)).singleElement().satisfies(g -> {
            assertThat(g.refused()).contains("Forbidden");
            assertThat(g.undecided()).isTrue();
        });
        decided("ACCEPT");
        at.gate.next(ScriptedGate.Script.REFUSED);
        assertThat(verify().held()).isTrue();
    }

    @Test
    void thatCannotBeReadIsNotGone() {
        at.gate.unreadable("pilot");
        assertThat(verify().held()).isFalse();
        assertThat(at.cycles.policiesGone(RolloutFixture.CYCLE)).isEmpty();
        assertThat(count().open()).contains("could not be read");
    }

    @Test
    void keepsNoFailingRingFromTheQuestionAboutIt() {
        RolloutFixture other = new RolloutFixture();
        try {
            other.open("pilot");
            other.gate.deleteByHand("pilot");
            assertThat(other.inEngineTransaction(() -> other.rollouts.suspend(RolloutFixture.CYCLE, "pilot", RolloutFixture.ITEM))).isTrue();
            assertThat(other.rings.missingPolicy("pilot")).contains("pilot");
        } finally {
            other.close();
        }
    }
}
