package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.process.model.PatchCycleModel;
import io.hotpatchcycle.ring.RingState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Stops, whichever way they come, and what people make of them. */
abstract class StoppingPaths extends Scenario {

    private static final String SUSPEND = "\"suspend\"";

    @Test
    void aStopByMessageSuspendsTheOpenRingAndAResumeOpensItAgain() {
        String cycle = openPilot();
        long suspensions = program.sandbox().writesLike(SUSPEND);
        assertThat(running().halt(cycle, "printers fail", "release.manager")).isTrue();
        assertThat(running().halt(cycle, "printers fail", "change.manager")).as("a second stop adds nothing").isFalse();
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED).hasRing("pilot", RingState.SUSPENDED).waitsFor("resolveStop");
        assertThat(program.sandbox().writesLike(SUSPEND) - suspensions).as("suspensions written").isEqualTo(1);
        deadlineRemindsAndEscalates(cycle, "resolveStop", "cab", Duration.ofHours(30));
        assertThatCycle(cycle).is(CycleState.STOPPED);

        driver.answer("resolveStop", "RESUME");
        driver.until("the pilot ring has passed", () -> cycles().rings(cycle).get(0).state() == RingState.PASSED);
        assertThat(driver.cycle(cycle).haltReason()).isNull();
        driver.agreeingRestartsUntil("the cycle is done", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.CLOSED).wasAnswered("APPROVE", "RESUME", "AGREE");
    }

    @Test
    void aStopThatIsOnlyARowIsMetByTheNextStep() {
        String cycle = openPilot();
        cycles().halt(cycle, "only the row", "release.manager");
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED).hasRing("pilot", RingState.SUSPENDED);
        driver.answer("resolveStop", "ABANDON");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.ABANDONED).hasRing("early", RingState.SUPERSEDED).wasAnswered("APPROVE", "ABANDON");
        assertThatThrownBy(() -> running().halt(cycle, "too late", "release.manager")).hasMessageContaining("has ended");
    }

    @Test
    void aMessageWithoutARowStopsAsWell() {
        String cycle = openPilot();
        driver.engine().getRuntimeService().createMessageCorrelation(PatchCycleModel.Messages.HALT_REQUESTED)
                .processInstanceBusinessKey(cycle).correlateAll();
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED);
        assertThat(driver.cycle(cycle).haltReason()).isNotBlank();
    }

    @Test
    void aStopDuringThePreparationIsMetBeforeAnythingOpens() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        running().halt(cycle, "not today", "release.manager");
        driver.answer("approveChange", "APPROVE");
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED).neverOpened();
        driver.answer("resolveStop", "RESUME");
        driver.until("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
    }

    @Test
    void aStopThatReachesARingWhileItsRestartsAreAskedForLeavesItClosed() {
        String cycle = askForRestarts();
        running().halt(cycle, "wait", "release.manager");
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED).hasRing("pilot", RingState.SUSPENDED).waitsFor("resolveStop");
        assertThat(cycles().rings(cycle).get(1).everOpened()).isFalse();
        driver.answer("resolveStop", "ABANDON");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.ABANDONED);
    }

    @Test
    void aStopIsOnlyTrueOnceIntuneSaysSo() {
        String cycle = openPilot();
        program.sandbox().fault("POST", "bulkAction", 503, 2);
        running().halt(cycle, "now", "release.manager");
        driver.run();
        assertThatCycle(cycle).is(CycleState.STOPPING);
        assertThat(driver.open("resolveStop")).as("nobody is told that it stopped before it did").isNull();
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED).hasRing("pilot", RingState.SUSPENDED);
    }
}
