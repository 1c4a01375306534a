package io.hotpatchcycle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left after the sandbox was killed. */
class DurabilityTest {

    @TempDir
    Path folder;

    private SandboxSettings settings() {
        return SandboxSettings.defaults().withFleet(120, 3).withPace(0).withState(folder)
                .withRealDatesFrom(Instant.parse("2026-05-01T00:00:00Z"));
    }

    @Test
    void everythingAnsweredIsThereAfterAKill() {
        SandboxTenant first = SandboxTenant.start(settings());
        Client client = new Client(first);
        client.addAll("pilot");
        String policy = client.policy("pilot");
        client.jumpTo("2026-05-12T18:00:00Z");
        client.decide("approve", policy, "2026.05 B");
        client.post("/__sandbox/luck", "{\"release\":\"2026.06 B\",\"failRate\":1}");
        client.jumpTo("2026-05-20T00:00:00Z");
        String truth = state(client);
        first.crash();

        try (SandboxTenant second = SandboxTenant.start(settings())) {
            Client again = new Client(second);
            assertThat(again.now()).isEqualTo(Instant.parse("2026-05-20T00:00:00Z"));
            assertThat(state(again)).isEqualTo(truth);
            assertThat(again.policy("early")).isNotEqualTo(policy);
        }
    }

    private static String state(Client client) {
        StringBuilder text = new StringBuilder();
        client.all("/v1.0/devices?$select=id").forEach(d -> text.append(client.ok("/__sandbox/devices/" + d.path("id").asText() + "/history")));
        text.append(client.all("/beta/deviceManagement/managedDevices")).append(client.ok("/__sandbox/writes"));
        return text.append(client.all("/beta/deviceManagement/windowsQualityUpdatePolicies?$expand=assignments")).toString();
    }

    @Test
    void aLastLineCutByTheKillIsDropped() throws IOException {
        write();
        Files.writeString(folder.resolve("journal.jsonl"), "{\"seq\":2,\"at\":\"20", StandardOpenOption.APPEND);
        try (SandboxTenant again = SandboxTenant.start(settings())) {
            Client client = new Client(again);
            assertThat(client.ok("/__sandbox/writes")).hasSize(1);
            client.call("DELETE", "/beta/deviceManagement/windowsQualityUpdatePolicies/none", null);
            assertThat(client.ok("/__sandbox/writes?since=1").get(0).path("status").asInt()).isEqualTo(404);
        }
    }

    private void write() {
        try (SandboxTenant sandbox = SandboxTenant.start(settings())) {
            new Client(sandbox).post("/beta/deviceManagement/windowsQualityUpdatePolicies", "{\"displayName\":\"one\"}");
        }
    }

    @Test
    void aDamagedJournalIsRefused() throws IOException {
        write();
        Files.writeString(folder.resolve("journal.jsonl"), "what?\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> SandboxTenant.start(settings())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("journal.jsonl is damaged (line 2 is not JSON)");
        // the refusal let go of the folder
        assertThatThrownBy(() -> SandboxTenant.start(settings())).hasMessageContaining("damaged");
    }

    @Test
    void aSecondSandboxOnTheFolderIsRefused() {
        try (SandboxTenant first = SandboxTenant.start(settings())) {
            assertThatThrownBy(() -> SandboxTenant.start(settings())).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Another sandbox is using the state folder");
            assertThat(new Client(first).get("/__sandbox/clock").status()).isEqualTo(200);
        }
    }

    @Test
    void anotherFleetInTheFolderIsRefused() {
        write();
        assertThatThrownBy(() -> SandboxTenant.start(settings().withFleet(121, 3))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begun with devices 120, not 121");
    }

    @Test
    void aTakenPortIsToldAndFreesTheFolder() {
        try (SandboxTenant other = SandboxTenant.start(settings().withState(null))) {
            int port = other.baseUrl().getPort();
            assertThatThrownBy(() -> SandboxTenant.start(settings().withPort(port))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + port);
        }
        write();
    }

    @Test
    void virtualTimeNeverFallsBehindWhatWasToldBefore() {
        Instant[] wall = {Instant.parse("2026-11-23T12:00:00Z")};
        Clock clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return wall[0];
            }
        };
        SandboxSettings running = SandboxSettings.defaults().withFleet(10, 1).withState(folder).withWall(clock).withPace(3600);
        SandboxTenant first = SandboxTenant.start(running);
        wall[0] = wall[0].plus(Duration.ofSeconds(60));
        Instant told = new Client(first).now();
        first.crash();
        assertThat(told).isEqualTo("2026-11-26T00:00:00Z");

        SandboxTenant second = SandboxTenant.start(running);
        Instant resumed = new Client(second).now();
        second.close();
        assertThat(resumed).isBetween(told, told.plus(Duration.ofHours(6)));

        // long after, the wall clock has overtaken it
        wall[0] = Instant.parse("2027-01-01T00:00:00Z");
        try (SandboxTenant third = SandboxTenant.start(running)) {
            assertThat(new Client(third).now()).isEqualTo(wall[0]);
        }
    }
}
