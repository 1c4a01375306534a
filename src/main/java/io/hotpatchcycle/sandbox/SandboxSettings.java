package io.hotpatchcycle.sandbox;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How a sandbox tenant is made. Start from {@link #defaults()} and change with the {@code with} methods.
 *
 * @param port                port on 127.0.0.1, 0 for any free one
 * @param devices             number of Intune device records, 1 to 2,000,000
 * @param seed                same seed and same writes at the same virtual times, same answers
 * @param state               folder that keeps everything written, null for memory only
 * @param releases            the releases that are or will be in the catalogs
 * @param startAt             virtual time of the first start, null for the wall clock
 * @param shiftReleasesToNow  move all releases by whole days so that the third-newest B release came out 30 minutes
 *                            before the start
 * @param gateAnswer          answer to hotpatch with manual approval
 * @param uninstalls          whether devices follow an uninstall of their update ring
 * @param pace                virtual seconds per wall second, 0 (frozen) to 7000
 * @param checkIn             time between two Intune check-ins of a device that is online
 * @param reportLagFrom       smallest lag of the update report
 * @param reportLagTo         largest lag of the update report
 * @param defaultDeferralDays days after a release at which devices in no quality update policy and no update ring get it
 * @param wall                the wall clock
 * @param units               units that have a group and an update ring; beside the usual four up to 24
 */
public record SandboxSettings(int port, int devices, long seed, Path state, ReleaseList releases, Instant startAt,
                              boolean shiftReleasesToNow, GateAnswer gateAnswer, boolean uninstalls, int pace,
                              Duration checkIn, Duration reportLagFrom, Duration reportLagTo, int defaultDeferralDays, Clock wall, List<String> units) {

    /** Largest pace: virtual seconds per wall second. */
    public static final int MAX_PACE = 7000;

    /** @throws IllegalArgumentException when a value is out of its range */
    public SandboxSettings {
        require(port >= 0 && port <= 65535, "The sandbox port must be 0 to 65535, not " + port + ".");
        require(devices >= 1 && devices <= 2_000_000, "The sandbox needs 1 to 2000000 devices, not " + devices + ".");
        require(pace >= 0 && pace <= MAX_PACE, "The sandbox pace must be 0 to " + MAX_PACE + ", not " + pace + ".");
        require(checkIn.toMinutes() >= 15, "The check-in interval of the sandbox must be 15 minutes or more, not " + checkIn + ".");
        require(!reportLagFrom.isNegative() && reportLagTo.compareTo(reportLagFrom) >= 0,
                "The report lag of the sandbox must be 0 or more and not end before it begins: " + reportLagFrom + " to " + reportLagTo + ".");
        require(defaultDeferralDays >= 0 && defaultDeferralDays <= 30,
                "The default deferral of the sandbox must be 0 to 30 days, not " + defaultDeferralDays + ".");
        Objects.requireNonNull(releases, "releases");
        Objects.requireNonNull(gateAnswer, "gateAnswer");
        Objects.requireNonNull(wall, "wall");
        units = List.copyOf(units);
        require(units.stream().filter(unit -> !Groups.UNITS.contains(unit)).distinct().count() <= 24, "The sandbox has groups for 24 units beside "
                + Groups.UNITS + ", not for " + units.size() + ".");
    }

    /** 5,000 devices of seed 1 in memory, bundled releases shifted to now, pace 1, gating. */
    public static SandboxSettings defaults() {
        return new SandboxSettings(0, 5000, 1, null, ReleaseList.bundled(), null, true, GateAnswer.GATING, true, 1,
                Duration.ofHours(8), Duration.ofHours(4), Duration.ofHours(24), 2, Clock.systemUTC(), List.of());
    }

    /** Changes {@link #port}. */
    public SandboxSettings withPort(int value) {
        return new SandboxSettings(value, devices, seed, state, releases, startAt, shiftReleasesToNow, gateAnswer, uninstalls, pace,
                checkIn, reportLagFrom, reportLagTo, defaultDeferralDays, wall, units);
    }

    /** Changes {@link #devices} and {@link #seed}. */
    public SandboxSettings withFleet(int newDevices, long newSeed) {
        return new SandboxSettings(port, newDevices, newSeed, state, releases, startAt, shiftReleasesToNow, gateAnswer, uninstalls, pace,
                checkIn, reportLagFrom, reportLagTo, defaultDeferralDays, wall, units);
    }

    /** Changes {@link #state}. */
    public SandboxSettings withState(Path value) {
        return new SandboxSettings(port, devices, seed, value, releases, startAt, shiftReleasesToNow, gateAnswer, uninstalls, pace,
                checkIn, reportLagFrom, reportLagTo, defaultDeferralDays, wall, units);
    }

    /** Changes {@link #releases}. */
    public SandboxSettings withReleases(ReleaseList value) {
        return new SandboxSettings(port, devices, seed, state, value, startAt, shiftReleasesToNow, gateAnswer, uninstalls, pace,
                checkIn, reportLagFrom, reportLagTo, defaultDeferralDays, wall, units);
    }

    /** A virtual start of its own and the releases on their real dates, as rehearsals need it. */
    public SandboxSettings withRealDatesFrom(Instant start) {
        return new SandboxSettings(port, devices, seed, state, releases, start, false, gateAnswer, uninstalls, pace,
                checkIn, reportLagFrom, reportLagTo, defaultDeferralDays, wall, units);
    }

    /** Changes {@link #startAt} and keeps the shift: a fixed start for tests of the default run. */
    public SandboxSettings withStartAt(Instant value) {
        return new SandboxSettings(port, devices, seed, state, releases, value, shiftReleasesToNow, gateAnswer, uninstalls, pace,
                checkIn, reportLagFrom, reportLagTo, defaultDeferralDays, wall, units);
    }

    /** Changes {@link #gateAnswer}. */
    public SandboxSettings withGateAnswer(GateAnswer value) {
        return new SandboxSettings(port, devices, seed, state, releases, startAt, shiftReleasesToNow, value, uninstalls, pace,
                checkIn, reportLagFrom, reportLagTo, defaultDeferralDays, wall, units);
    }

    /** Changes {@link #uninstalls}. */
    public SandboxSettings withUninstalls(boolean value) {
        return new SandboxSettings(port, devices, seed, state, releases, startAt, shiftReleasesToNow, gateAnswer, value, pace,
                checkIn, reportLagFrom, reportLagTo, defaultDeferralDays, wall, units);
    }

    /** Changes {@link #pace}. */
    public SandboxSettings withPace(int value) {
        return new SandboxSettings(port, devices, seed, state, releases, startAt, shiftReleasesToNow, gateAnswer, uninstalls, value,
                checkIn, reportLagFrom, reportLagTo, defaultDeferralDays, wall, units);
    }

    /** Changes how far the sources lag: {@link #checkIn}, {@link #reportLagFrom} and {@link #reportLagTo}. */
    public SandboxSettings withLags(Duration newCheckIn, Duration newReportLagFrom, Duration newReportLagTo) {
        return new SandboxSettings(port, devices, seed, state, releases, startAt, shiftReleasesToNow, gateAnswer, uninstalls, pace,
                newCheckIn, newReportLagFrom, newReportLagTo, defaultDeferralDays, wall, units);
    }

    /** Changes {@link #defaultDeferralDays}. */
    public SandboxSettings withDefaultDeferralDays(int value) {
        return new SandboxSettings(port, devices, seed, state, releases, startAt, shiftReleasesToNow, gateAnswer, uninstalls, pace,
                checkIn, reportLagFrom, reportLagTo, value, wall, units);
    }

    /** Changes {@link #wall}. */
    public SandboxSettings withWall(Clock value) {
        return new SandboxSettings(port, devices, seed, state, releases, startAt, shiftReleasesToNow, gateAnswer, uninstalls, pace,
                checkIn, reportLagFrom, reportLagTo, defaultDeferralDays, value, units);
    }

    /** Changes {@link #units}. */
    public SandboxSettings withUnits(List<String> value) {
        return new SandboxSettings(port, devices, seed, state, releases, startAt, shiftReleasesToNow, gateAnswer, uninstalls, pace,
                checkIn, reportLagFrom, reportLagTo, defaultDeferralDays, wall, value);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
