package io.hotpatchcycle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sandbox as a Graph client sees it. */
class GraphSurfaceTest {

    private static final String DEVICES = "/v1.0/deviceManagement/managedDevices";
    private static final String POLICIES = "/beta/deviceManagement/windowsQualityUpdatePolicies";
    private static SandboxTenant sandbox;
    private static Client client;

    @BeforeAll
    static void start() {
        sandbox = SandboxTenant.start(settings());
        client = new Client(sandbox);
    }

    private static SandboxSettings settings() {
        return SandboxSettings.defaults().withFleet(600, 5).withPace(0).withRealDatesFrom(Instant.parse("2026-08-20T10:00:00Z"));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void withoutATokenNothingIsTold() throws IOException {
        var response = client.send("GET", DEVICES, null, null);
        assertThat(response.statusCode()).isEqualTo(401);
        JsonNode error = Client.MAPPER.readTree(response.body()).path("error");
        assertThat(error.path("code").asText()).isEqualTo("InvalidAuthenticationToken");
        assertThat(error.path("innerError").fieldNames()).toIterable().containsExactly("date", "request-id", "client-request-id");
    }

    @Test
    void wrongCallsAreGraphErrors() {
        assertThat(client.get("/v1.0/nothing").status()).isEqualTo(404);
        assertThat(client.get("/v1.0/deviceManagement/windowsQualityUpdatePolicies").status()).isEqualTo(404);
        assertThat(client.call("DELETE", DEVICES, null).status()).isEqualTo(405);
        assertThat(client.post(POLICIES, "{\"displayName\":").status()).isEqualTo(400);
        assertThat(client.post(POLICIES, "{\"displayName\":\"x\",\"hotpatch\":true}").body().path("error").path("message").asText()).contains("'hotpatch'");
        assertThat(client.get(DEVICES + "?$filter=osVersion like '10'").status()).isEqualTo(400);
        assertThat(client.get(DEVICES + "?$top=1001").status()).isEqualTo(400);
        assertThat(client.get("/v1.0/devices/00000000-0000-4000-8000-000000000000").status()).isEqualTo(404);
    }

    @Test
    void theSameSeedGivesTheSameAnswers() {
        try (SandboxTenant twin = SandboxTenant.start(settings())) {
            Client other = new Client(twin);
            String path = "/beta/deviceManagement/managedDevices?$top=50";
            assertThat(other.ok(path).path("value")).isEqualTo(client.ok(path).path("value"));
            assertThat(other.all("/beta/admin/windows/updates/catalog/entries")).isEqualTo(client.all("/beta/admin/windows/updates/catalog/entries"));
        }
    }

    @Test
    void pagesHoldEveryDeviceOnceWhileMembersChange() {
        String group = client.group("Hotpatch Cycle early");
        List<String> ids = client.all("/v1.0/devices?$select=id&$top=999").stream().map(n -> n.path("id").asText()).limit(40).toList();
        client.add(group, ids.subList(0, 20));
        client.add(group, ids.subList(20, 40));
        JsonNode first = client.ok("/v1.0/groups/" + group + "/members/microsoft.graph.device?$select=id&$top=15&$count=true");
        client.call("DELETE", "/v1.0/groups/" + group + "/members/" + first.path("value").get(0).path("id").asText() + "/$ref", null);
        List<JsonNode> rest = client.all(first.path("@odata.nextLink").asText());
        Set<String> seen = new HashSet<>();
        first.path("value").forEach(n -> seen.add(n.path("id").asText()));
        rest.forEach(n -> assertThat(seen.add(n.path("id").asText())).isTrue());
        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(first.path("@odata.count").asInt()).isEqualTo(40);
        assertThat(client.get("/v1.0/groups/" + group + "/members/$count").body().asText()).isEqualTo("39");
    }

    @Test
    void aPatchOfMembersIsAllOrNothing() {
        String group = client.group("Hotpatch Cycle broad");
        List<String> ids = client.all("/v1.0/devices?$select=id&$top=999").stream().map(n -> n.path("id").asText()).limit(41).toList();
        assertThat(client.add(group, ids.subList(0, 20)).status()).isEqualTo(204);
        assertThat(client.add(group, ids.subList(19, 25)).status()).isEqualTo(400);
        assertThat(client.add(group, List.of(ids.get(30), "00000000-0000-4000-8000-000000000000")).status()).isEqualTo(400);
        assertThat(client.add(group, ids.subList(20, 41)).status()).isEqualTo(400);
        assertThat(client.all("/v1.0/groups/" + group + "/members?$select=id")).hasSize(20);
        assertThat(client.add(client.group("All Windows devices"), ids.subList(0, 1)).status()).isEqualTo(400);
        String reference = "/v1.0/groups/" + group + "/members/" + ids.get(0) + "/$ref";
        assertThat(client.call("DELETE", reference, null).status()).isEqualTo(204);
        assertThat(client.call("DELETE", reference, null).status()).isEqualTo(404);
        String body = "{\"@odata.id\":\"https://graph.microsoft.com/v1.0/directoryObjects/" + ids.get(0) + "\"}";
        assertThat(client.post("/v1.0/groups/" + group + "/members/$ref", body).status()).isEqualTo(204);
        assertThat(client.post("/v1.0/groups/" + group + "/members/$ref", body).status()).isEqualTo(400);
    }

    @Test
    void theCatalogsShowOnlyWhatIsOutAndMatchByKbAndBuild() {
        List<JsonNode> entries = client.all("/beta/admin/windows/updates/catalog/entries?$filter=isof('microsoft.graph.windowsUpdates.qualityUpdateCatalogEntry')"
                + "&$orderby=releaseDateTime desc&$expand=microsoft.graph.windowsUpdates.qualityUpdateCatalogEntry/productRevisions");
        JsonNode newest = entries.get(0);
        assertThat(newest.path("shortName").asText()).isEqualTo("2026.08 B");
        assertThat(newest.path("id").asText()).matches("[0-9a-f]{64}");
        assertThat(newest.path("releaseDateTime").asText()).isEqualTo("2026-08-11T17:00:00Z");
        assertThat(revisions(newest, true)).contains("10.0.26100.9106", "10.0.26200.9106").doesNotContain("10.0.26100.9168");
        assertThat(revisions(newest, false)).contains("10.0.26100.9168");
        JsonNode june = entries.stream().filter(e -> e.path("shortName").asText().equals("2026.06 B")).findFirst().orElseThrow();
        assertThat(revisions(june, true)).isEmpty();
        JsonNode item = client.ok("/beta/deviceManagement/windowsUpdateCatalogItems/" + client.item("2026.08 B"));
        assertThat(item.path("kbArticleId").asText()).isEqualTo("KB5121003");
        assertThat(item.path("releaseDateTime")).isEqualTo(newest.path("releaseDateTime"));
        assertThat(item.path("productRevisions").findValuesAsText("articleId")).contains("KB5120994", "KB5121003");
        assertThat(item.toString()).doesNotContain("isHotpatchUpdate");
    }

    private static List<String> revisions(JsonNode entry, boolean hotpatch) {
        return StreamSupport.stream(entry.path("productRevisions").spliterator(), false)
                .filter(r -> r.path("isHotpatchUpdate").asBoolean() == hotpatch).map(r -> r.path("id").asText()).toList();
    }

    @Test
    void aBatchAnswersEachItemByItself() {
        String id = client.ok(DEVICES + "?$top=1").path("value").get(0).path("id").asText();
        JsonNode body = client.post("/beta/$batch", "{\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/deviceManagement/managedDevices/" + id
                + "?$select=id,hardwareInformation\"},{\"id\":\"2\",\"method\":\"GET\",\"url\":\"/devices/none\"},"
                + "{\"id\":\"3\",\"method\":\"GET\",\"url\":\"/groups\",\"dependsOn\":[\"2\"]}]}").body();
        assertThat(body.path("responses").findValuesAsText("status")).containsExactly("200", "404", "424");
        assertThat(body.path("responses").get(0).path("body").path("hardwareInformation").path("deviceGuardVirtualizationBasedSecurityState").asText()).isNotEmpty();
        String many = "{\"id\":\"%d\",\"method\":\"GET\",\"url\":\"/groups\"},";
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 21; i++) {
            requests.append(String.format(many, i));
        }
        assertThat(client.post("/v1.0/$batch", "{\"requests\":[" + requests.substring(0, requests.length() - 1) + "]}").status()).isEqualTo(400);
    }

