package io.hotpatchcycle.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a reading of a source has come.
 *
 * @param finishedAt null while it runs, and when it broke off
 * @param total      null where the source does not tell
 */
public record ReadingProgress(String source, Instant startedAt, Instant updatedAt, Instant finishedAt, Integer total, int done) {

    /** What is left at the pace so far; null when that is not known or nothing is left. */
    public Duration left() {
        return finishedAt != null || total == null || done == 0 ? null
                : Duration.between(startedAt, updatedAt).multipliedBy(total - done).dividedBy(done);
    }
}
