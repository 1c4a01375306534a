package io.hotpatchcycle.ring;

import java.time.Instant;

/**
 * A device in use that the plan of a cycle does not count.
 *
 * @param device   Intune device id
 * @param name     null where no list of devices has it yet
 * @param how      NEW, RETURNED (it was retired, gone or a duplicate), REPLACED (another record of a planned device) or ACTIVE_AGAIN (planned as stale)
 * @param ring     the ring it belongs to, or was planned in; null for none, or where that is not known yet
 * @param fate     WAITS (for the next cycle), STAYS (where the plan has it, uncounted) or JOINED (its ring, before that opened, uncounted)
 * @param seenAt   when it was found, by business time
 * @param joinedAt null unless it joined
 */
public record LateJoiner(String device, String name, String how, String ring, String fate, Instant seenAt, Instant joinedAt) {

    /** How many share a ring and what becomes of them. */
    public record Count(String ring, String fate, int devices) {
    }
}
