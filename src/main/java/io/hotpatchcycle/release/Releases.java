package io.hotpatchcycle.release;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The releases we know, read from the catalog. Face of this package. */
public final class Releases {

    /** Why a release gets no cycle of its own. */
    public static final String NOT_STARTABLE = "it carries a cycle already, a newer one brings all of it, or it is a preview or for other Windows only.";

    private final ReleaseRows rows;
    private final CatalogSource catalog;
    private final Clock businessClock;

    public Releases(ReleaseRows rows, CatalogSource catalog, Clock businessClock) {
        this.rows = rows;
        this.catalog = catalog;
        this.businessClock = businessClock;
    }

    /**
     * Reads the catalog and records what is new.
     *
     * @return how many entries the catalog listed
     */
    public int readCatalog() {
        List<Release> listed = catalog.readReleases();
        Map<String, String> known = rows.fingerprints();
        for (Release release : listed) {
            if (!fingerprint(release).equals(known.get(release.id()))) {
                rows.record(release, PlannedCalendar.plannedKind(release), fingerprint(release), businessClock.instant());
            }
        }
        return listed.size();
    }

    private static String fingerprint(Release release) {
        return Integer.toHexString(release.toString().hashCode());
    }

    /** Releases that should start a cycle now, oldest first: see {@link #startable(List, Instant, boolean)}. */
    public List<Release> startable(boolean includeOutOfBand) {
        return startable(rows.undecided(), rows.newestStarted().orElse(null), includeOutOfBand);
    }

    /**
     * On first connection only the newest monthly security release starts, older ones stay recorded. Later every
     * monthly security release newer than the newest started one starts, and out-of-band ones where asked for,
     * unless they are for other lines than Windows 11 only.
     */
    static List<Release> startable(List<Release> recorded, Instant newestStarted, boolean includeOutOfBand) {
        List<Release> monthly = recorded.stream().filter(Release::monthlySecurity)
                .sorted(Comparator.comparing(Release::publishedAt)).toList();
        if (newestStarted == null) {
            return monthly.isEmpty() ? List.of() : List.of(monthly.get(monthly.size() - 1));
        }
        List<Release> found = new ArrayList<>();
        recorded.stream().filter(r -> r.publishedAt().isAfter(newestStarted))
                .filter(r -> r.monthlySecurity() || includeOutOfBand && r.outOfBand() && r.concernsClients())
                .sorted(Comparator.comparing(Release::publishedAt)).forEach(found::add);
        return found;
    }

    /** Whether a person may start the cycle of a release that started none by itself. */
    public boolean mayStart(String releaseId) {
        return startable(true).stream().anyMatch(r -> r.id().equals(releaseId));
    }

    /** Marks a release as carried by a cycle. */
    public void started(String releaseId) {
        rows.setDisposition(releaseId, "STARTED");
    }

    /** The release with this catalog entry id. */
    public Optional<Release> find(String releaseId) {
        return rows.find(releaseId);
    }

    /** All known releases, newest first. */
    public List<Release> all() {
        return rows.all();
    }

    /** The planned kind of a release; null where the calendar says nothing. */
    public Kind plannedKind(Release release) {
        return PlannedCalendar.plannedKind(release);
    }

    /** Looks for the release in Intune's catalog. */
    public CatalogMatch match(Release release) {
        return CatalogMatch.of(release, catalog.readDeployableItems());
    }

    /** Client builds for which the catalog has carried hotpatches up to this release. */
    public Collection<Integer> trackedBuilds() {
        return rows.trackedBuilds();
    }

    /**
     * Decides the kind for the builds of the fleet, from {@code isHotpatchUpdate} alone.
     *
     * @param fleetBuilds Windows 11 builds that active devices run
     */
    public KindDecision kindFor(Release release, Collection<Integer> fleetBuilds) {
        return decideKind(release, fleetBuilds, rows.trackedBuilds());
    }

    static KindDecision decideKind(Release release, Collection<Integer> fleetBuilds, Collection<Integer> tracked) {
        List<Revision> ours = release.revisions().stream()
                .filter(r -> r.line() == ProductLine.WINDOWS_11 && fleetBuilds.contains(r.build())).toList();
        if (ours.isEmpty()) {
            return KindDecision.unclear("Release " + release.name() + " has no revision for the builds of this fleet "
                    + new TreeSet<>(fleetBuilds) + ". Look again later, or reject it.");
        }
        List<Revision> unreadable = ours.stream().filter(r -> r.hotpatch() == HotpatchFlag.UNREADABLE).toList();
        if (!unreadable.isEmpty()) {
            return KindDecision.unclear("The catalog does not say whether " + unreadable.get(0).kb() + " (build "
                    + unreadable.get(0).build() + "." + unreadable.get(0).ubr()
                    + ") is a hotpatch. Check Microsoft's release notes and decide.");
        }
        List<Revision> onTrack = ours.stream().filter(r -> tracked.contains(r.build())).toList();
        TreeSet<Integer> builds = new TreeSet<>();
        onTrack.forEach(r -> builds.add(r.build()));
        TreeSet<Integer> withHotpatch = new TreeSet<>();
        onTrack.stream().filter(r -> r.hotpatch() == HotpatchFlag.YES).forEach(r -> withHotpatch.add(r.build()));
        if (withHotpatch.isEmpty()) {
            return new KindDecision(Kind.of(!release.outOfBand(), false), "", List.of());
        }
        List<Integer> split = builds.stream().filter(b -> !withHotpatch.contains(b)).toList();
        return new KindDecision(Kind.of(!release.outOfBand(), true), "", split);
    }
}
