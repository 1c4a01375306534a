package io.hotpatchcycle.ring;

import java.time.Instant;

/**
 * What is known of an open ring, among its active controlled devices.
 *
 * @param controlled        the denominator of every share here
 * @param effectiveHotpatch run the hotpatch build
 * @param effectiveLcu      run the cumulative update's build, restarted
 * @param confirmed         of the effective, those that the install report calls successful, too
 * @param failed            reported as failed or rolled back and not effective since
 * @param failedAtRestart   of the failed, those that the report called waiting for a restart before
 * @param waiting           neither, and waiting for a restart by the report: the installation went well so far
 * @param silent            neither, and no check-in since the ring was opened
 * @param reported          checked in since the ring was opened
 * @param asOf              until when devices have been read; null when never
 */
public record RingFigures(int controlled, int effectiveHotpatch, int effectiveLcu, int confirmed, int failed, int failedAtRestart, int waiting,
                          int silent, int reported, Instant asOf) {

    private static final double PERCENT = 100.0;

    /** Devices that run the fixed build. */
    public int effective() {
        return effectiveHotpatch + effectiveLcu;
    }

    /**
     * Devices whose outcome the install report tells. A success is seen at the next check-in, a failure only in the
     * report, up to two days later: counted as seen, a failing ring looks healthy at first. By the report both lag alike.
     */
    public int sample() {
        return confirmed + failed;
    }

    /** Devices that are neither effective nor failed nor silent. */
    public int pending() {
        return Math.max(0, controlled - effective() - failed - silent);
    }

    /** Percent of the controlled devices that reported since opening; 0 when there are none. */
    public double reportedShare() {
        return share(reported);
    }

    /** Percent that is effective. */
    public double effectiveShare() {
        return share(effective());
    }

    /** Percent that is silent; 100 when there are no devices: an empty ring proves nothing. */
    public double silentShare() {
        return controlled == 0 ? PERCENT : share(silent);
    }

    /** The interval of the failure rate over the sample. Its upper end is what a ring that passes must stay below. */
    public Wilson failureRate() {
        return Wilson.of(failed, sample());
    }

    /**
     * The failure rate, percent, that is reached beyond statistical doubt. A success that needs a restart is reported days
     * after the failures of the same night: of what is over alone, a healthy ring would look failing first. So a device that
     * waits counts as installed, and what fails in the restart is held against those that have restarted; the worse counts.
     */
    public double surelyFailing() {
        double installing = Wilson.of(failed, sample() + waiting).lower();
        double restarting = Wilson.of(failedAtRestart, confirmed + failedAtRestart).lower();
        return Math.max(installing, restarting);
    }

    private double share(int part) {
        return controlled == 0 ? 0 : PERCENT * part / controlled;
    }
}
