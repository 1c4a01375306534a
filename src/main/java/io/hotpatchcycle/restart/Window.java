package io.hotpatchcycle.restart;

import java.time.Instant;

/**
 * A window for the restarts of a ring.
 *
 * @param number  counts the proposals
 * @param agreed  whether its owners agreed to it
 * @param devices restarts expected
 */
public record Window(int number, Instant startsAt, Instant endsAt, boolean agreed, int devices) {

    /** Whether the moment lies in it. */
    public boolean contains(Instant moment) {
        return !moment.isBefore(startsAt) && moment.isBefore(endsAt);
    }
}
