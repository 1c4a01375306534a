package io.hotpatchcycle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes of the directory's devices, as Graph tells them. */
class EntraDeltaTest {

    private static final String DELTA = "/v1.0/devices/delta?$select=id,deviceId";

    private final SandboxTenant sandbox = SandboxTenant.start(SandboxSettings.defaults().withFleet(450, 5).withPace(0).withRealDatesFrom(Instant.parse("2026-08-20T10:00:00Z")));
    private final Client client = new Client(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private static String path(String link) {
        return link.replaceFirst("https?://[^/]+", "");
    }

    private void delete(List<String> objects) {
        assertThat(client.post("/__sandbox/deletions", "{\"from\":\"entra\",\"devices\":[\"" + String.join("\",\"", objects) + "\"]}").status()).isLessThan(300);
    }

    private static List<String> ids(Iterable<JsonNode> list) {
        List<String> ids = new ArrayList<>();
        list.forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }

    @Test
    void itTellsAllOfThemFirstAndWhoWasDeletedSinceTheFirstPage() {
        List<String> all = ids(client.all("/v1.0/devices?$select=id"));
        JsonNode page = client.ok(DELTA);
        List<String> told = new ArrayList<>(ids(page.path("value")));
        assertThat(page.path("value").get(0).fieldNames()).toIterable().containsExactly("id", "deviceId");
        delete(told.subList(0, 1));
        while (page.has("@odata.nextLink")) {
            page = client.ok(path(page.path("@odata.nextLink").asText()));
            told.addAll(ids(page.path("value")));
        }
        assertThat(told).containsExactlyElementsOf(all);

        JsonNode changed = client.ok(path(page.path("@odata.deltaLink").asText()));
        assertThat(ids(changed.path("value"))).as("deleted between two pages").isEqualTo(all.subList(0, 1));
        assertThat(changed.path("value").get(0).path("@removed").path("reason").asText()).isEqualTo("changed");
        assertThat(client.ok(path(changed.path("@odata.deltaLink").asText())).path("value")).as("told once").isEmpty();
    }

    @Test
    void aLinkFromNowOnTellsNothingUntilSomethingHappensAndIsTakenForAWeek() {
        JsonNode latest = client.ok(DELTA + "&$deltatoken=latest");
        assertThat(latest.path("value")).isEmpty();
        String link = path(latest.path("@odata.deltaLink").asText());
        List<String> some = ids(client.all("/v1.0/devices?$select=id")).subList(10, 220);
        delete(some);
        JsonNode first = client.ok(link);
        assertThat(ids(first.path("value"))).isEqualTo(some.subList(0, 200));
        JsonNode second = client.ok(path(first.path("@odata.nextLink").asText()));
        assertThat(ids(second.path("value"))).isEqualTo(some.subList(200, 210));
        assertThat(second.has("@odata.deltaLink")).isTrue();

        assertThat(client.get("/v1.0/devices/delta?$deltatoken=xyz").status()).isEqualTo(400);
        assertThat(client.get("/v1.0/devices/delta()?$deltatoken=latest").status()).isEqualTo(200);
        client.jumpTo(client.now().plus(Duration.ofDays(8)).toString());
        assertThat(client.get(link).status()).isEqualTo(410);
        assertThat(client.get(link).body().path("error").path("code").asText()).isEqualTo("syncStateNotFound");
    }
}
