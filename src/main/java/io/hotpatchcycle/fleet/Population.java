package io.hotpatchcycle.fleet;

/**
 * Counts of the fleet, duplicates once.
 *
 * @param active checked in within 30 days
 * @param stale  not since
 * @param retired retired or wiped
 */
public record Population(int active, int stale, int retired) {

    /** All devices. */
    public int total() {
        return active + stale + retired;
    }
}
