package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.ring.RingState;
import java.time.Duration;
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
        driver.until("the cycle is done", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.CLOSED).wasAnswered("APPROVE", "EXCEPTION", "PROCEED");
        assertThat(cycles().rings(cycle).get(1).everOpened()).as("a ring that was passed over stays closed").isFalse();
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
