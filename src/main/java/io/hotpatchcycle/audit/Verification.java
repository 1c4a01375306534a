package io.hotpatchcycle.audit;

import java.time.Duration;
import java.time.Instant;

/**
 * What a look at the whole trail found.
 *
 * @param at      wall time of the look
 * @param finding the first thing that is wrong; null when the trail is intact
 * @param sealed  events whose link was recomputed
 * @param waiting events not sealed yet
 * @param lag     how long the oldest of them has waited; zero for none
 * @param end     the last signed head; null before the first
 * @param anchors heads outside the database that were compared
 * @param late    events sealed more than {@link #LATE} after the time they tell
 * @param firstLate the first of them; null for none
 */
public record Verification(Instant at, Finding finding, long sealed, long waiting, Duration lag, End end, int anchors, long late, Long firstLate) {

    /** Rows written back-dated stand out by this; so does every event of a time in which nobody sealed. */
    public static final Duration LATE = Duration.ofMinutes(15);

    /** Whether nothing is wrong. */
    public boolean intact() {
        return finding == null;
    }

    /** What happened to a row. */
    public enum Kind {
        /** A row says another thing than what was sealed or signed. */
        ALTERED,
        /** A row is gone. */
        REMOVED,
        /** Two rows changed places. */
        SWAPPED,
        /** A row stands where none was sealed or signed. */
        INSERTED,
        /** A signature or an anchor cannot be relied on. */
        UNPROVEN
    }

    /**
     * The first thing that is wrong.
     *
     * @param sequence where in the chain; null when it stands outside
     * @param event    id of the event; null when it is about none
     * @param sentence what was found, to which row
     */
    public record Finding(Kind kind, Long sequence, Long event, String sentence) {
    }

    /** A signed head. */
    public record End(long sequence, String hash, Instant time, String keyId) {

        static End of(Head head) {
            return new End(head.sequence(), head.hash(), head.time(), head.keyId());
        }
    }
}
