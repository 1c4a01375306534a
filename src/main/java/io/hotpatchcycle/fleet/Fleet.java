package io.hotpatchcycle.fleet;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The fleet as the sources last described it. Face of this package. */
public final class Fleet {

    /** A device that has not checked in for this long is stale (design 2). */
    public static final Duration STALE_AFTER = Duration.ofDays(30);

    /** How long a device without running VBS keeps that fact before it is asked again. */
    private static final Duration HARDWARE_AGE = Duration.ofDays(20);

    /** Sources deliver late and out of order: each changed-since reading overlaps the last one. */
    private static final Duration OVERLAP = Duration.ofHours(1);

    private final DeviceRows rows;
    private final DeviceDirectory directory;
    private final Clock businessClock;

    public Fleet(DeviceRows rows, DeviceDirectory directory, Clock businessClock) {
        this.rows = rows;
        this.directory = directory;
        this.businessClock = businessClock;
    }

    /**
     * Reads every device with all its facts and freezes a snapshot for the cycle. Until it is complete, the last
     * complete one stays in force.
     *
     * @return the snapshot's id
     */
    public long takeSnapshot(String cycleId) {
        Instant now = businessClock.instant();
        long snapshot = rows.startSnapshot(cycleId, now);
        Reading reading = new Reading();
        directory.readDevices(page -> rows.merge(page, now, reading));
        rows.noteReading("managedDevices", now, reading.read());
        rows.replaceObjectIds(directory::readObjectIds);
        rows.replaceLicences(directory::readLicences);
        refreshHardware(now);
        rows.completeSnapshot(snapshot, reading);
        return snapshot;
    }

    /** Reads the builds of the devices that checked in since the last reading; new devices wait for the next snapshot. */
    public void refresh() {
        Instant since = rows.readUntil().map(t -> t.minus(OVERLAP)).orElse(null);
        Instant now = businessClock.instant();
        int[] read = {0};
        rows.levels().merge(pages -> directory.readLevels(since, page -> {
            pages.accept(page);
            read[0] += page.size();
        }), now);
        rows.noteReading("managedDevices", now, read[0]);
    }

    /** Until when the devices have been read; null before the first reading. */
    public Instant asOf() {
        return rows.readUntil().orElse(null);
    }

    /** Counts of the fleet as of now. */
    public Population population() {
        return rows.population(businessClock.instant().minus(STALE_AFTER));
    }

    /** Windows 11 builds that active devices run. */
    public List<Integer> activeBuilds() {
        return rows.activeBuilds(businessClock.instant().minus(STALE_AFTER));
    }

    private void refreshHardware(Instant now) {
        List<String> due = rows.hardwareDue(now.minus(HARDWARE_AGE));
        directory.readHardware(due, page -> rows.mergeHardware(page, now));
    }
}
