package io.hotpatchcycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The sandbox's business time, followed over its control API: the sandbox owns it, so that it survives this process.
 * Between two settings it is computed here from the pace; it never goes backwards.
 */
public final class TenantTime implements Clocks.BusinessTime {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();
    private final URI clock;
    private final Clock wall;
    private volatile Anchor anchor;

    public TenantTime(URI tenant, Clock wall) {
        this.clock = URI.create(tenant + "/__sandbox/clock");
        this.wall = wall;
        this.anchor = exchange(HttpRequest.newBuilder(clock).GET());
    }

    /** What the sandbox says it plays when hotpatch and manual approval are asked for together. */
    public String gateAnswer() {
        return told(HttpRequest.newBuilder(URI.create(clock.resolve("/") + "__sandbox/tenant")).GET(), "gateAnswer").get("gateAnswer").asText();
    }

    private record Anchor(Instant now, long wallMillis, int pace, int shiftDays) {
    }

    @Override
    public Clock clock() {
        return new Ticking();
    }

    /** Seconds of business time per second; 0 when it stands still. */
    public int pace() {
        return anchor.pace();
    }

    /** By how many days the sandbox shifted its releases. */
    public int releaseShiftDays() {
        return anchor.shiftDays();
    }

    /** Changes the pace from now on. */
    public void setPace(int pace) {
        post("{\"pace\":" + pace + "}");
    }

    /** Jumps forward. */
    public void advanceTo(Instant instant) {
        post("{\"now\":\"" + instant + "\"}");
    }

    private void post(String body) {
        anchor = exchange(HttpRequest.newBuilder(clock).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Anchor exchange(HttpRequest.Builder request) {
        JsonNode body = told(request, "now");
        return new Anchor(Instant.parse(body.get("now").asText()), wall.millis(), body.path("pace").asInt(), body.path("releaseShiftDays").asInt());
    }

    private JsonNode told(HttpRequest.Builder request, String what) {
        try {
            HttpResponse<String> response = http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            JsonNode body = JSON.readTree(response.body());
            if (response.statusCode() != 200 || !body.hasNonNull(what)) {
                throw new IllegalStateException("The sandbox at " + clock + " did not tell its " + what + " (HTTP " + response.statusCode() + "): "
                        + response.body());
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox at " + clock + " cannot be reached. Start it, then try again.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the sandbox for its time.", e);
        }
    }

    private final class Ticking extends Clock {

        @Override
        public Instant instant() {
            Anchor at = anchor;
            return at.now().plusMillis(Math.max(0, wall.millis() - at.wallMillis()) * at.pace());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(instant(), zone);
        }
    }
}
