package io.hotpatchcycle.graph;

import static io.hotpatchcycle.graph.GraphStub.cut;
import static io.hotpatchcycle.graph.GraphStub.error;
import static io.hotpatchcycle.graph.GraphStub.hangUp;
import static io.hotpatchcycle.graph.GraphStub.ok;
import static io.hotpatchcycle.graph.GraphStub.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.fleet.DeviceFact;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphReadsTest {

    private static final String DEVICES = "GET /beta/deviceManagement/managedDevices";
    private static final String ONE = "{\"value\":[{\"id\":\"d1\"}]}";

    private final GraphStub graph = new GraphStub();
    private final List<DeviceFact> facts = new ArrayList<>();

    @AfterEach
    void stop() {
        graph.close();
    }

    private void readDevices() {
        graph.tenant().devices().readDevices(facts::addAll);
    }

    @Test
    void followsOpaqueLinksToTheLastPage() {
        graph.on(DEVICES, ok("{\"@odata.nextLink\":\"" + graph.url() + "/beta/any/where?$skiptoken=x%2By\",\"value\":[{\"id\":\"d1\"},{\"id\":\"d2\"}]}"))
                .on("GET /beta/any/where?$skiptoken=x+y", ok("{\"@odata.nextLink\":null,\"value\":[{\"id\":\"d3\"}]}"));
        readDevices();
        assertThat(facts).extracting(DeviceFact::id).containsExactly("d1", "d2", "d3");
        assertThat(graph.asked).allSatisfy(a -> assertThat(a.authorization()).isEqualTo("Bearer secret-token"));
    }

    @Test
    void refusesALinkThatLeadsBack() {
        graph.on(DEVICES, ok("{\"@odata.nextLink\":\"" + graph.url() + "/beta/deviceManagement/managedDevices?$skiptoken=1\",\"value\":[]}"));
        assertThatThrownBy(this::readDevices).isInstanceOf(GraphUnavailable.class).hasMessageContaining("leads back");
        assertThat(graph.asked).hasSize(2);
    }

    @Test
    void refusesALinkToAnotherHostAndSendsNoTokenThere() {
        graph.on(DEVICES, ok("{\"@odata.nextLink\":\"http://localhost:9/steal\",\"value\":[]}"));
        assertThatThrownBy(this::readDevices).isInstanceOf(GraphUnavailable.class).hasMessageContaining("another host, localhost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"value\":null}", "{\"value\":{}}", "{\"values\":[]}"})
    void aPageWithoutListIsNotAnEmptyPage(String page) {
        graph.on(DEVICES, ok(page));
        assertThatThrownBy(this::readDevices).isInstanceOf(GraphUnavailable.class).hasMessageContaining("no list 'value'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>sign in</html>", "[]", "\"text\"", "{\"value\":[", "{\"value\":[]}{\"value\":[]}"})
    void aBodyThatIsNotGraphJsonIsReadAgainThenGivenUp(String body) {
        graph.on(DEVICES, ok(body));
        assertThatThrownBy(this::readDevices).isInstanceOf(GraphUnavailable.class)
                .hasMessageContaining("HTTP 200").hasMessageContaining("cut or is not JSON").hasMessageContaining("4 attempts");
        assertThat(graph.asked).hasSize(4);
        assertThat(facts).isEmpty();
    }

    @Test
    void aCutBodyIsReadAgain() {
        graph.on(DEVICES, cut("{\"value\":[{\"id\":\"lost\"}"), ok(ONE));
        readDevices();
        assertThat(facts).extracting(DeviceFact::id).containsExactly("d1");
    }

    @Test
    void aCutConnectionAndASilentServerAreAskedAgain() {
        graph.on(DEVICES, hangUp(), silence(), ok(ONE));
        graph.tenant(GraphStub.SHORT).devices().readDevices(facts::addAll);
        assertThat(facts).hasSize(1);
        assertThat(graph.asked).hasSize(3);
    }

    @Test
    void waitsAsLongAsGraphSays() {
        graph.on(DEVICES, error(429, "TooManyRequests", "slow").header("Retry-After", "7"),
                error(503, "Busy", "later").header("Retry-After", "Tue, 10 Nov 2026 12:00:09 GMT"),
                error(503, "Busy", "at once").header("Retry-After", "0"), ok(ONE));
        readDevices();
        assertThat(graph.slept).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(9), Duration.ofSeconds(1));
    }

    @Test
    void waitsLongerEachTimeWhenGraphSaysNothing() {
        graph.on(DEVICES, error(429, "TooManyRequests", "slow"), error(500, "InternalServerError", "oops"),
                error(504, "GatewayTimeout", "oops"), ok(ONE));
        readDevices();
        assertThat(graph.slept).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void givesALongThrottlingBackToTheCaller() {
        graph.on(DEVICES, error(429, "TooManyRequests", "slow").header("Retry-After", "300"));
        assertThatThrownBy(this::readDevices).isInstanceOfSatisfying(GraphUnavailable.class, e -> {
            assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(300));
            assertThat(e.status()).isEqualTo(429);
        }).hasMessageContaining("300 s");
        assertThat(graph.slept).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"400, check that the endpoint", "401, credentials", "403, DeviceManagementManagedDevices.Read.All", "404, gone", "409, Look the code up"})
    void refusalsAreNotRetriedAndSayWhatToDo(int status, String advice) {
        graph.on(DEVICES, error(status, "SomeCode", "because"));
        assertThatThrownBy(this::readDevices).isInstanceOf(GraphUnavailable.class).hasMessageContaining("the Windows devices of Intune")
                .hasMessageContaining("HTTP " + status).hasMessageContaining("SomeCode: because")
                .hasMessageContaining("req-1").hasMessageContaining(advice).hasMessageContaining("1 attempt)");
        assertThat(graph.asked).hasSize(1);
    }

    @Test
    void aRedirectIsNotFollowed() {
        graph.on(DEVICES, GraphStub.empty(302).header("Location", graph.url() + "/elsewhere"));
        assertThatThrownBy(this::readDevices).isInstanceOf(GraphUnavailable.class).hasMessageContaining("HTTP 302");
        assertThat(graph.asked).hasSize(1);
    }

    @Test
    void withoutATokenNothingIsSentAndTheTokenIsNeverShown() {
        GraphTenant tenant = new GraphTenant(new GraphSettings(graph.url(), () -> {
            throw new IllegalStateException("secret expired");
        }, Duration.ofSeconds(1), Clock.systemUTC()), new BackOff(graph.slept::add, () -> 0));
        assertThatThrownBy(() -> tenant.devices().readDevices(facts::addAll)).isInstanceOf(GraphUnavailable.class)
                .hasMessageContaining("No access token: secret expired");
        assertThat(graph.asked).isEmpty();
    }

    @Test
    void aPageAlreadyHandedOnIsNotHandedOnAgainWhenTheNextOneFails() {
        graph.on(DEVICES, ok("{\"@odata.nextLink\":\"" + graph.url() + "/beta/page2\",\"value\":[{\"id\":\"d1\"}]}"))
                .on("GET /beta/page2", error(500, "x", "y"));
        assertThatThrownBy(this::readDevices).isInstanceOf(GraphUnavailable.class);
        assertThat(facts).extracting(DeviceFact::id).containsExactly("d1");
    }

    @Test
    void anUnreadableRetryAfterIsNoRetryAfter() {
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        assertThat(GraphWire.retryAfter("soon", clock)).isNull();
        assertThat(GraphWire.retryAfter("-5", clock)).isNull();
        assertThat(GraphWire.retryAfter("12", clock)).isEqualTo(Duration.ofSeconds(12));
    }
}
