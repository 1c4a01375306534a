package io.hotpatchcycle.rollout;

import java.time.Instant;

/**
 * What came of opening a ring.
 *
 * @param outcome see there
 * @param retryAt when to try again; null unless LATER
 * @param message why not; empty when open
 */
public record OpenResult(Outcome outcome, Instant retryAt, String message) {

    /** The closed set of outcomes. */
    public enum Outcome {
        /** Approved in Intune and read back. */
        OPEN,
        /** Try again at {@code retryAt}. */
        LATER,
        /** Not allowed; a person has to look. */
        REFUSED,
        /** A stop is in force. */
        STOPPED
    }
}
