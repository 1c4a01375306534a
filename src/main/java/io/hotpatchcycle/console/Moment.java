package io.hotpatchcycle.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A point in time as people read it, e.g. {@code Tue 11 Aug 2026, 17:00 UTC}, with its ISO form for programs.
 *
 * @param distance from the business clock, e.g. {@code in 3 days} or {@code 2 hours ago}
 * @param past     whether it lies before the business clock
 */
record Moment(String text, String iso, String distance, boolean past) {

    private static final DateTimeFormatter READABLE = DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int HOURS_SHOWN = 48;
    private static final int MINUTES_SHOWN = 120;

    /** Null stays null: what never happened has no time. */
    static Moment of(Instant instant, Instant now) {
        if (instant == null) {
            return null;
        }
        boolean past = instant.isBefore(now);
        String length = length(Duration.between(instant, now).abs());
        return new Moment(READABLE.format(instant), instant.truncatedTo(ChronoUnit.SECONDS).toString(),
                "less than a minute".equals(length) ? "now" : past ? length + " ago" : "in " + length, past);
    }

    /** A length of time in its most telling unit. */
    static String length(Duration time) {
        if (time.toMinutes() < 1) {
            return "less than a minute";
        }
        if (time.toMinutes() < MINUTES_SHOWN) {
            return Words.count(time.toMinutes(), "minute");
        }
        return time.toHours() < HOURS_SHOWN ? Words.count(time.toHours(), "hour") : Words.count(time.toDays(), "day");
    }
}
