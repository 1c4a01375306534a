package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.ring.RingState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Somebody presses stop while a job opens a ring: whoever is first, in the end the ring is not open. */
class StopRaceTest {

    private static final long PATIENCE_SECONDS = 30;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private RolloutFixture at;

    @BeforeEach
    void fresh() {
        at = new RolloutFixture();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        at.close();
    }

    private void stop() {
        at.cycles.halt(RolloutFixture.CYCLE, "stop", "somebody");
    }

    /** What the model does after a stop, again and again until it is true; leases of crashed calls run out meanwhile. */
    private void settle() {
        for (int poll = 0; poll < 5; poll++) {
            if (at.inEngineTransaction(() -> at.cycles.suspendAll(RolloutFixture.CYCLE))) {
                return;
            }
            at.wall.pass(Duration.ofMinutes(1));
            at.business.pass(Duration.ofHours(1));
        }
        throw new AssertionError("The stop never became true: " + at.gate.sent());
    }

    private void stopHasWon(OpenResult opening) {
        List<String> sent = at.gate.sent();
        assertThat(at.gate.approval("pilot")).as("after %s, opening said %s", sent, opening).isNotEqualTo("approved");
        assertThat(sent.isEmpty() || sent.get(sent.size() - 1).equals("suspend pilot")).as("calls %s", sent).isTrue();
        assertThat(at.open("pilot").outcome()).as("opening after the stop").isEqualTo(OpenResult.Outcome.STOPPED);
        assertThat(at.gate.approval("pilot")).isNotEqualTo("approved");
    }

    @RepeatedTest(50)
    void atOneMoment() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        Future<OpenResult> opening = threads.submit(() -> {
            together.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return at.open("pilot");
        });
        Future<?> stopping = threads.submit(() -> {
            together.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            stop();
            settle();
            return null;
        });
        OpenResult result = opening.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        stopping.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        settle();
        stopHasWon(result);
    }

    @Test
    void theStopCommitsFirst() throws Exception {
        stop();
        OpenResult result = threads.submit(() -> at.open("pilot")).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        settle();
        assertThat(at.gate.sent()).isEmpty();
        stopHasWon(result);
    }

    @Test
    void theStopComesWhileTheApprovalIsUnderWay() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        at.gate.duringCall(() -> {
            sent.countDown();
            await(stopped);
        });
        Future<OpenResult> opening = threads.submit(() -> at.open("pilot"));
        await(sent);
        stop();
        at.gate.duringCall(() -> { });
        stopped.countDown();
        OpenResult result = opening.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(result.outcome()).isEqualTo(OpenResult.Outcome.STOPPED);
        settle();
        assertThat(at.gate.sent()).containsExactly("approve pilot", "suspend pilot");
        stopHasWon(result);
    }

    @Test
    void theStopIsNotTrueWhileAnApprovalIsUnderWay() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        at.gate.duringCall(() -> {
            sent.countDown();
            await(looked);
        });
        Future<OpenResult> opening = threads.submit(() -> at.open("pilot"));
        await(sent);
        at.gate.duringCall(() -> { });
        stop();
        assertThat(at.inEngineTransaction(() -> at.rollouts.suspendAll(RolloutFixture.CYCLE, RolloutFixture.ITEM)).open())
                .as("held, while an approval may still arrive").containsExactly("ring 'pilot': an approval that was sent may still arrive");
        looked.countDown();
        opening.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        settle();
        stopHasWon(null);
    }

    /** The program ends between the call and its answer, which is lost; somebody stops once another worker may take over. */
    private void killedWhileApproving() {
        at.gate.duringCall(() -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(() -> at.open("pilot")).hasMessage("killed");
        at.gate.duringCall(() -> { });
        at.wall.pass(Duration.ofMinutes(2));
    }

    private boolean held() {
        return at.inEngineTransaction(() -> at.cycles.suspendAll(RolloutFixture.CYCLE));
    }

    private String approvalInTheLedger() {
        return at.jdbc.queryForObject("select state || ' ' || coalesce(read_back, 'not seen') from hotpatch.graph_write where kind = 'APPROVE'", String.class);
    }

    @Test
    void whatWasApprovedWhenTheProgramEndedCountsAsOpened() {
        killedWhileApproving();
        at.gate.approve("pilot", RolloutFixture.ITEM);
        at.business.pass(Duration.ofHours(6));
        stop();
        settle();
        assertThat(approvalInTheLedger()).isEqualTo("DONE approved");
        assertThat(at.gate.approval("pilot")).isEqualTo("suspended");
        assertThat(at.rings.find(RolloutFixture.CYCLE, "pilot").state()).isEqualTo(RingState.SUSPENDED);
        assertThat(at.rings.find(RolloutFixture.CYCLE, "pilot").everOpened()).isTrue();
        at.inEngineTransaction(() -> at.cycles.verifyStop(RolloutFixture.CYCLE, Optional.empty()));
        assertThat(at.cycles.get(RolloutFixture.CYCLE).state()).as("devices had six hours, and nobody has heard of them").isEqualTo(CycleState.STOPPING);
    }

    @Test
    void anApprovalThatShowsLateIsWaitedFor() {
        killedWhileApproving();
        stop();
        assertThat(held()).as("the approval may still arrive").isFalse();
        assertThat(approvalInTheLedger()).isEqualTo("INTENDED not seen");
        at.gate.approve("pilot", RolloutFixture.ITEM);
        at.business.pass(Duration.ofMinutes(5));
        settle();
        assertThat(approvalInTheLedger()).isEqualTo("DONE approved");
        assertThat(at.gate.approval("pilot")).isEqualTo("suspended");
    }

    @Test
    void anApprovalThatNeverShowsIsGivenUpAfterTheTimeItHad() {
        killedWhileApproving();
        stop();
        at.business.pass(Duration.ofMinutes(29));
        assertThat(held()).isFalse();
        at.business.pass(Duration.ofMinutes(2));
        assertThat(held()).isTrue();
        assertThat(approvalInTheLedger()).startsWith("FAILED");
        assertThat(at.rings.find(RolloutFixture.CYCLE, "pilot").everOpened()).as("it was begun, so its devices are looked at").isTrue();
        assertThat(at.gate.approval("pilot")).isEqualTo("suspended");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("the other thread came").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
