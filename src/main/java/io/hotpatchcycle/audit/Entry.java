package io.hotpatchcycle.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Everything one row of the trail says. Its {@link #canonical() text} is what is hashed, so each column is in it.
 *
 * @param data a JSON object
 */
record Entry(long id, Instant businessTime, Instant wallTime, String actor, String actorKind, String type, String cycle, String ring,
             String device, String subject, String data) {

    /** Microseconds, as the database keeps them. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** The same row under another id. */
    Entry as(long other) {
        return new Entry(other, businessTime, wallTime, actor, actorKind, type, cycle, ring, device, subject, data);
    }

    /** Canonical JSON; absent values are {@code null}. */
    String canonical() {
        StringBuilder out = new StringBuilder(400).append('{');
        member("actor", actor, out);
        member("actorKind", actorKind, out);
        member("businessTime", time(businessTime), out);
        member("cycle", cycle, out);
        out.append("\"data\":").append(CanonicalJson.of(data)).append(',');
        member("device", device, out);
        out.append("\"id\":").append(id).append(',');
        member("ring", ring, out);
        member("subject", subject, out);
        member("type", type, out);
        member("wallTime", time(wallTime), out);
        out.setCharAt(out.length() - 1, '}');
        return out.toString();
    }

    private static void member(String name, String value, StringBuilder out) {
        out.append('"').append(name).append("\":");
        CanonicalJson.quote(value, out);
        out.append(',');
    }
}
