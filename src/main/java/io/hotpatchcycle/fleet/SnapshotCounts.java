package io.hotpatchcycle.fleet;

import java.time.Instant;

/**
 * What a snapshot read.
 *
 * @param merged   rows taken over
 * @param rejected rows that were not
 * @param why      reasons with their numbers, and how many rows came with a check-in that cannot be; empty without any
 */
public record SnapshotCounts(Instant takenAt, int read, int merged, int rejected, String why) {
}
