package io.hotpatchcycle.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphSettingsTest {

    private static GraphSettings settings(URI url, Duration timeout) {
        return new GraphSettings(url, () -> "very-secret", timeout, Clock.systemUTC());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://graph.microsoft.com", "graph.microsoft.com", "ftp://localhost", "http://127.0.0.1.evil.example"})
    void refusesToSendATokenInTheClear(String url) {
        assertThatThrownBy(() -> settings(URI.create(url), Duration.ofSeconds(1))).hasMessageContaining("hotpatch.graph.base-url");
    }

    @Test
    void acceptsTheGlobalCloudAndASandboxAndHidesTheToken() {
        assertThat(settings(null, Duration.ofSeconds(1)).baseUrl()).isEqualTo(GraphSettings.GLOBAL);
        assertThat(settings(URI.create("http://localhost:8/"), Duration.ofSeconds(1)).baseUrl()).hasToString("http://localhost:8");
        assertThat(settings(null, Duration.ofSeconds(1)).toString()).doesNotContain("very-secret");
        assertThatThrownBy(() -> settings(null, Duration.ZERO)).hasMessageContaining("time-out");
    }

    @Test
    void encodesWhatComesFromData() {
        assertThat(GraphAddress.relative("/a/{}/b('{}')", "x/y?", "1 2", "$filter", "n eq 'ä&b'"))
                .isEqualTo("/a/x%2Fy%3F/b('1%202')?$filter=n%20eq%20%27%C3%A4%26b%27");
    }
}
