package io.hotpatchcycle.graph;

import static io.hotpatchcycle.graph.GraphStub.empty;
import static io.hotpatchcycle.graph.GraphStub.error;
import static io.hotpatchcycle.graph.GraphStub.hangUp;
import static io.hotpatchcycle.graph.GraphStub.json;
import static io.hotpatchcycle.graph.GraphStub.ok;
import static io.hotpatchcycle.graph.GraphStub.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.rollout.GraphAnswer;
import io.hotpatchcycle.rollout.GraphAnswer.Outcome;
import io.hotpatchcycle.rollout.RingGate;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphWritesTest {

    private final GraphStub graph = new GraphStub();

    @AfterEach
    void stop() {
        graph.close();
    }

    private GraphAnswer assign() {
        return graph.tenant().ringGate().assignPolicy("p1", "g1");
    }

    @ParameterizedTest
    @CsvSource({"200, DONE", "204, DONE", "429, LATER", "503, LATER", "409, LATER", "423, LATER", "302, REFUSED", "400, REFUSED",
        "401, REFUSED", "403, REFUSED", "404, REFUSED", "500, LOST", "502, LOST", "504, LOST"})
    void classifiesEveryStatusAfterOneAttempt(int status, Outcome outcome) {
        graph.on("POST", status < 300 ? empty(status) : error(status, "Code", "words"));
        GraphAnswer answer = assign();
        assertThat(answer.outcome()).isEqualTo(outcome);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.requestId()).isEqualTo("req-1");
        assertThat(graph.asked).hasSize(1);
        assertThat(graph.slept).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "30, 30"})
    void tellsHowLongToWaitAndDoesNotRepeat(String said, int seconds) {
        graph.on("POST", error(503, "Busy", "later").header("Retry-After", said));
        assertThat(assign().retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(graph.asked).hasSize(1);
    }

    @Test
    void doesNotFollowAClaimsChallenge() {
        graph.on("POST", error(401, "InvalidAuthenticationToken", "claims").header("WWW-Authenticate",
                "Bearer error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\""));
        assign();
        assertThat(graph.asked).hasSize(1);
    }

    @Test
    void anAnswerThatNeverCameIsLostAndNotRepeated() {
        graph.on("/assign", hangUp());
        assertThat(assign().outcome()).isEqualTo(Outcome.LOST);
        graph.on("/assign", silence());
        assertThat(graph.tenant(GraphStub.SHORT).ringGate().assignPolicy("p1", "g1").outcome()).isEqualTo(Outcome.LOST);
        assertThat(graph.asked).hasSize(2);
    }

    @Test
    void aConnectionThatDiedInThePoolIsNotRepeatedByTheClient() {
        graph.on("GET", ok("{\"value\":[]}")).on("POST", hangUp());
        GraphTenant tenant = graph.tenant();
        tenant.policies().readPolicies();
        assertThat(tenant.ringGate().assignPolicy("p1", "g1").outcome()).isEqualTo(Outcome.LOST);
        assertThat(graph.asked("POST")).hasSize(1);
    }

    @Test
    void whatIsNotOursIsNotRemoved() {
        String policy = "GET /beta/deviceManagement/windowsQualityUpdatePolicies/p1";
        graph.on(policy, ok("{\"id\":\"p1\",\"displayName\":\"Windows Autopatch\",\"description\":\"theirs\",\"assignments\":[]}")).on("DELETE", empty(204));
        RingGate gate = graph.tenant().ringGate();
        assertThat(gate.readPolicy("p1").ours()).isFalse();
        assertThat(gate.deletePolicy("p1").body()).contains("'Windows Autopatch' (p1) does not carry our marker");
        graph.on(policy, error(403, "Forbidden", "no"));
        assertThat(gate.deletePolicy("p1").outcome()).as("not known whose it is").isEqualTo(Outcome.LATER);
        assertThat(graph.asked("DELETE")).isEmpty();

        graph.on(policy, ok("{\"id\":\"p1\",\"description\":\"[hotpatch-cycle unit=pilot]\",\"assignments\":[]}"));
        assertThat(gate.readPolicy("p1").ours()).isTrue();
        assertThat(gate.deletePolicy("p1").outcome()).isEqualTo(Outcome.DONE);
        graph.on(policy, error(404, "ResourceNotFound", "gone"));
        assertThat(gate.deletePolicy("p1").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void whatWasNeverSentComesLater() {
        GraphTenant nobody = new GraphTenant(new GraphSettings(URI.create("http://127.0.0.1:1"), () -> "t", Duration.ofSeconds(1), Clock.systemUTC()));
        assertThat(nobody.ringGate().approve("p1", "i1").outcome()).isEqualTo(Outcome.LATER);
        GraphTenant noToken = new GraphTenant(new GraphSettings(graph.url(), () -> " ", Duration.ofSeconds(1), Clock.systemUTC()));
        GraphAnswer answer = noToken.ringGate().approve("p1", "i1");
        assertThat(answer.outcome()).isEqualTo(Outcome.LATER);
        assertThat(answer.body()).contains("No access token");
        assertThat(graph.asked).isEmpty();
    }

    @Test
    void createsAPolicyThatIsManualForEverything() {
        graph.on("POST /beta/deviceManagement/windowsQualityUpdatePolicies", json(201, "{\"id\":\"p9\"}"));
        GraphAnswer answer = graph.tenant().ringGate().createPolicy("pilot");
        assertThat(answer.outcome()).isEqualTo(Outcome.DONE);
        assertThat(answer.body()).isEqualTo("p9");
        String sent = graph.asked.get(0).body();
        assertThat(sent).contains("\"displayName\":\"Hotpatch Cycle pilot\"", "[hotpatch-cycle unit=pilot]", "\"hotpatchEnabled\":true")
                .doesNotContain("automatic");
        assertThat(Json.parse(sent.getBytes()).orElseThrow().path("approvalSettings")).hasSize(6);
        assertThat(QualityPolicies.manual(Json.parse(sent.getBytes()).orElseThrow())).isTrue();
    }

    @Test
    void aPolicyWithoutIdInTheAnswerIsLost() {
        graph.on("POST", json(201, "{\"id\":"));
        assertThat(graph.tenant().ringGate().createPolicy("pilot").outcome()).isEqualTo(Outcome.LOST);
        graph.on("POST", error(400, "BadRequest", "hotpatch needs automatic"));
        GraphAnswer refused = graph.tenant().ringGate().createPolicy("pilot");
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.body()).isEqualTo("BadRequest: hotpatch needs automatic");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"successfulIds\":[\"I1\"],\"failedIds\":[]} | DONE",
        "{\"successfulIds\":[],\"failedIds\":[\"i1\"]} | REFUSED",
        "{\"successfulIds\":[\"i1\"],\"failedIds\":[\"i1\"]} | REFUSED",
        "{\"successfulIds\":[],\"failedIds\":[]} | LOST",
        "{\"successfulIds\":[\"other\"]} | LOST",
        "<html> | LOST"})
    void onlyTheIdAmongTheSuccessfulOnesIsAYes(String body, Outcome outcome) {
        graph.on("/bulkAction", ok(body));
        assertThat(graph.tenant().ringGate().approve("p1", "i1").outcome()).isEqualTo(outcome);
        assertThat(graph.asked.get(0).body()).isEqualTo("{\"action\":\"approve\",\"ids\":[\"i1\"]}");
    }

    @Test
    void suspendsAndAssigns() {
        graph.on("/bulkAction", ok("{\"successfulIds\":[\"i1\"],\"failedIds\":[]}")).on("/assign", empty(204));
        assertThat(graph.tenant().ringGate().suspend("p1", "i1").outcome()).isEqualTo(Outcome.DONE);
        assertThat(assign().outcome()).isEqualTo(Outcome.DONE);
        assertThat(graph.asked.get(0).body()).contains("\"suspend\"");
        assertThat(graph.asked.get(1).body()).contains("#microsoft.graph.groupAssignmentTarget", "\"groupId\":\"g1\"");
        assertThat(graph.asked.get(1).path()).isEqualTo("/beta/deviceManagement/windowsQualityUpdatePolicies/p1/assign");
    }

    @Test
    void bindsMembersByTheConfiguredRoot() {
        graph.on("PATCH /v1.0/groups/g1", empty(204));
        assertThat(graph.tenant().ringGate().addMembers("g1", List.of("o1", "o2")).outcome()).isEqualTo(Outcome.DONE);
        assertThat(graph.asked.get(0).body()).isEqualTo("{\"members@odata.bind\":[\"" + graph.url()
                + "/v1.0/directoryObjects/o1\",\"" + graph.url() + "/v1.0/directoryObjects/o2\"]}");
        assertThatThrownBy(() -> graph.tenant().ringGate().addMembers("g1", Collections.nCopies(21, "o")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 to 20");
    }

    @Test
    void aMemberThatIsNotThereIsRemoved() {
        graph.on("DELETE /v1.0/groups/g1/members/o1/$ref", error(404, "Request_ResourceNotFound", "not there"));
        GraphAnswer answer = graph.tenant().ringGate().removeMembers("g1", List.of("o1")).get(0);
        assertThat(answer.call()).isEqualTo(new GraphAnswer.Call("DELETE " + graph.tenant().identity().graph() + "/v1.0/groups/g1/members/o1/$ref", "sandbox"));
        assertThat(answer.outcome()).isEqualTo(Outcome.DONE);
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void membersAreRemovedTogetherAndEachHasAnAnswerOfItsOwn() {
        graph.on("POST /v1.0/$batch", ok("""
                {"responses":[{"id":"3","status":429,"headers":{"Retry-After":"17"},"body":{"error":{"code":"TooManyRequests","message":"wait"}}},{"id":"1","status":204},
                {"id":"2","status":404,"body":{}},{"id":"4","status":403,"body":{"error":{"code":"Forbidden","message":"no"}}},{"id":"5","status":503}]}"""));
        List<GraphAnswer> answers = graph.tenant().ringGate().removeMembers("g1", List.of("a", "b", "c", "d'e", "f", "g"));
        assertThat(answers.get(1).call().address()).isEqualTo("POST " + graph.tenant().identity().graph() + "/v1.0/$batch: DELETE /groups/g1/members/b/$ref");
        assertThat(answers).extracting(GraphAnswer::outcome).containsExactly(Outcome.DONE, Outcome.DONE, Outcome.LATER, Outcome.REFUSED, Outcome.LATER, Outcome.LOST);
        assertThat(answers.get(2).retryAfter()).isEqualTo(Duration.ofSeconds(17));
        assertThat(answers.get(3).body()).isEqualTo("Forbidden: no");
        assertThat(graph.asked).hasSize(1);
        assertThat(graph.asked.get(0).body()).contains("{\"id\":\"4\",\"method\":\"DELETE\",\"url\":\"/groups/g1/members/d%27e/$ref\"}");
        graph.on("POST /v1.0/$batch", error(503, "Busy", "later").header("Retry-After", "9"), hangUp());
        assertThat(graph.tenant().ringGate().removeMembers("g1", List.of("a", "b"))).hasSize(2).allSatisfy(a -> assertThat(a.retryAfter()).isEqualTo(Duration.ofSeconds(9)));
        assertThat(graph.tenant().ringGate().removeMembers("g1", List.of("a", "b"))).extracting(GraphAnswer::outcome).containsExactly(Outcome.LOST, Outcome.LOST);
    }

    @Test
    void aRestartCarriesTheFourListsOrIsLost() {
        String lists = "{\"successfulDeviceIds\":[\"d1\"],\"failedDeviceIds\":[],\"notFoundDeviceIds\":[\"d2\"],\"notSupportedDeviceIds\":[]}";
        graph.on("/executeAction", ok(lists));
        GraphAnswer answer = graph.tenant().restarts().restart(List.of("d1", "d2"));
        assertThat(answer.outcome()).isEqualTo(Outcome.DONE);
        assertThat(answer.body()).isEqualTo(lists);
        assertThat(graph.asked.get(0).body()).isEqualTo("{\"actionName\":\"rebootNow\",\"deviceIds\":[\"d1\",\"d2\"]}");
        graph.on("/executeAction", empty(204));
        assertThat(graph.tenant().restarts().restart(List.of("d1")).outcome()).isEqualTo(Outcome.LOST);
    }
}
