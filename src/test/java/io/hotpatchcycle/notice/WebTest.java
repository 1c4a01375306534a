package io.hotpatchcycle.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cards for Teams and signed webhooks against a real HTTP server. */
class WebTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "a secret of 24 characters";
    /** Instead of a status: the connection ends without an answer. */
    private static final int CUT = 0;

    private final NoticeFixture fixture = new NoticeFixture();
    private final List<Got> got = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Integer> answers = new ArrayDeque<>();
    private HttpServer server;

    /** A request that arrived. */
    private record Got(String path, String timestamp, String signature, String key, String body) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError(body, e);
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        fixture.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        got.add(new Got(exchange.getRequestURI().getPath(), header(exchange, WebhookChannel.TIMESTAMP), header(exchange, WebhookChannel.SIGNATURE),
                header(exchange, WebhookChannel.KEY), new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        int status = answers.isEmpty() ? 202 : answers.pop();
        if (status == CUT) {
            exchange.close();
            return;
        }
        if (status == 307) {
            exchange.getResponseHeaders().add("Location", url("/elsewhere").toString());
        }
        if (status == 429) {
            exchange.getResponseHeaders().add("Retry-After", "600");
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private Notices byTeams() {
        return fixture.notices(0, new Channels(false, Map.of("change-managers", new Channels.Group(null, url("/workflow?sig=hidden"))), List.of()));
    }

    private Notices byWebhook() {
        return fixture.notices(0, new Channels(false, Map.of(), List.of(new Channels.Webhook("itsm", url("/hook"), SECRET))));
    }

    @Test
    void aGroupWithAWorkflowGetsACardWithFiguresAndTheWayToDecide() {
        String task = fixture.askAbout("Approve [the change](https://evil.example) now", "change-managers");
        byTeams().send();

        JsonNode card = got.get(0).json().at("/attachments/0/content");
        assertThat(got.get(0).json().at("/attachments/0/contentType").asText()).isEqualTo("application/vnd.microsoft.card.adaptive");
        assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
        assertThat(card.path("body").findValuesAsText("text")).contains("Your decision is asked.", "Approve [the change] (https://evil.example) now")
                .doesNotContain("");
        assertThat(card.path("body").findValuesAsText("title")).contains("Due", "Restarts");
        assertThat(card.at("/actions/0/url").asText()).isEqualTo("https://hotpatch.example.org/tasks/" + task);
        assertThat(fixture.states()).containsExactly("TEAMS change-managers SENT");
    }

    @ParameterizedTest
    @CsvSource({"202, SENT, 1", "200, SENT, 1", "429, WAITING, 1", "503, WAITING, 1", "404, UNDELIVERABLE, 1", "400, UNDELIVERABLE, 1",
        "307, UNDELIVERABLE, 1", "500, AMBIGUOUS, 1", "504, AMBIGUOUS, 1", "0, AMBIGUOUS, 1"})
    void aCardIsSentAgainOnlyWhenItSurelyDidNotArrive(int status, String state, int requests) {
        answers.add(status);
        fixture.ask("change-managers");
        byTeams().send();
        assertThat(fixture.states()).containsExactly("TEAMS change-managers " + state);
        assertThat(got).as("redirects are not followed").hasSize(requests);
        assertThat(fixture.jdbc.queryForObject("select problem from hotpatch.message", String.class)).as("the address is a secret").doesNotContain("sig", "workflow");
    }

    @Test
    void aChangeOfStateIsToldSignedAndCanBeChecked() {
        fixture.trail.system("cycle.state", NoticeFixture.CYCLE, null, Map.of("from", "PLANNING", "to", "AWAITING_APPROVAL"));
        fixture.trail.system("ring.state", NoticeFixture.CYCLE, "pilot", Map.of("from", "OPEN", "to", "PASSED", "why", ""));
        fixture.trail.system("ring.measured", NoticeFixture.CYCLE, "pilot", Map.of());
        byWebhook().send();

        assertThat(got).hasSize(2).extracting(Got::path).containsOnly("/hook");
        Got first = got.get(0);
        assertThat(first.signature()).isEqualTo("sha256=" + WebhookChannel.sign(SECRET, first.timestamp() + "." + first.body()));
        assertThat(WebhookChannel.sign("key", "The quick brown fox jumps over the lazy dog"))
                .isEqualTo("f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
        assertThat(first.json().path("kind").asText()).isEqualTo("CYCLE_STATE");
        assertThat(first.json().at("/data/to").asText()).isEqualTo("AWAITING_APPROVAL");
        assertThat(got.get(1).json().path("ring").asText()).isEqualTo("pilot");
        assertThat(got.get(1).json().path("event").asText()).isEqualTo("ring.state");
    }

    @Test
    void aWebhookWithoutAnAnswerIsTriedAgainUnderTheSameKey() {
        answers.addAll(List.of(CUT, 500, 202));
        fixture.trail.system("cycle.state", NoticeFixture.CYCLE, null, Map.of("to", "HELD"));
        Notices notices = byWebhook();
        notices.send();
        assertThat(fixture.states()).containsExactly("WEBHOOK itsm WAITING");
        fixture.wall.pass(Duration.ofMinutes(1));
        notices.send();
        fixture.wall.pass(Duration.ofMinutes(5));
        notices.send();
        assertThat(fixture.states()).containsExactly("WEBHOOK itsm SENT");
        assertThat(got).hasSize(3).extracting(Got::key).containsOnly(got.get(0).key()).doesNotContainNull();
    }

    @Test
    void whoAsksToWaitIsNotAskedBefore() {
        answers.add(429);
        fixture.trail.system("cycle.state", NoticeFixture.CYCLE, null, Map.of("to", "HELD"));
        Notices notices = byWebhook();
        notices.send();
        fixture.wall.pass(Duration.ofMinutes(9));
        assertThat(notices.send()).isZero();
        fixture.wall.pass(Duration.ofMinutes(1));
        assertThat(notices.send()).isEqualTo(1);
    }

    @Test
    void withoutAnyChannelItIsKeptAndShownAndNothingFails() {
        fixture.ask("change-managers", "cab");
        Notices none = fixture.notices(0, new Channels(false, Map.of(), List.of()));
        assertThat(none.send()).isZero();
        assertThat(fixture.states()).containsExactly("NONE cab NO_CHANNEL", "NONE change-managers NO_CHANNEL");

        Notices teams = byTeams();
        teams.resend(teams.list(MessageState.NO_CHANNEL, 0, 1).get(0).id(), "admin");
        teams.send();
        assertThat(fixture.states()).as("once there is one").last().isEqualTo("TEAMS change-managers SENT");
    }

    @Test
    void aStopAndItsEndAreToldToWhoeverHasToAct() {
        fixture.trail.person("carl", "cycle.haltRequested", NoticeFixture.CYCLE, null, Map.of("reason", "VPN fails"));
        fixture.trail.person("cora", "cycle.haltLifted", NoticeFixture.CYCLE, null, Map.of());
        fixture.trail.system("incident.opened", NoticeFixture.CYCLE, null, Map.of("element", "serviceTask_openRing", "message", "no"));
        byTeams().send();
        assertThat(got).extracting(g -> g.json().at("/attachments/0/content/body/1/text").asText())
                .containsExactly("Cycle 2026.08-B is being stopped", "The stop of cycle 2026.08-B was lifted");
        assertThat(got.get(0).body()).contains("VPN fails");
        assertThat(fixture.states()).contains("NONE release-managers NO_CHANNEL");
    }

    @Test
    void addressesAndSecretsAreCheckedAtTheStart() {
        assertThatThrownBy(() -> new Channels.Webhook("itsm", URI.create("http://example.org/x"), SECRET)).hasMessageContaining("must be an https address");
        assertThatThrownBy(() -> new Channels.Webhook("itsm", url("/x"), "short")).hasMessageContaining("at least 16 characters");
        assertThatThrownBy(() -> new Channels.Webhook("IT SM", url("/x"), SECRET)).hasMessageContaining("a-z");
        Channels.Webhook hook = new Channels.Webhook("itsm", url("/x"), SECRET);
        assertThatThrownBy(() -> new Channels(false, Map.of(), List.of(hook, hook))).hasMessageContaining("two webhooks are named 'itsm'");
        assertThatThrownBy(() -> new Channels(false, Map.of("cab", new Channels.Group(null, URI.create("ftp://example.org"))), List.of()))
                .hasMessageContaining("hotpatch.notices.groups.cab.teams");
        assertThat(hook.toString()).doesNotContain(SECRET, "127.0.0.1");
    }
}
