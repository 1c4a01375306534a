package io.hotpatchcycle.release;

import java.time.Instant;
import java.util.List;

/**
 * One quality update entry of the Windows updates catalog.
 *
 * @param id             catalog entry id
 * @param name           short name, e.g. {@code 2026.08 B}
 * @param displayName    the catalog's long name
 * @param publishedAt    when Microsoft released it
 * @param classification as the catalog says it, e.g. {@code security}
 * @param cadence        as the catalog says it: {@code monthly} or {@code outOfBand}; anything else is not started
 * @param maxSeverity    highest CVE severity as read; null when not said
 * @param maxBaseScore   highest CVSS base score; null when not said
 * @param exploitedCves  CVEs the catalog marks as exploited
 * @param revisions      one per product, build and track
 */
public record Release(String id, String name, String displayName, Instant publishedAt, String classification,
                      String cadence, String maxSeverity, Double maxBaseScore, List<String> exploitedCves,
                      List<Revision> revisions) {

    public Release {
        exploitedCves = List.copyOf(exploitedCves);
        revisions = List.copyOf(revisions);
    }

    /** Whether it is a monthly security release (a B release), the kind that starts a cycle by itself. */
    public boolean monthlySecurity() {
        return "monthly".equals(cadence) && "security".equals(classification);
    }

    /** Whether it came outside the monthly calendar. */
    public boolean outOfBand() {
        return "outOfBand".equals(cadence);
    }

    /** Whether it may have something for Windows 11. What names only other lines, Windows Server for instance, has not; in doubt it has. */
    public boolean concernsClients() {
        return revisions.isEmpty() || revisions.stream().map(Revision::line).anyMatch(l -> l == ProductLine.WINDOWS_11 || l == ProductLine.UNKNOWN);
    }

    /** Id of the cycle that carries this release: {@code 2026.08-B}, out of band {@code 2026.03-OOB-KB5084597}. */
    public String cycleId() {
        String base = name.trim().replace(' ', '-').replaceAll("[^A-Za-z0-9.-]", "");
        return outOfBand() ? base + "-" + firstKb() : base;
    }

    private String firstKb() {
        return revisions.stream().filter(r -> r.hotpatch() == HotpatchFlag.YES).map(Revision::kb).findFirst()
                .or(() -> revisions.stream().map(Revision::kb).findFirst()).orElse("KB-unknown");
    }
}
