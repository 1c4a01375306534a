package io.hotpatchcycle.freeze;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;

/**
 * One entry of {@code hotpatch.freeze}: a period, or a calendar in a file or behind a URL.
 *
 * @param key     what its stored freezes are kept under: the same place, the same key
 * @param label   what people call it; of a URL only the host, because such addresses often are secrets
 * @param period  the period; null for a calendar
 * @param file    the calendar's file; null when there is none
 * @param url     the calendar's address; null when there is none
 * @param zone    zone of its whole days and of times without one
 * @param goodFor how long the last good reading counts when the calendar cannot be read
 */
public record FreezeSource(String key, String label, Freeze period, Path file, URI url, ZoneId zone, Duration goodFor) {

    static final Duration GOOD_FOR = Duration.ofDays(1);
    private static final Duration LONGEST_GOOD_FOR = Duration.ofDays(30);
    private static final int MAX_REASON = 500;

    /** An entry as an admin writes it; null what is not given. */
    public record Entry(String from, String until, String reason, Path file, URI url, String zone, Duration goodFor) {
    }

    /**
     * Checks an entry.
     *
     * @param name its property, e.g. {@code hotpatch.freeze[0]}
     * @throws IllegalArgumentException with what is wrong and how it is written right
     */
    public static FreezeSource of(String name, Entry entry) {
        boolean period = entry.from() != null || entry.until() != null || entry.reason() != null;
        int kinds = (period ? 1 : 0) + (entry.file() != null ? 1 : 0) + (entry.url() != null ? 1 : 0);
        require(kinds == 1, name, "needs either from, until and reason, or file, or url, and nothing of another kind");
        ZoneId zone = zone(name, entry.zone());
        if (period) {
            return new FreezeSource(name, name, period(name, entry, zone), null, null, zone, GOOD_FOR);
        }
        Duration goodFor = entry.goodFor() == null ? GOOD_FOR : entry.goodFor();
        require(!goodFor.isNegative() && goodFor.compareTo(LONGEST_GOOD_FOR) <= 0, name, "good-for must be 0 to 30 days, not " + goodFor);
        if (entry.file() != null) {
            return new FreezeSource(key(entry.file().toString()), entry.file().toString(), null, entry.file(), null, zone, goodFor);
        }
        URI url = entry.url();
        require(url.getScheme() != null && Set.of("http", "https").contains(url.getScheme()) && url.getHost() != null, name,
                "url must begin with https:// or http:// and name a host");
        return new FreezeSource(key(url.toString()), name + " at " + url.getHost(), null, null, url, zone, goodFor);
    }

    private static Freeze period(String name, Entry entry, ZoneId zone) {
        require(entry.from() != null && entry.until() != null, name, "needs both from and until");
        require(entry.reason() != null && !entry.reason().isBlank() && entry.reason().length() <= MAX_REASON, name,
                "needs a reason of 1 to " + MAX_REASON + " characters");
        Instant from = moment(name + ".from", entry.from(), zone, 0);
        Instant until = moment(name + ".until", entry.until(), zone, 1);
        require(from.isBefore(until), name, "ends at " + until + ", which is not after its start at " + from);
        return new Freeze(name, from, until, entry.reason().strip());
    }

    /** A moment with its offset, or a day: its beginning, or its end for the last day of a freeze. */
    private static Instant moment(String name, String text, ZoneId zone, int days) {
        try {
            return text.strip().length() == "2026-12-18".length() ? LocalDate.parse(text.strip()).plusDays(days).atStartOfDay(zone).toInstant()
                    : OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + " must be a day such as 2026-12-18 or a moment such as 2026-12-18T17:00:00Z, not '" + text + "'.", e);
        }
    }

    private static ZoneId zone(String name, String zone) {
        try {
            return ZoneId.of(zone == null ? "UTC" : zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + ".zone must be a time zone such as Europe/Berlin, not '" + zone + "'.", e);
        }
    }

    private static String key(String place) {
        return UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static void require(boolean condition, String name, String what) {
        if (!condition) {
            throw new IllegalArgumentException(name + " " + what + ".");
        }
    }

    boolean calendar() {
        return period == null;
    }
}
