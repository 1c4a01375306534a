package io.hotpatchcycle.approval;

import java.time.Instant;

/**
 * One person deciding in place of another for a time.
 *
 * @param person     who is away
 * @param substitute who decides in his place
 * @param until      business time; from here on no longer
 * @param endedBy    who ended it early; null when nobody did
 */
public record SubstituteView(long id, String person, String substitute, Instant from, Instant until, String reason, String namedBy,
                             Instant namedAt, String endedBy, Instant endedAt) {

    /** Whether it holds at this moment of business time. */
    public boolean holdsAt(Instant now) {
        return endedAt == null && !now.isBefore(from) && now.isBefore(until);
    }

    /** Whether it neither holds nor will. */
    public boolean isOver(Instant now) {
        return endedAt != null || !now.isBefore(until);
    }
}
