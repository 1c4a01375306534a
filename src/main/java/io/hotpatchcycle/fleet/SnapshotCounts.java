package io.hotpatchcycle.fleet;

import java.time.Instant;

/**
 * What a snapshot read.
 *
 * @param merged   rows taken over
 * @param rejected rows that were not
 * @param why      reasons with their numbers; empty when none was rejected
 */
public record SnapshotCounts(Instant takenAt, int read, int merged, int rejected, String why) {
}
