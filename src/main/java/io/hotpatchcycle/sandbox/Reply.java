package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * One answer. {@code body} is JSON, {@code bytes} anything else, {@code large} either in a file; all null: no content.
 */
record Reply(int status, JsonNode body, byte[] bytes, Large large, String contentType, Map<String, String> headers) {

    Reply(int status, JsonNode body, byte[] bytes, String contentType, Map<String, String> headers) {
        this(status, body, bytes, null, contentType, headers);
    }

    static Reply ok(JsonNode body) {
        return new Reply(200, body, null, "application/json", Map.of());
    }

    static Reply created(JsonNode body) {
        return new Reply(201, body, null, "application/json", Map.of());
    }

    static Reply noContent() {
        return new Reply(204, null, null, null, Map.of());
    }

    static Reply bytes(String contentType, byte[] bytes) {
        return new Reply(200, null, bytes, contentType, Map.of());
    }

    static Reply large(String contentType, Large large) {
        return new Reply(200, null, null, large, contentType, Map.of());
    }

    /** The error body of Graph. */
    static Reply error(int status, String code, String message, long now, String requestId) {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error").put("code", code).put("message", message);
        error.putObject("innerError").put("date", Json.time(now).replace("Z", "")).put("request-id", requestId)
                .put("client-request-id", requestId);
        return new Reply(status, body, null, "application/json", Map.of());
    }

    Reply withHeader(String name, String value) {
        return new Reply(status, body, bytes, large, contentType, Map.of(name, value));
    }

    /** All of it in memory. */
    byte[] content() {
        return body != null ? Json.bytes(body) : bytes != null ? bytes : large != null ? large.bytes() : new byte[0];
    }
}
