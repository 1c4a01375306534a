package io.hotpatchcycle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Disturbances that a test asks for. */
class FaultTest {

    private static final String POLICIES = "/beta/deviceManagement/windowsQualityUpdatePolicies";
    private SandboxTenant sandbox;
    private Client client;

    @BeforeEach
    void start() {
        sandbox = SandboxTenant.start(SandboxSettings.defaults().withFleet(20, 1).withPace(0).withRealDatesFrom(Instant.parse("2026-08-20T00:00:00Z")));
        client = new Client(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void fault(String json) {
        assertThat(client.post("/__sandbox/faults", json).status()).isEqualTo(204);
    }

    @Test
    void aThrottledCallHappensOnTheNextTry() {
        fault("[{\"match\":{\"method\":\"POST\",\"path\":\"QualityUpdatePolicies\"},\"status\":429,\"retryAfterSeconds\":7,\"times\":2}]");
        Client.Answer answer = client.post(POLICIES, "{\"displayName\":\"p\"}");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.retryAfter()).isEqualTo("7");
        assertThat(client.get(POLICIES).status()).isEqualTo(200);
        assertThat(client.post(POLICIES, "{\"displayName\":\"p\"}").status()).isEqualTo(429);
        assertThat(client.post(POLICIES, "{\"displayName\":\"p\"}").status()).isEqualTo(201);
        assertThat(client.all(POLICIES)).hasSize(2);
    }

    @Test
    void anAnswerCanBeLostAfterTheWrite() {
        fault("{\"match\":{\"method\":\"POST\",\"path\":\"QualityUpdatePolicies$\"},\"effect\":\"after\"}");
        assertThatThrownBy(() -> client.post(POLICIES, "{\"displayName\":\"p\"}")).isInstanceOf(UncheckedIOException.class);
        fault("{\"match\":{\"method\":\"POST\",\"path\":\"QualityUpdatePolicies$\"},\"effect\":\"after\",\"status\":504}");
        assertThat(client.post(POLICIES, "{\"displayName\":\"q\"}").status()).isEqualTo(504);
        assertThat(client.all(POLICIES)).hasSize(3);
    }

    @Test
    void aBodyCanBeCutOrReplaced() {
        fault("{\"match\":{\"path\":\"/groups\"},\"cutBody\":true}");
        assertThatThrownBy(() -> client.get("/v1.0/groups")).isInstanceOf(UncheckedIOException.class);
        fault("{\"match\":{\"path\":\"/groups\"},\"replaceBody\":{\"value\":[]}}");
        assertThat(client.ok("/v1.0/groups").path("value")).isEmpty();
        assertThat(client.ok("/v1.0/groups").path("value")).hasSize(6);
    }

    @Test
    void oneItemOfABatchCanBeThrottled() {
        fault("{\"match\":{\"path\":\"/users\"},\"status\":429,\"retryAfterSeconds\":3}");
        JsonNode responses = client.post("/v1.0/$batch", "{\"requests\":[{\"id\":\"a\",\"method\":\"GET\",\"url\":\"/users\"},{\"id\":\"b\",\"method\":\"GET\",\"url\":\"/groups\"}]}")
                .body().path("responses");
        assertThat(responses.findValuesAsText("status")).containsExactly("429", "200");
        assertThat(responses.get(0).path("headers").path("Retry-After").asText()).isEqualTo("3");
    }

    @Test
    void plannedFaultsCanBeTakenBack() {
        fault("{\"status\":500,\"times\":100}");
        client.call("DELETE", "/__sandbox/faults", null);
        assertThat(client.get("/v1.0/groups").status()).isEqualTo(200);
    }

    @Test
    void anExtraReleaseCanCarryAnUnreadableFlag() {
        String row = "{\"product\":\"Windows 11 client\",\"os_builds\":\"26100;26200\",\"release\":\"2026.08 OOB\",\"actual_type\":\"OOB-Hotpatch\","
                + "\"hotpatch_kb\":\"KB5999999\",\"hotpatch_ubr\":\"9110\"";
        assertThat(client.post("/__sandbox/releases", row + ",\"isHotpatchUpdate\":\"false\"}").status()).isEqualTo(201);
        assertThat(client.post("/__sandbox/releases", row.replace("9110", "x") + "}").body().path("error").path("message").asText()).contains("column 9");
        JsonNode newest = client.ok("/beta/admin/windows/updates/catalog/entries?$orderby=releaseDateTime desc&$top=1&$expand=productRevisions").path("value").get(0);
        assertThat(newest.path("qualityUpdateCadence").asText()).isEqualTo("outOfBand");
        assertThat(newest.path("productRevisions").get(0).path("isHotpatchUpdate").isTextual()).isTrue();
    }

    @Test
    void theClockGoesOnlyForward() {
        assertThat(client.post("/__sandbox/clock", "{\"now\":\"2026-08-19T00:00:00Z\"}").status()).isEqualTo(400);
        assertThat(client.post("/__sandbox/clock", "{\"now\":\"soon\"}").status()).isEqualTo(400);
        assertThat(client.post("/__sandbox/clock", "{\"pace\":7001}").status()).isEqualTo(400);
        assertThat(client.post("/__sandbox/clock", "{\"now\":\"2026-08-21T00:00:00Z\",\"pace\":0}").body().path("now").asText()).isEqualTo("2026-08-21T00:00:00Z");
    }
}
