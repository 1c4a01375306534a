package io.hotpatchcycle.release;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.release.KnownIssue.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Microsoft's known issues of the releases we carry. One that disappears from Microsoft's list without having been
 * resolved stays as it was last told.
 */
public final class KnownIssues {

    /** After this long without a reading nobody knows how they stand. */
    private static final Duration GOOD_FOR = Duration.ofHours(26);

    private final KnownIssueRows rows;
    private final Releases releases;
    private final CatalogSource catalog;
    private final Trail trail;
    private final Clock businessClock;

    public KnownIssues(KnownIssueRows rows, Releases releases, CatalogSource catalog, Trail trail, Clock businessClock) {
        this.rows = rows;
        this.releases = releases;
        this.catalog = catalog;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /**
     * Reads the list. A list that cannot be read now is no reason to fail: the last one counts until it is too old, and
     * then {@link #standing} says so.
     */
    public void refresh() {
        Instant now = businessClock.instant();
        List<KnownIssue> read;
        try {
            read = catalog.readKnownIssues();
        } catch (RuntimeException e) {
            trail.system("knownIssues.unreadable", null, null, Map.of("why", String.valueOf(e.getMessage())));
            return;
        }
        Map<String, String> before = new HashMap<>();
        rows.all().forEach(i -> before.put(i.id() + " " + i.product(), i.status()));
        rows.store(read, now);
        read.stream().filter(i -> !String.valueOf(i.status()).equals(before.get(i.id() + " " + i.product()))).forEach(i -> trail.system("knownIssue.status",
                null, null, Map.of("issue", i.id(), "product", i.product(), "kb", i.kb(), "status", String.valueOf(i.status()), "title", i.title())));
    }

    /** The issues of a release, the worst first; one that was told of several products is listed once. */
    public List<KnownIssue> of(String releaseId) {
        Map<String, KnownIssue> found = new HashMap<>();
        Optional<Release> release = releases.find(releaseId);
        rows.all().stream().filter(i -> release.map(i::concerns).orElse(false))
                .forEach(i -> found.merge(i.id(), i, (one, other) -> one.standing().compareTo(other.standing()) >= 0 ? one : other));
        return found.values().stream().sorted(Comparator.comparing(KnownIssue::standing).reversed().thenComparing(KnownIssue::id)).toList();
    }

    /** How the issues of a release stand together: as the worst of them, or unknown when the list is too old. */
    public Standing standing(String releaseId) {
        Instant readAt = rows.readAt();
        if (readAt == null || businessClock.instant().isAfter(readAt.plus(GOOD_FOR))) {
            return Standing.UNKNOWN;
        }
        return of(releaseId).stream().map(KnownIssue::standing).max(Comparator.naturalOrder()).orElse(Standing.NONE);
    }

    /**
     * Since when it has been so that a release has an open issue, or that nobody knows: what people were asked before that does not answer it. As we saw it,
     * of several the latest; null when it is not so.
     */
    public Instant since(String releaseId) {
        return switch (standing(releaseId)) {
            case OPEN -> rows.openSince(of(releaseId).stream().filter(i -> i.standing() == Standing.OPEN).map(KnownIssue::id).toList());
            case UNKNOWN -> rows.readAt() == null ? Instant.EPOCH : rows.readAt().plus(GOOD_FOR);
            case NONE, MITIGATED -> null;
        };
    }

    /** When the list was last read; null when never. */
    public Instant readAt() {
        return rows.readAt();
    }
}
