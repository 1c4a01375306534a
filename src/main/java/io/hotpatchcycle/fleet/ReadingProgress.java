package io.hotpatchcycle.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a reading of a source has come.
 *
 * @param finishedAt null while it runs, and when it broke off
 * @param total      null where the source does not tell
 * @param expected   what it had when it was last read to the end; null before
 */
public record ReadingProgress(String source, Instant startedAt, Instant updatedAt, Instant finishedAt, Integer total, int done, Integer expected) {

    private static final double PERCENT = 100.0;

    /** How many there are, or are expected; null when nobody knows. */
    public Integer whole() {
        return total == null ? expected : total;
    }

    /** What is left at the pace so far; null when that is not known or nothing is left. */
    public Duration left() {
        return finishedAt != null || whole() == null || done == 0 ? null
                : Duration.between(startedAt, updatedAt).multipliedBy(Math.max(0, whole() - done)).dividedBy(done);
    }

    /** Percent that is still to be read; null when nobody knows. */
    public Double shareToRead() {
        return finishedAt != null ? Double.valueOf(0) : whole() == null || whole() == 0 ? null : Double.valueOf(PERCENT * Math.max(0, whole() - done) / whole());
    }
}
