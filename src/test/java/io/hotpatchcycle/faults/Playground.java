package io.hotpatchcycle.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.graph.TestGraph;
import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A sandbox tenant on loopback whose time stands still, and the real adapter before it. */
final class Playground implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    /** After the hotpatch of August 2026, of which something is known. */
    private static final Instant START = Instant.parse("2026-08-20T08:00:00Z");
    private static final Duration LONG_TIMEOUT = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final SandboxTenant sandbox;
    private final List<Duration> waits = new ArrayList<>();
    private final GraphTenant patient;
    private final GraphTenant impatient;

    Playground(int devices) {
        sandbox = SandboxTenant.start(SandboxSettings.defaults().withFleet(devices, 3).withRealDatesFrom(START).withPace(0));
        patient = TestGraph.tenant(sandbox.baseUrl(), LONG_TIMEOUT, waits::add);
        impatient = TestGraph.tenant(sandbox.baseUrl(), Duration.ofMillis(Disturbance.READ_TIMEOUT_MILLIS), waits::add);
    }

    /** The adapter; it gives up soon only where answers are late on purpose, so that a busy machine disturbs nothing else. */
    GraphTenant graph(Disturbance disturbance) {
        return disturbance == Disturbance.TIMED_OUT ? impatient : patient;
    }

    /** What the adapter would have waited since the last call. */
    Duration waited() {
        Duration sum = waits.stream().reduce(Duration.ZERO, Duration::plus);
        waits.clear();
        return sum;
    }

    /** The sandbox's time. */
    Clock clock() {
        return new Clock() {

            @Override
            public Instant instant() {
                return Instant.parse(get("/__sandbox/clock").path("now").asText());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    void pass(Duration time) {
        post("/__sandbox/clock", JSON.createObjectNode().put("now", clock().instant().plus(time).toString()));
    }

    JsonNode get(String path) {
        return call("GET", path, null);
    }

    JsonNode post(String path, JsonNode body) {
        return call("POST", path, body);
    }

    void forgetCalls() {
        call("DELETE", "/__sandbox/calls", null);
    }

    /** Kinds of calls since they were forgotten, in order. */
    Set<String> calls() {
        Set<String> kinds = new LinkedHashSet<>();
        get("/__sandbox/calls").forEach(call -> kinds.add(call.path("call").asText()));
        return kinds;
    }

    /** Addresses of reads since calls were forgotten. */
    Set<String> addresses() {
        Set<String> addresses = new LinkedHashSet<>();
        get("/__sandbox/calls").forEach(call -> {
            if (call.path("method").asText().equals("GET")) {
                addresses.add(call.path("address").asText());
            }
        });
        return addresses;
    }

    /** Reads these addresses as they are now, so that a stale answer is this one. */
    void remember(Set<String> addresses) {
        addresses.forEach(address -> send("GET", address, null));
    }

    void disturb(ObjectNode fault) {
        post("/__sandbox/faults", fault);
    }

    /** How often planned disturbances are still due. */
    int left() {
        return get("/__sandbox/faults").path("left").asInt();
    }

    void calm() {
        call("DELETE", "/__sandbox/faults", null);
    }

    /** What was written through Graph, oldest first. */
    List<JsonNode> writes() {
        List<JsonNode> writes = new ArrayList<>();
        get("/__sandbox/writes").forEach(writes::add);
        return writes;
    }

    static ArrayNode array() {
        return JSON.createArrayNode();
    }

    private JsonNode call(String method, String path, JsonNode body) {
        HttpResponse<String> response = send(method, path, body);
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + " was answered with " + response.statusCode() + ": " + response.body());
        }
        try {
            return response.body().isBlank() ? JSON.missingNode() : JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(String method, String path, JsonNode body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + path)).header("Authorization", "Bearer test")
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString())).build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
