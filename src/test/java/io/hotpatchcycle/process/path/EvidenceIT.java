package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hotpatchcycle.approval.ApprovalView;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.audit.SigningKey;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.evidence.Evidence;
import io.hotpatchcycle.evidence.Listing;
import io.hotpatchcycle.evidence.PackCheck;
import io.hotpatchcycle.evidence.Search;
import io.hotpatchcycle.process.Models;
import io.hotpatchcycle.process.history.Course;
import io.hotpatchcycle.process.history.EngineHistory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Resources;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The pack of a cycle that real delegates carried to its end, stopped and resumed on the way. */
class EvidenceIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;
    private static Program program;
    private static String cycle;
    private static Path pack;

    @BeforeAll
    static void carryACycleToItsEnd() throws IOException {
        program = Program.withSharedRings(300);
        CycleDriver driver = new CycleDriver(program);
        driver.readCatalog();
        cycle = program.bean(Cycles.class).all().get(0).id();
        driver.answer("approveChange", Map.of("decision", "RETURN", "comment", "=1+1"));
        driver.answer("approveChange", "APPROVE");
        driver.answer("approveRestart", "AGREE");
        driver.until("the pilot ring is open", () -> program.bean(Cycles.class).rings(cycle).get(0).openedAt() != null);
        asAdmin(() -> {
            RepositoryService repository = driver.engine().getRepositoryService();
            repository.suspendProcessDefinitionByKey("ring-rollout");
            repository.activateProcessDefinitionByKey("ring-rollout");
            AuthorizationService rights = driver.engine().getAuthorizationService();
            Authorization grant = rights.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
            grant.setUserId("somebody");
            grant.setResource(Resources.BATCH);
            grant.setResourceId("*");
            rights.saveAuthorization(grant);
        });
        program.bean(io.hotpatchcycle.process.RunningCycles.class).halt(cycle, "VPN fails", "release.manager");
        driver.answer("resolveStop", "RESUME");
        driver.until("the cycle has ended", () -> {
            for (String key : List.of("approveRestart", "reviewRing")) {
                if (driver.open(key) != null) {
                    driver.answer(key, "reviewRing".equals(key) ? "PROCEED" : "AGREE");
                }
            }
            return driver.ended(cycle);
        });
        pack = folder.resolve("pack.zip");
        program.bean(Evidence.class).draw(cycle, pack);
    }

    private static void asAdmin(Runnable work) {
        IdentityService identity = program.bean(IdentityService.class);
        identity.setAuthentication("admin", List.of("camunda-admin"));
        try {
            work.run();
        } finally {
            identity.clearAuthentication();
        }
    }

    @AfterAll
    static void stop() {
        if (program != null) {
            program.close();
        }
    }

    @Test
    void itIsIntactAndSignedByTheKeyOfTheProgram() {
        PackCheck.Result result = PackCheck.check(pack, program.bean(SigningKey.class).publicPem());

        assertThat(result.findings()).isEmpty();
        assertThat(result.cycle()).isEqualTo(cycle);
        assertThat(result.signerChecked()).isTrue();
    }

    @Test
    void itIsTheSameForWhoeverDrawsIt() throws IOException {
        Path other = folder.resolve("other.zip");
        var identity = program.bean(org.camunda.bpm.engine.IdentityService.class);
        identity.setAuthentication("change.manager", List.of("change-managers"));
        try {
            program.bean(Evidence.class).draw(cycle, other);
            assertThat(identity.getCurrentAuthentication().getUserId()).isEqualTo("change.manager");
        } finally {
            identity.clearAuthentication();
        }
        assertThat(Files.readAllBytes(other)).isEqualTo(Files.readAllBytes(pack));
    }

    @Test
    void itHoldsEveryDecisionAndWhatWasShown() throws Exception {
        List<ApprovalView> asked = program.bean(Approvals.class).of(cycle);
        List<JsonNode> told = lines("data/approvals.jsonl");

        assertThat(asked).hasSizeGreaterThanOrEqualTo(5).extracting(ApprovalView::decision).contains("RETURN", "APPROVE", "AGREE", "RESUME");
        assertThat(told).hasSameSizeAs(asked);
        for (int i = 0; i < asked.size(); i++) {
            ApprovalView a = asked.get(i);
            JsonNode t = told.get(i);
            assertThat(List.of(t.get("decision").asText(), t.get("decidedBy").asText(), t.get("comment").asText(), t.get("decidedAt").asText(), t.get("shownHash").asText()))
                    .isEqualTo(List.of(a.decision(), a.decidedBy(), a.comment(), a.decidedAt().toString(), a.shownHash()));
            byte[] shown = bytes(String.format("shown/%04d-%s.json", i + 1, a.subject().name().toLowerCase(java.util.Locale.ROOT)));
            assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(shown))).isEqualTo(a.shownHash());
        }
    }

    @Test
    void itHoldsEveryDeviceWriteEventAndStop() throws IOException {
        JdbcTemplate jdbc = program.bean(JdbcTemplate.class);

        assertThat(text("data/devices.csv").lines()).hasSize(1 + jdbc.queryForObject("select count(*) from hotpatch.plan_device where cycle_id = ?", Integer.class, cycle));
        assertThat(lines("data/graph-writes.jsonl")).hasSize(jdbc.queryForObject("select count(*) from hotpatch.graph_write where cycle_id = ?", Integer.class, cycle))
                .allSatisfy(w -> assertThat(w.get("requestId")).isNotNull());
        assertThat(lines("data/trail.jsonl")).hasSize(1 + jdbc.queryForObject("select count(*) from hotpatch.event where cycle_id = ?", Integer.class, cycle))
                .first().satisfies(e -> assertThat(e.get("type").asText()).isEqualTo("modelSet.activated"));
        assertThat(text("data/halts.csv")).contains("VPN fails,release.manager");
        assertThat(text("data/approvals.csv")).contains("'=1+1");
    }

    @Test
    void itHoldsTheModelsInForceAndTheCourseThroughThem() throws IOException {
        for (Map.Entry<String, byte[]> model : Models.builtIn().files().entrySet()) {
            assertThat(bytes("models/" + model.getKey())).isEqualTo(model.getValue());
        }
        assertThat(text("data/course.csv")).contains("patch-cycle,startEvent_cyclePlanned", "patch-cycle,approveChange", "patch-cycle,event_haltRequested", "ring-rollout");
        assertThat(text("data/operations.csv")).contains("change.manager,Complete,Task");
        String shared = "ProcessDefinition (of no single instance: may concern this cycle)";
        assertThat(text("data/operations.csv")).contains("admin,SuspendProcessDefinition," + shared, "admin,ActivateProcessDefinition," + shared, "admin,Create,Authorization (of no");
        assertThat(text("data/interventions.csv")).contains("admin,Suspended in the engine," + shared).doesNotContain("Authorization");
    }

    @Test
    void anInstanceIsToldWithItsPathPeopleVariablesAndRules() {
        EngineHistory history = program.bean(EngineHistory.class);
        Listing found = history.instances(new Search(null, null, cycle, null, null, null, null, null, "patch-cycle", null), 0, 10);
        assertThat(found.total()).isEqualTo(1);
        Course course = history.course((String) found.rows().get(0).get(0)).orElseThrow();

        assertThat(course.instance().state()).isEqualTo("COMPLETED");
        Map<String, Course.Step> steps = course.steps().stream().collect(java.util.stream.Collectors.toMap(Course.Step::element, s -> s));
        assertThat(steps.get("approveChange").times()).as("returned once").isEqualTo(2);
        assertThat(steps.get("approveChange").by()).containsExactly("change.manager");
        assertThat(steps.get("event_haltRequested").times()).isEqualTo(1);
        assertThat(course.flows()).as("the stop was taken, the refusal not").anyMatch(f -> f.contains("haltRequested")).noneMatch(f -> f.contains("Rejected"));
        assertThat(course.called()).extracting(Course.Instance::about).contains("pilot", "early");
        assertThat(course.decisions()).first().satisfies(d -> {
            assertThat(d.table()).isEqualTo("change-type");
            assertThat(d.inputs()).isNotEmpty();
            assertThat(d.rules()).singleElement().satisfies(r -> assertThat(r.number()).isPositive());
        });
        List<List<Object>> changes = history.changes(course.instance().id(), 0, 1000).rows();
        assertThat(changes).extracting(r -> r.get(1) + " " + r.get(5)).contains("decision Complete by change.manager");
        assertThat(changes).filteredOn(r -> r.get(1).equals("changeType")).as("a step of the model is nobody's hand").isNotEmpty().allSatisfy(r -> assertThat(r.get(5)).isEqualTo(""));
        assertThat(history.diagram(course.instance().id()).map(x -> new String(x, StandardCharsets.UTF_8))).get().asString().contains("id=\"patch-cycle\"");
        Listing ring = history.instances(new Search(null, null, cycle, null, "pilot", null, null, null, "ring-rollout", null), 0, 10);
        assertThat(ring.rows()).isNotEmpty().allSatisfy(r -> assertThat(r.get(4)).isEqualTo("pilot"));
    }

    @Test
    void operationsAreToldByPersonAndAsTheSystem() {
        EngineHistory history = program.bean(EngineHistory.class);

        Listing all = history.operations(new Search(null, null, cycle, null, null, null, null, null, null, null), 0, 1000);
        assertThat(all.rows()).extracting(r -> r.get(1)).contains("change.manager");
        Listing his = history.operations(new Search(null, null, null, "change.manager", null, null, null, null, "Complete", null), 0, 1000);
        assertThat(his.rows()).isNotEmpty().allSatisfy(r -> assertThat(r.get(1)).isEqualTo("change.manager"));
        assertThat(history.operations(new Search(null, null, null, "nobody", null, null, null, null, null, null), 0, 10).total()).isZero();
    }

    private static List<JsonNode> lines(String file) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (String line : text(file).lines().toList()) {
            found.add(JSON.readTree(line));
        }
        return found;
    }

    private static String text(String file) throws IOException {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String file) throws IOException {
        try (ZipFile zip = new ZipFile(pack.toFile()); InputStream in = zip.getInputStream(zip.getEntry(file))) {
            return in.readAllBytes();
        }
    }
}
