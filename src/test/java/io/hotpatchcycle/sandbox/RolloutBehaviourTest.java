package io.hotpatchcycle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the devices of the sandbox go through hotpatch and baseline months. */
class RolloutBehaviourTest {

    private SandboxTenant sandbox;
    private Client client;

    @BeforeEach
    void start() {
        sandbox = SandboxTenant.start(SandboxSettings.defaults().withFleet(400, 7).withPace(0)
                .withRealDatesFrom(Instant.parse("2026-05-01T00:00:00Z")));
        client = new Client(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private List<JsonNode> histories() {
        List<JsonNode> histories = new ArrayList<>();
        client.all("/v1.0/devices?$select=id&$top=999").forEach(d -> histories.add(client.ok("/__sandbox/devices/" + d.path("id").asText() + "/history")));
        return histories;
    }

    private static long restarts(JsonNode history, String cause) {
        return StreamSupport.stream(history.path("restarted").spliterator(), false).filter(r -> r.path("cause").asText().equals(cause)).count();
    }

    private String open(String release) {
        client.addAll("pilot");
        String policy = client.policy("pilot");
        client.decide("approve", policy, release);
        return policy;
    }

    @Test
    void aHotpatchReachesTheCapableWithoutARestartAndTheOthersWithOne() {
        client.addAll("pilot");
        String policy = client.policy("pilot");
        client.jumpTo("2026-05-12T18:00:00Z");
        client.decide("approve", policy, "2026.05 B");
        client.jumpTo("2026-06-08T00:00:00Z");

        int hotpatched = 0;
        int lcu = 0;
        int debt = 0;
        for (JsonNode device : histories()) {
            if (device.path("ubr").asInt() == 8390) {
                hotpatched++;
                assertThat(device.path("hotpatchCapable").asBoolean()).isTrue();
                assertThat(restarts(device, "LCU")).isZero();
                debt += restarts(device, "BASELINE_DEBT") > 0 ? 1 : 0;
            } else if (device.path("ubr").asInt() == 8457) {
                lcu++;
                assertThat(device.path("hotpatchCapable").asBoolean()).isFalse();
                assertThat(restarts(device, "LCU")).isEqualTo(1);
            }
        }
        assertThat(hotpatched).isBetween(260, 320);
        assertThat(lcu).isBetween(30, 90);
        assertThat(debt).isBetween(3, 30);
    }

    @Test
    void aBaselineRestartsEveryDevice() {
        open("2026.04 B");
        client.jumpTo("2026-06-09T18:00:00Z");
        client.decide("approve", client.ok("/beta/deviceManagement/windowsQualityUpdatePolicies?$filter=displayName eq 'pilot'")
                .path("value").get(0).path("id").asText(), "2026.06 B");
        client.jumpTo("2026-07-10T00:00:00Z");

        JsonNode levels = client.summary().path("levels");
        int done = levels.path("26100.8655").asInt() + levels.path("26200.8655").asInt();
        assertThat(done).isGreaterThan(320);
        assertThat(client.summary().path("restartsByCause").path("BASELINE").asInt()).isGreaterThanOrEqualTo(done - 5);
    }

    @Test
    void anExpeditedReleasePassesTheDeferralWithARestartForEveryDeviceAndStopsWhenThePolicyIsGone() {
        client.addAll("pilot");
        client.policy("pilot");
        client.jumpTo("2026-05-12T18:00:00Z");
        String profile = client.expedite("2026-05-12T00:00:00Z", 1, client.group("Hotpatch Cycle pilot"));
        client.jumpTo("2026-05-14T18:00:00Z");
        int soon = lcu();
        assertThat(client.call("DELETE", "/beta/deviceManagement/windowsQualityUpdateProfiles/" + profile, null).status()).isEqualTo(204);
        client.jumpTo("2026-06-08T00:00:00Z");
        assertThat(soon).as("within two days, unapproved").isBetween(150, 390);
        assertThat(lcu()).as("only those that had begun").isBetween(soon, soon + 90);
        JsonNode levels = client.summary().path("levels");
        assertThat(levels.path("26100.8390").asInt() + levels.path("26200.8390").asInt()).as("nobody is spared the restart").isLessThan(8);
    }

    private int lcu() {
        JsonNode levels = client.summary().path("levels");
        return levels.path("26100.8457").asInt() + levels.path("26200.8457").asInt();
    }

    @Test
    void onlyTheNewestReleasesCanBeExpeditedAndForNoMoreThanTwoDays() {
        String profiles = "/beta/deviceManagement/windowsQualityUpdateProfiles";
        String body = "{\"displayName\":\"urgent\",\"expeditedUpdateSettings\":{\"qualityUpdateRelease\":\"%s\",\"daysUntilForcedReboot\":%d}}";
        client.jumpTo("2026-05-13T18:00:00Z");
        assertThat(client.post(profiles, String.format(body, "2026-05-12T00:00:00Z", 3)).status()).isEqualTo(400);
        assertThat(client.post(profiles, String.format(body, "2026-05-12", 1)).status()).isEqualTo(400);
        assertThat(client.post(profiles, String.format(body, "2026-01-13T00:00:00Z", 1)).status()).isEqualTo(400);
        assertThat(client.post(profiles, String.format(body, "2026-05-12T00:00:00Z", 2)).status()).isEqualTo(201);
        assertThat(client.get(profiles + "/none").status()).isEqualTo(404);
    }

    @Test
    void nothingIsOfferedWithoutAnApproval() {
        client.addAll("pilot");
        client.policy("pilot");
        client.jumpTo("2026-07-01T00:00:00Z");

        JsonNode levels = client.summary().path("levels");
        // the few of the foreign policy get it by themselves
        assertThat(levels.path("26100.8655").asInt() + levels.path("26200.8655").asInt()).isLessThan(8);
    }

    @Test
    void aSuspendedApprovalStopsThoseThatHaveNotBegun() {
        client.addAll("pilot");
        String policy = client.policy("pilot");
        client.jumpTo("2026-05-12T18:00:00Z");
        client.decide("approve", policy, "2026.05 B");
        client.jumpTo("2026-05-13T02:00:00Z");
        client.decide("suspend", policy, "2026.05 B");
        client.jumpTo("2026-06-08T00:00:00Z");

        JsonNode levels = client.summary().path("levels");
        int done = levels.path("26100.8390").asInt() + levels.path("26200.8390").asInt() + levels.path("26100.8457").asInt() + levels.path("26200.8457").asInt();
        assertThat(done).isBetween(20, 200);
    }

    @Test
    void devicesInNoPolicyGetMonthlyReleasesByDefault() {
        client.jumpTo("2026-06-08T00:00:00Z");
        JsonNode levels = client.summary().path("levels");
        assertThat(levels.path("26100.8390").asInt() + levels.path("26200.8390").asInt()).isGreaterThan(250);
    }

    @Test
    void aRemoteRestartFinishesAPendingUpdateAndShowsItsResult() {
        client.addAll("last");
        String policy = client.policy("last");
        client.jumpTo("2026-06-09T18:00:00Z");
        client.decide("approve", policy, "2026.06 B");
        client.jumpTo("2026-06-11T12:00:00Z");
        List<String> pending = histories().stream().filter(d -> d.path("pendingRestart").asBoolean() && d.path("online").asBoolean())
                .map(d -> d.path("id").asText()).toList();
        assertThat(pending).isNotEmpty();

        JsonNode answer = client.post("/beta/deviceManagement/managedDevices/executeAction",
                "{\"actionName\":\"rebootNow\",\"deviceIds\":[\"" + pending.get(0) + "\",\"00000000-0000-4000-8000-000000000000\"]}").body();
        assertThat(answer.path("successfulDeviceIds").get(0).asText()).isEqualTo(pending.get(0));
        assertThat(answer.path("notFoundDeviceIds")).hasSize(1);
        String state = "/v1.0/deviceManagement/managedDevices/" + pending.get(0) + "?$select=id,deviceActionResults";
        assertThat(client.ok(state).path("deviceActionResults").get(0).path("actionState").asText()).isEqualTo("pending");
        client.jumpTo("2026-06-11T14:00:00Z");
        assertThat(client.ok(state).path("deviceActionResults").get(0).path("actionState").asText()).isIn("done", "failed");
        JsonNode truth = client.ok("/__sandbox/devices?ids=" + pending.get(0)).get(0);
        assertThat(truth.path("ubr").asInt()).isEqualTo(8655);
        assertThat(truth.path("restarts").asInt()).isEqualTo(1);
    }
}
