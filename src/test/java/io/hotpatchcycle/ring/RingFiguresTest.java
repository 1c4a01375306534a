package io.hotpatchcycle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RingFiguresTest {

    @Test
    void anEmptyRingProvesNothing() {
        RingFigures empty = new RingFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, null);
        assertThat(empty.reportedShare()).isZero();
        assertThat(empty.effectiveShare()).isZero();
        assertThat(empty.silentShare()).isEqualTo(100);
        assertThat(empty.failureRate()).isEqualTo(new Wilson(0, 100));
    }

    @Test
    void countsTheSampleAndItsShares() {
        RingFigures ring = new RingFigures(200, 100, 20, 110, 10, 4, 0, 30, 150, Instant.EPOCH);
        assertThat(ring.effective()).isEqualTo(120);
        assertThat(ring.sample()).isEqualTo(120);
        assertThat(ring.pending()).isEqualTo(40);
        assertThat(ring.effectiveShare()).isEqualTo(60);
        assertThat(ring.reportedShare()).isEqualTo(75);
        assertThat(ring.silentShare()).isEqualTo(15);
        assertThat(ring.failureRate()).isEqualTo(Wilson.of(10, 120));
    }

    /** Ten failures of the first night and not one restart yet: of what is over, all fail. */
    @Test
    void whoWaitsForARestartHasNotFailed() {
        RingFigures ring = new RingFigures(1000, 0, 0, 0, 10, 0, 600, 20, 980, Instant.EPOCH);
        assertThat(ring.surelyFailing()).isEqualTo(Wilson.of(10, 610).lower()).isLessThan(3);
        assertThat(ring.failureRate().upper()).isEqualTo(100);
    }

    /** The many that wait do not hide that what restarts fails. */
    @Test
    void whatFailsInTheRestartIsHeldAgainstTheRestarted() {
        RingFigures ring = new RingFigures(1000, 0, 12, 10, 20, 20, 900, 20, 980, Instant.EPOCH);
        assertThat(ring.surelyFailing()).isEqualTo(Wilson.of(20, 30).lower()).isGreaterThan(40);
    }

    @Test
    void withoutRestartsItIsTheLowerEndOfTheRate() {
        RingFigures ring = new RingFigures(200, 100, 20, 110, 10, 0, 0, 30, 150, Instant.EPOCH);
        assertThat(ring.surelyFailing()).isEqualTo(ring.failureRate().lower());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "proceed", "PASS", "PROCEED ", "true"})
    void anUnknownVerdictIsInconclusive(String text) {
        assertThat(Verdict.of(text)).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void knownVerdictsAreReadAsTheyAre() {
        for (Verdict verdict : Verdict.values()) {
            assertThat(Verdict.of(verdict.name())).isEqualTo(verdict);
        }
    }
}
