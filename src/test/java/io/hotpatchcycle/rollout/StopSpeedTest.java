package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.ring.RingState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a stop takes that has to reach many units. */
class StopSpeedTest {

    private static final List<String> UNITS = IntStream.rangeClosed(1, 20).mapToObj(n -> "unit-" + n).toList();
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int AT_ONCE = 4;

    private final RolloutFixture at = new RolloutFixture(Mode.CONTROL, UNITS, AT_ONCE);
    private int before;

    @BeforeEach
    void openAll() {
        for (String unit : UNITS) {
            assertThat(at.open(unit).outcome()).isEqualTo(OpenResult.Outcome.OPEN);
            at.jdbc.update("update hotpatch.ring set state = 'PASSED', verdict = 'PROCEED' where name = ?", unit);
        }
        before = at.gate.sent().size();
    }

    @AfterEach
    void close() {
        at.close();
    }

    private boolean stop() {
        at.cycles.halt(RolloutFixture.CYCLE, "printers fail", "release.manager");
        return at.inEngineTransaction(() -> at.cycles.suspendAll(RolloutFixture.CYCLE));
    }

    private List<String> sent() {
        return at.gate.sent().subList(before, at.gate.sent().size());
    }

    @Test
    void theLastOfTwentySuspensionsIsSentWithinFiveSeconds() {
        AtomicLong last = new AtomicLong();
        at.gate.duringCall(() -> last.set(System.nanoTime()));
        long pressed = System.nanoTime();
        assertThat(stop()).isTrue();
        assertThat(sent()).as("one call for each unit, and no other").containsExactlyInAnyOrderElementsOf(UNITS.stream().map(unit -> "suspend " + unit).toList());
        assertThat(Duration.ofNanos(last.get() - pressed)).as("stop to the last suspension sent").isLessThan(LIMIT);
        assertThat(at.rings.of(RolloutFixture.CYCLE)).allMatch(ring -> ring.state() == RingState.SUSPENDED);
    }

    /** No call is answered before three others are on their way, too. */
    @Test
    void aSlowServiceIsNotWaitedForUnitByUnit() {
        CyclicBarrier together = new CyclicBarrier(AT_ONCE);
        at.gate.duringCall(() -> arriveAt(together));
        assertThat(stop()).isTrue();
        assertThat(sent()).hasSize(UNITS.size());
    }

    private static void arriveAt(CyclicBarrier together) {
        try {
            together.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("One unit at a time.", e);
        }
    }

    @Test
    void aUnitThatCannotBeReadKeepsNoOtherOpen() {
        at.gate.unreadable("unit-1");
        assertThat(stop()).isFalse();
        assertThat(at.stops.last(RolloutFixture.CYCLE).open()).isEqualTo("ring 'unit-1': Policy unit-1 could not be read.");
        assertThat(at.rings.of(RolloutFixture.CYCLE)).filteredOn(ring -> ring.state() == RingState.SUSPENDED).as("what is held says so").hasSize(UNITS.size() - 1);
        assertThat(sent()).hasSize(UNITS.size() - 1).doesNotContain("suspend unit-1");
        at.gate.unreadable(null);
        assertThat(at.inEngineTransaction(() -> at.cycles.suspendAll(RolloutFixture.CYCLE))).isTrue();
        assertThat(sent()).as("the missing one, and no other again").hasSize(UNITS.size());
        assertThat(at.stops.last(RolloutFixture.CYCLE).open()).isNull();
    }
}
