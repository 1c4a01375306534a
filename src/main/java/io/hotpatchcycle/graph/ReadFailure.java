package io.hotpatchcycle.graph;

import java.time.Duration;

/**
 * Why one attempt at a read failed.
 *
 * @param status     HTTP status; 0 when there was no answer
 * @param unreadable the answer came with a good status, but was cut or is not what Graph sends
 */
record ReadFailure(int status, boolean unreadable, String said, String requestId, Duration retryAfter, Throwable cause) {

    static ReadFailure of(Reply reply) {
        return new ReadFailure(reply.status(), false, reply.complaint(), reply.anyRequestId(), reply.retryAfter(), null);
    }

    static ReadFailure unreadable(Reply reply) {
        return new ReadFailure(reply.status(), true, "the answer is cut or is not JSON", reply.requestId(), null, null);
    }

    static ReadFailure of(NoAnswer none) {
        return new ReadFailure(0, false, none.getMessage(), null, null, none);
    }

    boolean worthAnotherTry() {
        return unreadable || status == 0 && (signIn() == null || !signIn().lasting()) || status == 408 || status == 429 || status >= 500;
    }

    /** Why there was no token; null when there was one. */
    private SignInFailed signIn() {
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof SignInFailed failed) {
                return failed;
            }
        }
        return null;
    }

    GraphUnavailable unavailable(Purpose purpose, int attempts) {
        String request = requestId == null ? "no request-id" : "request-id " + requestId;
        return new GraphUnavailable("Could not read " + purpose.what() + " from Microsoft Graph: "
                + (status == 0 ? "no answer" : "HTTP " + status) + ", " + said + " (" + request + ", "
                + attempts + (attempts == 1 ? " attempt" : " attempts") + "). " + next(purpose), status, retryAfter, cause);
    }

    private String next(Purpose purpose) {
        if (unreadable) {
            return "If this stays, look for a proxy between this machine and Graph that changes answers.";
        }
        return switch (status) {
            case 0 -> signIn() != null ? signIn().fix() : "Check the network, the proxy and hotpatch.graph.base-url, then retry.";
            case 400 -> "Graph does not understand this request: check that the endpoint still exists with 'check'.";
            case 401 -> "Check the application's credentials (hotpatch.graph.tenant-id, client-id, secret or certificate).";
            case 403 -> "Grant the application permission " + purpose.permission()
                    + " with admin consent, and check that the tenant has an Intune licence.";
            case 404, 410 -> "It is gone, or was never there: check its id in Intune or Entra.";
            case 429 -> "Graph throttles this tenant" + (retryAfter == null ? "" : " for " + retryAfter.toSeconds() + " s")
                    + ": retry later, or lower hotpatch.graph.budget-share.";
            default -> status >= 500 ? "Microsoft's service has a problem: retry later, and see the service health page."
                    : "Look the code up in Microsoft's documentation of Graph errors.";
        };
    }
}
