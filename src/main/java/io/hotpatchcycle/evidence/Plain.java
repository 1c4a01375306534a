package io.hotpatchcycle.evidence;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Values in words. */
final class Plain {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final Set<String> ABBREVIATIONS = Set.of("LCU", "OOB");
    private static final int SHORT = 90;
    private static final long SECONDS = 60;
    private static final long HOUR = 60;
    private static final long DAY = 24 * HOUR;

    private Plain() {
    }

    /** A moment in UTC; empty when there is none. */
    static String when(Object instant) {
        return instant instanceof Instant at ? WHEN.format(at) : "";
    }

    /** A constant such as {@code AWAITING_APPROVAL} as {@code Awaiting approval}; empty when there is none. */
    static String code(Object constant) {
        if (constant == null || constant.toString().isEmpty()) {
            return "";
        }
        StringBuilder words = new StringBuilder();
        for (String word : constant.toString().split("_")) {
            String plain = ABBREVIATIONS.contains(word) ? word : word.toLowerCase(Locale.ROOT);
            words.append(words.isEmpty() && !plain.isEmpty() ? Character.toUpperCase(plain.charAt(0)) + plain.substring(1) : " " + plain);
        }
        return words.toString();
    }

    static String counts(Map<String, Integer> counts) {
        return counts.entrySet().stream().map(e -> e.getValue() + " x " + e.getKey()).collect(Collectors.joining("; "));
    }

    static String shortened(String text) {
        return text.length() > SHORT ? text.substring(0, SHORT) + "..." : text;
    }

    /** Seconds as days and hours. */
    static String waited(Object seconds) {
        if (!(seconds instanceof Number number)) {
            return "";
        }
        long minutes = number.longValue() / SECONDS;
        if (minutes < HOUR) {
            return minutes + " min";
        }
        return minutes < 2 * DAY ? minutes / HOUR + " h " + minutes % HOUR + " min" : minutes / DAY + " d " + minutes % DAY / HOUR + " h";
    }
}
