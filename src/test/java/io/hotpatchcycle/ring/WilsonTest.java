package io.hotpatchcycle.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonTest {

    /** Newcombe, Statistics in Medicine 17 (1998), table I, method 3: the score interval without correction. */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0.0000, 0.1611", "1, 29, 0.0061, 0.1718"})
    void agreesWithPublishedIntervals(int failed, int sample, double lower, double upper) {
        Wilson interval = Wilson.of(failed, sample);
        assertThat(interval.lower() / 100).isCloseTo(lower, within(0.00006));
        assertThat(interval.upper() / 100).isCloseTo(upper, within(0.00006));
    }

    @Test
    void isTheSameFromBothSides() {
        Wilson failures = Wilson.of(3, 40);
        Wilson successes = Wilson.of(37, 40);
        assertThat(failures.lower()).isCloseTo(100 - successes.upper(), within(1e-9));
        assertThat(failures.upper()).isCloseTo(100 - successes.lower(), within(1e-9));
        assertThat(Wilson.of(20, 20)).satisfies(all -> {
            assertThat(all.upper()).isEqualTo(100);
            assertThat(all.lower()).isCloseTo(100 - 16.11, within(0.01));
        });
    }

    @Test
    void ofNothingNothingIsKnown() {
        assertThat(Wilson.of(0, 0)).isEqualTo(new Wilson(0, 100));
        assertThatThrownBy(() -> Wilson.of(2, 1)).hasMessageContaining("cannot have 2 failures");
        assertThatThrownBy(() -> Wilson.of(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"2, 189", "1, 381", "3, 125", "5, 73", "15, 22", "50, 4", "100, 0"})
    void tellsTheSmallestSampleWithoutFailuresThatProvesALimit(double limit, int sample) {
        assertThat(Wilson.sampleToProve(limit)).isEqualTo(sample);
        if (sample > 1) {
            assertThat(Wilson.of(0, sample).upper()).isLessThanOrEqualTo(limit + 1e-6);
            assertThat(Wilson.of(0, sample - 1).upper()).isGreaterThan(limit);
        }
    }

    @Test
    void fiftyDevicesCannotProveTwoPercent() {
        assertThat(Wilson.of(0, 50).upper()).isGreaterThan(7);
        assertThat(Wilson.of(0, 189).upper()).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "100.1", "NaN"})
    void aLimitThatCannotBeProvenIsRefused(double limit) {
        assertThatThrownBy(() -> Wilson.sampleToProve(limit)).hasMessageContaining("cannot be proven");
    }
}
