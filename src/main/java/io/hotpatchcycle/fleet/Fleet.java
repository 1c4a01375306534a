package io.hotpatchcycle.fleet;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The fleet as the sources last described it. Face of this package. */
public final class Fleet {

    /** A device that has not checked in for this long is stale (design 2). */
    public static final Duration STALE_AFTER = Duration.ofDays(30);

    /** Sources deliver late and out of order: each changed-since reading overlaps the last one. */
    private static final Duration OVERLAP = Duration.ofHours(1);

    /** Changes of the Entra devices are taken for the whole list no longer than this after one. */
    private static final Duration WHOLE_ENTRA_AFTER = Duration.ofDays(6);

    /** Sources of facts, as progress and evidence name them. */
    public static final String LIST = "devices";
    public static final String HARDWARE = "hardware";
    public static final String ENTRA = "Entra devices";
    public static final String LICENCES = "licences";
    public static final String WORKLOADS = "update workload";
    public static final String HYBRID_CODE = "compiled hybrid code";
    public static final String ENROLMENTS = "update enrolment";
    public static final String TENANT = "groups and policies";
    private static final int TELL_EVERY = 500;

    private final DeviceRows rows;
    private final DeviceDirectory directory;
    private final Supplier<LicenceRule> licences;
    private final Clock businessClock;

    /** Where nobody says which licences cover hotpatch. */
    public Fleet(DeviceRows rows, DeviceDirectory directory, Clock businessClock) {
        this(rows, directory, () -> LicenceRule.NONE, businessClock);
    }

    /** @param licences asked with each snapshot: the rule that is in use then decides */
    public Fleet(DeviceRows rows, DeviceDirectory directory, Supplier<LicenceRule> licences, Clock businessClock) {
        this.licences = licences;
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
        SnapshotRows snapshots = rows.snapshots();
        long snapshot = snapshots.start(cycleId, now);
        Reading reading = new Reading();
        snapshots.merge(pages -> directory.readDevices(tally(snapshots, LIST).pages(pages)), businessClock, reading);
        snapshots.progress(LIST, reading.read(), reading.read(), businessClock.instant(), true);
        rows.noteReading("managedDevices", now, reading.read());
        tell(snapshots, ENTRA, readObjectIds(snapshots, now));
        LicenceRule covering = licences.get();
        readDetails(snapshots, covering, reading);
        snapshots.licencesBy(snapshot, covering.hash());
        refreshHardware(now, reading);
        snapshots.complete(snapshot, reading);
        return snapshot;
    }

    /** Reads the builds of the devices that checked in since the last reading; new devices are noted and wait for the next snapshot. */
    public void refresh() {
        Instant since = rows.readUntil().map(t -> t.minus(OVERLAP)).orElse(null);
        Instant now = businessClock.instant();
        int[] read = {0};
        rows.levels().merge(pages -> directory.readLevels(since, page -> {
            pages.accept(page);
            read[0] += page.size();
        }), businessClock);
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

    /**
     * All that is known of a device, each fact with its source and its age.
     *
     * @param text Intune device id, Entra device id, Entra object id or name
     */
    public Optional<KnownDevice> known(String text) {
        return rows.known(text);
    }

    /** How far the readings of the sources have come, each in its newest run. */
    public List<ReadingProgress> progress() {
        return rows.snapshots().progress();
    }

    /** @param running whether somebody reads now */
    FleetProgress reading(boolean running) {
        SnapshotRows snapshots = rows.snapshots();
        // The first list of all keeps its table to itself, and whoever looks would wait for its end.
        return FleetProgress.of(snapshots.progress(), running, snapshots.newest() == null ? List.of() : snapshots.unknown());
    }

    /** Notes how far something has come that is read behind the devices. */
    public void tell(String source, int total, int done) {
        rows.snapshots().progress(source, total, done, businessClock.instant(), done == total);
    }

    /** Which address each source was read from. */
    public Map<String, String> addresses() {
        return directory.addresses();
    }

    /** What the newest complete snapshot read. */
    public Optional<SnapshotCounts> newestSnapshot() {
        return Optional.ofNullable(rows.snapshots().newest());
    }

    /**
     * What has changed since the whole list where that is not old, and else the whole list: of devices Entra tells changes for some days. Changes are told
     * from before the list is read, so that none falls between.
     */
    private int readObjectIds(SnapshotRows snapshots, Instant now) {
        EntraChangeRows changes = snapshots.entraChanges();
        Optional<String> link = changes.link(now.minus(WHOLE_ENTRA_AFTER));
        Tally tally = tally(snapshots, ENTRA);
        Optional<Integer> known = link.flatMap(since -> changes.apply((changed, gone) -> directory.readObjectIdChanges(since, tally.pairs(changed), gone)));
        if (known.isPresent()) {
            return known.get();
        }
        changes.forgetLink();
        String next = directory.objectIdLink();
        int devices = snapshots.replaceObjectIds(pairs -> directory.readObjectIds(tally.pairs(pairs)));
        changes.keepLink(next, now);
        return devices;
    }

    private void readDetails(SnapshotRows snapshots, LicenceRule covering, Reading reading) {
        DetailRows details = snapshots.details(reading);
        tell(snapshots, LICENCES, details.replaceUsers(pages -> directory.readUsers(covering, tally(snapshots, LICENCES).pages(pages))));
        tell(snapshots, WORKLOADS, details.replaceWorkloads(pairs -> directory.readUpdateWorkloads(tally(snapshots, WORKLOADS).pairs(pairs))));
        tell(snapshots, HYBRID_CODE, details.replaceHybridCode(pages -> directory.readHybridCode(tally(snapshots, HYBRID_CODE).pages(pages))));
        tell(snapshots, ENROLMENTS, details.replaceEnrolments(pages -> directory.readEnrolments(tally(snapshots, ENROLMENTS).pages(pages))));
    }

    private Tally tally(SnapshotRows snapshots, String source) {
        return new Tally(snapshots, source, businessClock);
    }

    private void tell(SnapshotRows snapshots, String source, int read) {
        snapshots.progress(source, read, read, businessClock.instant(), true);
    }

    /** Device by device, so each page is kept at once: what was told before a reading broke off is not asked again. */
    private void refreshHardware(Instant now, Reading reading) {
        SnapshotRows snapshots = rows.snapshots();
        Collection<String> due = snapshots.hardwareDue(now, reading);
        int[] done = {0};
        snapshots.progress(HARDWARE, due.size(), 0, businessClock.instant(), false);
        directory.readHardware(due, page -> {
            snapshots.mergeHardware(page, now);
            done[0] += page.size();
            if (done[0] / TELL_EVERY != (done[0] - page.size()) / TELL_EVERY) {
                snapshots.progress(HARDWARE, due.size(), done[0], businessClock.instant(), false);
            }
        });
        snapshots.progress(HARDWARE, due.size(), done[0], businessClock.instant(), true);
    }
}
