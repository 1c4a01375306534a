package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.restart.AmbiguousRestart;
import io.hotpatchcycle.restart.Restarts;
import io.hotpatchcycle.ring.RingState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.junit.jupiter.api.Test;

/** Restarts are asked for; what their owners say is what happens. */
abstract class RestartPaths extends Scenario {

    @Test
    void anExceptionLeavesTheRingClosedAndHandsItToTheReleaseManagers() {
        String cycle = askForRestarts();
        driver.answer("approveRestart", "EXCEPTION");
        driver.task("reviewRing");
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
    void aRestartThatNobodyCanTellGoesToAPersonAndIsNeverRepeatedByItself() {
        String cycle = askForRestarts();
        program.sandbox().fault("POST", "executeAction", 503, 1);
        driver.answer("approveRestart", "AGREE");
        Restarts restarts = program.bean(Restarts.class);
        driver.until("a call was lost", () -> !restarts.ambiguous(cycle).isEmpty());
        AmbiguousRestart lost = restarts.ambiguous(cycle).get(0);
        assertThat(told("cycle_id", cycle)).contains("RESTART_AMBIGUOUS");

        program.sandbox().knownIssue(driver.release(), "investigating");
        driver.task("reviewRing");
        assertThat(program.bean(Approvals.class).of(cycle)).filteredOn(a -> a.decision() == null).singleElement()
                .satisfies(a -> assertThat(a.shown()).contains("Restarts that nobody can tell", lost.devices().size() + " devices, asked "));
        assertThat(restarts.decide(cycle, lost.write(), true, "release.manager", "A user saw it.")).isTrue();
        driver.answer("reviewRing", "PROCEED");
        driver.until("the cycle is done", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.CLOSED);
        assertThat(program.sandbox().writes().stream().filter(w -> w.path("path").asText().endsWith("/executeAction") && w.path("status").asInt() < 300)
                .flatMap(w -> w.findValues("deviceIds").stream()).flatMap(ids -> StreamSupport.stream(ids.spliterator(), false)).map(JsonNode::asText))
                .as("restarted after the call was lost").doesNotContainAnyElementsOf(lost.devices());
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
