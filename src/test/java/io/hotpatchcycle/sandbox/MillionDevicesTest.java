package io.hotpatchcycle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** A device is made from seed and index when somebody asks for it: a million of them need no more memory than a few thousand. */
class MillionDevicesTest {

    private static final int MILLION = 1_000_000;
    /** Devices held with {@code -Xmx256m}. */
    private static final int HELD = 16_384;
    private static final long MEGABYTE = 1 << 20;
    /** Untouched; each device as an object of its own would take 300. */
    private static final long MOST = 64 * MEGABYTE;
    /** For all of them in another group and without an enrolment: 16 bytes each, 4 to find them, and room to grow. */
    private static final long MOST_FOR_CHANGES = 32 * MEGABYTE;
    private static final String DEVICES = "/beta/deviceManagement/managedDevices";

    private static SandboxSettings settings(int devices) {
        return SandboxSettings.defaults().withFleet(devices, 1).withPace(0).withRealDatesFrom(Instant.parse("2026-07-20T00:00:00Z"));
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            ManagementFactory.getMemoryMXBean().gc();
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static String from(int position) {
        return "$skiptoken=" + Base64.getUrlEncoder().withoutPadding().encodeToString(("p:" + position).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void theyAreServedWithoutBeingHeld() throws IOException, InterruptedException {
        long before = used();
        try (SandboxTenant sandbox = SandboxTenant.start(settings(MILLION), List.of(), HELD)) {
            Client client = new Client(sandbox);
            client.jumpTo("2026-08-20T00:00:00Z");
            serve(client);
            assertThat(used() - before).as("bytes that a million devices keep").isLessThan(MOST);
            change(client);
            assertThat(used() - before).as("bytes that a million changed devices keep").isLessThan(MOST + MOST_FOR_CHANGES);
        }
    }

    private static void serve(Client client) throws IOException, InterruptedException {
        JsonNode first = client.ok(DEVICES);
        JsonNode middle = client.ok(DEVICES + "?" + from(MILLION / 2));
        JsonNode last = client.ok(DEVICES + "?" + from(MILLION - 500));
        assertThat(first.path("value")).hasSize(1000);
        assertThat(middle.path("value")).hasSize(1000);
        assertThat(last.path("value").size()).isBetween(490, 500);
        assertThat(last.has("@odata.nextLink")).isFalse();
        for (int page = 0; page < 40; page++) {
            assertThat(client.ok(DEVICES + "?" + from(page * 20_000)).path("value")).hasSize(1000);
        }
        assertThat(client.ok(DEVICES + "?$filter=lastSyncDateTime gt 2026-08-20T00:00:00Z&$top=5").path("value")).isEmpty();
        String members = "/v1.0/groups/" + client.group("All Windows devices") + "/members";
        int count = client.get(members + "/$count").body().asInt();
        assertThat(count).isBetween(990_000, 999_000);
        assertThat(client.ok(members + "?$select=id&$top=999&" + from(MILLION - 700)).path("value").size()).isBetween(650, 700);
        assertThat(client.summary().path("devices").asInt()).isEqualTo(MILLION);
        assertThat(export(client)).isBetween(3_000, 6_000);
        assertThat(client.ok("/beta/deviceManagement/deviceHealthScripts/2f1f6c5e-77b0-4a57-9a55-7d1a4b1c0001/deviceRunStates?$top=1000").path("value")).hasSize(1000);
        client.post("/__sandbox/endpoint-analytics", "{\"licensed\":true}");
        assertThat(client.ok("/v1.0/deviceManagement/userExperienceAnalyticsDeviceStartupHistory?$top=1000").path("value")).hasSize(1000);
    }

    /** Rows of the report of the policy for the VIPs. */
    private static int export(Client client) throws IOException, InterruptedException {
        String path = "/v1.0/deviceManagement/reports/exportJobs";
        String policy = client.all("/beta/deviceManagement/windowsQualityUpdatePolicies").get(0).path("id").asText();
        String job = path + "('" + client.post(path, "{\"reportName\":\"QualityUpdateDeviceStatusByPolicy\",\"filter\":\"(PolicyId eq '" + policy
                + "')\",\"format\":\"csv\"}").body().path("id").asText() + "')";
        client.ok(job);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(client.bytes(client.ok(job).path("url").asText())))) {
            zip.getNextEntry();
            return (int) new String(zip.readAllBytes(), StandardCharsets.UTF_8).lines().count() - 1;
        }
    }

    private static void change(Client client) {
        assertThat(client.post("/__sandbox/autopatch", "{\"share\":1}").status()).isEqualTo(204);
        assertThat(client.post("/__sandbox/enrolment", "{\"lost\":0.5}").status()).isEqualTo(204);
        assertThat(client.get("/v1.0/groups/" + client.group("Windows Autopatch - Ring1") + "/members/$count").body().asInt()).isGreaterThan(800_000);
    }

    @Test
    void aDeviceMadeAgainIsTheSame() {
        try (SandboxTenant holding = SandboxTenant.start(settings(120), List.of(), 120); SandboxTenant forgetting = SandboxTenant.start(settings(120), List.of(), 2)) {
            List<Client> clients = List.of(new Client(holding), new Client(forgetting));
            List<List<JsonNode>> seen = new ArrayList<>();
            for (Client client : clients) {
                client.addAll("pilot");
                String policy = client.policy("pilot");
                client.jumpTo("2026-08-11T18:00:00Z");
                client.decide("approve", policy, "2026.08 B");
                List<JsonNode> devices = client.all(DEVICES);
                String some = "\"" + devices.get(3).path("id").asText() + "\",\"" + devices.get(7).path("id").asText() + "\"";
                client.jumpTo("2026-08-12T09:00:00Z");
                client.post("/__sandbox/installs", "{\"release\":\"2026.07 B\",\"how\":\"RESET\",\"devices\":[" + some + "]}");
                client.post("/beta/deviceManagement/managedDevices/executeAction", "{\"actionName\":\"rebootNow\",\"deviceIds\":[" + some + "]}");
                client.post("/__sandbox/luck", "{\"release\":\"2026.08 B\",\"failRate\":0.3,\"rollbackRate\":0.3}");
                client.jumpTo("2026-08-13T12:00:00Z");
                client.decide("suspend", policy, "2026.08 B");
                client.post("/__sandbox/enrolment", "{\"lost\":0.3}");
                client.jumpTo("2026-09-15T12:00:00Z");
                client.post("/__sandbox/enrolment", "{\"lost\":0}");
                client.jumpTo("2026-10-01T12:00:00Z");
                List<JsonNode> found = new ArrayList<>(client.all(DEVICES));
                found.addAll(client.all("/v1.0/devices?$top=50"));
                client.all(DEVICES).forEach(device -> found.add(client.ok("/__sandbox/devices/" + device.path("id").asText() + "/history")));
                found.add(client.summary());
                seen.add(found);
            }
            assertThat(seen.get(0).get(seen.get(0).size() - 1).path("restarts").asInt()).isPositive();
            assertThat(seen.get(1)).isEqualTo(seen.get(0));
        }
    }

    @Test
    void fewAreHeldWhateverTheHeap() {
        assertThat(HeldDevices.most()).isLessThanOrEqualTo(65_536);
        HeldDevices held = new HeldDevices(MILLION, HELD);
        for (int i = 0; i < MILLION; i++) {
            held.put(new Device(i));
        }
        assertThat(held.get(0)).isNotNull();
        assertThat(held.get(MILLION - 1)).isNotNull();
        int found = 0;
        for (int i = 0; i < MILLION; i++) {
            found += held.get(i) == null ? 0 : 1;
        }
        assertThat(found).isEqualTo(HELD);
    }
}
