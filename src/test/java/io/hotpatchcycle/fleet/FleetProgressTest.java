package io.hotpatchcycle.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When all of the fleet will have been read. */
class FleetProgressTest {

    private static final Instant BEGAN = Instant.parse("2026-08-12T08:00:00Z");
    private static final ReadingProgress ENTRA = reading(Fleet.ENTRA, BEGAN.plusSeconds(600), BEGAN.plusSeconds(660), false, null, 20, 60);
    private static final ReadingProgress LIST = reading(Fleet.LIST, BEGAN, BEGAN.plusSeconds(600), true, 50, 50, 50);
    private static final ReadingProgress BEFORE = reading(Fleet.LICENCES, BEGAN.minusSeconds(9000), BEGAN.minusSeconds(8700), true, 7, 7, 7);

    private static ReadingProgress reading(String source, Instant from, Instant until, boolean finished, Integer total, int done, Integer expected) {
        return new ReadingProgress(source, from, until, finished ? until : null, total, done, expected);
    }

    @Test
    void itTakesWhatIsLeftOfTheOneThatRunsAndWhatTheOthersTookLastTime() {
        FleetProgress progress = FleetProgress.of(List.of(BEFORE, LIST, ENTRA), true, List.of());
        assertThat(progress.sources()).extracting(FleetProgress.Source::state).containsExactly(FleetProgress.State.WAITING, FleetProgress.State.COMPLETE,
                FleetProgress.State.RUNNING);
        assertThat(progress.left()).as("two thirds at a third a minute, and five minutes").isEqualTo(Duration.ofMinutes(2 + 5));
        assertThat(ENTRA.shareToRead()).isBetween(66.0, 67.0);
    }

    @Test
    void nobodyGuessesHowLongTheFirstReadingTakes() {
        FleetProgress first = FleetProgress.of(List.of(LIST, reading(Fleet.ENTRA, BEGAN.plusSeconds(600), BEGAN.plusSeconds(660), false, null, 20, null)), true, List.of());
        assertThat(first.left()).isNull();
        assertThat(first.sources().get(1).reading().shareToRead()).isNull();
    }

    @Test
    void whoDiedIsNotSaidToRun() {
        FleetProgress dead = FleetProgress.of(List.of(BEFORE, LIST, ENTRA), false, List.of());
        assertThat(dead.sources()).extracting(FleetProgress.Source::state).containsExactly(FleetProgress.State.COMPLETE, FleetProgress.State.COMPLETE,
                FleetProgress.State.BROKEN_OFF);
        assertThat(dead.left()).isNull();
    }

    /** There are more than last time. */
    @Test
    void aListThatIsLongerThanExpectedIsNearlyThere() {
        ReadingProgress more = reading(Fleet.ENTRA, BEGAN, BEGAN.plusSeconds(60), false, null, 70, 60);
        assertThat(more.left()).isEqualTo(Duration.ZERO);
        assertThat(more.shareToRead()).isZero();
    }
}
