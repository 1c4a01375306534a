package io.hotpatchcycle.cycle;

/**
 * What became of a cycle so far, over its active controlled devices.
 *
 * @param hotpatched    effective without a restart
 * @param lcu           effective on the cumulative update
 * @param failed        reported as failed, not effective since
 * @param daysTo90      decimal days from publication until 90 percent were effective; null when not reached
 * @param exposureHours device-hours between publication and effective
 * @param planned       restarts that were expected and seen
 * @param extra         restarts that were not expected
 * @param avoided       devices protected without a restart
 */
public record CycleResult(int active, int stale, int controlled, int eligible, int hotpatched, int lcu, int failed,
                          Double daysTo90, Double daysTo95, long exposureHours, int planned, int extra, int avoided) {
}
