package io.hotpatchcycle.process;

import io.hotpatchcycle.approval.DecisionRefused;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;

/** A moment as a form or a REST client writes it: ISO date and time, with offset or in UTC. */
public final class GivenTime {

    private GivenTime() {
    }

    /**
     * The moment.
     *
     * @param name of the value
     * @param says what it must tell, for the sentence when it does not
     * @throws DecisionRefused when it is missing or no moment
     */
    public static Instant read(String name, Object raw, String says) {
        if (raw instanceof Date date) {
            return date.toInstant();
        }
        String text = raw == null ? "" : raw.toString().strip();
        try {
            return text.length() > "2026-09-08T19:00:00".length() || text.endsWith("Z") ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new DecisionRefused("'" + name + "' must say " + says + ", e.g. 2026-09-08T19:00:00Z, but is '" + text + "'.");
        }
    }
}
