package io.hotpatchcycle.rollout;

import java.time.Duration;

/**
 * What became of a write.
 *
 * @param state   see there
 * @param message why not, for a person; empty when done
 * @param delay   how long to wait before trying again; null unless LATER
 */
public record WriteResult(State state, String message, Duration delay) {

    /** The closed set of results. */
    public enum State {
        /** Accepted and read back. */
        DONE,
        /** Not now: throttled, busy, or not visible yet. */
        LATER,
        /** Not allowed by the guard or refused by the service. */
        REFUSED,
        /** May have happened, cannot be told, must not be repeated: a person settles it. */
        AMBIGUOUS
    }

    static WriteResult done() {
        return new WriteResult(State.DONE, "", null);
    }

    static WriteResult later(String message, Duration delay) {
        return new WriteResult(State.LATER, message, delay);
    }

    static WriteResult refused(String message) {
        return new WriteResult(State.REFUSED, message, null);
    }

    static WriteResult ambiguous(String message) {
        return new WriteResult(State.AMBIGUOUS, message, null);
    }

    /** Whether the effect is there. */
    public boolean isDone() {
        return state == State.DONE;
    }
}