    @Test
    void theFleetHasItsOddDevices() {
        List<JsonNode> all = client.all("/beta/deviceManagement/managedDevices?$filter=operatingSystem eq 'Windows'");
        assertThat(all).hasSize(600);
        assertThat(all.stream().filter(d -> d.path("processorArchitecture").asText().equals("arM64")).count()).isBetween(10L, 45L);
        long stale = all.stream().filter(d -> Instant.parse(d.path("lastSyncDateTime").asText()).isBefore(Instant.parse("2026-07-21T10:00:00Z"))).count();
        assertThat(stale).isBetween(8L, 45L);
        assertThat(client.summary().path("hotpatchCapable").asInt()).isBetween(390, 480);
        List<JsonNode> recent = client.all(DEVICES + "?$filter=operatingSystem eq 'Windows' and lastSyncDateTime ge 2026-08-20T00:00:00Z&$select=id,lastSyncDateTime&$top=100");
        assertThat(recent).isNotEmpty().hasSizeLessThan(600).allMatch(d -> d.path("lastSyncDateTime").asText().compareTo("2026-08-20T00:00:00Z") >= 0);
    }

    @Test
    void theListTellsWhatADeviceReportedLast() {
        try (SandboxTenant other = SandboxTenant.start(settings().withRealDatesFrom(Instant.parse("2026-08-11T16:00:00Z")))) {
            Client lagging = new Client(other);
            lagging.jumpTo("2026-08-16T12:00:00Z");
            int behind = 0;
            for (JsonNode device : lagging.all(DEVICES + "?$select=id,osVersion,lastSyncDateTime")) {
                JsonNode truth = lagging.ok("/__sandbox/devices/" + device.path("id").asText() + "/history");
                String reported = device.path("osVersion").asText();
                if (!reported.equals("null")) {
                    assertThat(reported).isEqualTo("10.0." + levelAt(truth, device.path("lastSyncDateTime").asText()));
                    behind += reported.endsWith("." + truth.path("ubr").asText()) ? 0 : 1;
                }
            }
            assertThat(behind).isPositive();
        }
    }

