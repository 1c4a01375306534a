package io.hotpatchcycle.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.HotpatchCycle;
import io.hotpatchcycle.access.AccessMatrix;
import io.hotpatchcycle.access.BadInput;
import io.hotpatchcycle.access.DevicesShown;
import io.hotpatchcycle.access.DryRun;
import io.hotpatchcycle.access.ValidWrites.Write;
import io.hotpatchcycle.access.ValidWrites;
import io.hotpatchcycle.audit.SigningKey;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.evidence.PackCheck;
import io.hotpatchcycle.process.ModelSets;
import io.hotpatchcycle.process.Models;
import io.hotpatchcycle.process.RunningCycles;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.testing.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.ProcessInstancePermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.runtime.Execution;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.context.WebApplicationContext;

/** The contract of design 9 over real HTTP, on the whole program with a small fleet whose first cycle waits for its approval. */
@SpringBootTest(classes = HotpatchCycle.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(DryRun.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DirtiesContext
class ConsoleIT {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final List<String> CYCLE_KEYS = List.of("id", "release", "plannedKind", "kind", "surprise", "changeType", "state",
            "population", "eligible", "hotpatched", "lcu", "failed", "daysTo90", "daysTo95", "exposureHours", "restarts", "rings");
    private static final List<String> RING_KEYS = List.of("name", "order", "devices", "state", "verdict", "hotpatched", "lcu", "failed",
            "pending", "effective", "asOf");
    /** As by default, but for the owner of the last one. */
    private static final List<String> RINGS = List.of("pilot 1 release-managers business-owners", "early 9 release-managers business-owners",
            "broad 30 release-managers business-owners", "last 60 plant-owners business-owners");
    /** Behind every test without an order. */
    private static final int LAST = Integer.MAX_VALUE - 2;

    @TempDir
    static Path folder;

    @LocalServerPort
    private int port;
    @Autowired
    private Cycles cycles;
    @Autowired
    private RunningCycles running;
    @Autowired
    private ModelSets modelSets;
    @Autowired
    private JdbcTemplate jdbc;
    @Autowired
    private MeterRegistry meters;
    @Autowired
    private WebApplicationContext context;

    private String cycle;

    @DynamicPropertySource
    static void program(DynamicPropertyRegistry properties) {
        DATABASE.register(properties);
        properties.add("hotpatch.data-dir", () -> folder);
        properties.add("hotpatch.sandbox.devices", () -> "300");
        properties.add("hotpatch.audit.anchor-folder", ConsoleIT::anchors);
        // tests of Spring switch it off
        properties.add("management.prometheus.metrics.export.enabled", () -> "true");
        for (int ring = 0; ring < RINGS.size(); ring++) {
            String key = "hotpatch.rings[" + ring + "].";
            List<String> parts = List.of(RINGS.get(ring).split(" "));
            properties.add(key + "name", () -> parts.get(0));
            properties.add(key + "share", () -> parts.get(1));
            properties.add(key + "owner-group", () -> parts.get(2));
            properties.add(key + "restart-owner-group", () -> parts.get(3));
        }
        properties.add("hotpatch.freeze[0].from", () -> Instant.now().plus(Duration.ofDays(3)).toString());
        properties.add("hotpatch.freeze[0].until", () -> Instant.now().plus(Duration.ofDays(5)).toString());
        properties.add("hotpatch.freeze[0].reason", () -> "<b>Year end</b>");
    }

    private static Path anchors() {
        try {
            return Files.createDirectories(folder.resolve("anchors"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void waitForTheFirstCycle() {
        // A cycle is asked about, or was stopped by a test before.
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !running.waiting().isEmpty()
                || cycles.all().stream().anyMatch(c -> c.state() != CycleState.PLANNING));
        cycle = cycles.all().get(0).id();
    }

    private Http as(String person) {
        return new Http(port, person);
    }

    @Test
    void aCycleIsToldWithTheKeysOfTheContractInTheirOrder() {
        Http.Answer one = as("auditor").get("/api/v1/cycles/" + cycle);

        assertThat(one.status()).isEqualTo(200);
        assertThat(one.keys()).startsWith(CYCLE_KEYS.toArray(String[]::new));
        assertThat(Http.keys(one.body().get("population"))).containsExactly("active", "stale", "controlled");
        assertThat(Http.keys(one.body().get("restarts"))).containsExactly("planned", "extra", "avoided");
        assertThat(one.body().get("rings")).hasSize(4);
        JsonNode pilot = one.body().get("rings").get(0);
        assertThat(Http.keys(pilot)).startsWith(RING_KEYS.toArray(String[]::new));
        assertThat(pilot.get("name").asText()).isEqualTo("pilot");
        assertThat(pilot.get("order").asInt()).isEqualTo(1);
        assertThat(pilot.get("pending").asInt()).isEqualTo(pilot.get("controlled").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"complete", "submit-form"})
    void aRefusedDecisionIsABadRequestWithItsSentence(String way) {
        String task = "/engine-rest/task/" + running.waiting().get(0).id();
        String path = task + "/" + way;

        assertThat(as("change.manager").post(path, "{\"variables\":{}}").status()).isEqualTo(400);
        Http.Answer silent = as("change.manager").post(path, "{\"variables\":{\"decision\":{\"value\":\"REJECT\"}}}");
        assertThat(silent.status()).isEqualTo(400);
        assertThat(silent.body().get("message").asText()).contains("A comment is required for 'Reject'");
        assertThat(as("change.manager").get(task).status()).as("nothing changed").isEqualTo(200);
        assertThat(as("change.manager").get("/api/v1/cycles/" + cycle + "/open-points").response().body()).as("a slip is nothing to explain").doesNotContain("comment is required");
    }

    @Test
    void thePublicKeyOfTheTrailIsToldAsPem() {
        Http.Answer key = as("auditor").get("/api/v1/audit/key");

        assertThat(key.status()).isEqualTo(200);
        assertThat(key.type()).startsWith("application/x-pem-file");
        assertThat(key.response().body()).isEqualTo(SigningKey.read(TestDatabase.keyFile()).publicPem());
    }

    @Test
    void theTrailIsSealedWithinSecondsAndVerifiedForAuditors() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> as("auditor").get("/api/v1/audit/verification").body().get("waiting").asInt() == 0);

        Http.Answer found = as("admin").get("/api/v1/audit/verification");
        assertThat(found.keys()).containsExactly("at", "intact", "finding", "sealed", "waiting", "lagSeconds", "head", "anchored", "anchors", "late");
        assertThat(found.body().get("intact").asBoolean()).isTrue();
        assertThat(found.body().get("sealed").asInt()).isPositive().isEqualTo(found.body().get("head").get("sequence").asInt());
        JsonNode first = as("auditor").get("/api/v1/audit/events?size=1").body().get(0);
        assertThat(first.get("sequence").asInt()).isEqualTo(1);
        assertThat(first.get("hash").asText()).matches("[0-9a-f]{64}");

        Http auditor = as("auditor");
        auditor.signIn();
        assertThat(auditor.page("/cycles/" + cycle).body()).containsPattern("Sealed up to [0-9,]+.* · verified [^<]*: intact");
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/v1/audit/verification, change.manager", "GET, /api/v1/audit/verification, release.manager",
            "POST, /api/v1/audit/anchors, auditor", "POST, /api/v1/audit/anchors, release.manager"})
    void provingTheTrailBelongsToItsGroups(String method, String path, String person) {
        assertThat(as(person).call(method, path).status()).isEqualTo(403);
    }

    @Test
    void anAnchorIsWrittenOnDemandAndKnownAfterwards() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !as("auditor").get("/api/v1/audit/verification").body().get("head").isNull());
        Http.Answer written = as("admin").post("/api/v1/audit/anchors", "");

        assertThat(written.status()).isEqualTo(201);
        assertThat(folder.resolve("anchors").resolve(written.body().get("file").asText())).isRegularFile();
        JsonNode found = as("auditor").get("/api/v1/audit/verification").body();
        assertThat(found.get("anchored").asBoolean()).isTrue();
        assertThat(found.get("anchors").asInt()).isPositive();
        assertThat(found.get("finding").isNull()).isTrue();
    }

    @Test
    void aFreezeAheadIsShownOnThePagesAndToWhoApproves() {
        Http auditor = as("auditor");
        auditor.signIn();
        for (String page : new String[] {"/", "/cycles/" + cycle}) {
            assertThat(auditor.page(page).body()).contains("Freeze ahead", "&lt;b&gt;Year end&lt;/b&gt;", "hotpatch.freeze[0]").doesNotContain("<b>Year");
        }
        assertThat(jdbc.queryForObject("select shown from hotpatch.approval where cycle_id = ? order by id limit 1", String.class, cycle))
                .contains("\"freezes\":[{", "Year end");
    }

    @Test
    void theListShowsTheSameCycle() {
        Http.Answer all = as("business.owner").get("/api/v1/cycles");

        assertThat(all.body().isArray()).isTrue();
        assertThat(all.body().get(0).get("id").asText()).isEqualTo(cycle);
        assertThat(all.link()).contains("rel=\"first\"", "rel=\"last\"").doesNotContain("rel=\"next\"");
    }

    @Test
    void releasesSayWhyNoCycleCarriesThem() {
        JsonNode all = as("auditor").get("/api/v1/releases?size=500").body();

        assertThat(Http.keys(all.get(0))).contains("id", "release", "plannedKind", "kind", "surprise", "cycle");
        List<JsonNode> carried = new ArrayList<>();
        all.forEach(release -> {
            assertThat(release.get("cycle").isNull()).isNotEqualTo(release.get("whyNoCycle").isNull());
            if (!release.get("cycle").isNull()) {
                carried.add(release);
            }
        });
        assertThat(carried).extracting(release -> release.get("cycle").asText()).containsExactly(cycle);
    }

    @Test
    void pagesLinkToEachOtherAndHoldTogether() {
        JsonNode all = as("auditor").get("/api/v1/releases?size=500").body();
        Http.Answer second = as("auditor").get("/api/v1/releases?page=1&size=2");

        assertThat(second.body()).hasSize(2);
        assertThat(second.body().get(0)).isEqualTo(all.get(2));
        assertThat(second.link()).contains("</api/v1/releases?page=0&size=2>; rel=\"first\"", "</api/v1/releases?page=0&size=2>; rel=\"prev\"",
                "</api/v1/releases?page=2&size=2>; rel=\"next\"", "</api/v1/releases?page=" + (all.size() - 1) / 2 + "&size=2>; rel=\"last\"");
        assertThat(as("auditor").get("/api/v1/releases?page=4000&size=2").body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/cycles?page=-1", "/api/v1/cycles?page=x", "/api/v1/cycles?size=0", "/api/v1/cycles?size=501",
        "/api/v1/releases?size=99999999999", "/api/v1/audit/events?page=", "/api/v1/audit/events?cycle=%00"})
    void aPageThatCannotBeIsABadRequest(String path) {
        problem(as("auditor").get(path), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/cycles/1999.01-B", "/api/v1/cycles/1999.01-B/writes", "/api/v1/cycles/1999.01-B/evidence", "/api/v1/devices/nobody/eligibility", "/api/v1/nothing"})
    void whatIsNotThereIsAProblem(String path) {
        problem(as("auditor").get(path), 404);
    }

    @Test
    void whatIsNotAllowedHereIsAProblem() {
        problem(as("release.manager").call("DELETE", "/api/v1/cycles"), 405);
        problem(as("nobody").get("/api/v1/cycles"), 401);
    }

    @Test
    void readinessAddsUpToTheActiveDevices() {
        Http.Answer readiness = as("auditor").get("/api/v1/fleet/readiness");
        JsonNode body = readiness.body();

        assertThat(readiness.keys()).containsExactly("total", "active", "eligible", "notEligible", "unknown", "reasons");
        assertThat(body.get("eligible").asInt() + body.get("notEligible").asInt() + body.get("unknown").asInt()).isEqualTo(body.get("active").asInt());
        assertThat(Http.keys(body.get("reasons").get(0))).containsExactly("code", "devices", "owner", "fix");
    }

    @Test
    void aDeviceIsToldWithWhatToFixFirst() {
        String device = jdbc.queryForObject("select device_id from hotpatch.plan_device where eligibility = 'NOT_ELIGIBLE' limit 1", String.class);
        Http.Answer one = as("auditor").get("/api/v1/devices/" + device + "/eligibility");

        assertThat(one.keys()).containsExactly("device", "cycle", "eligibility", "reasons", "facts", "ring", "track", "controlled",
                "uncontrolledWhy", "asOf");
        assertThat(one.body().get("eligibility").asText()).isEqualTo("NOT_ELIGIBLE");
        assertThat(Http.keys(one.body().get("reasons").get(0))).containsExactly("code", "effect", "owner", "fix", "fixRestarts");
        String first = jdbc.queryForObject("select split_part(reasons, ',', 1) from hotpatch.plan_device where device_id = ?", String.class, device);
        assertThat(one.body().get("reasons").get(0).get("code").asText()).isEqualTo(first);
    }

    @Test
    void devicesOfAReasonAreListedInPagesAndAsCsv() {
        JsonNode reason = as("auditor").get("/api/v1/fleet/readiness").body().get("reasons").get(0);
        String path = "/api/v1/fleet/devices?reason=" + reason.get("code").asText();
        Http.Answer page = as("auditor").get(path + "&size=1");

        assertThat(Http.keys(page.body().get(0))).containsExactly("number", "device", "name", "eligibility", "reasons", "build", "ring", "track",
                "lastCheckIn", "controlled", "uncontrolledWhy");
        assertThat(page.link()).contains("page=" + (reason.get("devices").asInt() - 1) + "&size=1>; rel=\"last\"");
        String csv = as("auditor").get("/fleet/devices.csv?reason=" + reason.get("code").asText()).response().body();
        assertThat(csv.lines()).hasSize(reason.get("devices").asInt() + 1).first().asString().startsWith("\"device\",\"name\"");
        assertThat(as("auditor").get("/api/v1/fleet/devices?eligibility=HEALTHY").status()).isEqualTo(400);
        assertThat(as("auditor").get("/api/v1/fleet/devices?reason=a'b").status()).isEqualTo(400);
        assertThat(as("auditor").get("/api/v1/fleet/devices?reason=NOBODY").body()).isEmpty();
    }

    @Test
    void theSnapshotOfACycleIsShownWithItsDateAndThatOfNoCycleIsAProblem() {
        String taken = jdbc.queryForObject("select to_char(s.taken_at at time zone 'UTC', 'YYYY-MM-DD') from hotpatch.cycle c join hotpatch.snapshot s on s.id = c.snapshot_id "
                + "where c.id = ?", String.class, cycle);
        for (String path : List.of("/api/v1/fleet/readiness", "/api/v1/fleet/devices", "/api/v1/fleet/kb-twins")) {
            Http.Answer of = as("auditor").get(path + "?cycle=" + cycle);
            assertThat(of.status()).as(path).isEqualTo(200);
            assertThat(of.response().headers().firstValue("Snapshot-Cycle")).as(path).contains(cycle);
            assertThat(of.response().headers().firstValue("Snapshot-At").orElseThrow()).as(path).startsWith(taken);
            assertThat(of.response().body()).as(path).isNotEqualTo("[]");
            problem(as("auditor").get(path + "?cycle=2024.01-B"), 404);
        }
        for (String path : List.of("/fleet/devices.csv", "/fleet/kb-twins.csv")) {
            assertThat(as("auditor").get(path + "?cycle=" + cycle).response().headers().firstValue("Content-Disposition").orElseThrow()).contains(cycle + "-as-of-" + taken);
            assertThat(as("auditor").get(path + "?cycle=2024.01-B").status()).isEqualTo(404);
        }
        problem(as("auditor").get("/api/v1/fleet/forecast?cycle=2024.01-B"), 404);

        Http auditor = as("auditor");
        auditor.signIn();
        assertThat(auditor.page("/fleet?cycle=" + cycle).body()).contains("as of the snapshot of", "/fleet/devices?reason=").contains("cycle=" + cycle);
        assertThat(auditor.page("/fleet/devices?cycle=" + cycle).body()).contains("as of", "cycle=" + cycle);
        assertThat(auditor.page("/fleet?cycle=2024.01-B").statusCode()).isEqualTo(404);
        assertThat(auditor.page("/fleet/devices?cycle=2024.01-B").statusCode()).isEqualTo(404);
        assertThat(auditor.page("/cycles/" + cycle).body()).contains("/fleet?cycle=" + cycle);
    }

    @Test
    void theReadingOfTheFleetTellsHowFarItHasComeAndWhatIsNotKnown() {
        Http.Answer reading = as("auditor").get("/api/v1/fleet/reading");
        assertThat(reading.keys()).containsExactly("running", "secondsLeft", "unknown", "sources");
        assertThat(Http.keys(reading.body().get("unknown").get(0))).containsExactly("fact", "devices", "of", "share");
        assertThat(reading.body().get("sources").findValuesAsText("source")).contains("devices", "Entra devices", "licences", "hardware", "groups and policies");
        assertThat(Http.keys(reading.body().get("sources").get(0))).containsExactly("source", "state", "read", "expected", "shareToRead", "secondsLeft", "startedAt",
                "updatedAt", "finishedAt");
        Http auditor = as("auditor");
        auditor.signIn();
        assertThat(auditor.page("/fleet").body()).contains("Still not known of Windows 11 devices in use", "To be read", "Groups and policies");
    }

    @Test
    void aScannersListIsJudgedOverRestAndInTheConsole() {
        Http.Answer twins = as("auditor").get("/api/v1/fleet/kb-twins?size=1");
        assertThat(twins.keys()).isEmpty();
        JsonNode device = twins.body().get(0);
        assertThat(Http.keys(device)).containsExactly("number", "device", "entraDeviceId", "name", "build", "installedKb", "hotpatch", "twinKb", "twinBuild",
                "release", "cves", "levelAfter", "levelSince", "asOf");
        assertThat(as("auditor").get("/fleet/kb-twins.csv").response().body().lines().count()).isGreaterThan(250);
        problem(as("auditor").get("/api/v1/fleet/kb-twins?kb=5"), 400);

        String kb = device.get("installedKb").asText("KB5121003");
        String csv = "device,kb\r\n" + device.get("device").asText() + "," + kb + "\r\n\"<b>nobody</b>\"," + kb + "\r\n";
        problem(as("auditor").send("POST", "/api/v1/findings", "text/csv", csv), 403);
        problem(as("change.manager").send("POST", "/api/v1/findings", "text/csv", "no,list"), 400);
        problem(as("change.manager").send("POST", "/api/v1/findings", "application/json", "{}"), 415);
        Http.Answer judged = as("change.manager").send("POST", "/api/v1/findings?name=scan.csv", "text/csv", csv);
        assertThat(judged.status()).isEqualTo(201);
        assertThat(judged.keys()).containsExactly("id", "name", "importedAt", "importedBy", "rows", "falsePositive", "real", "unknown");
        String list = "/api/v1/findings/" + judged.body().get("id").asText();
        assertThat(as("auditor").get(list + "?verdict=UNKNOWN").body().toString()).contains("NO_SUCH_DEVICE");
        problem(as("auditor").get(list + "?verdict=MAYBE"), 400);
        problem(as("auditor").get("/api/v1/findings/0"), 404);
        String page = list.replace("/api/v1", "");
        assertThat(as("auditor").get(page + "/lines.csv").response().body().lines()).hasSize(3);

        Http auditor = as("auditor");
        auditor.signIn();
        assertThat(auditor.page("/findings").body()).contains("scan.csv").doesNotContain("Judge it");
        assertThat(auditor.page(page).body()).contains("&lt;b&gt;nobody&lt;/b&gt;", "No device of Intune has this name or id.").doesNotContain("<b>nobody");
        Http manager = as("release.manager");
        manager.signIn();
        HttpResponse<String> next = manager.upload("/findings", "/findings", "file", "from-page.csv", csv);
        assertThat(next.statusCode()).isEqualTo(302);
        assertThat(manager.page("/findings").body()).contains("from-page.csv", "Judge it");
        manager.upload("/findings", "/findings", "file", "broken.csv", "no,list");
        assertThat(manager.page("/findings").body()).contains("Nothing was imported").doesNotContain("broken.csv");
    }

    @Test
    void ringsAreComparedWithTheFleetAndCyclesWithEachOther() {
        Http.Answer mix = as("auditor").get("/api/v1/cycles/" + cycle + "/ring-mix");
        assertThat(mix.body()).hasSize(4);
        for (JsonNode ring : mix.body()) {
            for (String dimension : List.of("MODEL", "BUILD", "EDITION", "PROCESSOR", "REASON")) {
                int devices = 0;
                double fleet = 0;
                for (JsonNode part : ring.get("parts")) {
                    devices += part.get("dimension").asText().equals(dimension) ? part.get("devices").asInt() : 0;
                    fleet += part.get("dimension").asText().equals(dimension) ? part.get("fleetShare").asDouble() : 0;
                }
                assertThat(devices).as(dimension).isEqualTo(ring.get("devices").asInt());
                assertThat(fleet).as(dimension).isBetween(99.0, 101.0);
            }
            assertThat(ring.get("sampleNeeded").asInt()).isPositive();
        }
        JsonNode trend = as("auditor").get("/api/v1/fleet/trend").body();
        assertThat(Http.keys(trend.get(0))).containsExactly("cycle", "publishedAt", "kind", "active", "eligible", "controlled", "hotpatch", "lcu", "restarts", "reasons");
        assertThat(trend.get(0).get("hotpatch").asInt() + trend.get(0).get("lcu").asInt()).as("of the controlled, as the form counts")
                .isEqualTo(trend.get(0).get("controlled").asInt()).isLessThan(trend.get(0).get("active").asInt());
        assertThat(trend.get(0).get("restarts").asInt()).isEqualTo(context.getBean(Rings.class).counts(cycle).restarts());
        assertThat(trend.get(0).get("eligible")).isEqualTo(as("auditor").get("/api/v1/fleet/readiness").body().get("eligible"));
        Http auditor = as("auditor");
        auditor.signIn();
        assertThat(auditor.page("/cycles/" + cycle + "/rings").body()).contains("Sample its gate needs", "always ends with a person", "No device appeared, came back or became active");
        assertThat(as("auditor").get("/api/v1/cycles/" + cycle + "/late-joiners").body()).isEmpty();
        assertThat(auditor.page("/fleet/trend").body()).contains(cycle, "Most frequent reasons");
        assertThat(auditor.page("/fleet/devices?reason=LICENCE_MISSING").body()).contains("No licence for hotpatch", "as of").doesNotContain(">NOT_ELIGIBLE<");
        assertThat(auditor.page("/cycles/none").body()).as("an error leaves the menu of who is signed in").contains("There is no cycle", "Sign out", "Sandbox tenant");
        problem(as("auditor").get("/api/v1/cycles/none/ring-mix"), 404);
    }

    @Test
    void theForecastStartsFromTheReadiness() {
        Http.Answer forecast = as("auditor").get("/api/v1/fleet/forecast");

        assertThat(forecast.keys()).containsExactly("active", "eligible", "alone", "sequence");
        assertThat(forecast.body().get("eligible")).isEqualTo(as("auditor").get("/api/v1/fleet/readiness").body().get("eligible"));
        assertThat(Http.keys(forecast.body().get("alone").get(0))).containsExactly("code", "devices", "owner", "fix", "fixRestarts", "eligibleBefore",
                "eligibleAfter");
    }

    @Test
    void whoCouldNotBeToldIsShownAndCanBeToldAgain() {
        String waiting = running.waiting().get(0).id();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> as("auditor").get("/api/v1/messages").body().size() > 0);
        JsonNode message = as("auditor").get("/api/v1/messages?state=NO_CHANNEL&size=1").body().get(0);
        assertThat(Http.keys(message)).containsExactly("id", "event", "kind", "cycle", "ring", "task", "at", "channel", "recipient", "state", "attempts", "nextAt",
                "settledAt", "problem", "resentBy");
        assertThat(message.get("channel").asText()).isEqualTo("NONE");
        problem(as("auditor").get("/api/v1/messages?state=LOST"), 400);
        problem(as("cab.member").get("/api/v1/messages"), 403);
        problem(as("auditor").call("POST", "/api/v1/messages/" + message.get("id").asInt() + "/resend"), 403);
        problem(as("admin").call("POST", "/api/v1/messages/999999/resend"), 404);
        assertThat(as("admin").call("POST", "/api/v1/messages/" + message.get("id").asInt() + "/resend").status()).isEqualTo(202);
        problem(as("admin").call("POST", "/api/v1/messages/" + message.get("id").asInt() + "/resend"), 409);

        Http manager = as("release.manager");
        manager.signIn();
        assertThat(manager.page("/messages?state=NO_CHANNEL").body()).contains("No channel configured", "sent again by <span>admin");
        assertThat(meters.get("hotpatch.messages").tag("state", "no_channel").gauge().value()).isPositive();
        HttpResponse<String> link = manager.page("/tasks/" + waiting);
        assertThat(link.statusCode()).isEqualTo(302);
        assertThat(link.headers().firstValue("Location").orElseThrow()).endsWith("/camunda/app/tasklist/default/#/?task=" + waiting);
        assertThat(manager.page("/tasks/none").statusCode()).isEqualTo(404);
    }

    @Test
    void aSubstituteSeesTheOthersTasksUntilItEnds() {
        String task = "/engine-rest/task/" + running.waiting().get(0).id();
        String inTasklist = "/camunda/api/engine/engine/default/task/" + running.waiting().get(0).id();
        Http owner = as("business.owner");
        owner.signIn();
        assertThat(owner.page(inTasklist).statusCode()).as("in Tasklist, before").isNotEqualTo(200);
        assertThat(as("business.owner").get(task).status()).as("before").isNotEqualTo(200);
        String until = LocalDate.now(ZoneOffset.UTC).plusDays(20).toString();
        String naming = "{\"substitute\": \"business.owner\", \"until\": \"" + until + "\", \"reason\": \"<i>on leave</i>\"}";
        Http.Answer named = as("change.manager").post("/api/v1/substitutes", naming);
        assertThat(named.status()).isEqualTo(201);
        assertThat(named.keys()).containsExactly("id", "person", "substitute", "from", "until", "inForce", "reason", "namedBy", "namedAt", "endedBy", "endedAt");
        assertThat(named.body().get("inForce").asBoolean()).isTrue();
        assertThat(as("business.owner").get(task).status()).as("in force").isEqualTo(200);
        assertThat(owner.page(inTasklist).statusCode()).as("in the session he has").isEqualTo(200);
        Http auditor = as("auditor");
        auditor.signIn();
        assertThat(auditor.page("/substitutes").body()).contains("business.owner", "In force", "&lt;i&gt;on leave").doesNotContain("End now");

        problem(as("change.manager").post("/api/v1/substitutes", naming), 400);
        problem(as("change.manager").post("/api/v1/substitutes", naming.replace(until, "soon")), 400);
        problem(as("cab.member").post("/api/v1/substitutes", naming.replace("{", "{\"person\": \"change.manager\", ")), 403);
        String one = "/api/v1/substitutes/" + named.body().get("id").asInt();
        problem(as("cab.member").call("DELETE", one), 403);
        problem(as("admin").call("DELETE", "/api/v1/substitutes/999999"), 404);
        assertThat(as("change.manager").call("DELETE", one).status()).isEqualTo(204);
        problem(as("change.manager").call("DELETE", one), 409);
        assertThat(as("business.owner").get(task).status()).as("ended").isNotEqualTo(200);
        assertThat(owner.page(inTasklist).statusCode()).as("ended in Tasklist too").isNotEqualTo(200);
    }

    @Test
    void questionsAndAnswersOfACycleAreReadable() {
        Http.Answer asked = as("auditor").get("/api/v1/cycles/" + cycle + "/approvals");

        assertThat(Http.keys(asked.body().get(0))).containsExactly("task", "subject", "ring", "asked", "requestedAt", "dueAt", "decision", "decidedBy",
                "inPlaceOf", "decidedAt", "comment", "changeReference", "shownSha256");
        assertThat(asked.body().get(0).get("subject").asText()).isEqualTo("CHANGE");
    }

    @Test
    void eventsOfACycleAreReadable() {
        Http.Answer events = as("auditor").get("/api/v1/audit/events?cycle=" + cycle + "&size=1");

        assertThat(Http.keys(events.body().get(0))).containsExactly("id", "businessTime", "wallTime", "actor", "actorKind", "type", "cycle",
                "ring", "data", "sequence", "hash");
        assertThat(events.body().get(0).get("type").asText()).isEqualTo("cycle.started");
        assertThat(events.body().get(0).get("data").isObject()).isTrue();
        assertThat(events.link()).contains("cycle=" + cycle + "&page=1&size=1>; rel=\"next\"");
    }

    @Test
    void theDeskListsEverythingForAuditorsAndNothingForOthers() {
        Http auditor = as("auditor");
        auditor.signIn();
        assertThat(auditor.page("/desk?ring=pilot&from=2020-01-01").body()).contains("Auditor's desk", cycle);
        for (DeskRoom room : DeskRoom.values()) {
            HttpResponse<String> page = auditor.page("/desk/" + room.path());
            assertThat(page.statusCode()).as(room.path()).isEqualTo(200);
            assertThat(page.body()).contains("All as CSV").doesNotContain("method=\"post\" action=\"/desk");
            assertThat(as("auditor").get("/desk/" + room.path() + ".csv").type()).startsWith("text/csv");
            assertThat(as("cab.member").get("/desk/" + room.path()).status()).as(room.path()).isEqualTo(403);
            assertThat(as("change.manager").get("/desk/" + room.path() + ".csv").status()).as(room.path()).isEqualTo(403);
        }
        assertThat(as("auditor").get("/desk/nothing").status()).isEqualTo(404);
        assertThat(as("auditor").get("/desk/cycles?from=yesterday").status()).isEqualTo(400);
    }

    @Test
    void anInstanceIsShownOnTheDiagramItRunsOn() {
        String csv = as("auditor").get("/desk/instances.csv?type=patch-cycle").response().body();
        String id = csv.lines().skip(1).findFirst().orElseThrow().split(",")[0];
        Http auditor = as("auditor");
        auditor.signIn();
        HttpResponse<String> page = auditor.page("/desk/instances/" + id);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("The path it took", "bpmn-navigated-viewer.production.min.js", cycle);
        assertThat(page.headers().firstValue("Content-Security-Policy")).get().asString().contains("script-src 'self'").doesNotContain("script-src 'unsafe");
        JsonNode picture = as("auditor").get("/desk/instances/" + id + "/course").body();
        assertThat(picture.get("steps")).isNotEmpty();
        assertThat(picture.get("flows")).isNotEmpty();
        assertThat(as("auditor").get("/desk/instances/" + id + "/diagram").response().body()).contains("bpmn:definitions");
        assertThat(auditor.page("/webjars/bpmn-js/8.0.0/dist/bpmn-navigated-viewer.production.min.js").statusCode()).isEqualTo(200);
        assertThat(as("auditor").get("/desk/instances/no-such-instance").status()).isEqualTo(404);
        assertThat(as("business.owner").get("/desk/instances/" + id + "/diagram").status()).isEqualTo(403);
    }

    @Test
    void samplesOfThePopulationAreDrawnByASeedAndEachHasItsSheet() {
        JsonNode all = as("auditor").get("/api/v1/audit/population").body();
        JsonNode drawn = as("auditor").get("/api/v1/audit/samples?seed=7&size=3").body();
        assertThat(drawn.get("population").asInt()).isEqualTo(all.size());
        assertThat(drawn.get("samples")).hasSize(3).isEqualTo(as("admin").get("/api/v1/audit/samples?seed=7&size=3").body().get("samples"));
        problem(as("auditor").get("/api/v1/audit/samples"), 400);
        problem(as("auditor").get("/api/v1/audit/samples?seed=1&size=0"), 400);
        problem(as("change.manager").get("/api/v1/audit/population"), 403);

        Http auditor = as("auditor");
        auditor.signIn();
        assertThat(auditor.page("/desk/population?seed=7&size=3").body()).contains("Seed <b>7</b>", "/desk/samples/");
        assertThat(as("auditor").get("/desk/samples.csv?seed=7&size=3").response().body().lines()).hasSize(4);
        String carried = jdbc.queryForObject("select release_id from hotpatch.cycle where id = ?", String.class, cycle);
        assertThat(auditor.page("/desk/samples/" + carried).body()).contains("Sample: release", "Approved", cycle, "pilot");
        assertThat(auditor.page("/desk/samples/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void aPolicyTakesFourEyesOverRestAndInTheConsole() {
        String proposal = "{\"title\":\"Patch policy\",\"text\":\"<b>Within 14 days</b>\",\"validFrom\":\"2026-01-01\"}";
        problem(as("auditor").post("/api/v1/policies", proposal), 403);
        problem(as("change.manager").post("/api/v1/policies", "{\"title\":\"x\",\"text\":\"y\",\"validFrom\":\"soon\"}"), 400);
        Http.Answer proposed = as("change.manager").post("/api/v1/policies", proposal);
        assertThat(proposed.status()).isEqualTo(201);
        String decision = "/api/v1/policies/" + proposed.body().get("version").asInt() + "/decision";
        problem(as("change.manager").post(decision, "{\"decision\":\"APPROVE\"}"), 409);
        problem(as("release.manager").post(decision, "{\"decision\":\"APPROVE\"}"), 403);
        Http.Answer named = as("change.manager").post("/api/v1/substitutes", "{\"substitute\": \"business.owner\", \"until\": \""
                + LocalDate.now(ZoneOffset.UTC).plusDays(20) + "\", \"reason\": \"on leave\"}");
        Http.Answer lent = as("business.owner").post(decision, "{\"decision\":\"APPROVE\"}");
        problem(lent, 403);
        assertThat(lent.body().get("detail").asText()).as("he would decide his own proposal by another's hand").contains("no substitute does it in their place");
        assertThat(as("change.manager").call("DELETE", "/api/v1/substitutes/" + named.body().get("id").asInt()).status()).isEqualTo(204);
        assertThat(as("cab.member").post(decision, "{\"decision\":\"APPROVE\"}").status()).isEqualTo(200);

        Http member = as("cab.member");
        member.signIn();
        assertThat(member.page("/policies").body()).contains("Approved, in force", "&lt;b&gt;Within 14 days&lt;/b&gt;", "Ring rules").doesNotContain("<b>Within");
        Http manager = as("change.manager");
        manager.signIn();
        assertThat(manager.submit("/policies", "/policies", "title=t&text=x&validFrom=2027-01-01&withinDays=14&exploitedWithinDays=").statusCode()).isEqualTo(302);
        assertThat(as("auditor").get("/api/v1/policies").body().get(0).get("within").get("days").asInt()).isEqualTo(14);
        assertThat(manager.page("/policies").body()).contains("devices effective within 14 days of publication");
        long rules = as("auditor").get("/api/v1/ring-memberships").body().get(0).get("id").asLong();
        assertThat(member.submit("/policies", "/ring-memberships/" + rules + "/decision", "decision=APPROVE&comment=").statusCode()).isEqualTo(302);
        assertThat(as("auditor").get("/api/v1/ring-memberships").body().get(0).get("decision").get("decidedBy").asText()).isEqualTo("cab.member");
    }

    @Test
    void aCycleIsHeldAndLetGoByPeopleWithAReason() {
        problem(as("auditor").post("/api/v1/cycles/" + cycle + "/hold", "{\"reason\":\"x\"}"), 403);
        problem(as("admin").post("/api/v1/cycles/" + cycle + "/hold", "{}"), 400);
        assertThat(as("admin").post("/api/v1/cycles/" + cycle + "/hold", "{\"reason\":\"lawsuit\"}").status()).isEqualTo(201);
        problem(as("admin").post("/api/v1/cycles/" + cycle + "/hold", "{\"reason\":\"again\"}"), 409);
        Http auditor = as("auditor");
        auditor.signIn();
        assertThat(auditor.page("/retention").body()).contains("lawsuit", "400 days", "Held").doesNotContain("placeholder=\"Why must");
        assertThat(as("change.manager").call("DELETE", "/api/v1/cycles/" + cycle + "/hold?reason=settled").status()).isEqualTo(200);
        assertThat(as("auditor").get("/api/v1/retention").body().get("historyDays").asInt()).isEqualTo(400);
    }

    @Test
    void whoHoldsWhichRoleIsReviewed() {
        JsonNode roles = as("auditor").get("/api/v1/audit/access?person=cab.member").body();
        assertThat(roles).singleElement().satisfies(r -> {
            assertThat(r.get("role").asText()).isEqualTo("cab");
            assertThat(r.get("heldUntil").isNull()).isTrue();
        });
        problem(as("cab.member").get("/api/v1/audit/access"), 403);

        person("leaver", "leavers");
        assertThat(as("auditor").get("/api/v1/access-reviews").body().get("held").toString()).contains("leaver");
        assertThat(as("admin").call("DELETE", "/engine-rest/user/leaver").status()).isEqualTo(204);
        assertThat(as("auditor").get("/api/v1/access-reviews").body().get("held").toString()).as("nobody confirms who is gone").doesNotContain("leaver");
        assertThat(as("auditor").get("/api/v1/audit/access?person=leaver").body()).singleElement().satisfies(r -> {
            assertThat(r.get("heldUntil").isNull()).as("until the account was deleted").isFalse();
            assertThat(r.get("takenBy").asText()).isEqualTo("admin");
        });
    }

    @Test
    void rightsAreConfirmedAsTheyWereShownAndByNobodyForHimself() {
        JsonNode before = as("auditor").get("/api/v1/access-reviews").body();
        assertThat(before.get("held")).isNotEmpty().allSatisfy(line -> assertThat(line.get("confirmedBy").isNull()).isTrue());
        problem(as("change.manager").post("/api/v1/access-reviews", "{\"sha256\":\"" + "0".repeat(64) + "\"}"), 409);
        String seen = as("change.manager").get("/api/v1/access-reviews").body().get("sha256").asText();
        problem(as("auditor").post("/api/v1/access-reviews", "{\"sha256\":\"" + seen + "\"}"), 403);
        assertThat(as("change.manager").post("/api/v1/access-reviews", "{\"sha256\":\"" + seen + "\",\"comment\":\"<b>looked</b>\"}").status()).isEqualTo(201);
        assertThat(as("auditor").get("/api/v1/access-reviews").body().get("held")).allSatisfy(line ->
                assertThat(line.get("confirmedBy").isNull()).isEqualTo(line.get("held").get("person").asText().equals("change.manager")));
        Http admin = as("admin");
        admin.signIn();
        assertThat(admin.page("/access-review").body()).contains("action=\"/access-review\"", "&lt;b&gt;looked&lt;/b&gt;", "yours: somebody else confirms it", "Nothing is overdue. Next due", "<td>never</td>");
        assertThat(List.of(admin.page("/roles").body(), admin.page("/policies").body())).allSatisfy(page -> assertThat(page).contains("href=\"/access-review\""));
        String hash = as("admin").get("/api/v1/access-reviews").body().get("sha256").asText();
        assertThat(admin.submit("/access-review", "/access-review", "sha256=" + hash + "&comment=").statusCode()).isEqualTo(302);
        assertThat(admin.page("/access-review").body()).contains("Nothing is overdue. Next due").doesNotContain("<td>never</td>");
        assertThat(jdbc.queryForList("select actor from hotpatch.event where type = 'access.confirmed' order by id", String.class)).containsExactly("change.manager", "admin");
    }

    @Test
    void aDeviceIsToldOnADay() {
        String device = jdbc.queryForObject("select device_id from hotpatch.plan_device where controlled and ring = 'pilot' limit 1", String.class);
        Http auditor = as("auditor");
        auditor.signIn();

        assertThat(auditor.page("/desk/device?device=" + device).body()).contains("What it ran on", cycle, "pilot", "newest reading of the fleet");
        assertThat(auditor.page("/desk/device?device=nobody").body()).contains("No device has the id or the name");
        assertThat(as("auditor").get("/desk/device.csv?day=2026-01-01&device=" + device).response().body()).startsWith("seenAt,build,source");
    }

    @Test
    void theDescriptionOfTheApiNamesEveryPath() {
        Http.Answer api = as("auditor").get("/v3/api-docs");

        assertThat(Http.keys(api.body().get("paths"))).contains("/api/v1/cycles", "/api/v1/cycles/{id}", "/api/v1/cycles/{id}/halt",
                "/api/v1/releases", "/api/v1/fleet/readiness", "/api/v1/devices/{id}/eligibility", "/api/v1/audit/events");
    }

    @Test
    void anOpenCycleHasNoEvidenceYet() {
        Http.Answer refused = as("auditor").get("/api/v1/cycles/" + cycle + "/evidence");

        problem(refused, 409);
        assertThat(refused.body().get("detail").asText()).contains(cycle, "has not ended");
        Http auditor = as("auditor");
        auditor.signIn();
        assertThat(auditor.page("/cycles/" + cycle).body()).doesNotContain("Evidence pack");
    }

    @Test
    void anExceptionIsAskedForOverRestAndByItsStartFormAndDecidedByAnother() {
        String until = Instant.now().plus(Duration.ofDays(30)).toString();
        String good = "{\"scope\":\"RING\",\"target\":\"pilot\",\"reason\":\"till\",\"compensatingControl\":\"no network\",\"expiresAt\":\"" + until + "\"}";
        problem(as("auditor").post("/api/v1/exceptions", good), 403);
        problem(as("business.owner").post("/api/v1/exceptions", good.replace("pilot", "nowhere")), 400);
        Http.Answer soon = as("business.owner").post("/api/v1/exceptions", good.replace(until, "soon"));
        problem(soon, 400);
        assertThat(soon.body().get("detail").asText()).as("the field as the caller sent it").contains("'expiresAt' must say").doesNotContain("expiresOn");
        assertThat(as("business.owner").post("/api/v1/exceptions", good.replace("RING", "SHOP")).body().get("detail").asText()).startsWith("'scope' must be one of");
        problem(as("business.owner").post("/api/v1/exceptions", "{}"), 400);
        problem(as("business.owner").get("/api/v1/exceptions/999"), 404);
        Http.Answer asked = as("business.owner").post("/api/v1/exceptions", good);
        assertThat(asked.status()).isEqualTo(201);
        assertThat(asked.body().get("state").asText()).isEqualTo("REQUESTED");
        assertThat(asked.body().get("requestedBy").asText()).isEqualTo("business.owner");
        assertThat(as("auditor").get("/api/v1/exceptions").body()).hasSize(1);

        String form = "{\"variables\":{\"exemptionScope\":{\"value\":\"DEVICE\"},\"exemptionTarget\":{\"value\":\"%s\"},\"exemptionReason\":{\"value\":\"r\"},"
                + "\"compensatingControl\":{\"value\":\"c\"},\"expiresOn\":{\"value\":\"" + until + "\"}}}";
        String device = jdbc.queryForObject("select min(id) from hotpatch.device", String.class);
        String start = "/engine-rest/process-definition/key/exception-request/submit-form";
        assertThat(as("business.owner").post(start, form.formatted("no-device")).status()).isEqualTo(400);
        assertThat(as("auditor").post(start, form.formatted(device)).status()).isEqualTo(403);
        assertThat(as("business.owner").post(start, form.formatted(device)).status()).isEqualTo(200);
        assertThat(as("auditor").get("/api/v1/exceptions").body()).hasSize(2);
        Http browser = as("business.owner");
        browser.signIn();
        assertThat(browser.page("/").body()).as("tasks without a cycle on the first page").containsPattern("Grant the exception: exception \\d+");

        Http manager = as("change.manager");
        for (JsonNode task : manager.get("/engine-rest/task?taskDefinitionKey=approveException").body()) {
            String answer = "{\"variables\":{\"decision\":{\"value\":\"REFUSE\"},\"comment\":{\"value\":\"no\"}}}";
            assertThat(manager.post("/engine-rest/task/" + task.get("id").asText() + "/complete", answer).status()).isEqualTo(204);
        }
        assertThat(jdbc.queryForList("select distinct state || ' ' || decided_by from hotpatch.exemption", String.class)).containsExactly("REFUSED change.manager");

        String name = jdbc.queryForObject("select name from hotpatch.device where id = ?", String.class, device);
        assertThat(browser.page("/exceptions").body()).as("a device by its name").contains(name).doesNotContain(device);
        assertThat(as("business.owner").post("/api/v1/exceptions", good.replace("pilot", "early")).status()).isEqualTo(201);
        String task = manager.get("/engine-rest/task?taskDefinitionKey=approveException").body().get(0).get("id").asText();
        assertThat(manager.post("/engine-rest/task/" + task + "/complete", "{\"variables\":{\"decision\":{\"value\":\"GRANT\"}}}").status()).isEqualTo(204);
        assertThat(jdbc.queryForObject("select comment from hotpatch.exemption where state = 'GRANTED'", String.class)).as("nothing was said").isEmpty();
        jdbc.update("update hotpatch.exemption set state = 'EXPIRED', ended_at = now() where state = 'GRANTED'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"business.owner", "release.manager", "cab.member"})
    void evidenceIsForAuditorsChangeManagersAndAdministrators(String person) {
        problem(as(person).get("/api/v1/cycles/" + cycle + "/evidence"), 403);
    }

    @ParameterizedTest
    @CsvSource({"business.owner", "auditor"})
    void othersMayNotStop(String person) {
        problem(as(person).post("/api/v1/cycles/" + cycle + "/halt", "{\"reason\":\"no\"}"), 403);
        assertThat(cycles.get(cycle).haltReason()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"reason\":\"  \"}", "{\"reason\":null}", "{\"reason\":\"a\\u0000b\"}", "{\"reas", "", "[]"})
    void aStopNeedsAReason(String body) {
        problem(as("change.manager").post("/api/v1/cycles/" + cycle + "/halt", body), 400);
        assertThat(cycles.get(cycle).haltReason()).isNull();
    }

    @Test
    void aReasonHasALimit() {
        problem(as("change.manager").post("/api/v1/cycles/" + cycle + "/halt", "{\"reason\":\"" + "x".repeat(2001) + "\"}"), 400);
        problem(as("change.manager").post("/api/v1/cycles/1999.01-B/halt", "{\"reason\":\"x\"}"), 404);
    }

    @Test
    void modelSetsAreActivatedByAdministratorsOnly() {
        String active = modelSets.active();

        problem(as("release.manager").post("/api/v1/model-sets/" + active + "/activate", ""), 403);
        Http.Answer refused = as("admin").post("/api/v1/model-sets/none/activate", "");
        problem(refused, 409);
        assertThat(refused.body().get("detail").asText()).contains("patch-cycle");
        assertThat(as("admin").post("/api/v1/model-sets/" + active + "/activate", "").status()).isEqualTo(204);
        assertThat(modelSets.active()).isEqualTo(active);
    }

    /** Once over REST and once by what Admin calls; the engine does not tell the memberships that go with a group one by one. */
    @ParameterizedTest
    @ValueSource(strings = {"/engine-rest/group/", "/camunda/api/engine/engine/default/group/"})
    void aGroupThatIsDeletedEndsItsRolesAndIsInTheTrail(String door) {
        String group = "short-lived-" + door.length();
        String member = "member-" + door.length();
        person(member, group);
        Http admin = as("admin");
        admin.signIn();
        assertThat(admin.throughTheWebApplication("DELETE", door + group, "")).isEqualTo(204);

        assertThat(as("auditor").get("/api/v1/access-reviews").body().get("held").toString()).doesNotContain(group);
        assertThat(as("auditor").get("/api/v1/audit/access?person=" + member).body()).singleElement().satisfies(r -> {
            assertThat(r.get("role").asText()).isEqualTo(group);
            assertThat(r.get("heldUntil").isNull()).as("until the group was deleted").isFalse();
            assertThat(r.get("takenBy").asText()).isEqualTo("admin");
        });
        assertThat(operations("Group")).contains("admin Delete Group groupId null " + group);
        context.getBean(IdentityService.class).deleteUser(member);
    }

    /** What the trail has of operations on things of this type, in order: by whom, what, on what, which property, before and after. */
    private List<String> operations(String entity) {
        return jdbc.queryForList("select concat_ws(' ', actor, data ->> 'operation', data ->> 'entity', data ->> 'property', coalesce(data ->> 'before', 'null'), "
                + "coalesce(data ->> 'after', 'null')) from hotpatch.event where type = 'engine.operation' and data ->> 'entity' = ? order by id", String.class, entity);
    }

    @Test
    void whatAnAdministratorDoesInTheEngineIsInTheTrailWithWhatWasBefore() {
        String instance = context.getBean(ProcessEngine.class).getHistoryService().createHistoricProcessInstanceQuery().processInstanceBusinessKey(cycle)
                .list().get(0).getId();
        Http.Answer suspended = as("admin").send("PUT", "/engine-rest/process-instance/" + instance + "/suspended", "application/json", "{\"suspended\":true}");
        assertThat(suspended.status()).isEqualTo(204);
        assertThat(as("admin").send("PUT", "/engine-rest/process-instance/" + instance + "/suspended", "application/json", "{\"suspended\":false}").status())
                .isEqualTo(204);
        assertThat(as("admin").send("PUT", "/engine-rest/process-instance/" + instance + "/variables/remark", "application/json",
                "{\"value\":\"by hand\",\"type\":\"String\"}").status()).isEqualTo(204);
        List<JsonNode> told = new ArrayList<>();
        as("auditor").get("/api/v1/audit/events?size=200&cycle=" + cycle).body().forEach(e -> {
            if (e.get("type").asText().equals("engine.operation")) {
                told.add(e);
            }
        });
        assertThat(told).extracting(e -> e.get("actor").asText()).containsOnly("admin");
        assertThat(told).extracting(e -> e.get("data").get("operation").asText()).contains("Suspend", "Activate", "SetVariable");
        assertThat(told).filteredOn(e -> e.get("data").get("operation").asText().equals("Suspend")).first().satisfies(e -> {
            assertThat(e.get("data").get("processInstance").asText()).isEqualTo(instance);
            assertThat(e.get("data").get("after").asText()).isEqualTo("suspended");
        });
    }

    /** Cockpit offers some of these; a running cycle and the course of all ended ones would go with one click. */
    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"DELETE /deployment/DEPLOYMENT?cascade=true MODELS", "DELETE /process-definition/DEFINITION?cascade=true MODELS",
            "DELETE /process-definition/key/patch-cycle?cascade=true MODELS", "PUT /process-definition/DEFINITION/history-time-to-live AGE",
            "DELETE /history/process-instance/INSTANCE HISTORY", "DELETE /process-instance/INSTANCE RUNNING", "POST /process-instance/delete RUNNING", "POST /history/process-instance/delete HISTORY",
            "POST /history/process-instance/set-removal-time AGE", "DELETE /history/process-instance/INSTANCE/variable-instances HISTORY",
            "POST /history/decision-instance/delete HISTORY"})
    void noRightIsEnoughToDeleteWhatAnAuditorWillAskFor(String method, String path, String kept) {
        HistoryService history = context.getBean(ProcessEngine.class).getHistoryService();
        String instance = history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(cycle).list().get(0).getId();
        String definition = modelSets.definition("patch-cycle");
        String body = switch (path) {
            case "/history/process-instance/delete" -> "{\"historicProcessInstanceIds\":[\"" + instance + "\"],\"deleteReason\":\"none\"}";
            case "/history/process-instance/set-removal-time" -> "{\"historicProcessInstanceIds\":[\"" + instance + "\"],\"absoluteRemovalTime\":\"2020-01-01T00:00:00.000+0000\"}";
            case "/process-instance/delete" -> "{\"processInstanceIds\":[\"" + instance + "\"],\"deleteReason\":\"none\"}";
            case "/history/decision-instance/delete" -> "{\"historicDecisionInstanceQuery\":{},\"deleteReason\":\"none\"}";
            default -> path.endsWith("time-to-live") ? "{\"historyTimeToLive\":1}" : "";
        };
        Http.Answer refused = as("admin").send(method, "/engine-rest" + path.replace("DEPLOYMENT", modelSets.active()).replace("DEFINITION", definition)
                .replace("INSTANCE", instance), "application/json", body);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body().get("message").asText()).endsWith("Nothing has changed.").contains(switch (kept) {
            case "MODELS" -> "model set is kept";
            case "AGE" -> "How long history is kept";
            case "RUNNING" -> "What runs is not deleted";
            default -> "not deleted by hand";
        });
        assertThat(history.createHistoricProcessInstanceQuery().processInstanceId(instance).count()).isOne();
        assertThat(modelSets.definition("patch-cycle")).isEqualTo(definition);
    }

    /** One asks, another reads what changes and approves it; the way back waits for nobody. */
    @Test
    void aModelSetTakesTwoPeopleOverRestAndInTheConsole() {
        String before = modelSets.active();
        String own = modelSets.deploy(Models.builtIn());
        String activate = "/api/v1/model-sets/" + own + "/activate";
        problem(as("admin").post(activate, "{}"), 400);
        problem(as("admin").post(activate, "{\"reason\":\"Soak of two days\",\"author\":\"Jo <b>Doe</b>\"}"), 400);
        Http.Answer waits = as("admin").post(activate, "{\"reason\":\"Soak of <b>two</b> days\",\"author\":\"Release.Manager\"}");
        assertThat(waits.status()).as(waits.response().body()).isEqualTo(202);
        assertThat(modelSets.active()).isEqualTo(before);
        String proposal = "/api/v1/model-sets/proposals/" + waits.body().get("id").asLong();
        problem(as("admin").post(activate, "{\"reason\":\"again\"}"), 409);
        problem(as("admin").post(proposal + "/decision", "{\"decision\":\"APPROVE\"}"), 403);
        problem(as("cab.member").post(proposal + "/decision", "{\"decision\":\"REJECT\"}"), 400);
        assertThat(as("auditor").get("/model-sets").response().body()).contains("Waits for another pair of eyes", "of &lt;b&gt;two&lt;/b&gt; days", "release.manager", "No file changes.", "The check of the models found nothing.")
                .doesNotContain("value=\"APPROVE\"", "Ask for another set");
        assertThat(as("admin").get("/model-sets").response().body()).contains("Ask for another set").doesNotContain("value=\"APPROVE\"");
        assertThat(as("cab.member").get("/model-sets").response().body()).contains("value=\"APPROVE\"");
        assertThat(as("cab.member").get(proposal + "/difference").response().body()).isEmpty();

        Http.Answer decided = as("cab.member").post(proposal + "/decision", "{\"decision\":\"APPROVE\",\"comment\":\"Read\"}");
        assertThat(decided.status()).isEqualTo(200);
        assertThat(decided.body().get("decision").get("decidedBy").asText()).isEqualTo("cab.member");
        assertThat(modelSets.active()).isEqualTo(own);
        assertThat(as("auditor").get("/api/v1/model-sets").body().get("inUse").asText()).isEqualTo(own);
        assertThat(as("admin").post("/api/v1/model-sets/" + before + "/activate", "").status()).isEqualTo(204);
        assertThat(modelSets.active()).isEqualTo(before);
    }

    /** Whoever takes models into use, at once or with a second person: the approvals ahead are looked at with it. */
    @Test
    void anActivationLooksForTwoPeopleForEachApprovalAhead() {
        Supplier<List<String>> shortOf = () -> jdbc.queryForList("select subject || ' ' || ring from hotpatch.decider_shortage where cycle_id = ? and resolved_at is null "
                + "order by 1", String.class, cycle);
        IdentityService identity = context.getBean(IdentityService.class);
        String before = modelSets.active();
        identity.deleteMembership("business.owner", "business-owners");
        identity.deleteMembership("change.deputy", "change-managers");
        try {
            assertThat(shortOf.get()).as("nobody has looked yet").isEmpty();
            assertThat(as("admin").post("/api/v1/model-sets/" + before + "/activate", "").status()).isEqualTo(204);
            assertThat(shortOf.get()).contains("RESTART last", "RESTART pilot");
        } finally {
            identity.createMembership("business.owner", "business-owners");
            identity.createMembership("change.deputy", "change-managers");
        }
        Http.Answer waits = as("admin").post("/api/v1/model-sets/" + modelSets.deploy(Models.builtIn()) + "/activate", "{\"reason\":\"r\"}");
        assertThat(waits.status()).isEqualTo(202);
        assertThat(shortOf.get()).as("asking alone changes nothing").isNotEmpty();
        assertThat(as("cab.member").post("/api/v1/model-sets/proposals/" + waits.body().get("id").asLong() + "/decision", "{\"decision\":\"APPROVE\"}").status()).isEqualTo(200);
        assertThat(shortOf.get()).isEmpty();
        assertThat(as("admin").post("/api/v1/model-sets/" + before + "/activate", "").status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/releases", "/fleet", "/fleet/devices", "/cycles/"})
    void pagesAreThereForPeopleOnly(String page) {
        Http auditor = as("auditor");
        String path = page.equals("/cycles/") ? page + cycle : page;

        assertThat(auditor.page(path).statusCode()).isEqualTo(302);
        auditor.signIn();
        HttpResponse<String> shown = auditor.page(path);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(p -> assertThat(p).contains("script-src 'self'"));
        assertThat(shown.body()).contains("Sandbox tenant", "Nothing here is real", "Business time", "Ada Auditor", cycle)
                .doesNotContain("onclick", "<style", "Stop this cycle");
    }

    @Test
    void aDeviceIsShownWithEveryFactAndItsAge() {
        JsonNode listed = as("auditor").get("/api/v1/fleet/devices?reason=COMPETING_UPDATE_SOURCE&size=1").body().get(0);
        Http.Answer sheet = as("auditor").get("/api/v1/devices/" + listed.get("device").asText());
        assertThat(sheet.keys()).containsExactly("id", "name", "facts", "eligibility");
        assertThat(Http.keys(sheet.body().get("facts").get(0))).containsExactly("name", "value", "source", "observedAt", "receivedAt", "remark");
        assertThat(sheet.body().get("facts").findValuesAsText("name")).contains("Management", "Compiled hybrid code", "Update ring", "Tenant's default", "Time zone");
        assertThat(sheet.body().get("eligibility").get("reasons").get(0).get("code").asText()).isEqualTo("COMPETING_UPDATE_SOURCE");
        problem(as("auditor").get("/api/v1/devices/nobody"), 404);

        Http auditor = as("auditor");
        auditor.signIn();
        assertThat(auditor.page("/fleet/device?device=" + listed.get("name").asText()).body()).contains(listed.get("device").asText(), "Co managed other", "Updated by Configuration Manager",
                "Move the Windows Update workload", cycle, "Graph does not tell it", "On another day");
        assertThat(auditor.page("/fleet/device?device=%3Cb%3Enobody").body()).contains("No device has the id or the name", "&lt;b&gt;nobody").doesNotContain("<b>nobody");
    }

    @Test
    void theConsoleSaysWhoIsWaitedForAndLeadsThere() {
        Http manager = as("change.manager");
        manager.signIn();
        String task = running.waiting().get(0).id();

        assertThat(manager.page("/").body()).contains("Change managers", "you can take it", "/camunda/app/tasklist/default/#/?task=" + task,
                "Stop this cycle", "Awaiting approval");
    }

    /** A token of its own that speaks for no person, with the role of somebody who may: each door that takes a decision is closed to it. */
    @Test
    void aProgramDecidesNothingWhateverTheDoor() {
        Governing governing = context.getBean(Governing.class);
        Governing.Answer yes = new Governing.Answer("APPROVE", "by a robot");
        CycleRecords records = context.getBean(CycleRecords.class);
        Map<Allowed, List<ThrowingCallable>> doors = new EnumMap<>(Map.of(
                Allowed.DECIDE_POLICY, List.of(() -> governing.decidePolicy(1, yes), () -> governing.decideMembership(1, yes)),
                Allowed.DECIDE_MODELS, List.of(() -> context.getBean(ModelSetUse.class).decide(1, yes)),
                Allowed.CONFIRM_ACCESS, List.of(() -> context.getBean(AccessReviewPage.class).confirm(new AccessReviewPage.Confirmation("none", "by a robot"))),
                Allowed.HOLD, List.of(() -> governing.hold(cycle, "by a robot"), () -> governing.lift(cycle, "by a robot")),
                Allowed.SIGN_ACTION, List.of(() -> records.sign(cycle, new CycleRecords.SignedAction("EVENT 1", "a robot", "a robot"))),
                Allowed.DECIDE_RESTART, List.of(() -> context.getBean(RestartDecisions.class).decide(cycle, 1, true, "by a robot"))));
        doors.put(Allowed.SIGN_TEST, List.of(() -> records.sign(cycle, new CycleRecords.SignedTest("pilot", "Printing", "PASSED", "by a robot"))));
        assertThat(doors.keySet()).as("every door").isEqualTo(Stream.of(Allowed.values()).filter(Allowed::ofPeople).collect(Collectors.toSet()));

        doors.forEach((allowed, ways) -> {
            String person = allowed == Allowed.SIGN_TEST ? "release.manager" : "change.manager";
            Jwt token = Jwt.withTokenValue("any").header("alg", "none").subject(person).claim("idtyp", "app").issuedAt(Instant.now()).build();
            SecurityContextHolder.getContext().setAuthentication(new JwtAuthenticationToken(token, List.of(), person));
            try {
                ways.forEach(way -> assertThatThrownBy(way).as(allowed.what()).isInstanceOfSatisfying(ApiProblem.class,
                        problem -> assertThat(problem.getStatusCode().value()).isEqualTo(403)).hasMessageContaining("programs decide nothing"));
            } finally {
                SecurityContextHolder.clearContext();
            }
        });
    }

    @Test
    void aMissingPageIsAPageInABrowser() {
        Http auditor = as("auditor");
        auditor.signIn();

        for (String path : List.of("/nothing-here", "/cycles/1999.01-B")) {
            HttpResponse<String> shown = auditor.page(path);
            assertThat(shown.statusCode()).isEqualTo(404);
            assertThat(shown.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
            assertThat(shown.body()).contains("There is no such page", "To the cycles");
        }
        assertThat(auditor.submit("/", "/cycles/" + cycle + "/halt", "reason=no").statusCode()).isEqualTo(403);
    }

    @Test
    void badInputIsRefusedInASentenceStoredAndChangesNothing() {
        new BadInput(port, jdbc, cycle, running.waiting().get(0).id()).hold();
    }

    @Test
    @Order(2) // while no answer of the engine tells of devices
    void ownersSeeTheDevicesOfTheirRingsOnlyWhateverTheWay() {
        person("plant.owner", "plant-owners");
        person("site.owner", "site-owners");
        String sql = "select device_id from hotpatch.plan_device where cycle_id = ? and ring %s and population = 'ACTIVE'";
        List<String> own = jdbc.queryForList(sql.formatted("= 'last'"), String.class, cycle);
        List<String> others = new ArrayList<>(jdbc.queryForList(sql.formatted("<> 'last'"), String.class, cycle));
        String device = others.get(0);
        jdbc.update("insert into hotpatch.unapproved_install (cycle_id, device_id, ring, build, ubr, not_after, approval, delivered, track, enrolled_anew, known_before, "
                + "newer_windows, other_source, found_at) select cycle_id, device_id, ring, 26100, 1, now(), 'NEVER', 'LCU', 'LCU', false, false, false, false, now() "
                + "from hotpatch.plan_device where cycle_id = ? and device_id in (?, ?)", cycle, device, own.get(0));
        for (String target : List.of(device, own.get(0))) {
            jdbc.update("insert into hotpatch.exemption (id, scope, target, reason, compensating_control, requested_by, requested_at, expires_at, state) "
                    + "overriding system value values (?, 'DEVICE', ?, 'r', 'c', 'release.manager', now(), now() + interval '1 day', 'REQUESTED')",
                    target.equals(device) ? 1001 : 1002, target);
        }
        jdbc.update("insert into hotpatch.approval (cycle_id, ring, subject, task_id, shown, shown_hash, asked, requested_at) values "
                + "(?, 'pilot', 'RING', 'owners-1', ?, 'h', 'release-managers', now()), (?, null, 'STOP', 'owners-2', ?, 'h', 'change-managers', now()), "
                + "(?, 'last', 'RESTART', 'owners-3', ?, 'h', 'business-owners', now())", cycle, "{\"failures\":[\"" + device + "\"]}", cycle,
                "{\"installedAfter\":[\"" + device + "\"]}", cycle, "{\"devices\":[\"" + own.get(0) + "\"]}");
        jdbc.update("insert into hotpatch.event (business_time, wall_time, actor, actor_kind, type, cycle_id, ring, data) values (now(), now(), 'hotpatch-cycle', 'SYSTEM', "
                + "'unit.memberGone', ?, 'pilot', jsonb_build_object('object', ?::text))", cycle, device);
        String judged = as("change.manager").send("POST", "/api/v1/findings?name=owners.csv", "text/csv", "device,kb\r\n" + device + ",KB1\r\n" + own.get(0)
                + ",KB1\r\n").body().get("id").asText();
        DevicesShown shown = new DevicesShown(context, port, Map.of("cycles", cycle, "devices", device, "findings", judged, "exceptions", "1001"));
        others.addAll(jdbc.queryForList("select name from hotpatch.device where id in (select device_id from hotpatch.plan_device where cycle_id = ? "
                + "and ring <> 'last')", String.class, cycle));

        assertThat(shown.to("auditor", others)).as("what tells of devices").hasSizeGreaterThan(12);
        assertThat(shown.to("plant.owner", others)).as("devices of others").isEmpty();
        assertThat(shown.to("site.owner", Stream.concat(own.stream(), others.stream()).toList())).as("without a ring").isEmpty();
        assertThat(as("plant.owner").get("/api/v1/fleet/devices?size=500").body()).hasSameSizeAs(own);
        assertThat(as("plant.owner").get("/fleet/devices.csv").response().body().lines()).hasSize(own.size() + 1);
        assertThat(as("plant.owner").get("/api/v1/devices/" + own.get(0) + "/eligibility").status()).isEqualTo(200);
        assertThat(as("plant.owner").get("/findings/" + judged + "/lines.csv").response().body()).contains(own.get(0));
        assertThat(as("plant.owner").get("/api/v1/cycles/" + cycle + "/unapproved-installs").body()).hasSize(1);
        assertThat(as("plant.owner").get("/api/v1/exceptions").body().toString()).contains(own.get(0));
        assertThat(as("business.owner").get("/api/v1/devices/" + device + "/eligibility").status()).as("owner of its restarts").isEqualTo(200);
        String shownTo = "/engine-rest/variable-instance?variableName=shown&deserializeValues=false";
        assertThat(as("change.manager").get(shownTo).body()).isNotEmpty();
        for (String path : List.of(shownTo, shownTo.replace("/engine-rest/", "/engine-rest/engine/default/"), "/engine-rest/process-instance", "/engine-rest/execution")) {
            assertThat(as("plant.owner").get(path).status()).as(path).isEqualTo(403);
        }
        cockpitTellsOwnersNothingOf(device);
        assertThat(as("plant.owner").get("/cycles/" + cycle).response().body()).contains(own.get(0), "devices of other owners");
        jdbc.update("delete from hotpatch.unapproved_install");
        jdbc.update("delete from hotpatch.approval where task_id like 'owners-%'");
        jdbc.update("delete from hotpatch.exemption where reason = 'r'");
    }

    /** Nobody but the configuration of a ring knows the group; a group without a ring may nothing. */
    @Test
    void whoOwnsARingMayWhatABusinessOwnerMay() {
        person("ring.owner", "plant-owners");
        person("no.owner", "no-owners");
        assertThat(rightsOf("plant-owners")).as("in the engine").hasSizeGreaterThan(3).isEqualTo(rightsOf("business-owners"));
        assertThat(as("ring.owner").get("/engine-rest/filter?resourceType=Task").response().body()).contains("My group's tasks", "Claimed by me");
        problem(as("ring.owner").post("/api/v1/exceptions", "{\"scope\":\"RING\"}"), 400);
        problem(as("no.owner").post("/api/v1/exceptions", "{\"scope\":\"RING\"}"), 403);
        Http auditor = as("auditor");
        auditor.signIn();
        assertThat(auditor.page("/roles").body()).contains("plant-owners");
    }

    private List<String> rightsOf(String group) {
        return jdbc.queryForList("select resource_type_ || ' ' || replace(resource_id_, group_id_, 'itself') || ' ' || perms_ from public.act_ru_authorization where group_id_ = ? and resource_type_ <> ? order by 1",
                String.class, group, Resources.TASK.resourceType());
    }

    /** Cockpit asks by an interface of its own, beside the engine's. */
    private void cockpitTellsOwnersNothingOf(String device) {
        RuntimeService runtime = context.getBean(RuntimeService.class);
        Execution waits = runtime.createExecutionQuery().activityId("approveChange").singleResult();
        String incident = runtime.createIncident("test", waits.getId(), "x", "Device " + device + " does not answer.").getId();
        Http auditor = as("auditor");
        auditor.signIn();
        Http owner = as("plant.owner");
        owner.signIn();
        String cockpit = "/camunda/api/cockpit/plugin/base/default/";
        assertThat(auditor.page(cockpit + "incident").body()).as("what there is to see").contains(device);
        assertThat(auditor.page(cockpit + "process-instance").body()).contains(waits.getProcessInstanceId());
        for (String path : List.of(cockpit + "incident", cockpit + "incident/count", cockpit + "process-instance", cockpit + "process-instance/count",
                cockpit + "process-instance/" + waits.getProcessInstanceId() + "/called-process-instances", "/engine-rest/incident", "/engine-rest/incident/" + incident,
                "/engine-rest/job", "/engine-rest/external-task")) {
            assertThat(owner.page(path).statusCode()).as(path).isEqualTo(403);
        }
        runtime.resolveIncident(incident);
    }

    private void person(String id, String group) {
        IdentityService identity = context.getBean(IdentityService.class);
        if (identity.createGroupQuery().groupId(group).count() == 0) {
            identity.saveGroup(identity.newGroup(group));
        }
        User user = identity.newUser(id);
        user.setPassword(id);
        identity.saveUser(user);
        identity.createMembership(id, group);
    }

    @Test
    void whoDidWhatBesideTheCyclesIsForAuditors() {
        jdbc.update("insert into hotpatch.event (business_time, wall_time, actor, actor_kind, type, cycle_id, data) values (now(), now(), 'change.manager', 'PERSON', "
                + "'decision.refused', ?, '{}')", cycle);
        String events = "/api/v1/audit/events";
        problem(as("change.manager").get(events), 403);
        problem(as("change.manager").get(events + "?cycle="), 403);
        String work = as("change.manager").get(events + "?size=500&cycle=" + cycle).response().body();
        assertThat(work).contains("cycle.started").doesNotContain("decision.refused", "person.", "signIn.");
        assertThat(as("auditor").get(events + "?size=500&cycle=" + cycle).response().body()).contains("cycle.started", "decision.refused");
        assertThat(as("admin").get(events + "?size=500").response().body()).contains("person.signedIn");
        for (String person : List.of("auditor", "release.manager")) {
            Http reader = as(person);
            reader.signIn();
            assertThat(reader.page("/cycles/" + cycle).body().contains("decision.refused")).as(person).isEqualTo("auditor".equals(person));
        }
    }

    @Test
    void whoMayDoWhatIsOnOnePageForAuditors() {
        Http auditor = as("auditor");
        auditor.signIn();
        assertThat(auditor.page("/").body()).contains("href=\"/roles\"");
        String page = auditor.page("/roles").body();
        assertThat(page).contains("Who holds which role", "Stop a cycle", "Change managers", "(change.manager)", "process instance", "everything")
                .containsPattern("(?s)>Change</th><td>change-managers, or cab and change-managers</td><td>cab")
                .contains("<td>release-managers (pilot), release-managers (early), release-managers (broad), plant-owners and release-managers (last)</td>",
                        "cab and change-managers; release-managers too where nobody declined it");
        Authorization taken = context.getBean(AuthorizationService.class).createAuthorizationQuery().groupIdIn("operators")
                .resourceType(Resources.PROCESS_INSTANCE).singleResult();
        taken.removePermission(ProcessInstancePermissions.RETRY_JOB);
        context.getBean(AuthorizationService.class).saveAuthorization(taken);
        assertThat(auditor.page("/roles").body()).as("what is in force, not what was meant").isNotEqualTo(page);
        taken.addPermission(ProcessInstancePermissions.RETRY_JOB);
        context.getBean(AuthorizationService.class).saveAuthorization(taken);
        Http manager = as("change.manager");
        manager.signIn();
        assertThat(manager.page("/roles").statusCode()).isEqualTo(403);
        assertThat(manager.page("/").body()).doesNotContain("href=\"/roles\"");
    }

    @Test
    @Order(1) // while the change waits for its approval
    void everyRouteIsOpenToThoseItIsMeantFor() {
        new AccessMatrix(context, port).hold();
    }

    @Test
    @Order(LAST - 1) // it leaves much behind
    void changesThatAreRightInAllTheySayAreDoneForThoseWhoMayAndForNobodyElse() {
        ValidWrites writes = new ValidWrites(context.getBean(ProcessEngine.class), port);
        engineWrites(writes);
        String at = "/api/v1/cycles/" + cycle;
        String soon = Instant.now().plus(Duration.ofDays(30)).toString();
        writes.hold(Write.json("POST /api/v1/exceptions", "{\"scope\":\"RING\",\"target\":\"pilot\",\"reason\":\"r\",\"compensatingControl\":\"c\",\"expiresAt\":\"" + soon
                + "\"}"), rows("exemption"), "business-owners", "release-managers", "change-managers", "cab", "camunda-admin");
        String policy = writes.hold(Write.json("POST /api/v1/policies", "{\"title\":\"t\",\"text\":\"x\",\"validFrom\":\"2026-02-01\"}"), rows("patch_policy"),
                "release-managers", "change-managers", "camunda-admin");
        writes.hold(Write.json("POST /api/v1/policies/" + policy.replaceAll("(?s).*\"version\":(\\d+).*", "$1") + "/decision", "{\"decision\":\"APPROVE\"}"),
                events("policy.decided"), "cab", "change-managers");
        long rules = as("auditor").get("/api/v1/ring-memberships").body().get(0).get("id").asLong();
        jdbc.update("insert into hotpatch.ring_membership (rings, sha256, proposed_by, proposed_at) select rings, 'other', 'hotpatch-cycle', now() from hotpatch.ring_membership where id = ?", rules);
        writes.hold(Write.json("POST /api/v1/ring-memberships/" + jdbc.queryForObject("select max(id) from hotpatch.ring_membership", Long.class) + "/decision",
                "{\"decision\":\"APPROVE\"}"), events("ringMembership.decided"), "change-managers", "cab");
        writes.hold(Write.json("POST " + at + "/hold", "{\"reason\":\"r\"}"), rows("legal_hold"), "change-managers", "camunda-admin");
        writes.hold(Write.json("DELETE " + at + "/hold?reason=r", ""), events("legalHold.lifted"), "camunda-admin", "change-managers");
        writes.hold(new Write("POST", "/api/v1/findings?name=valid.csv", "text/csv", "device,kb\r\nx,KB1\r\n"), rows("finding_import"), "change-managers", "release-managers",
                "camunda-admin");
        writes.hold(Write.json("POST /api/v1/access-reviews", "{\"sha256\":\"" + as("change.manager").get("/api/v1/access-reviews").body().get("sha256").asText() + "\"}"),
                events("access.confirmed"), "change-managers", "camunda-admin");
        writes.hold(Write.json("POST /api/v1/audit/anchors", ""), events("audit.anchored"), "camunda-admin");
        writes.hold(Write.json("POST /api/v1/model-sets/" + modelSets.active() + "/activate", ""), events("modelSet.activated"), "model-admins", "camunda-admin");
        String asked = writes.hold(Write.json("POST /api/v1/model-sets/" + modelSets.deploy(Models.builtIn()) + "/activate", "{\"reason\":\"r\"}"), events("modelSet.proposed"),
                "camunda-admin", "model-admins");
        writes.hold(Write.json("POST /api/v1/model-sets/proposals/" + asked.replaceAll("(?s).*\"id\":(\\d+).*", "$1") + "/decision", "{\"decision\":\"APPROVE\"}"),
                events("modelSet.decided"), "cab", "change-managers");
        writes.hold(Write.json("POST " + at + "/emergency", "{\"reason\":\"r\"}"), events("emergency.requested"), "cab", "release-managers", "change-managers", "camunda-admin");
        long lost = jdbc.queryForObject("insert into hotpatch.graph_write (natural_key, kind, cycle_id, ring, target, request, state, intended_at, intended_wall, "
                + "response) values ('lost too', 'RESTART', ?, 'pilot', 'restart', 'device-1', 'AMBIGUOUS', now(), now(), 'cut') returning id", Long.class, cycle);
        writes.hold(Write.json("POST " + at + "/writes/" + lost + "/decision", "{\"happened\":true,\"reason\":\"r\"}"), events("restart.decided"), "release-managers",
                "change-managers", "camunda-admin");
        long message = jdbc.queryForObject("select max(id) from hotpatch.message where state = 'NO_CHANNEL' and resent_by is null", Long.class);
        writes.hold(Write.json("POST /api/v1/messages/" + message + "/resend", ""), events("notice.resent"), "operators", "release-managers", "camunda-admin");
    }

    private void engineWrites(ValidWrites writes) {
        ProcessEngine engine = context.getBean(ProcessEngine.class);
        Task task = engine.getTaskService().createTaskQuery().taskDefinitionKey("approveChange").singleResult();
        String instance = "/engine-rest/process-instance/" + task.getProcessInstanceId();
        String job = engine.getManagementService().createJobQuery().timers().listPage(0, 1).get(0).getId();
        nobodyMeddlesWith(instance, task, () -> engine.getRuntimeService().createProcessInstanceQuery().count() + " "
                + engine.getRuntimeService().getActiveActivityIds(task.getProcessInstanceId()) + engine.getRuntimeService().createProcessInstanceQuery().suspended().count(), writes);
        HistoricActivityInstance done = engine.getHistoryService().createHistoricActivityInstanceQuery().processInstanceId(engine.getHistoryService()
                .createHistoricProcessInstanceQuery().processDefinitionKey("release-intake").finished().listPage(0, 1).get(0).getId()).listPage(0, 1).get(0);
        writes.refuse(Write.json("POST /engine-rest/process-definition/" + done.getProcessDefinitionId() + "/restart", "{\"processInstanceIds\":[\"" + done.getProcessInstanceId()
                + "\"],\"instructions\":[{\"type\":\"startBeforeActivity\",\"activityId\":\"" + done.getActivityId() + "\"}]}"),
                () -> engine.getHistoryService().createHistoricProcessInstanceQuery().rootProcessInstances().finished().count() > 0, "camunda-admin");
        writes.hold(Write.json("POST /engine-rest/task/" + task.getId() + "/claim", "{\"userId\":\"change.manager\"}"),
                () -> String.valueOf(engine.getTaskService().createTaskQuery().taskId(task.getId()).singleResult().getAssignee()), "change-managers", "camunda-admin");
        writes.hold(Write.json("PUT " + instance + "/variables/note", "{\"value\":\"x\"}"), () -> engine.getRuntimeService().getVariables(task.getProcessInstanceId()).keySet(),
                "camunda-admin");
        writes.hold(Write.json("PUT /engine-rest/job/" + job + "/retries", "{\"retries\":7}"), () -> engine.getManagementService().createJobQuery().jobId(job).singleResult()
                .getRetries(), "operators", "release-managers", "camunda-admin");
        writes.hold(Write.json("POST /engine-rest/user/create", "{\"profile\":{\"id\":\"new.person\"},\"credentials\":{\"password\":\"new.person\"}}"),
                () -> engine.getIdentityService().createUserQuery().count(), "camunda-admin");
        writes.hold(Write.json("PUT /engine-rest/group/cab/members/new.person", ""), () -> engine.getIdentityService().createUserQuery().memberOfGroup("cab").count(),
                "camunda-admin");
        writes.hold(Write.json("POST /engine-rest/authorization/create", "{\"type\":1,\"permissions\":[\"READ\"],\"userId\":\"new.person\",\"resourceType\":7,"
                + "\"resourceId\":\"none\"}"), () -> engine.getAuthorizationService().createAuthorizationQuery().count(), "camunda-admin");
        writes.hold(new Write("POST", "/engine-rest/deployment/create", "multipart/form-data; boundary=part", "--part\r\nContent-Disposition: form-data; "
                + "name=\"deployment-name\"\r\n\r\nnote\r\n--part\r\nContent-Disposition: form-data; name=\"data\"; filename=\"note.txt\"\r\n\r\nx\r\n--part--\r\n"),
                () -> engine.getRepositoryService().createDeploymentQuery().count(), "model-admins", "camunda-admin");
    }

    private static void nobodyMeddlesWith(String instance, Task task, Supplier<Object> state, ValidWrites writes) {
        String definition = "/engine-rest/process-definition/" + task.getProcessDefinitionId();
        for (Write write : List.of(
                Write.json("POST " + instance + "/modification", "{\"instructions\":[{\"type\":\"cancel\",\"activityId\":\"" + task.getTaskDefinitionKey() + "\"}]}"),
                Write.json("DELETE " + instance, ""), Write.json("PUT " + instance + "/suspended", "{\"suspended\":true}"),
                Write.json("PUT " + definition + "/suspended", "{\"suspended\":true}"), Write.json("POST " + definition + "/start", "{\"businessKey\":\"x\"}"),
                Write.json("POST /engine-rest/modification/execute", "{\"processDefinitionId\":\"" + task.getProcessDefinitionId() + "\",\"processInstanceIds\":[\""
                        + task.getProcessInstanceId() + "\"],\"instructions\":[{\"type\":\"cancel\",\"activityId\":\"" + task.getTaskDefinitionKey() + "\"}]}"),
                Write.json("POST /engine-rest/task/" + task.getId() + "/assignee", "{\"userId\":\"cab.member\"}"),
                Write.json("POST /engine-rest/task/" + task.getId() + "/delegate", "{\"userId\":\"cab.member\"}"))) {
            writes.refuse(write, state, write.path().contains("/task/") ? new String[] {"camunda-admin", "change-managers"} : new String[] {"camunda-admin"});
        }
    }

    @Test
    void whatTheProgramWasConfiguredWithAtItsStartIsInTheTrailOnce() {
        assertThat(jdbc.queryForList("select data ->> 'settings' from hotpatch.event where type = 'configuration.set'", String.class)).singleElement().asString().contains("Year end");
    }

    private Supplier<Object> rows(String table) {
        return () -> jdbc.queryForObject("select count(*) from hotpatch." + table, Long.class);
    }

    private Supplier<Object> events(String type) {
        return () -> jdbc.queryForObject("select count(*) from hotpatch.event where type = ?", Long.class, type);
    }

    @Test
    @Order(LAST)
    void aStopFromTheConsoleStopsTheCycleOnceAndItsReasonIsEscaped() {
        Http manager = as("release.manager");
        manager.signIn();

        HttpResponse<String> next = manager.submit("/", "/cycles/" + cycle + "/halt", "reason=" + Http.encode("<b>VPN fails</b>"));

        assertThat(next.statusCode()).isEqualTo(302);
        CycleView stopped = cycles.get(cycle);
        assertThat(stopped.haltReason()).isEqualTo("<b>VPN fails</b>");
        assertThat(stopped.haltedBy()).isEqualTo("release.manager");
        assertThat(manager.page("/cycles/" + cycle).body()).contains("&lt;b&gt;VPN fails&lt;/b&gt;", "is being stopped").doesNotContain("<b>VPN");
        assertThat(as("cab.member").post("/api/v1/cycles/" + cycle + "/halt", "{\"reason\":\"again\"}").status()).isEqualTo(202);
        Http.Answer hurry = as("cab.member").post("/api/v1/cycles/" + cycle + "/emergency", "{\"reason\":\"attacked\"}");
        problem(hurry, 409);
        assertThat(hurry.body().get("detail").asText()).contains("there is nothing to speed up");
        assertThat(manager.submit("/", "/cycles/" + cycle + "/emergency", "reason=attacked").statusCode()).isEqualTo(302);
        assertThat(manager.page("/cycles/" + cycle).body()).contains("there is nothing to speed up").doesNotContain("id=\"ask-emergency\"");
        // the first look at the stop notes what is open as well; and business time is behind the machine's by as long as the tenant took to tell it
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> context.getBean(ManagementService.class).createJobQuery().executable().count() == 0);
        jdbc.update("insert into hotpatch.stop_open (halt_id, what, since) select id, 'ring ''pilot'': <b>HTTP 403</b>', now() - interval '1 minute' from hotpatch.halt where cycle_id = ?", cycle);
        assertThat(manager.page("/cycles/" + cycle).body()).contains("NOT stopped yet. Still open: ring &#39;pilot&#39;: &lt;b&gt;HTTP 403");
        assertThat(as("auditor").get("/api/v1/cycles/" + cycle).body().get("halt").get("reached").get("open").asText()).contains("HTTP 403");
        jdbc.update("delete from hotpatch.stop_open");
        jdbc.update("insert into hotpatch.stop_count (halt_id, ring, suspended_at, devices, before, out_of_reach, committed, not_seen, offline, installed_after, "
                + "as_of, counted_at) select id, 'pilot', now(), 21, 1, 2, 3, 4, 5, 6, now(), now() from hotpatch.halt where cycle_id = ?", cycle);
        jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring, outcome, not_effective_at, effective_at) select ?, id, 'pilot', "
                + "'EFFECTIVE_HOTPATCH', now(), now() + interval '1 hour' from hotpatch.device order by name limit 1", cycle);
        assertThat(manager.page("/cycles/" + cycle).body()).contains("What the stop has reached", "4 devices that are online have not been heard of",
                "Devices that installed after the stop");
        JsonNode reached = as("auditor").get("/api/v1/cycles/" + cycle).body().get("halt").get("reached");
        assertThat(reached.get("complete").asBoolean()).isFalse();
        assertThat(reached.get("outOfReach").asInt()).isEqualTo(2);
        assertThat(reached.get("rings").get(0).get("installedAfter").asInt()).isEqualTo(6);
        assertThat(as("auditor").get("/api/v1/cycles/" + cycle).body().get("halt").get("reason").asText()).isEqualTo("<b>VPN fails</b>");
    }

    @Test
    @Order(LAST - 2)
    void theConsoleAsksForWhatSomebodyElseDecides() {
        Http manager = as("change.manager");
        manager.signIn();
        String page = "/cycles/" + cycle;
        assertThat(manager.page(page).body()).contains("Ask for an emergency").doesNotContain("Take a ring back");
        Http auditor = as("auditor");
        auditor.signIn();
        assertThat(auditor.page(page).body()).doesNotContain("Ask for an emergency");
        assertThat(auditor.page("/exceptions").body()).contains("Sandbox tenant", "Sign out").doesNotContain("Ask for the exception");
        assertThat(manager.submit("/", page + "/roll-back", "ring=pilot&reason=x").statusCode()).isEqualTo(302);
        assertThat(manager.page(page).body()).contains("was never opened");
        Http.Answer nowhere = manager.post("/api/v1/cycles/" + cycle + "/rings/nowhere/roll-back", "{\"reason\":\"x\"}");
        problem(nowhere, 404);
        assertThat(nowhere.body().get("detail").asText()).contains("has no ring 'nowhere'");
        Http.Answer empty = manager.post("/api/v1/cycles/" + cycle + "/rings/pilot/roll-back", "{}");
        problem(empty, 400);
        assertThat(empty.body().get("detail").asText()).startsWith("'reason' is missing");
        assertThat(manager.submit("/", page + "/emergency", "reason=+").statusCode()).isEqualTo(302);
        assertThat(manager.page(page).body()).contains("&#39;reason&#39; is missing", "Ask for an emergency");
        assertThat(manager.submit("/", "/cycles/1999.01-B/emergency", "reason=x").statusCode()).isEqualTo(404);

        String device = jdbc.queryForObject("select name from hotpatch.device group by name having count(*) = 1 order by name limit 1", String.class);
        String asked = "scope=DEVICE&target=" + Http.encode(device) + "&compensatingControl=isolated&lastDay=" + tenantDay(20) + "&reason=";
        assertThat(manager.submit("/", "/exceptions", asked).statusCode()).isEqualTo(302);
        assertThat(manager.page("/exceptions").body()).contains("&#39;reason&#39; is missing", "value=\"isolated\"").doesNotContain("Waits for somebody");
        manager.submit("/", "/exceptions", asked + Http.encode("<b>old driver</b>"));
        assertThat(manager.page("/exceptions").body()).contains("Nothing is exempt before", "Waits for somebody else", "&lt;b&gt;old driver");
        assertThat(jdbc.queryForObject("select d.name from hotpatch.exemption e join hotpatch.device d on d.id = e.target where e.reason like '%old driver%'",
                String.class)).isEqualTo(device);
    }

    private String tenantDay(int days) {
        return jdbc.queryForObject("select to_char(max(business_time) + make_interval(days => ?), 'YYYY-MM-DD') from hotpatch.event", String.class, days);
    }

    @Test
    @Order(LAST)
    void aPersonDecidesWhetherALostRestartHappened() {
        long write = jdbc.queryForObject("insert into hotpatch.graph_write (natural_key, kind, cycle_id, ring, target, request, state, intended_at, intended_wall, "
                + "response) values ('lost', 'RESTART', ?, 'pilot', 'restart of 2 devices', 'device-1,device-2', 'AMBIGUOUS', now(), now(), 'cut') returning id",
                Long.class, cycle);
        String decision = "/api/v1/cycles/" + cycle + "/writes/" + write + "/decision";
        assertThat(as("release.manager").get("/cycles/" + cycle).response().body()).contains("Restarts that nobody can tell", "device-1, device-2");
        problem(as("auditor").post(decision, "{\"happened\":true,\"reason\":\"no right\"}"), 403);
        problem(as("release.manager").post(decision, "{\"happened\":true,\"reason\":\" \"}"), 400);
        problem(as("release.manager").post(decision, "{\"reason\":\"forgot\"}"), 400);
        problem(as("release.manager").post("/api/v1/cycles/1999.01-B/writes/" + write + "/decision", "{\"happened\":true,\"reason\":\"x\"}"), 404);
        assertThat(as("release.manager").post(decision, "{\"happened\":true,\"reason\":\"The users saw it\"}").status()).isEqualTo(204);
        problem(as("release.manager").post(decision, "{\"happened\":false,\"reason\":\"again\"}"), 409);
        assertThat(jdbc.queryForMap("select state, decided_by, decided_why from hotpatch.graph_write where id = ?", write)).containsEntry("state", "DONE")
                .containsEntry("decided_by", "release.manager").containsEntry("decided_why", "The users saw it");
        assertThat(as("release.manager").get("/cycles/" + cycle).response().body()).doesNotContain("Restarts that nobody can tell").contains("restart.decided");
    }

    @Test
    @Order(LAST + 1)
    void anEndedCycleCannotBeStopped() {
        // an emergency that wrote something ends only when somebody has judged it afterwards
        jdbc.update("insert into hotpatch.approval (cycle_id, subject, task_id, plan_hash, shown, shown_hash, asked, requested_at, decision, decided_by, decided_at) "
                + "select id, 'AFTERWARDS', 'judged', plan_hash, '{}', '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', 'cab', now(), 'REJECT', 'cab.member', now() "
                + "from hotpatch.cycle where id = ?", cycle);
        context.getBean(Trail.class).person("cab.member", "approval.decided", cycle, null, Map.of("task", "judged", "decision", "REJECT",
                "shownSha256", "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"));
        long givenUp = jdbc.queryForObject("insert into hotpatch.approval (cycle_id, subject, task_id, plan_hash, shown, shown_hash, asked, requested_at, decision, decided_by, "
                + "decided_at) select id, 'STOP', 'givenUp', plan_hash, '{}', '', 'change-managers', now(), 'ABANDON', 'other.manager', now() + interval '1 day' "
                + "from hotpatch.cycle where id = ? returning id", Long.class, cycle);
        boolean halted = cycles.get(cycle).haltReason() != null;
        Http.Answer again = as("release.manager").post("/api/v1/cycles/" + cycle + "/halt", "{\"reason\":\"once more\"}");
        problem(again, 409);
        assertThat(halted).as("stopped by a test before").isTrue();
        assertThat(again.body().get("detail").asText()).contains("is given up: every unit stays suspended");
        jdbc.update("delete from hotpatch.approval where id = ?", givenUp);
        cycles.close(cycle, CycleState.REJECTED);

        problem(as("release.manager").post("/api/v1/cycles/" + cycle + "/halt", "{\"reason\":\"too late\"}"), 409);
        Http.Answer message = as("admin").post("/engine-rest/message", "{\"messageName\":\"hotpatch.haltRequested\",\"businessKey\":\"" + cycle + "\"}");
        assertThat(message.status()).isEqualTo(400);
        assertThat(message.body().get("message").asText()).matches("Cycle " + cycle + " ended on .* UTC as REJECTED; there is nothing to stop\\.");
        message = as("admin").post("/engine-rest/message", "{\"messageName\":\"hotpatch.haltRequested\",\"businessKey\":\"" + cycle + "\",\"all\":true}");
        assertThat(message.status()).as("nobody of all").isEqualTo(400);
        assertThat(message.body().get("message").asText()).contains("there is nothing to stop");
        message = as("admin").post("/engine-rest/message", "{\"messageName\":\"hotpatch.haltRequested\",\"businessKey\":\"1999.01-B\"}");
        assertThat(message.body().get("message").asText()).startsWith("There is no cycle '1999.01-B'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auditor", "change.manager", "admin"})
    @Order(LAST + 2)
    void anEndedCycleHasEvidenceThatIsTheSameForWhoeverAsks(String person) throws IOException {
        HttpResponse<byte[]> pack = as(person).download("/api/v1/cycles/" + cycle + "/evidence");

        assertThat(pack.statusCode()).isEqualTo(200);
        assertThat(pack.headers().firstValue("Content-Type")).hasValue("application/zip");
        assertThat(pack.headers().firstValue("Content-Disposition")).hasValueSatisfying(d -> assertThat(d).contains("evidence-" + cycle + ".zip"));
        assertThat(pack.body()).isEqualTo(as("auditor").download("/api/v1/cycles/" + cycle + "/evidence").body());
        PackCheck.Result checked = PackCheck.check(Files.write(folder.resolve("pack.zip"), pack.body()), as(person).get("/api/v1/audit/key").response().body());
        assertThat(checked.findings()).isEmpty();
        assertThat(checked.caveats()).anyMatch(caveat -> caveat.contains("sandbox"));
        assertThat(jdbc.queryForObject("select count(*) from hotpatch.event where type = 'evidence.drawn' and actor = ? and data ->> 'cycle' = ?",
                Integer.class, person, cycle)).isPositive();
        Http reader = as(person);
        reader.signIn();
        assertThat(reader.page("/cycles/" + cycle).body()).contains("/api/v1/cycles/" + cycle + "/evidence", "Evidence pack");
    }

    private static void problem(Http.Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.keys()).contains("type", "title", "status", "detail");
        assertThat(answer.body().get("status").asInt()).isEqualTo(status);
        assertThat(answer.response().body()).doesNotContain("Exception", "\tat ");
    }
}
