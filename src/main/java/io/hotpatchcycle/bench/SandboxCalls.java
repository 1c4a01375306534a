package io.hotpatchcycle.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Calls of a sandbox's control API. */
record SandboxCalls(URI tenant, HttpClient http) {

    private static final ObjectMapper JSON = new ObjectMapper();

    SandboxCalls(URI tenant) {
        this(tenant, HttpClient.newHttpClient());
    }

    JsonNode get(String what) {
        return told(request(what));
    }

    JsonNode post(String what, String body) {
        return told(request(what).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String what) {
        return HttpRequest.newBuilder(URI.create(tenant + "/__sandbox/" + what));
    }

    private JsonNode told(HttpRequest.Builder request) {
        try {
            return JSON.readTree(http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