    private static String levelAt(JsonNode history, String time) {
        String level = null;
        for (JsonNode entry : history.path("levels")) {
            if (level == null || Instant.parse(entry.path("at").asText()).compareTo(Instant.parse(time)) <= 0) {
                level = entry.path("level").asText();
            }
        }
        return level;
    }

    @Test
    void theReportIsExportedWithTheColumnsAskedFor() throws IOException, InterruptedException {
        String path = "/v1.0/deviceManagement/reports/exportJobs";
        assertThat(client.post(path, "{\"reportName\":\"QualityUpdateDeviceStatusByPolicy\"}").status()).isEqualTo(400);
        JsonNode vip = client.all(POLICIES + "?$filter=displayName eq 'VIP automatic'").get(0);
        JsonNode job = client.post(path, "{\"reportName\":\"QualityUpdateDeviceStatusByPolicy\",\"filter\":\"(PolicyId eq '" + vip.path("id").asText()
                + "')\",\"select\":[\"DeviceId\",\"AggregateState\"],\"format\":\"csv\"}").body();
        assertThat(job.path("status").asText()).isEqualTo("notStarted");
        String poll = path + "('" + job.path("id").asText() + "')";
        assertThat(client.ok(poll).path("status").asText()).isEqualTo("inProgress");
        JsonNode done = client.ok(poll);
        assertThat(done.path("status").asText()).isEqualTo("completed");
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(client.bytes(done.path("url").asText())))) {
            zip.getNextEntry();
            List<String> lines = new String(zip.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            assertThat(lines.get(0)).isEqualTo("DeviceId,AggregateState");
            assertThat(lines.subList(1, lines.size())).isNotEmpty().allMatch(l -> l.matches("[0-9a-f-]{36},(Success|InProgress|Error|Cancelled)"));
        }
    }

    @Test
    void aPausedRingIsShownPausedForFiveWeeks() {
        JsonNode ring = client.all("/v1.0/deviceManagement/deviceConfigurations?$filter=isof('microsoft.graph.windowsUpdateForBusinessConfiguration')&$expand=assignments").get(3);
        assertThat(ring.path("displayName").asText()).isEqualTo("Hotpatch Cycle last");
        assertThat(ring.path("assignments")).hasSize(1);
        String path = "/v1.0/deviceManagement/deviceConfigurations/" + ring.path("id").asText();
        client.call("PATCH", path, "{\"@odata.type\":\"#microsoft.graph.windowsUpdateForBusinessConfiguration\",\"qualityUpdatesPaused\":true}");
        assertThat(client.ok(path).path("qualityUpdatesPauseExpiryDateTime").asText()).isEqualTo("2026-09-24T10:00:00Z");
        assertThat(client.call("PATCH", path, "{\"qualityUpdatesPaused\":false,\"unknown\":1}").status()).isEqualTo(400);
        assertThat(client.ok(path).path("qualityUpdatesPaused").asBoolean()).isTrue();
        client.call("PATCH", path, "{\"qualityUpdatesPaused\":false}");
        assertThat(client.ok(path).path("qualityUpdatesPaused").asBoolean()).isFalse();
    }

    @Test
    void namespacedActionsAndShortOnesAreTheSame() {
        String policy = client.policy("last");
        String item = client.item("2026.08 B");
        JsonNode answer = client.post(POLICIES + "/" + policy + "/microsoft.graph.bulkAction", "{\"action\":\"approve\",\"ids\":[\"" + item + "\",\"nothing\"]}").body();
        assertThat(answer.path("successfulIds").get(0).asText()).isEqualTo(item);
        assertThat(answer.path("failedIds").get(0).asText()).isEqualTo("nothing");
        JsonNode details = client.ok(POLICIES + "/" + policy + "/retrieveWindowsQualityUpdateCatalogItemDetails(ids=['" + item + "'])");
        assertThat(details.path("value").get(0).path("approvalStatus").asText()).isEqualTo("approved");
        assertThat(client.call("DELETE", POLICIES + "/" + policy, null).status()).isEqualTo(204);
        assertThat(client.get(POLICIES + "/" + policy).status()).isEqualTo(404);
    }

    @Test
    void aRefusingTenantTakesNoHotpatchWithManualApproval() {
        try (SandboxTenant refusing = SandboxTenant.start(settings().withGateAnswer(GateAnswer.REFUSED))) {
            assertThat(new Client(refusing).policy("pilot")).isEmpty();
        }
    }

    @Test
    void aLeakingTenantOffersWhatNobodyApproved() {
        SandboxSettings leaking = settings().withFleet(100, 2).withGateAnswer(GateAnswer.LEAKING).withRealDatesFrom(Instant.parse("2026-08-10T00:00:00Z"));
        try (SandboxTenant tenant = SandboxTenant.start(leaking)) {
            Client other = new Client(tenant);
            other.addAll("pilot");
            other.policy("pilot");
            other.jumpTo("2026-08-20T00:00:00Z");
            assertThat(other.summary().path("levels").path("26100.9106").asInt()).isPositive();
        }
    }

    @Test
    void theDefaultRunBeginsHalfAnHourAfterAHotpatchRelease() {
        try (SandboxTenant fresh = SandboxTenant.start(SandboxSettings.defaults().withFleet(200, 1).withStartAt(Instant.parse("2026-11-23T09:12:00Z")).withPace(0))) {
            Client now = new Client(fresh);
            JsonNode newest = now.ok("/beta/admin/windows/updates/catalog/entries?$orderby=releaseDateTime desc&$top=1").path("value").get(0);
            assertThat(newest.path("shortName").asText()).isEqualTo("2026.08 B");
            assertThat(Duration.between(Instant.parse(newest.path("releaseDateTime").asText()), now.now())).isEqualTo(Duration.ofMinutes(30));
            assertThat(now.ok("/__sandbox/clock").path("releaseShiftDays").asInt()).isEqualTo(104);
            assertThat(now.summary().path("levels").path("26100.8875").asInt()).isPositive();
            now.jumpTo("2026-12-22T09:12:00Z");
            newest = now.ok("/beta/admin/windows/updates/catalog/entries?$orderby=releaseDateTime desc&$top=10").path("value");
            assertThat(newest.findValuesAsText("shortName")).contains("2026.09 B");
        }
    }
}
