package io.hotpatchcycle.process.path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What a test does to the tenant from outside: its control API, and Graph as an admin of the tenant uses it. */
final class SandboxControl {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXPEDITES = "/beta/deviceManagement/windowsQualityUpdateProfiles";
    private static final int MEMBERS_AT_ONCE = 20;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    SandboxControl(URI base) {
        this.base = base;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    JsonNode get(String path) {
        return call("GET", path, null);
    }

    JsonNode post(String path, JsonNode body) {
        return call("POST", path, body);
    }

    /** Publishes rows of one release at once. */
    void publish(List<ObjectNode> rows) {
        ArrayNode array = JSON.createArrayNode();
        rows.forEach(array::add);
        post("/__sandbox/releases", array);
    }

    /** From now on this share of the devices fails to install the release; nothing else goes wrong with it. */
    void failRate(String release, double share) {
        post("/__sandbox/luck", object().put("release", release).put("failRate", share).put("rollbackRate", 0).put("silentRate", 0));
    }

    /** This share of the devices installs the release and is then not heard of. */
    void silentRate(String release, double share) {
        post("/__sandbox/luck", object().put("release", release).put("failRate", 0).put("rollbackRate", 0).put("silentRate", share));
    }

    /** A build of the release comes to these devices without an approval: {@code RESET, REIMAGE, FEATURE_UPGRADE, BY_HAND, LEAK}. */
    void install(String release, String how, List<String> deviceIds) {
        ObjectNode body = object().put("release", release).put("how", how);
        deviceIds.forEach(body.putArray("devices")::add);
        post("/__sandbox/installs", body);
    }

    /** From now on manual approval holds updates back, or it does not. */
    void leak(boolean leaks) {
        post("/__sandbox/gate", object().put("answer", leaks ? "LEAKING" : "GATING"));
    }

    /** The service forgets this share of the enrolments. */
    void loseEnrolments(double share) {
        post("/__sandbox/enrolment", object().put("lost", share));
    }

    /** Somebody approves or suspends a catalog item in the policy of a unit, by hand. */
    void approveByHand(String unit, String catalogItem, boolean approve) {
        ObjectNode body = object().put("action", approve ? "approve" : "suspend");
        body.putArray("ids").add(catalogItem);
        post("/beta/deviceManagement/windowsQualityUpdatePolicies/" + policyOf(unit) + "/bulkAction", body);
    }

    void deletePolicy(String unit) {
        call("DELETE", "/beta/deviceManagement/windowsQualityUpdatePolicies/" + policyOf(unit), null);
    }

    /** The expedite policies that exist. */
    List<JsonNode> expedites() {
        List<JsonNode> found = new ArrayList<>();
        get(EXPEDITES).path("value").forEach(found::add);
        return found;
    }

    /** Somebody expedites a release for the group of a unit, by hand; its id. */
    String expediteByHand(String unit, String release) {
        ObjectNode profile = object().put("displayName", "Urgent of the service desk");
        profile.putObject("expeditedUpdateSettings").put("qualityUpdateRelease", release).put("daysUntilForcedReboot", 0);
        String id = post(EXPEDITES, profile).path("id").asText();
        for (JsonNode group : get("/v1.0/groups").path("value")) {
            if (group.path("description").asText().contains("unit=" + unit + "]")) {
                ObjectNode body = object();
                body.putArray("assignments").addObject().putObject("target").put("@odata.type", "#microsoft.graph.groupAssignmentTarget")
                        .put("groupId", group.path("id").asText());
                post(EXPEDITES + "/" + id + "/assign", body);
            }
        }
        return id;
    }

    void removeExpedite(String id) {
        call("DELETE", EXPEDITES + "/" + id, null);
    }

    private String policyOf(String unit) {
        for (JsonNode policy : get("/beta/deviceManagement/windowsQualityUpdatePolicies").path("value")) {
            if (policy.path("description").asText().contains("unit=" + unit + "]")) {
                return policy.path("id").asText();
            }
        }
        throw new IllegalStateException("The sandbox has no policy for unit '" + unit + "'.");
    }

    /** From now on this share of the devices takes the release off again soon after it was installed. */
    void rollbackRate(String release, double share) {
        post("/__sandbox/luck", object().put("release", release).put("failRate", 0).put("rollbackRate", share).put("silentRate", 0));
    }

    /** From now on this share of the devices stops with a blue screen within a day of its install. */
    void crashRate(String release, double share) {
        post("/__sandbox/luck", object().put("release", release).put("failRate", 0).put("rollbackRate", 0).put("silentRate", 0).put("crashRate", share));
    }

    /** Microsoft tells of a known issue with the release, or that it stands otherwise now. */
    void knownIssue(String release, String status) {
        post("/__sandbox/known-issues", object().put("release", release).put("title", "Printers may be offline").put("status", status));
    }

    /** The next calls of this kind are answered with a status instead of being carried out. */
    void fault(String method, String path, int status, int times) {
        ObjectNode fault = object().put("status", status).put("times", times);
        fault.putObject("match").put("method", method).put("path", path);
        post("/__sandbox/faults", fault);
    }

    /** From now on each call of this kind takes so long to be answered. */
    void slow(String path, Duration latency) {
        ObjectNode fault = object().put("delayMillis", latency.toMillis()).put("times", Integer.MAX_VALUE);
        fault.putObject("match").put("path", path);
        post("/__sandbox/faults", fault);
    }

    /** The next call of this kind is told to come back after this time. */
    void throttle(String method, String path, Duration wait) {
        ObjectNode fault = object().put("status", 429).put("retryAfterSeconds", wait.toSeconds()).put("times", 1);
        fault.putObject("match").put("method", method).put("path", path);
        post("/__sandbox/faults", fault);
    }

    /** The next call of this kind happens, but its answer never comes. */
    void loseAnswer(String method, String path) {
        ObjectNode fault = object().put("times", 1).put("effect", "after");
        fault.putObject("match").put("method", method).put("path", path);
        post("/__sandbox/faults", fault);
    }

    void clearFaults() {
        call("DELETE", "/__sandbox/faults", null);
    }

    /** Everything ever written to the tenant through Graph, oldest first. */
    List<JsonNode> writes() {
        List<JsonNode> writes = new ArrayList<>();
        get("/__sandbox/writes").forEach(writes::add);
        writes.removeIf(write -> write.path("path").asText().startsWith("/__sandbox"));
        return writes;
    }

    void clearCalls() {
        call("DELETE", "/__sandbox/calls", null);
    }

    /** How many of the latest calls to Graph were of this kind. */
    long calls(String method, String path) {
        return StreamSupport.stream(get("/__sandbox/calls").spliterator(), false).filter(c -> c.path("method").asText().equals(method)
                && c.path("address").asText().contains(path)).count();
    }

    /** Writes that change something: a report that is ordered does not. */
    List<JsonNode> changes() {
        return writes().stream().filter(write -> !write.path("path").asText().contains("/exportJobs")).toList();
    }

    /** Writes whose text holds this. */
    long writesLike(String text) {
        return writes().stream().filter(write -> write.toString().contains(text)).count();
    }

    /** Id of the group that carries the marker of a unit. */
    String groupOf(String unit) {
        for (JsonNode group : get("/v1.0/groups").path("value")) {
            if (group.path("description").asText().contains("unit=" + unit + "]")) {
                return group.path("id").asText();
            }
        }
        throw new IllegalStateException("The sandbox has no group for unit '" + unit + "'.");
    }

    void addMembers(String groupId, List<String> objectIds) {
        for (int from = 0; from < objectIds.size(); from += MEMBERS_AT_ONCE) {
            ObjectNode body = object();
            ArrayNode members = body.putArray("members@odata.bind");
            objectIds.subList(from, Math.min(objectIds.size(), from + MEMBERS_AT_ONCE))
                    .forEach(id -> members.add(base + "/v1.0/directoryObjects/" + id));
            call("PATCH", "/v1.0/groups/" + groupId, body);
        }
    }

    /** Assigns the update ring of a unit to the groups of these units instead. */
    void assignUpdateRing(String unit, List<String> toUnits) {
        ObjectNode body = object();
        ArrayNode assignments = body.putArray("assignments");
        toUnits.forEach(to -> assignments.addObject().putObject("target").put("@odata.type", "#microsoft.graph.groupAssignmentTarget")
                .put("groupId", groupOf(to)));
        post("/beta/deviceManagement/deviceConfigurations/" + updateRingOf(unit) + "/assign", body);
    }

    /** The policies of a unit allow hotpatch, as an admin sets it in Intune. */
    void allowHotpatch(String unit) {
        for (JsonNode policy : get("/beta/deviceManagement/windowsQualityUpdatePolicies").path("value")) {
            if (policy.toString().contains("unit=" + unit + "]")) {
                call("PATCH", "/beta/deviceManagement/windowsQualityUpdatePolicies/" + policy.path("id").asText(), object().put("hotpatchEnabled", true));
            }
        }
    }

    void pauseUpdateRing(String unit, boolean paused) {
        call("PATCH", "/beta/deviceManagement/deviceConfigurations/" + updateRingOf(unit), object().put("qualityUpdatesPaused", paused));
    }

    private String updateRingOf(String unit) {
        for (JsonNode ring : get("/beta/deviceManagement/deviceConfigurations").path("value")) {
            if (ring.path("displayName").asText().toLowerCase(java.util.Locale.ROOT).contains(unit)) {
                return ring.path("id").asText();
            }
        }
        throw new IllegalStateException("The sandbox has no update ring for unit '" + unit + "'.");
    }

    private JsonNode call(String method, String path, JsonNode body) {
        HttpRequest.BodyPublisher sent = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body.toString());
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer test")
                .header("Content-Type", "application/json").method(method, sent).build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + " was answered with " + response.statusCode() + ": " + response.body());
            }
            return response.body().isBlank() ? JSON.missingNode() : JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
