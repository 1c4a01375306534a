package io.hotpatchcycle.freeze;

import java.time.Instant;

/**
 * A time in which no ring opens.
 *
 * @param source   the setting or calendar it comes from, as people know it
 * @param startsAt first moment
 * @param endsAt   first moment after it
 * @param reason   why, as its owner wrote it
 */
public record Freeze(String source, Instant startsAt, Instant endsAt, String reason) {

    /** Whether the moment lies in it. */
    public boolean contains(Instant moment) {
        return !moment.isBefore(startsAt) && moment.isBefore(endsAt);
    }
}
