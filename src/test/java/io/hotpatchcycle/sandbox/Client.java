package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Talks to a sandbox as any Graph client would, plus the control API. */
final class Client {

    static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** One answer. */
    record Answer(int status, JsonNode body, Map<String, List<String>> headers) {

        String retryAfter() {
            return headers.getOrDefault("retry-after", List.of("")).get(0);
        }
    }

    private final URI base;

    Client(SandboxTenant sandbox) {
        this.base = sandbox.baseUrl();
    }

    Answer get(String path) {
        return call("GET", path, null);
    }

    JsonNode ok(String path) {
        Answer answer = get(path);
        if (answer.status != 200) {
            throw new AssertionError("GET " + path + " answered " + answer.status + ": " + answer.body);
        }
        return answer.body;
    }

    Answer post(String path, String json) {
        return call("POST", path, json);
    }

    Answer call(String method, String path, String json) {
        try {
            HttpResponse<String> response = send(method, path, json, "Bearer test");
            String text = response.body();
            String type = response.headers().firstValue("content-type").orElse("");
            return new Answer(response.statusCode(), type.contains("json") ? MAPPER.readTree(text) : MAPPER.getNodeFactory().textNode(text),
                    response.headers().map());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    HttpResponse<String> send(String method, String path, String json, String token) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60))
                .method(method, json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json));
        if (token != null) {
            request.header("Authorization", token);
        }
        return send(request.build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    byte[] bytes(String url) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri(url)).build(), BodyHandlers.ofByteArray()).body();
    }

    private URI uri(String path) {
        String url = path.startsWith("http") ? path : base + path;
        return URI.create(url.replace(" ", "%20").replace("'", "%27").replace("[", "%5B").replace("]", "%5D"));
    }

    /** Every item of a paged list. */
    List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        for (String next = path; next != null;) {
            JsonNode page = ok(next);
            page.path("value").forEach(items::add);
            next = page.path("@odata.nextLink").asText(null);
        }
        return items;
    }

    void jumpTo(String instant) {
        Answer answer = post("/__sandbox/clock", "{\"now\":\"" + instant + "\"}");
        if (answer.status != 200) {
            throw new AssertionError("The clock answered " + answer);
        }
    }

    Instant now() {
        return Instant.parse(ok("/__sandbox/clock").path("now").asText());
    }

    String group(String name) {
        return ok("/v1.0/groups?$filter=displayName eq '" + name + "'").path("value").get(0).path("id").asText();
    }

    /** A manual policy assigned to a unit's group; its id. */
    String policy(String unit) {
        String method = "\"approvalMethodType\":\"manual\",\"deferredDeploymentInDay\":0";
        Answer made = post("/beta/deviceManagement/windowsQualityUpdatePolicies", "{\"displayName\":\"" + unit + "\",\"hotpatchEnabled\":true,\"approvalSettings\":["
                + "{\"windowsQualityUpdateCategory\":\"all\",\"windowsQualityUpdateCadence\":\"monthly\"," + method + "},"
                + "{\"windowsQualityUpdateCategory\":\"all\",\"windowsQualityUpdateCadence\":\"outOfBand\"," + method + "}]}");
        String id = made.body.path("id").asText();
        post("/beta/deviceManagement/windowsQualityUpdatePolicies/" + id + "/assign", "{\"assignments\":[{\"target\":{\"@odata.type\":"
                + "\"#microsoft.graph.groupAssignmentTarget\",\"groupId\":\"" + group("Hotpatch Cycle " + unit) + "\"}}]}");
        return id;
    }

    /** An expedite policy for a group; its id. */
    String expedite(String release, int days, String group) {
        String profiles = "/beta/deviceManagement/windowsQualityUpdateProfiles";
        Answer made = post(profiles, "{\"displayName\":\"urgent\",\"expeditedUpdateSettings\":{\"qualityUpdateRelease\":\"" + release
                + "\",\"daysUntilForcedReboot\":" + days + "}}");
        if (made.status != 201) {
            throw new AssertionError("The expedite policy was answered " + made);
        }
        String id = made.body.path("id").asText();
        post(profiles + "/" + id + "/assign", "{\"assignments\":[{\"target\":{\"@odata.type\":\"#microsoft.graph.groupAssignmentTarget\",\"groupId\":\""
                + group + "\"}}]}");
        return id;
    }

    Answer add(String group, List<String> objectIds) {
        ObjectNode body = MAPPER.createObjectNode();
        objectIds.forEach(id -> body.withArray("/members@odata.bind").add("https://graph.microsoft.com/v1.0/directoryObjects/" + id));
        return call("PATCH", "/v1.0/groups/" + group, body.toString());
    }

    /** Puts every Entra device into a unit's group. */
    void addAll(String unit) {
        String group = group("Hotpatch Cycle " + unit);
        List<String> ids = all("/v1.0/devices?$select=id&$top=999").stream().map(n -> n.path("id").asText()).toList();
        for (int i = 0; i < ids.size(); i += 20) {
            Answer answer = add(group, ids.subList(i, Math.min(ids.size(), i + 20)));
            if (answer.status != 204) {
                throw new AssertionError("Adding members answered " + answer);
            }
        }
    }

    String item(String release) {
        for (JsonNode item : all("/beta/deviceManagement/windowsUpdateCatalogItems")) {
            if (item.path("displayName").asText().contains(release)) {
                return item.path("id").asText();
            }
        }
        throw new AssertionError("There is no item for " + release);
    }

    void decide(String action, String policy, String release) {
        Answer answer = post("/beta/deviceManagement/windowsQualityUpdatePolicies/" + policy + "/bulkAction",
                "{\"action\":\"" + action + "\",\"ids\":[\"" + item(release) + "\"]}");
        if (answer.status != 200 || !answer.body.path("failedIds").isEmpty()) {
            throw new AssertionError("The decision answered " + answer);
        }
    }

    JsonNode summary() {
        return ok("/__sandbox/devices?summary=true");
    }
}
