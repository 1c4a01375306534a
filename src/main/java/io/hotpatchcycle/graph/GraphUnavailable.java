package io.hotpatchcycle.graph;

import io.hotpatchcycle.rollout.ToldToWait;
import java.net.HttpURLConnection;
import java.time.Duration;

/**
 * Something could not be read from Graph, after all attempts. The message says what, why, and what to do next; no part
 * of the answer was taken for complete.
 */
public final class GraphUnavailable extends RuntimeException implements ToldToWait {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Duration retryAfter;

    GraphUnavailable(String message, int status, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** An answer that was complete but cannot be used. */
    static GraphUnavailable unusable(Purpose purpose, String why, String next) {
        return new GraphUnavailable("Could not read " + purpose.what() + " from Microsoft Graph: " + why + " " + next, 200, null, null);
    }

    /** HTTP status of the last attempt; 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** Whether the tenant does not have it, or does not let us: no trouble, where it can be done without. */
    boolean notGranted() {
        return status == HttpURLConnection.HTTP_FORBIDDEN || status == HttpURLConnection.HTTP_NOT_FOUND;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }
}
