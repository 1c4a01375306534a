package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One answer inside a batch, which Graph gives a status of its own: a batch answers 200 even when its items fail. */
final class BatchItem {

    private BatchItem() {
    }

    /** The answers of a batch by the id of the request. */
    static Map<String, JsonNode> byId(JsonNode answer) {
        Map<String, JsonNode> byId = new HashMap<>();
        answer.path("responses").forEach(item -> byId.put(item.path("id").asText(), item));
        return byId;
    }

    /** An item that is missing, or has no status, is an answer that was cut. */
    static Reply reply(JsonNode item) {
        Integer status = item == null ? null : Json.integer(item, "status");
        return status == null ? new Reply(200, new byte[0], null, null) : new Reply(status, Json.bytes(item.path("body")), null, retryAfter(item));
    }

    private static Duration retryAfter(JsonNode item) {
        String seconds = item.path("headers").path("Retry-After").asText("");
        return seconds.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
    }
}
