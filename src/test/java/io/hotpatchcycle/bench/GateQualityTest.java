package io.hotpatchcycle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.process.Models;
import org.junit.jupiter.api.Test;

/** The gate on simulated rings with real lag; the numbers of the guide come from the same program with more rings. */
class GateQualityTest {

    private static final int RINGS = 150;
    private static final long SEED = 7;

    private final GateQuality quality = new GateQuality(Models.builtIn().decisions(), line -> { });

    @Test
    void aRingThatFailsTwiceItsLimitHardlyEverPasses() {
        assertThat(quality.simulate(GateQuality.hotpatch("early", 300), 10, RINGS, SEED)).satisfies(c -> {
            assertThat(c.passed()).as("false passes, seed " + SEED).isLessThanOrEqualTo(RINGS / 25);
            assertThat(c.plainPassed()).as("of a plain gate").isEqualTo(RINGS);
            assertThat(c.passed() + c.stopped() + c.asked()).isEqualTo(RINGS);
        });
    }

    @Test
    void aRingThatFailsHalfItsLimitIsHardlyEverStopped() {
        assertThat(quality.simulate(GateQuality.hotpatch("early", 300), 2.5, RINGS, SEED)).satisfies(c -> {
            assertThat(c.stopped()).as("false stops, seed " + SEED).isLessThanOrEqualTo(RINGS / 50);
            assertThat(c.passed()).isGreaterThan(RINGS * 8 / 10);
        });
    }

    @Test
    void clearFailureStopsBeforeTheSoakIsOver() {
        assertThat(quality.simulate(GateQuality.hotpatch("pilot", 100), 60, RINGS, SEED)).satisfies(c -> {
            assertThat(c.stopped()).isEqualTo(RINGS);
            assertThat(c.medianHours()).isLessThan(48);
        });
    }

    /** Failures are told in the first days, successes only after the restarts. */
    @Test
    void aBaselineThatFailsHalfItsLimitIsHardlyEverStopped() {
        assertThat(quality.simulate(GateQuality.baseline("broad", 1000, 120), 1.5, RINGS, SEED)).satisfies(c -> {
            assertThat(c.stopped()).as("false stops, seed " + SEED).isLessThanOrEqualTo(RINGS / 50);
            assertThat(c.passed()).isGreaterThan(RINGS * 8 / 10);
        });
    }

    @Test
    void aBaselineThatFailsTwiceItsLimitHardlyEverPasses() {
        assertThat(quality.simulate(GateQuality.baseline("broad", 1000, 120), 6, RINGS, SEED)).satisfies(c -> {
            assertThat(c.passed()).as("false passes, seed " + SEED).isLessThanOrEqualTo(RINGS / 25);
            assertThat(c.stopped()).isGreaterThan(RINGS * 9 / 10);
        });
    }

    @Test
    void theSameSeedGivesTheSameCounts() {
        assertThat(quality.simulate(GateQuality.hotpatch("pilot", 50), 20, 40, 3)).isEqualTo(quality.simulate(GateQuality.hotpatch("pilot", 50), 20, 40, 3));
    }
}
