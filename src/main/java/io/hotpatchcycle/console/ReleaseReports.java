package io.hotpatchcycle.console;

import io.hotpatchcycle.HotpatchSettings;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.release.Kind;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.release.Releases;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The catalog, joined with the cycles that carry its releases. */
@Component
final class ReleaseReports {

    private final Releases releases;
    private final Cycles cycles;
    private final Fleet fleet;
    private final boolean includeOutOfBand;

    ReleaseReports(Releases releases, Cycles cycles, Fleet fleet, HotpatchSettings settings) {
        this.releases = releases;
        this.cycles = cycles;
        this.fleet = fleet;
        this.includeOutOfBand = settings.includeOob();
    }

    /** All known releases, newest first. */
    List<ReleaseReport> all() {
        Map<String, CycleView> carriers = cycles.all().stream().collect(Collectors.toMap(CycleView::releaseId, Function.identity()));
        Instant newestStarted = carriers.values().stream().map(CycleView::publishedAt).max(Comparator.naturalOrder()).orElse(null);
        List<Integer> builds = fleet.activeBuilds();
        return releases.all().stream().map(r -> report(r, carriers.get(r.id()), newestStarted, builds)).toList();
    }

    private ReleaseReport report(Release r, CycleView cycle, Instant newestStarted, List<Integer> builds) {
        Kind planned = releases.plannedKind(r);
        Kind kind = cycle != null ? cycle.kind() : builds.isEmpty() ? null : releases.kindFor(r, builds).kind();
        boolean surprise = cycle != null ? cycle.surprise() : kind != null && planned != null && kind != planned;
        return new ReleaseReport(r.id(), r.name(), r.displayName(), r.publishedAt(), r.classification(), r.cadence(), planned, kind, surprise,
                r.maxSeverity(), r.maxBaseScore(), r.exploitedCves(), cycle == null ? null : cycle.id(), cycle == null ? null : cycle.state(),
                cycle == null ? whyNoCycle(r, newestStarted) : null, r.revisions());
    }

    private String whyNoCycle(Release r, Instant newestStarted) {
        if (!r.monthlySecurity() && !r.outOfBand()) {
            return "Not a security release: recorded only.";
        }
        if (newestStarted != null && !r.publishedAt().isAfter(newestStarted)) {
            return "Older than the newest cycle: recorded only.";
        }
        if (r.outOfBand() && !r.concernsClients()) {
            return "Out of band, and nothing in it is for Windows 11: recorded only.";
        }
        return r.outOfBand() && !includeOutOfBand ? "Out of band: starts a cycle only with hotpatch.include-oob." : "Waits for the next reading of the catalog.";
    }
}
