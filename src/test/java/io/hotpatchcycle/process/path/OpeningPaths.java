package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.restart.Restarts;
import io.hotpatchcycle.ring.RingState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Opening a ring: what holds it before, and what the service may answer. */
abstract class OpeningPaths extends Scenario {

    private static final String APPROVE_CALL = "bulkAction";

    @AfterEach
    void putBack() {
        program.writeFreeze("");
        program.sandbox().assignUpdateRing("early", List.of("early"));
        program.sandbox().assignUpdateRing("pilot", List.of("pilot"));
    }

    @Test
    void aRingWithTwoUpdateRingsIsHeldUntilTheyAreCorrected() {
        // before the cycle: what somebody changes while it runs is for the gate to judge as well
        program.sandbox().assignUpdateRing("early", List.of("early", "pilot"));
        String cycle = driver.publishHotpatch();
        driver.answer("approveChange", "APPROVE");
        driver.task("reviewRing");
        assertThatCycle(cycle).is(CycleState.HELD).holds("pilot", "2 update rings").neverOpened();
        assertThat(program.bean(Approvals.class).of(cycle)).last().extracting(a -> a.asked()).as("its owner is asked too")
                .isEqualTo("plant-managers,release-managers");
        deadlineRemindsAndEscalates(cycle, "reviewRing", "change-managers", Duration.ofHours(30));
        assertThatCycle(cycle).holds("pilot", "2 update rings").neverOpened();

        program.sandbox().assignUpdateRing("early", List.of("early"));
        driver.answer("reviewRing", "WAIT");
        driver.until("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
    }

    @Test
    void aRingThatIsHeldBeforeItOpensIsOpenedByWhoProceedsAndNotPassed() {
        String cycle = driver.publishHotpatch();
        program.sandbox().assignUpdateRing("pilot", List.of());
        driver.answer("approveChange", "APPROVE");
        driver.task("reviewRing");
        assertThatCycle(cycle).holds("pilot", "no update ring").neverOpened();
        assertThat(program.bean(Approvals.class).of(cycle)).last().satisfies(a -> assertThat(a.shown()).contains("Nothing of this ring has been opened yet; Proceed opens it."));
        driver.answer("reviewRing", "PROCEED");
        driver.task("reviewRing");
        assertThatCycle(cycle).as("what guards the opening is asked all the same").holds("pilot", "no update ring").neverOpened();

        program.sandbox().assignUpdateRing("pilot", List.of("pilot"));
        driver.answer("reviewRing", "PROCEED");
        driver.until("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
        assertThat(cycles().rings(cycle).get(0)).satisfies(pilot -> {
            assertThat(pilot.overriddenBy()).isNull();
            assertThat(pilot.passedAt()).isNull();
        });
        assertThat(cycles().rings(cycle).get(1).everOpened()).as("the next one waits for its gate").isFalse();
    }

    @Test
    void aRingWhoseGroupIsGoneIsHeld() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        program.sandbox().fault("GET", "/groups/" + program.sandbox().groupOf("pilot"), 404, 100);
        driver.answer("approveChange", "APPROVE");
        driver.task("reviewRing");
        assertThatCycle(cycle).is(CycleState.HELD).holds("pilot", "is gone").neverOpened();
    }

    @Test
    void aFreezeHoldsTheRingAndItOpensByItselfAfterwards() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        Instant end = driver.now().plus(Duration.ofDays(5)).truncatedTo(ChronoUnit.SECONDS);
        program.freeze(driver.now(), end);
        driver.answer("approveChange", "APPROVE");
        driver.pass(Duration.ofDays(4));
        assertThatCycle(cycle).is(CycleState.ROLLING_OUT).hasRing("pilot", RingState.OPENING).neverOpened();
        assertThat(cycles().rings(cycle).get(0).holdReason()).contains("Year end", end.toString());
        assertThat(driver.engine().getTaskService().createTaskQuery().active().count()).as("nobody is asked").isZero();
        driver.until("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
        assertThat(cycles().rings(cycle).get(0).openedAt()).isBetween(end, end.plus(Duration.ofHours(1)));
        assertThat(events(cycle, "ring.frozen")).isEqualTo(1);
    }

    @Test
    void aCalendarThatIsBrokenForTooLongHoldsTheRingAndAPersonIsAsked() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        program.writeFreeze("BEGIN:VEVENT\n");
        driver.pass(Duration.ofHours(25));
        driver.answerAfterReadingAnew("approveChange", "APPROVE");
        driver.task("reviewRing");
        assertThatCycle(cycle).is(CycleState.HELD).holds("pilot", "freeze.ics, line 4: END:VCALENDAR ends nothing that is open").neverOpened();
        program.writeFreeze("");
        driver.answer("reviewRing", "WAIT");
        driver.until("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
    }

    @Test
    void aRingThatWaitsInAFreezeIsClosedByANewerRelease() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        program.freeze(driver.now(), driver.now().plus(Duration.ofDays(2)));
        driver.answer("approveChange", "APPROVE");
        driver.publishNewer();
        driver.until("the older cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.SUPERSEDED).hasRing("pilot", RingState.SUPERSEDED).neverOpened().wasAnswered("APPROVE");
    }

    @Test
    void aRestartWindowIsProposedBehindAFreeze() {
        String cycle = openPilot();
        Instant end = driver.now().plus(Duration.ofDays(20)).truncatedTo(ChronoUnit.SECONDS);
        program.freeze(driver.now().plus(Duration.ofHours(1)), end);
        driver.task("approveRestart");
        assertThat(program.bean(Restarts.class).window(cycle, "early").orElseThrow().startsAt()).isEqualTo(end);
        driver.answer("approveRestart", "AGREE");
        driver.until("the second ring is open", () -> ringIsOpen(cycle, "early"));
        assertThat(cycles().rings(cycle).get(1).openedAt()).isBetween(end, end.plus(Duration.ofHours(1)));
    }

    @Test
    void aWindowThatAFreezeOutlastsIsAgreedAnew() {
        String cycle = askForRestarts();
        Instant end = driver.now().plus(Duration.ofDays(20)).truncatedTo(ChronoUnit.SECONDS);
        program.freeze(driver.now(), end);
        driver.answer("approveRestart", "AGREE");
        driver.task("reviewRing");
        assertThatCycle(cycle).holds("early", "the agreed window: it was over");
        driver.answer("reviewRing", "WAIT");
        driver.answer("approveRestart", "AGREE");
        driver.until("the second ring is open", () -> ringIsOpen(cycle, "early"));
    }

    @Test
    void aThrottledOpeningComesBackLater() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        program.sandbox().fault("POST", APPROVE_CALL, 429, 1);
        driver.answer("approveChange", "APPROVE");
        driver.until("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
        driver.task("approveRestart");
        program.sandbox().fault("POST", APPROVE_CALL, 503, 1);
        driver.answer("approveRestart", "AGREE");
        driver.until("the second ring is open", () -> ringIsOpen(cycle, "early"));
        assertThatCycle(cycle).is(CycleState.ROLLING_OUT).hasRing("pilot", RingState.PASSED);
    }

    @Test
    void aReadThatIsToldToWaitIsTriedAgainNoEarlier() {
        failuresAreExpected();
        openPilot();
        Duration told = Duration.ofHours(7);
        program.sandbox().throttle("GET", "managedDevices", told);
        driver.until("a step was told to wait", () -> failed() != null);
        Job waiting = failed();
        assertThat(waiting.getExceptionMessage()).contains("HTTP 429");
        assertThat(waiting.getDuedate().toInstant()).isBetween(driver.now().plus(told).minus(Duration.ofHours(4)), driver.now().plus(told));
        driver.until("it went on", () -> failed() == null);
        assertThat(driver.now()).isAfterOrEqualTo(waiting.getDuedate().toInstant());
    }

    private Job failed() {
        return driver.engine().getManagementService().createJobQuery().withException().list().stream().findFirst().orElse(null);
    }

    @Test
    void aLostAnswerIsSettledByReadingAndNotRepeated() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        long before = program.sandbox().writesLike("\"approve\"");
        program.sandbox().loseAnswer("POST", APPROVE_CALL);
        driver.answer("approveChange", "APPROVE");
        driver.until("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
        assertThat(program.sandbox().writesLike("\"approve\"") - before).as("approvals written").isEqualTo(1);
    }

    @Test
    void aRefusedOpeningGoesToAPerson() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        program.sandbox().fault("POST", APPROVE_CALL, 403, 1);
        driver.answer("approveChange", "APPROVE");
        driver.task("reviewRing");
        assertThatCycle(cycle).is(CycleState.HELD).holds("pilot", "HTTP 403").neverOpened();
        driver.answer("reviewRing", "WAIT");
        driver.until("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
    }

    @Test
    void afterARefusedOpeningTheAgreedWindowStillHolds() {
        String cycle = askForRestarts();
        program.sandbox().fault("POST", APPROVE_CALL, 403, 1);
        driver.answer("approveRestart", "AGREE");
        driver.task("reviewRing");
        assertThatCycle(cycle).holds("early", "HTTP 403");
        driver.answer("reviewRing", "WAIT");
        driver.until("the second ring is open", () -> ringIsOpen(cycle, "early"));
        assertThatCycle(cycle).wasAnswered("APPROVE", "AGREE", "WAIT");
    }

    @Test
    void aUnitThatBreaksWhileTheWindowIsWaitedForIsNotOpened() {
        String cycle = askForRestarts();
        program.sandbox().assignUpdateRing("pilot", List.of("pilot", "early"));
        driver.answer("approveRestart", "AGREE");
        driver.task("reviewRing");
        assertThatCycle(cycle).holds("early", "2 update rings");
        assertThat(cycles().rings(cycle).get(1).everOpened()).isFalse();
    }
}
