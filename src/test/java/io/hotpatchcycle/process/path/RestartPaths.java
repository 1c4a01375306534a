package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.restart.Restarts;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Verdict;
import io.hotpatchcycle.rollout.Signal;
import io.hotpatchcycle.rollout.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Restarts are asked for; what their owners say is what happens. */
abstract class RestartPaths extends Scenario {

    @Test
    void anExceptionLeavesTheRingClosedAndHandsItToTheReleaseManagers() {
        String cycle = askForRestarts();
        program.bean(JdbcTemplate.class).update("insert into hotpatch.graph_write (natural_key, kind, cycle_id, ring, target, request, state, intended_at, intended_wall) "
                + "values (?, 'RESTART', ?, 'early', 'restart of 2 devices', 'a,b', 'AMBIGUOUS', now(), now())", "lost " + cycle, cycle);
        driver.answer("approveRestart", "EXCEPTION");
        driver.task("reviewRing");
        assertThat(program.bean(Approvals.class).of(cycle)).filteredOn(a -> a.decision() == null).singleElement()
                .satisfies(a -> assertThat(a.shown()).contains("Restarts that nobody can tell", "2 devices, asked "));
        assertThatCycle(cycle).is(CycleState.HELD).holds("early", "asked for an exception from the restarts: said in a test");
        assertThat(cycles().rings(cycle).get(1).everOpened()).isFalse();
        driver.answer("reviewRing", "PROCEED");
        assertThatCycle(cycle).as("nothing was opened, so nothing has passed").hasRing("early", RingState.HELD);
        assertThat(cycles().rings(cycle).get(1).overriddenBy()).isNull();
        driver.answer("approveRestart", "AGREE");
        driver.until("the cycle is done", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.CLOSED).wasAnswered("APPROVE", "EXCEPTION", "PROCEED", "AGREE");
        assertThat(cycles().rings(cycle).get(1).everOpened()).as("it was opened after its restarts were agreed").isTrue();
    }

    @Test
    void anotherWindowNeedsAStartThatCanBeRead() {
        String cycle = askForRestarts();
        for (Map<String, Object> answer : List.<Map<String, Object>>of(Map.of("decision", "OTHER_WINDOW", "comment", "later"),
                Map.of("decision", "OTHER_WINDOW", "comment", "later", "otherWindowStart", "next Sunday"),
                Map.of("decision", "OTHER_WINDOW", "otherWindowStart", "2030-01-01T19:00:00Z"))) {
            assertThatThrownBy(() -> driver.complete(driver.open("approveRestart"), CycleDriver.Person.BUSINESS_OWNER, answer))
                    .isInstanceOf(FormFieldValidationException.class);
        }
        assertThatCycle(cycle).waitsFor("approveRestart").wasAnswered("APPROVE");
    }

    @Test
    void theGateEndsTheRestartsAsSoonAsItFindsTheRingFailing() {
        String cycle = askForRestarts();
        program.sandbox().rollbackRate(driver.release(), 0.9);
        driver.answer("approveRestart", "AGREE");
        driver.until("a signal is beyond its limit", () -> program.bean(Signals.class).standing(cycle, "early") == Signal.Standing.BEYOND);
        Instant stored = beyondSince(cycle, "early");
        Duration poll = poll();
        driver.until("the approval reads back as suspended", () -> suspendedAt(cycle, "early") != null);
        assertThat(suspendedAt(cycle, "early")).isBetween(stored, stored.plus(poll).plusSeconds(1))
                .as("by a look of the window").isBefore(program.bean(Restarts.class).window(cycle, "early").orElseThrow().endsAt().plus(poll));
        driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("early", Verdict.HALT).is(CycleState.HELD);
    }

    @Test
    void whatTheGateCannotJudgeInTheWindowGoesToAPersonWithinIt() {
        String cycle = askForRestarts();
        driver.answer("approveRestart", "AGREE");
        driver.until("the ring is open in its window", () -> ringIsOpen(cycle, "early"));
        program.sandbox().pauseUpdateRing("early", true);
        driver.task("reviewRing");
        program.sandbox().pauseUpdateRing("early", false);
        assertThatCycle(cycle).hasVerdict("early", Verdict.INCONCLUSIVE).is(CycleState.HELD);
        assertThat(cycles().rings(cycle).get(1).verdictReason()).contains("Somebody closed something");
        assertThat(driver.now()).isBefore(program.bean(Restarts.class).window(cycle, "early").orElseThrow().endsAt());
    }

    @Test
    void aRingThatPassesItsGateInTheWindowIsRestartedOn() {
        String cycle = askForRestarts();
        driver.answer("approveRestart", "AGREE");
        driver.until("the ring is open in its window", () -> ringIsOpen(cycle, "early"));
        program.bean(Rings.class).shorten(cycle, "early", Duration.ofHours(1), Duration.ofDays(8));
        program.bean(JdbcTemplate.class).update("update hotpatch.restart_window set ends_at = ends_at + interval '4 days' where cycle_id = ? and ring = 'early'", cycle);
        driver.until("the ring has passed", () -> cycles().rings(cycle).get(1).state() == RingState.PASSED);
        assertThat(program.bean(JdbcTemplate.class).queryForObject("select count(*) from hotpatch.verdict v where v.cycle_id = ? and v.ring = 'early' "
                + "and v.verdict = 'PROCEED'", Integer.class, cycle)).as("one in the window, one after it").isGreaterThan(1);
    }

    @Test
    void nobodyAnsweringNeverOpensTheRing() {
        String cycle = askForRestarts();
        deadlineRemindsAndEscalates(cycle, "approveRestart", "change-managers", Duration.ofDays(5));
        assertThat(cycles().rings(cycle).get(1).everOpened()).isFalse();
    }

    @Test
    void aNewerReleaseEndsTheWaitForRestarts() {
        String cycle = askForRestarts();
        String newer = driver.publishNewer();
        driver.until("the older cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.SUPERSEDED).hasRing("pilot", RingState.PASSED).hasRing("early", RingState.SUPERSEDED);
        driver.task("approveChange");
        assertThatCycle(newer).is(CycleState.AWAITING_APPROVAL);
    }
}
