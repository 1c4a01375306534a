package io.hotpatchcycle.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** JSON over HTTP to a program that may be dead: no answer is an empty one. */
final class Remote {

    /** The person who calls the tenant's Graph: any token will do. */
    static final String GRAPH = "graph";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    Remote(int port) {
        this.base = URI.create("http://127.0.0.1:" + port);
    }

    /** The answer when the status says success. */
    Optional<JsonNode> get(String path, String person) {
        return send(request(path, person).GET());
    }

    /** Whether it was accepted. */
    boolean post(String path, String person, JsonNode body) {
        return send(request(path, person).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.toString()))).isPresent();
    }

    /** Whether it was accepted. */
    boolean patch(String path, String person, JsonNode body) {
        return send(request(path, person).header("Content-Type", "application/json").method("PATCH", BodyPublishers.ofString(body.toString()))).isPresent();
    }

    /** Whether it was accepted. */
    boolean delete(String path, String person) {
        return send(request(path, person).DELETE()).isPresent();
    }

    private HttpRequest.Builder request(String path, String person) {
        if (person.equals(GRAPH)) {
            return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20)).header("Authorization", "Bearer test");
        }
        String credentials = Base64.getEncoder().encodeToString((person + ":" + person).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20)).header("Authorization", "Basic " + credentials);
    }

    private Optional<JsonNode> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return response.statusCode() >= 300 ? Optional.empty()
                    : Optional.of(response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
