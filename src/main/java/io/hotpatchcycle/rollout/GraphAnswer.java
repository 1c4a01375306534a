package io.hotpatchcycle.rollout;

import java.time.Duration;

/**
 * How one attempt at a write ended.
 *
 * @param outcome    what it means
 * @param status     HTTP status; 0 when there was no answer
 * @param body       the answer, shortened
 * @param requestId  Microsoft's request id; null when not given
 * @param retryAfter how long we were told to wait; null when not told
 * @param call       what was called; null when nothing was
 */
public record GraphAnswer(Outcome outcome, int status, String body, String requestId, Duration retryAfter, Call call) {

    /** An answer to no call of ours: something was found out without one. */
    public GraphAnswer(Outcome outcome, int status, String body, String requestId, Duration retryAfter) {
        this(outcome, status, body, requestId, retryAfter, null);
    }

    /**
     * One call as it was tried.
     *
     * @param address     method and address, e.g. {@code POST https://graph.microsoft.com/v1.0/...}; for a part of a batch its own besides
     * @param application the identity that called: id of our application in the tenant
     */
    public record Call(String address, String application) {
    }

    /** The same answer, to this call. */
    public GraphAnswer to(Call called) {
        return new GraphAnswer(outcome, status, body, requestId, retryAfter, called);
    }

    /** The closed set of outcomes. */
    public enum Outcome {
        /** Accepted. */
        DONE,
        /** Not taken, come later (429, 503). */
        LATER,
        /** Not taken, and will not be (other 4xx). */
        REFUSED,
        /** No usable answer (5xx, time-out, cut): it may or may not have happened. */
        LOST
    }

    /** An accepted write. */
    public static GraphAnswer done(int status, String body, String requestId) {
        return new GraphAnswer(Outcome.DONE, status, body, requestId, null);
    }
}
