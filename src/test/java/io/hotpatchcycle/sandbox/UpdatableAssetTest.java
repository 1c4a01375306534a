package io.hotpatchcycle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The service for Windows updates shows the loss of an enrolment up to 75 seconds later, and what is found again in a few. */
class UpdatableAssetTest {

    private static final String ASSETS = "/beta/admin/windows/updates/updatableAssets/microsoft.graph.windowsUpdates.azureADDevice?$top=999";

    private static long enrolled(Client client) {
        return client.all(ASSETS).stream().filter(device -> device.at("/enrollment/quality/enrollmentState").asText().equals("enrolled")).count();
    }

    @Test
    void aLossIsSeenLate() {
        try (SandboxTenant sandbox = SandboxTenant.start(SandboxSettings.defaults().withFleet(800, 1).withPace(0).withRealDatesFrom(Instant.parse("2026-08-20T00:00:00Z")))) {
            Client client = new Client(sandbox);
            long usual = enrolled(client);
            List<JsonNode> invalid = client.all(ASSETS).stream().filter(device -> device.at("/errors/0/reason").asText().equals("invalidAzureADDeviceId")).toList();
            assertThat(invalid).isNotEmpty().allMatch(device -> device.at("/enrollment/quality/enrollmentState").asText().equals("notEnrolled"));
            assertThat(usual).isGreaterThan(700);
            client.post("/__sandbox/enrolment", "{\"lost\":1}");
            assertThat(enrolled(client)).isEqualTo(usual);
            client.jumpTo(client.now().plusSeconds(40).toString());
            assertThat(enrolled(client)).isBetween(1L, usual - 1);
            client.jumpTo(client.now().plusSeconds(40).toString());
            assertThat(enrolled(client)).isZero();
            client.post("/__sandbox/enrolment", "{\"lost\":0}");
            client.jumpTo(client.now().plusSeconds(5).toString());
            assertThat(enrolled(client)).isEqualTo(usual);
        }
    }
}
