package io.hotpatchcycle.release;

/** What a release asks of the fleet. Read from the catalog, never derived from the month. */
public enum Kind {
    /** Every tracked build of the fleet has a revision that installs without a restart. */
    HOTPATCH,
    /** No tracked build has one: everything restarts. */
    BASELINE,
    /** Out of band, without a restart. */
    OOB_HOTPATCH,
    /** Out of band, as a cumulative update only: restarts, and leaves the hotpatch track. */
    OOB_LCU;

    /** Whether devices on the hotpatch track stay without a restart. */
    public boolean withoutRestart() {
        return this == HOTPATCH || this == OOB_HOTPATCH;
    }

    /** The kind of a monthly or out-of-band release, given whether it carries hotpatches. */
    public static Kind of(boolean monthly, boolean hotpatch) {
        if (monthly) {
            return hotpatch ? HOTPATCH : BASELINE;
        }
        return hotpatch ? OOB_HOTPATCH : OOB_LCU;
    }
}
