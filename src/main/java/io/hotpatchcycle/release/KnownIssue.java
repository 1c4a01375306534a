package io.hotpatchcycle.release;

import java.time.Instant;

/**
 * A known issue as Microsoft tells it of a product.
 *
 * @param id         e.g. {@code WI9900001}
 * @param product    name of the product it was told of
 * @param title      its title
 * @param status     raw, e.g. {@code investigating}
 * @param kb         the article it came with, e.g. {@code KB5120994}; {@code unknown} when not said
 * @param url        page about it; null when not said
 * @param startedAt  when it began; null when not said
 * @param updatedAt  when Microsoft last wrote about it; null when not said
 * @param observedAt when we read it
 */
public record KnownIssue(String id, String product, String title, String status, String kb, String url, Instant startedAt,
                         Instant updatedAt, Instant observedAt) {

    /** How it stands, for the gate: the lower, the better. */
    public enum Standing {
        /** There is none, or it is resolved. */
        NONE,
        /** Microsoft has a way around it. */
        MITIGATED,
        /** Not resolved, or in a status that we do not know. */
        OPEN,
        /** Microsoft's list could not be read for too long. */
        UNKNOWN
    }

    /** How it stands. A status that is missing or new counts as open. */
    public Standing standing() {
        return switch (status == null ? "" : status) {
            case "resolved", "resolvedExternal" -> Standing.NONE;
            case "mitigated", "mitigatedExternal" -> Standing.MITIGATED;
            default -> Standing.OPEN;
        };
    }

    /** Whether it concerns a release: it came with one of its articles, or with one that is not said since it came out. */
    boolean concerns(Release release) {
        return release.revisions().stream().anyMatch(r -> r.kb().equals(kb))
                || "unknown".equals(kb) && (startedAt == null || !startedAt.isBefore(release.publishedAt()));
    }
}
