package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long a stop takes that has to reach many units. */
class StopSpeedTest {

    private static final List<String> UNITS = IntStream.rangeClosed(1, 20).mapToObj(n -> "unit-" + n).toList();
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Test
    void theLastOfTwentySuspensionsIsSentWithinFiveSeconds() {
        try (RolloutFixture at = new RolloutFixture(Mode.CONTROL, UNITS)) {
            for (String unit : UNITS) {
                assertThat(at.open(unit).outcome()).isEqualTo(OpenResult.Outcome.OPEN);
                at.jdbc.update("update hotpatch.ring set state = 'PASSED', verdict = 'PROCEED' where name = ?", unit);
            }
            int before = at.gate.sent().size();
            AtomicLong last = new AtomicLong();
            at.gate.duringCall(() -> last.set(System.nanoTime()));

            long pressed = System.nanoTime();
            at.cycles.halt(RolloutFixture.CYCLE, "printers fail", "release.manager");
            assertThat(at.inEngineTransaction(() -> at.cycles.suspendAll(RolloutFixture.CYCLE))).isTrue();

            assertThat(at.gate.sent().subList(before, at.gate.sent().size())).as("one call for each unit, and no other")
                    .containsExactlyElementsOf(UNITS.stream().map(unit -> "suspend " + unit).toList());
            assertThat(Duration.ofNanos(last.get() - pressed)).as("stop to the last suspension sent").isLessThan(LIMIT);
        }
    }
}
