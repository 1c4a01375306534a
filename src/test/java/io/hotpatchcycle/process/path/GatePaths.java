package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.Decider;
import io.hotpatchcycle.approval.ManualTests;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.governance.CorrectiveActions;
import io.hotpatchcycle.process.ModelSets;
import io.hotpatchcycle.process.model.RingRolloutModel;
import io.hotpatchcycle.process.model.RingWatchModel;
import io.hotpatchcycle.release.KnownIssues;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Verdict;
import io.hotpatchcycle.rollout.Signal;
import io.hotpatchcycle.rollout.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Verdicts other than a pass go to a person, and the person's answer is what happens. */
abstract class GatePaths extends Scenario {

    @Test
    void aFailingRingIsSuspendedAndAPersonStopsTheCycle() {
        String cycle = openPilot();
        program.sandbox().failRate(driver.release(), 1.0);
        driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.HALT).is(CycleState.HELD);
        assertThat(program.sandbox().writesLike("\"suspend\"")).isPositive();
        driver.answer("reviewRing", "HALT");
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED).hasRing("pilot", RingState.SUSPENDED);
        assertThat(driver.cycle(cycle).haltReason()).isEqualTo("said in a test");
        assertThat(driver.cycle(cycle).haltedBy()).isEqualTo("release.manager");
        driver.answer("resolveStop", "ABANDON");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.ABANDONED);
    }

    @Test
    void rollBacksStopARingThoughNothingElseFails() {
        String cycle = openPilot();
        Duration poll = poll();
        program.sandbox().rollbackRate(driver.release(), 0.9);
        driver.until("a signal is beyond its limit", () -> program.bean(Signals.class).standing(cycle, "pilot") == Signal.Standing.BEYOND);
        Instant stored = beyondSince(cycle, "pilot");
        driver.until("the approval reads back as suspended", () -> suspendedAt(cycle, "pilot") != null);
        assertThat(suspendedAt(cycle, "pilot")).isBetween(stored, stored.plus(poll).plusSeconds(1));
        driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.HALT);
        assertThat(program.bean(Signals.class).list(cycle, "pilot")).filteredOn(s -> s.name().equals("ROLLBACK")).singleElement().satisfies(s -> {
            assertThat(s.standing()).isEqualTo(Signal.Standing.BEYOND);
            assertThat(s.mode()).isEqualTo("GATE");
        });
        assertThat(program.bean(Signals.class).list(cycle, "pilot")).filteredOn(s -> s.name().equals("CRASH")).singleElement().satisfies(s -> {
            assertThat(s.devices()).as("not known is not none").isNull();
            assertThat(s.standing()).isEqualTo(Signal.Standing.UNKNOWN);
        });
        assertThat(program.bean(Signals.class).alerts(cycle, "pilot")).extracting(Signal.Alert::code, Signal.Alert::retry)
                .contains(org.assertj.core.groups.Tuple.tuple("RollbackInitiated", "NO"));
    }

    @Test
    void crashesAreOnlyWatchedWhereTheTenantIsLicensedForThem() {
        program.sandbox().post("/__sandbox/endpoint-analytics", SandboxControl.object().put("licensed", true));
        String cycle = openPilot();
        program.sandbox().crashRate(driver.release(), 0.6);
        // they are told a day late, or later: the ring is looked at twice
        program.sandbox().knownIssue(driver.release(), "investigating");
        driver.task("reviewRing");
        program.sandbox().knownIssue(driver.release(), "resolved");
        driver.answer("reviewRing", "WAIT");
        driver.until("crashes are beyond their limit", () -> program.bean(Signals.class).list(cycle, "pilot").stream()
                .anyMatch(s -> s.name().equals("CRASH") && s.standing() == Signal.Standing.BEYOND));
        program.sandbox().post("/__sandbox/endpoint-analytics", SandboxControl.object().put("licensed", false));
        assertThat(program.bean(Signals.class).standing(cycle, "pilot")).as("observed only").isEqualTo(Signal.Standing.CALM);
        driver.until("the ring passed", () -> cycles().rings(cycle).get(0).state() == RingState.PASSED);
    }

    @Test
    void anOpenKnownIssueHoldsTheNextRingUntilAPersonLetsItFollow() {
        String cycle = openPilot();
        program.bean(ManualTests.class).sign(cycle, "pilot", "Printing at the till", "PASSED", "Ten receipts", new Decider("till.tester", List.of("operators"), null, null));
        program.bean(CorrectiveActions.class).sign(cycle, "INCIDENT 2026-10-14T08:00:00Z", "The catalog was down.", "Asked again later.", "till.operator");
        program.sandbox().knownIssue(driver.release(), "investigating");
        driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.INCONCLUSIVE).is(CycleState.HELD);
        assertThat(cycles().rings(cycle).get(0).verdictReason()).contains("open known issue");
        assertThat(program.bean(Approvals.class).of(cycle)).filteredOn(a -> a.decision() == null).singleElement()
                .satisfies(a -> assertThat(a.shown()).contains("Printers may be offline", "investigating")
                        .contains("Printing at the till", "Ten receipts", "till.tester").contains("The catalog was down.", "Asked again later.", "till.operator"));
        driver.answer("reviewRing", "PROCEED");
        driver.task("approveRestart");
        assertThatCycle(cycle).hasRing("pilot", RingState.PASSED).wasAnswered("APPROVE", "PROCEED");
    }

    @Test
    void aKnownIssueThatMicrosoftResolvedHoldsNothing() {
        String cycle = openPilot();
        program.sandbox().knownIssue(driver.release(), "confirmed");
        driver.task("reviewRing");
        program.sandbox().knownIssue(driver.release(), "resolved");
        driver.answer("reviewRing", "WAIT");
        driver.task("approveRestart");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.PROCEED).hasRing("pilot", RingState.PASSED);
    }

    @Test
    void aListOfKnownIssuesThatCannotBeReadHoldsTheNextRing() {
        String cycle = openPilot();
        program.sandbox().fault("GET", "knownIssues", 403, 1000);
        driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.INCONCLUSIVE);
        assertThat(cycles().rings(cycle).get(0).verdictReason()).contains("could not be read");
    }

    @Test
    void aRingThatProvesNothingUntilItsDeadlineIsInconclusiveAndAPersonMayOverride() {
        String cycle = openPilot();
        program.sandbox().silentRate(driver.release(), 0.6);
        driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.INCONCLUSIVE).is(CycleState.HELD);
        RingView pilot = cycles().rings(cycle).get(0);
        assertThat(pilot.verdictReason()).contains("the deadline has passed");
        assertThat(cycles().rings(cycle).get(1).everOpened()).isFalse();
        driver.answer("reviewRing", "PROCEED");
        driver.task("approveRestart");
        assertThatCycle(cycle).hasRing("pilot", RingState.PASSED);
        assertThat(cycles().rings(cycle).get(0).overriddenBy()).isEqualTo("release.manager");
    }

    @Test
    void aRingThatFailsAfterItPassedHoldsTheNextOneBeforeThatOpens() {
        String cycle = askForRestarts();
        driver.pass(Duration.ofDays(2));
        assertThatCycle(cycle).hasRing("pilot", RingState.PASSED).waitsFor("approveRestart");
        program.sandbox().approveByHand("early", driver.cycle(cycle).catalogItem(), true);
        driver.task("reviewRing");
        program.sandbox().approveByHand("early", driver.cycle(cycle).catalogItem(), false);
        assertThat(driver.open("approveRestart")).as("the next ring waits for the decision").isNull();
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.HALT).holds("pilot", "had passed its gate. By now: ").is(CycleState.HELD);
        assertThat(suspendedAt(cycle, "pilot")).isNotNull();
        assertThat(cycles().rings(cycle).get(1).everOpened()).isFalse();
        driver.answer("reviewRing", "PROCEED");
        driver.task("approveRestart");
        driver.pass(Duration.ofDays(2));
        assertThatCycle(cycle).as("what a person answered for is not asked again").hasRing("pilot", RingState.PASSED).waitsFor("approveRestart");
    }

    @Test
    void aRingThatFailsWhileTheNextOneIsOpenIsAskedAboutAtOnceAndThatIsWatchedMeanwhile() {
        String cycle = openEarly();
        takenOffAgain(cycle, "pilot");
        assertThat(driver.task("reviewRing").getName()).contains("ring pilot");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.HALT).holds("pilot", "had passed its gate. By now: ").is(CycleState.HELD);
        assertThat(ringIsOpen(cycle, "early")).as("it goes on").isTrue();
        takenOffAgain(cycle, "early");
        driver.until("the open ring is suspended", () -> suspendedAt(cycle, "early") != null);
        driver.pass(Duration.ofHours(1));
        assertThatCycle(cycle).hasVerdict("early", Verdict.HALT).holds("early", "is open while another one is decided about. By now: ").waitsFor("reviewRing");
        driver.answerOnTheFormAsItIs("reviewRing", "PROCEED");
        assertThat(driver.task("reviewRing").getName()).as("nothing is opened again before somebody decided").contains("ring early");
        assertThat(ringIsOpen(cycle, "early")).isFalse();
        driver.answer("reviewRing", "HALT");
        driver.task("resolveStop");
    }

    @Test
    void anOpenRingIsTakenUpAgainWhenSomebodyDecidedAboutTheOneThatFailedBeforeIt() {
        String cycle = openEarly();
        Instant opened = cycles().rings(cycle).get(1).openedAt();
        takenOffAgain(cycle, "pilot");
        driver.task("reviewRing");
        driver.answer("reviewRing", "PROCEED");
        driver.until("the second ring has passed", () -> cycles().rings(cycle).get(1).state() == RingState.PASSED);
        assertThat(cycles().rings(cycle).get(1).openedAt()).isEqualTo(opened);
        assertThatCycle(cycle).hasVerdict("early", Verdict.PROCEED).hasRing("pilot", RingState.PASSED);
        assertThat(suspendedAt(cycle, "early")).isNull();
    }

    @Test
    void aRingThatAPersonLetPassBecauseItProvedNothingIsStillSuspendedWhenItFails() {
        String cycle = openPilot();
        program.sandbox().silentRate(driver.release(), 0.6);
        driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.INCONCLUSIVE);
        driver.answer("reviewRing", "PROCEED");
        driver.task("approveRestart");
        takenOffAgain(cycle, "pilot");
        driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.HALT).holds("pilot", "had passed its gate. By now: ");
        assertThat(suspendedAt(cycle, "pilot")).isNotNull();
    }

    @Test
    void aRingThatFailsWhileTheLastDevicesAreFollowedIsSuspendedAndDecidedAboutBeforeTheCycleEnds() {
        String cycle = openPilot();
        driver.agreeingRestartsUntil("the last devices are followed", () -> driver.cycle(cycle).state() == CycleState.CLOSING);
        program.bean(JdbcTemplate.class).update("update hotpatch.progress set outcome = 'PENDING' where cycle_id = ? and ring = 'early'", cycle);
        program.sandbox().clearCalls();
        program.bean(KnownIssues.class).refresh();
        long once = program.sandbox().calls("GET", "knownIssues");
        program.sandbox().clearCalls();
        long looks = looksAtPassedRings();
        driver.pass(Duration.ofDays(2));
        assertThat(looksAtPassedRings() - looks).as("at each poll").isGreaterThanOrEqualTo(3);
        int rings = cycles().rings(cycle).size();
        assertThat(program.sandbox().calls("POST", "exportJobs")).as("the report of each ring, once a day").isBetween((long) rings, 2L * rings);
        assertThat(program.sandbox().calls("GET", "knownIssues")).as("what all share is read once a day").isBetween(once, 2 * once);
        isSuspendedAndAskedAboutWithinAPoll(cycle, "pilot");
        driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.HALT).holds("pilot", "had passed its gate. By now: ").is(CycleState.HELD);
        assertThat(suspendedAt(cycle, "pilot")).isNotNull();
        assertThat(suspendedAt(cycle, "early")).isNull();
        driver.answer("reviewRing", "PROCEED");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.CLOSED);
    }

    @Test
    void whatIsStoredOfAPassedRingSuspendsItWithinAPoll() {
        String cycle = askForRestarts();
        isSuspendedAndAskedAboutWithinAPoll(cycle, "pilot");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.HALT).holds("pilot", "had passed its gate. By now: ").is(CycleState.HELD);
    }

    @Test
    void whatIsStoredOfAnOpenRingBehindAFailingOneSuspendsItWithinAPoll() {
        String cycle = openEarly();
        takenOffAgain(cycle, "pilot");
        driver.task("reviewRing");
        assertThat(ringIsOpen(cycle, "early")).isTrue();
        isSuspendedAndAskedAboutWithinAPoll(cycle, "early");
        assertThatCycle(cycle).hasVerdict("early", Verdict.HALT).holds("early", "is open while another one is decided about. By now: ");
    }

    /** It proved nothing, so it was not suspended: it goes on installing while people are busy with the other one. */
    @Test
    void aRingThatIsAskedAboutWhenOneBeforeItFailsIsSuspendedWithinAPollAllTheSame() {
        String cycle = openEarly();
        program.sandbox().silentRate(driver.release(), 0.6);
        driver.until("the second ring is asked about", () -> cycles().rings(cycle).get(1).state() == RingState.HELD);
        assertThatCycle(cycle).hasVerdict("early", Verdict.INCONCLUSIVE);
        takenOffAgain(cycle, "pilot");
        driver.until("the first ring is suspended", () -> suspendedAt(cycle, "pilot") != null);
        assertThat(driver.task("reviewRing").getName()).contains("ring pilot");
        assertThat(suspendedAt(cycle, "early")).as("it goes on").isNull();
        isSuspendedAndAskedAboutWithinAPoll(cycle, "early");
        assertThatCycle(cycle).hasVerdict("early", Verdict.HALT).hasRing("early", RingState.HELD);
    }

    /** Else it would be looked at in vain, or passed over where those of the ring before are laxer. */
    @Test
    void aPassedRingIsSelectedByItsOwnLimitsNotByThoseOfTheRingBeforeIt() {
        String cycle = askForRestarts();
        long looks = looksAtPassedRings();
        driver.until("the rings that passed are looked at", () -> looksAtPassedRings() > looks);
        ProcessEngine engine = driver.engine();
        String look = engine.getRuntimeService().startProcessInstanceById(program.bean(ModelSets.class).definition(RingWatchModel.PROCESS),
                Map.of("cycleId", cycle, "kind", "HOTPATCH", "changeType", "STANDARD", "failureLimit", -1.0)).getId();
        driver.run();
        assertThat(engine.getHistoryService().createHistoricProcessInstanceQuery().processInstanceId(look).finished().count()).isEqualTo(1);
        assertThat(engine.getHistoryService().createHistoricActivityInstanceQuery().processInstanceId(look).activityId(RingWatchModel.Elements.ASSESS_PASSED_RING).count())
                .as("selected").isZero();
    }

    /** Fails right after a look, so that only the next one can tell. */
    private void isSuspendedAndAskedAboutWithinAPoll(String cycle, String ring) {
        Duration poll = Duration.ofHours(12);
        long looks = looksAtPassedRings();
        driver.until("the rings that passed are looked at", () -> looksAtPassedRings() > looks);
        takenOffAgain(cycle, ring);
        Instant stored = driver.now();
        driver.until("the approval reads back as suspended", () -> suspendedAt(cycle, ring) != null);
        assertThat(suspendedAt(cycle, ring)).isBetween(stored, stored.plus(poll).plusSeconds(1));
        assertThat(driver.now()).isBeforeOrEqualTo(stored.plus(poll).plusSeconds(1));
        assertThat(driver.open("reviewRing")).as("a person is asked").isNotNull();
    }

    private long looksAtPassedRings() {
        return driver.engine().getHistoryService().createHistoricProcessInstanceQuery().processDefinitionKey(RingWatchModel.PROCESS).finished().count();
    }

    /** The second ring is open. */
    private String openEarly() {
        String cycle = askForRestarts();
        driver.answer("approveRestart", "AGREE");
        driver.until("the second ring is open", () -> ringIsOpen(cycle, "early"));
        return cycle;
    }

    /** The report has told of every device of the ring that it took the release off again. */
    private void takenOffAgain(String cycle, String ring) {
        assertThat(program.bean(JdbcTemplate.class).update("update hotpatch.progress set rolled_back = true where cycle_id = ? and ring = ?", cycle, ring)).isPositive();
    }

    @Test
    void aKnownIssueThatCameAfterARingHadPassedHoldsTheNextOneBeforeItOpens() {
        String cycle = askForRestarts();
        program.sandbox().knownIssue(driver.release(), "investigating");
        driver.answer("approveRestart", "AGREE");
        driver.task("reviewRing");
        assertThatCycle(cycle).holds("early", "Microsoft has an open known issue of this release: Printers may be offline").is(CycleState.HELD);
        assertThat(cycles().rings(cycle).get(1).everOpened()).isFalse();
        assertThat(program.bean(Approvals.class).of(cycle)).filteredOn(a -> a.decision() == null).singleElement()
                .satisfies(a -> assertThat(a.shown()).contains("WAIT opens the ring all the same", "investigating"));
        driver.answer("reviewRing", "WAIT");
        driver.agreeingRestartsUntil("the second ring is open", () -> ringIsOpen(cycle, "early"));
        program.sandbox().knownIssue(driver.release(), "resolved");
    }

    @Test
    void aKnownIssueThatCameAfterTheChangeWasShownHoldsTheFirstRing() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        driver.pass(Duration.ofHours(1));
        program.sandbox().knownIssue(driver.release(), "confirmed");
        driver.answer("approveChange", "APPROVE");
        driver.agreeingRestartsUntil("the ring is asked about", () -> driver.open("reviewRing") != null);
        assertThatCycle(cycle).holds("pilot", "open known issue").neverOpened();
        program.sandbox().knownIssue(driver.release(), "resolved");
    }

    @Test
    void aHeldRingThatCannotBeLookedAtRaisesOneIncidentHoweverLongItLasts() {
        failuresAreExpected();
        String cycle = openPilot();
        Duration poll = poll();
        program.sandbox().silentRate(driver.release(), 0.6);
        driver.task("reviewRing");
        program.sandbox().fault("GET", "managedDevices", 403, 100_000);
        driver.pass(poll.multipliedBy(6));
        assertThat(failedLooks()).as("looks that failed").isEqualTo(1);
        program.sandbox().clearFaults();
        driver.engine().getManagementService().createJobQuery().noRetriesLeft().activityId(RingRolloutModel.Elements.OBSERVE_HELD_RING).list()
                .forEach(job -> driver.engine().getManagementService().setJobRetries(job.getId(), 1));
        driver.run();
        assertThat(failedLooks()).as("tried again by a person").isZero();
        program.sandbox().approveByHand("early", driver.cycle(cycle).catalogItem(), true);
        driver.until("it is looked at as before", () -> cycles().rings(cycle).get(0).verdict() == Verdict.HALT);
        program.sandbox().approveByHand("early", driver.cycle(cycle).catalogItem(), false);
    }

    private long failedLooks() {
        return driver.engine().getRuntimeService().createIncidentQuery().incidentType("failedJob").list().stream()
                .filter(i -> i.getId().equals(i.getRootCauseIncidentId())).count();
    }

    @Test
    void aRingThatFailsWhileAPersonIsAskedIsSuspendedAtOnceAndThePersonStillDecides() {
        String cycle = openPilot();
        Duration poll = poll();
        program.sandbox().silentRate(driver.release(), 0.6);
        Task asked = driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.INCONCLUSIVE);
        driver.pass(poll.plusSeconds(1));
        assertThat(driver.open("reviewRing").getId()).as("looking changes nothing").isEqualTo(asked.getId());
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.INCONCLUSIVE);
        assertThat(suspendedAt(cycle, "pilot")).isNull();
        Instant opened = driver.now();
        program.sandbox().approveByHand("early", driver.cycle(cycle).catalogItem(), true);
        driver.until("the approval reads back as suspended", () -> suspendedAt(cycle, "pilot") != null);
        assertThat(suspendedAt(cycle, "pilot")).isBetween(opened, opened.plus(poll).plusSeconds(1));
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.HALT).is(CycleState.HELD);
        assertThat(driver.open("reviewRing").getId()).as("the same person is asked, once").isEqualTo(asked.getId());
        driver.pass(poll.multipliedBy(2));
        assertThat(told("task_id", asked.getId())).as("he is told once that it fails by now").containsOnlyOnce("TASK_CHANGED");
        program.sandbox().approveByHand("early", driver.cycle(cycle).catalogItem(), false);
        assertThatThrownBy(() -> driver.answer("reviewRing", "WAIT")).as("he has not seen the verdict").hasMessageContaining("figures have changed");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.HALT).is(CycleState.HELD);
        driver.answer("reviewRing", "HALT");
        driver.task("resolveStop");
        driver.answer("resolveStop", "ABANDON");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
    }
}
