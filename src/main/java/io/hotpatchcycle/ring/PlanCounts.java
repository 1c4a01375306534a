package io.hotpatchcycle.ring;

/**
 * Counts of a plan. Active is the denominator of controlled; the rest counts active controlled devices unless named.
 *
 * @param total      all devices, duplicates once
 * @param stale      not checked in for 30 days
 * @param retired    neither: retired, wiped or disabled
 * @param controlled active devices gated by exactly one of our units
 * @param uncontrolled active devices that are not
 * @param hotpatch   will get the hotpatch
 * @param lcu        will get the cumulative update, with a restart
 * @param baselineDebt behind the baseline: baseline first, with a restart
 * @param restarts   restarts expected
 * @param offTrack   eligible and on the current baseline, which a cumulative update takes off the hotpatch track
 * @param exempted   active devices that a granted exemption takes out of every unit; they count as uncontrolled too
 */
public record PlanCounts(int total, int active, int stale, int retired, int controlled, int uncontrolled, int eligible, int notEligible,
                         int unknown, int hotpatch, int lcu, int baselineDebt, int restarts, int exempted,
                         int offTrack) {

    /** Percent of the controlled devices that will restart. */
    public double restartShare() {
        return controlled == 0 ? 0 : 100.0 * restarts / controlled;
    }
}
