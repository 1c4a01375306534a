package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * One complete HTTP answer.
 *
 * @param requestId     Microsoft's request id; null when not given
 * @param retryAfter    how long we were told to wait; null when not told
 * @param tokenRejected our token was not taken, and another one may be had
 */
record Reply(int status, byte[] body, String requestId, Duration retryAfter, boolean tokenRejected) {

    private static final int LONGEST_COMPLAINT = 500;

    Reply(int status, byte[] body, String requestId, Duration retryAfter) {
        this(status, body, requestId, retryAfter, false);
    }

    boolean ok() {
        return status >= 200 && status < 300;
    }

    Optional<JsonNode> json() {
        return Json.parse(body);
    }

    /** The request id of the header, or else of the error body. */
    String anyRequestId() {
        return requestId != null ? requestId
                : json().map(j -> Json.text(j.path("error").path("innerError"), "request-id")).orElse(null);
    }

    /** Graph's {@code code: message}, or the beginning of whatever came instead. */
    String complaint() {
        String said = json().map(j -> j.path("error")).filter(JsonNode::isObject)
                .map(e -> Json.text(e, "code", "no code") + ": " + Json.text(e, "message", "no message"))
                .orElseGet(() -> new String(body, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " "));
        return said.length() <= LONGEST_COMPLAINT ? said : said.substring(0, LONGEST_COMPLAINT) + "...";
    }
}
