package io.hotpatchcycle.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class EvidenceTest {

    @TempDir
    static Path folder;
    private static PackFixture fixture;
    private static Path pack;

    @BeforeAll
    static void draw() {
        fixture = new PackFixture(folder);
        pack = fixture.draw("pack.zip");
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void theSameCycleGivesTheSameBytes() throws IOException {
        assertThat(Files.readAllBytes(fixture.draw("again.zip"))).isEqualTo(Files.readAllBytes(pack));
    }

    @Test
    void anOpenCycleHasNoPack() {
        try (PackFixture open = new PackFixture(folder)) {
            open.rollout.jdbc.update("update hotpatch.cycle set state = 'HELD'");
            assertThatThrownBy(() -> open.evidence.draw(PackFixture.CYCLE, folder.resolve("open.zip")))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("has not ended (HELD)");
        }
        assertThatThrownBy(() -> fixture.evidence.draw("1999.01-B", folder.resolve("none.zip"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyFileIsListedWithItsHash() {
        Map<String, byte[]> files = PackFixture.files(pack);
        String sums = PackFixture.text(pack, "SHA256SUMS");

        assertThat(files.keySet()).startsWith("HOWTO.txt", "summary.pdf", "checklist.csv").endsWith("signer.pem", "SHA256SUMS", "manifest.json", "manifest.sig");
        files.forEach((name, content) -> {
            if (!List.of("SHA256SUMS", "manifest.json", "manifest.sig").contains(name)) {
                assertThat(sums).contains(Hashes.hex(content) + "  " + name + "\n");
            }
        });
    }

    @Test
    void tablesTellEachDeviceOnceWithWhatBecameOfIt() throws IOException {
        List<CSVRecord> devices = csv("data/devices.csv");

        assertThat(devices).hasSize(10);
        assertThat(devices).extracting(r -> r.get("deviceId")).isSorted().doesNotHaveDuplicates();
        assertThat(csv("data/late.csv")).extracting(r -> r.get("deviceId") + " " + r.get("why")).containsExactly("device-8 SILENT");
        assertThat(csv("data/excluded.csv")).extracting(r -> r.get("deviceId") + " " + r.get("why")).containsExactly("device-9 STALE");
        assertThat(csv("data/early-installs.csv")).extracting(r -> r.get("deviceId") + " " + r.get("seen")).containsExactly("device-4 IN_SNAPSHOT");
        assertThat(csv("data/milestones.csv")).extracting(r -> r.get("percent") + " " + r.get("daysFromPublication"))
                .containsExactly("50 1.17", "80 1.29", "90 ", "95 ");
        assertThat(csv("data/coverage.csv")).last().satisfies(r -> assertThat(r.get("percent")).isEqualTo("88.89"));
    }

    @Test
    void whatWasEffectiveAfterTheDayOfThePolicyIsLate() throws IOException {
        try (PackFixture other = new PackFixture(Files.createDirectories(folder.resolve("late")))) {
            Path drawn = other.draw("late.zip");
            assertThat(PackFixture.text(drawn, "data/late.csv").lines().filter(l -> l.contains("EFFECTIVE_LATE"))).isEmpty();
            new JdbcTemplate(other.rollout.owner()).update("update hotpatch.patch_policy set within_days = 1, exploited_within_days = 1 where version = 2");
            assertThat(PackFixture.text(other.draw("late.zip"), "data/late.csv").lines().filter(l -> l.contains("EFFECTIVE_LATE"))).isNotEmpty()
                    .allSatisfy(l -> assertThat(l).doesNotContain("device-8"));
            assertThat(PackFixture.text(drawn, "policy.json")).contains("\"withinDays\" : 1");
        }
    }

    /** Asked outside of the cycle, in force in it; what names a device by its name stays out. */
    @Test
    void exemptionsInForceComeWithWhatStandsBehindTheirAnswer() throws IOException {
        try (PackFixture other = new PackFixture(Files.createDirectories(folder.resolve("exempt")))) {
            JdbcTemplate jdbc = other.rollout.jdbc;
            jdbc.update("insert into hotpatch.exemption (scope, target, reason, compensating_control, requested_by, requested_at, expires_at, state, decided_by, decided_at) "
                    + "select s, t, 'r', 'c', 'ann', created_at, created_at + interval '1 year', 'GRANTED', 'cab.member', created_at from hotpatch.cycle, "
                    + "(values ('RING', 'early'), ('DEVICE', 'device-3')) x (s, t) where id = ?", PackFixture.CYCLE);
            jdbc.update("insert into hotpatch.approval (subject, task_id, shown, shown_hash, asked, requested_at, decision, decided_by, decided_for, proved_by, rules, decided_at, "
                    + "exemption_id) select 'EXEMPTION', 'x-' || scope, '{\"what\":\"' || case scope when 'DEVICE' then 'PC-3' else 'ring early' end || '\"}', 'hash-' || scope, "
                    + "'cab', now(), 'GRANT', 'cab.member', 'cab.chair', 'oidc', '[{\"rule\":\"REQUESTER\",\"holds\":true}]', now(), id from hotpatch.exemption");
            List<CSVRecord> exemptions = csv(other.draw("exempt.zip"), "data/exemptions.csv");

            assertThat(exemptions).extracting(r -> r.get("scope") + " " + r.get("shownHash") + " " + r.get("shown"))
                    .containsExactly("RING hash-RING {\"what\":\"ring early\"}", "DEVICE hash-DEVICE ");
            assertThat(exemptions).extracting(r -> r.get("asked") + " " + r.get("decidedFor") + " " + r.get("provedBy")).containsOnly("cab cab.chair oidc");
            assertThat(exemptions).allSatisfy(r -> assertThat(r.get("rules")).contains("REQUESTER"));
        }
    }

    @Test
    void rulesFreezesCvesAndRolesAreToldAsTheyWere() throws IOException {
        assertThat(PackFixture.text(pack, "policy.json")).contains("\"version\" : 2", "Within 14 days", "\"approvedBy\" : \"cab.member\"", "\"inForceAtStart\" : true")
                .as("also what came into force on the way").contains("Later", "\"inForceAtStart\" : false", "\"validTo\"").doesNotContain("Old");
        assertThat(PackFixture.text(pack, "ring-rules.json")).contains("\"pilot\"", "\"decidedBy\" : \"cab.member\"");
        assertThat(PackFixture.text(pack, "retention.json")).contains("\"historyDays\" : \"400\"");
        assertThat(csv("data/cves.csv")).extracting(r -> r.get("cve") + " " + r.get("onKevList") + " " + r.get("kevDue") + " " + r.get("kevVersion"))
                .containsExactly("CVE-2026-1 true 2026-08-20 2026.08.12", "CVE-2026-2   2026.08.12");
        assertThat(csv("data/cves.csv")).extracting(r -> r.get("cve") + " " + r.get("exploited") + " " + r.get("msrcSeverity") + " " + r.get("msrcBaseScore") + " "
                + r.get("msrcExploited") + " " + r.get("msrcDocument")).as("the other as MSRC's document names it")
                .containsExactly("CVE-2026-1 true Important 7.8 Yes 2026-Aug", "CVE-2026-2 false Critical 9.8 No 2026-Aug");
        assertThat(csv("data/severity.csv")).extracting(r -> r.get("maxSeverity") + " " + r.get("maxBaseScore") + " " + r.get("exploitedCves"))
                .as("until the end of the cycle").containsExactly("important 7.8 ", "critical 9.1 CVE-2026-1");
        assertThat(csv("data/clock.csv")).extracting(r -> r.get("type") + " " + r.get("source") + " " + r.get("apartSeconds"))
                .containsExactly("clock.compared https://graph.microsoft.com/v1.0/ 0.4");
        assertThat(csv("data/freezes.csv")).extracting(r -> r.get("reason")).containsExactly("'=Year end");
        assertThat(csv("data/sign-ins.csv")).extracting(r -> r.get("person") + " " + r.get("type")).containsExactly("business.owner person.signedIn", "emergency breakGlass.used");
        assertThat(csv("data/roles.csv")).extracting(r -> r.get("role")).containsExactly("business-owners");
        assertThat(csv("data/interventions.csv")).extracting(r -> r.get("what") + " " + r.get("by")).containsExactly("Variable set admin");
    }

    @Test
    void scannersKnownIssuesStopsAndReplacedPicturesAreTold() throws IOException {
        assertThat(csv("data/scanner-findings.csv")).extracting(r -> r.get("deviceId") + " " + r.get("verdict") + " " + r.get("why") + " " + r.get("outcome"))
                .as("of lists imported while the cycle ran").containsExactly("device-1 FALSE_POSITIVE '=twin EFFECTIVE_HOTPATCH");
        assertThat(csv("data/control-failures.csv")).extracting(r -> r.get("type")).containsExactly("trail.notIntact");
        assertThat(csv("data/known-issues.csv")).extracting(r -> r.get("issue") + " " + r.get("status")).containsExactly("WI1 resolved");
        assertThat(csv("data/stop-counts.csv")).extracting(r -> r.get("ring") + " " + r.get("outOfReach")).containsExactly("early 2");
        assertThat(csv("data/stop-progress.csv")).extracting(r -> r.get("outOfReach") + " " + r.get("percentOutOfReach")).containsExactly("1 25", "2 50");
        assertThat(csv("data/stop-milestones.csv")).extracting(r -> r.get("percent") + " " + r.get("hoursFromAsking")).containsExactly("50 2", "90 ", "100 ");
        assertThat(csv("data/sources.csv")).singleElement().satisfies(s -> assertThat(s.toMap()).containsEntry("tenant", "our-tenant").containsEntry("application", "our-application")
                .containsEntry("source", "devices").containsEntry("address", "beta/deviceManagement/managedDevices").containsEntry("rows", "10"));
        assertThat(PackFixture.text(pack, "cycle.json")).contains("\"answersForStop\" : \"");
        assertThat(csv("data/shown-before.csv")).extracting(r -> r.get("subject") + " " + r.get("picture") + " " + r.get("shown"))
                .containsExactly("RESTART 1 {\"devices\":4}");
    }

    @Test
    void testsByHandAndWhatWasDoneAboutFailuresAreTold() throws IOException {
        assertThat(csv("data/manual-tests.csv")).extracting(r -> r.get("ring") + " " + r.get("what") + " " + r.get("result") + " " + r.get("note") + " " + r.get("testedBy"))
                .containsExactly("pilot Printing PASSED '=Three printers tester");
        assertThat(csv("data/control-failures.csv")).extracting(r -> r.get("type") + " " + r.get("correctedBy") + " " + r.get("cause") + " " + r.get("action"))
                .containsExactly("trail.notIntact operator A disk was full. Enlarged.");
        assertThat(csv("data/interventions.csv")).extracting(r -> r.get("about") + " " + r.get("explainedBy") + " " + r.get("explanation"))
                .containsExactly("OPERATION op-1 operator A disk was full. Enlarged.");
        assertThat(csv("data/failures.csv")).extracting(r -> r.get("element") + " " + r.get("correctedBy")).containsExactly("serviceTask_openRing operator");
        assertThat(csv("data/corrective-actions.csv")).hasSize(3);
    }

    @Test
    void aSlipInAFormIsNoFailureOfAControlButARuleThatHeldSomebodyBackIsToBeExplained() throws IOException {
        try (PackFixture other = new PackFixture(Files.createDirectories(folder.resolve("slip")))) {
            for (String kind : new String[] {"INPUT", "STATE", "PERSON"}) {
                other.rollout.trail.person("change.manager", "decision.refused", "2026.08-B", null, Map.of("subject", "STOP", "task", "t", "decision", "RESUME", "kind", kind,
                        "rule", kind.equals("PERSON") ? "STOPPER" : "", "reason", kind.equals("INPUT") ? "A comment is required." : kind.equals("STATE") ? "This was already decided." : "Who asked for the stop does not lift it."));
            }
            assertThat(csv(other.draw("slip.zip"), "data/control-failures.csv")).filteredOn(r -> r.get("type").equals("decision.refused")).singleElement()
                    .satisfies(r -> assertThat(r.get("data")).contains("Who asked for the stop").doesNotContain("comment", "already"))
                    .satisfies(r -> assertThat(r.get("rule")).isEqualTo("STOPPER"));
        }
    }

    @Test
    void rowsOfTheWriteLedgerThatWereTouchedBehindTheProgramsBackAreToBeExplainedByName() throws IOException {
        try (PackFixture other = new PackFixture(Files.createDirectories(folder.resolve("touched")))) {
            other.rollout.jdbc.update("update hotpatch.graph_write set target = 'another' where natural_key = 'k'");
            other.rollout.jdbc.update("delete from hotpatch.graph_write where natural_key = 'k'");
            assertThat(csv(other.draw("touched.zip"), "data/control-failures.csv")).extracting(r -> r.get("type")).contains("graphWrite.changed", "graphWrite.removed");
            assertThat(new OpenPoints(new EvidenceRows(other.rollout.jdbc), other.procedure).of(PackFixture.CYCLE)).extracting(OpenPoints.Point::what)
                    .contains("Graph write removed", "Graph write changed");
        }
    }

    /** The population: nothing of the catalog is left out because nobody did anything about it. */
    @Test
    void everyEntryOfTheCatalogSinceTheReleaseBeforeStandsThereWithWhatBecameOfIt() throws IOException {
        try (PackFixture other = new PackFixture(Files.createDirectories(folder.resolve("catalog")))) {
            assertThat(csv(other.draw("none.zip"), "data/catalog.csv")).extracting(r -> r.get("standing")).doesNotContain("UNDECIDED").contains("CARRIED");
            for (String entry : List.of("left", "signed", "lapsed", "old", "later")) {
                String at = switch (entry) {
                    case "old" -> "'2020-01-01Z'::timestamptz";
                    case "later" -> "c.closed_at + interval '1 minute'";
                    default -> "r.published_at + interval '1 minute'";
                };
                other.rollout.jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) select ?, ?, ?, "
                        + "'n', " + at + ", 'security', 'outOfBand', " + at + ", 'f' from hotpatch.cycle c join hotpatch.release r on r.id = c.release_id where c.id = ?", entry, entry, "OOB " + entry, PackFixture.CYCLE);
                other.rollout.jdbc.update("insert into hotpatch.revision (release_id, product, line, build, ubr, kb, hotpatch) values (?, 'Windows 11', 'WINDOWS_11', 26100, 1, 'KB1', 'NO')", entry);
            }
            for (String entry : List.of("signed", "lapsed")) {
                other.rollout.jdbc.update("insert into hotpatch.release_decision (release_id, ended, devices, state, opened_at, declined_by, reason, residual_risk, owner, signed_by, signed_at, "
                        + "ended_at) select ?, 'NO_CYCLE', 5, ?, created_at, 'cab.member', 'not for us', 'low', 'Ann', 'change.manager', created_at, case when ? = 'lapsed' then closed_at end "
                        + "from hotpatch.cycle where id = ?", entry, entry.equals("lapsed") ? "EXPIRED" : "SIGNED", entry, PackFixture.CYCLE);
            }
            Path drawn = other.draw("all.zip");
            assertThat(csv(drawn, "data/catalog.csv")).filteredOn(r -> r.get("release").startsWith("OOB")).extracting(r -> r.get("entry") + " " + r.get("standing") + " " + r.get("decidedBy"))
                    .containsExactly("lapsed UNDECIDED change.manager", "left UNDECIDED ", "signed SIGNED change.manager");
            assertThat(summary(drawn)).contains("Undecided: release OOB left", "Undecided: release OOB lapsed").doesNotContain("release OOB signed");
        }
    }

    /** Against every due date of the policy; the usual ones where it names none beside its own. */
    @Test
    void lateDevicesAreToldAgainstEachDueDateWithReasonAndOwner() throws IOException {
        assertThat(csv("data/due-dates.csv")).extracting(r -> r.get("name") + " " + r.get("days") + " " + r.get("source") + " " + r.get("devices") + " " + r.get("effectiveInTime") + " " + r.get("late"))
                .containsExactly("48 hours 2 usual 9 8 1", "14 days 14 usual 9 8 1", "Patch policy 14 policy 9 8 1", "30 days 30 usual 9 8 1");
        assertThat(csv("data/late-by-due-date.csv")).extracting(r -> r.get("due") + " " + r.get("deviceId") + " " + r.get("why") + " " + r.get("owners"))
                .containsExactly("48 hours device-8 SILENT early-owners", "14 days device-8 SILENT early-owners", "Patch policy device-8 SILENT early-owners", "30 days device-8 SILENT early-owners");
        try (PackFixture other = new PackFixture(Files.createDirectories(folder.resolve("due")))) {
            new JdbcTemplate(other.rollout.owner()).update("update hotpatch.patch_policy set due_dates = '[{\"name\":\"ASD\",\"days\":1}]' where version = 2");
            List<CSVRecord> dates = csv(other.draw("due.zip"), "data/due-dates.csv");
            assertThat(dates).extracting(r -> r.get("name")).containsExactly("ASD", "Patch policy");
            assertThat(csv(other.draw("due.zip"), "data/late-by-due-date.csv")).filteredOn(r -> r.get("due").equals("ASD")).extracting(r -> r.get("why")).contains("EFFECTIVE_LATE", "SILENT");
        }
    }

    @Test
    void whatWasRemovedSinceTheCycleBeforeAndWhenADeviceRestartedIsTold() throws IOException {
        assertThat(csv("data/removed-since.csv")).extracting(r -> r.get("effectiveIn") + " " + r.get("deviceId") + " " + r.get("ubrThen") + " " + r.get("ubr"))
                .as("device-2 still runs what it ran").containsExactly("2026.07-B device-1 9050 9000");
        assertThat(csv("data/devices.csv")).filteredOn(r -> r.get("deviceId").equals("device-1")).singleElement().satisfies(r -> {
            assertThat(Duration.between(Instant.parse(r.get("offeredNotBefore")), Instant.parse(r.get("offeredNotAfter")))).as("by the report, after the opening")
                    .isEqualTo(Duration.ofSeconds(2400));
            assertThat(r.get("restartReason") + " " + r.get("restartKnown")).isEqualTo("LCU OBSERVED");
            assertThat(r.get("restartedNotAfter")).isNotEmpty();
        });
        assertThat(csv("data/scanner-findings.csv")).extracting(r -> r.get("againstCycle")).containsExactly("AGREES");
    }

    @Test
    void whoAcceptedUncontrolledDevicesAndWhoDeployedTheModelsIsTold() throws IOException {
        assertThat(csv("data/excluded.csv")).extracting(r -> r.get("deviceId") + " " + r.get("why") + " " + r.get("acceptedBy")).as("nobody accepts stale ones")
                .containsExactly("device-9 STALE ");
        assertThat(PackFixture.text(pack, "models.json")).contains("\"by\" : \"model.admin\"", "\"from\" : \"admin\"");
    }

    /** Each link from the cycle's first event to the signed head, and events of this cycle by name only. */
    @Test
    void theChainIsToldWithoutAGap() throws IOException {
        List<CSVRecord> links = csv("data/chain.csv");
        List<CSVRecord> sealed = csv("data/trail.csv").stream().filter(r -> !r.get("sealSequence").isEmpty()).toList();
        assertThat(links.stream().filter(r -> !r.get("event").isEmpty()).map(r -> r.get("hash"))).isNotEmpty().containsExactlyElementsOf(sealed.stream().map(r -> r.get("sealHash")).toList());
        for (int i = 1; i < links.size(); i++) {
            assertThat(links.get(i).get("previous")).isEqualTo(links.get(i - 1).get("hash"));
        }
        assertThat(links.get(links.size() - 1).get("hash")).isEqualTo(csv("data/seal-head.csv").get(0).get("hash"));
    }

    @Test
    void modelsAreComparedWithThoseOfTheCycleBefore() throws IOException {
        assertThat(csv("models-compared.csv")).extracting(r -> r.get("file") + " " + r.get("status")).containsExactly("../../etc/passwd ADDED",
                "processes/gone.bpmn REMOVED", "processes/patch-cycle.bpmn CHANGED", "processes/same.bpmn UNCHANGED");
        assertThat(PackFixture.text(pack, "models-changed.diff")).contains("--- a/processes/patch-cycle.bpmn\n+++ b/processes/patch-cycle.bpmn\n", "-<old/>\n+<xml/>\n", "+root", "-<gone/>")
                .doesNotContain("same");
    }

    @Test
    void whoWroteDeployedCheckedAndApprovedTheModelsIsTold() throws IOException {
        JsonNode models = new ObjectMapper().readTree(PackFixture.text(pack, "models.json"));
        assertThat(models.get("approvals")).extracting(a -> a.get("modelSet").asText() + " " + a.get("author").asText() + " " + a.get("deployedBy").asText() + " " + a.get("approvedBy").asText()
                + " " + a.get("findings")).as("of the set, and of those in use since the cycle before").containsExactly("set Jo Doe model.admin cab.member [\"No default flow\"]",
                "between Jo Doe model.admin change.manager [\"No default flow\"]");
        assertThat(csv("data/migrations.csv")).extracting(r -> r.get("by") + ": " + r.get("mapping") + ", " + r.get("modelSet") + " by " + r.get("approvedBy"))
                .containsExactly("admin: approveChange -> approveChange, set by cab.member");
    }

    @Test
    void whatAPersonSawHasTheHashThatWasStored() throws IOException {
        CSVRecord restart = csv("data/approvals.csv").get(1);

        assertThat(restart.get("decidedBy")).isEqualTo("business.owner");
        assertThat(restart.get("waitedSeconds")).isEqualTo("18000");
        assertThat(Hashes.hex(PackFixture.files(pack).get("shown/0002-restart.json"))).isEqualTo(restart.get("shownHash"));
    }

    @Test
    void whoDecidedInWhosePlaceIsToldWithTheSubstitutesOfTheTime() throws IOException {
        CSVRecord restart = csv("data/approvals.csv").get(1);

        assertThat(restart.get("decidedFor")).isEqualTo("plant.manager");
        assertThat(restart.get("changeReference")).isEqualTo("CHG0000042");
        assertThat(csv("data/substitutes.csv")).extracting(r -> r.get("person") + " " + r.get("substitute")).containsExactly("plant.manager business.owner");
    }

    @Test
    void aFormulaInACommentIsTextInASpreadsheetAndItselfInJson() throws IOException {
        assertThat(csv("data/approvals.csv").get(1).get("comment")).isEqualTo("'" + PackFixture.COMMENT);
        assertThat(csv("data/operations.csv").get(0).get("before")).isEqualTo("'@SUM(1)");
        JsonNode line = new ObjectMapper().readTree(PackFixture.text(pack, "data/approvals.jsonl").lines().skip(1).findFirst().orElseThrow());
        assertThat(line.get("comment").asText()).isEqualTo(PackFixture.COMMENT);
    }

    @Test
    void aModelOfAnyNameIsSafeToUnpack() {
        assertThat(PackFixture.files(pack).keySet()).contains("models/processes/patch-cycle.bpmn", "models/other/etc_passwd").allMatch(Manifest::safe);
        assertThat(PackFixture.text(pack, "models.json")).contains("../../etc/passwd");
    }

    @Test
    void theTrailOfTheCycleIsInTheOrderItWasWritten() throws IOException {
        assertThat(csv("data/trail.csv")).extracting(r -> r.get("type")).containsExactly("graphWrite.intended", "cycle.started", "cycle.snapshotTaken", "cycle.haltRequested", "msrc.read", "kev.read", "instance.migrated",
                "approval.decided", "approval.decided");
        assertThat(PackFixture.text(pack, "data/trail.jsonl")).contains("\"data\":{\"modelSet\":\"set\"}");
        assertThat(csv("data/trail.csv")).extracting(r -> r.get("sealSequence")).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(csv("data/trail.csv").get(1).get("sealPrevious")).isEqualTo(csv("data/trail.csv").get(0).get("sealHash")).hasSize(64);
        assertThat(csv("data/seal-head.csv")).singleElement().satisfies(head -> assertThat(head.get("hash")).isEqualTo(csv("data/trail.csv").get(8).get("sealHash")));
    }

    @Test
    void eventsThatCannotBeSealedAreACaveatOfThePack() throws IOException {
        try (PackFixture tampered = new PackFixture(folder)) {
            tampered.draw("sealed.zip");
            tampered.rollout.trail.system("cycle.late", PackFixture.CYCLE, null, Map.of());
            new JdbcTemplate(tampered.rollout.owner()).update("delete from hotpatch.seal_head");

            PackCheck.Result result = PackCheck.check(tampered.draw("unsealed.zip"), null);

            assertThat(result.findings()).isEmpty();
            assertThat(result.caveats()).last().asString().startsWith("1 events of this cycle are not sealed");
        }
    }

    @Test
    void aPackDrawnAfterSomethingWasSignedNamesTheOneThatWasKeptBefore() throws IOException {
        try (PackFixture later = new PackFixture(folder)) {
            Path first = later.draw("first.zip");
            assertThat(PackCheck.check(first, null).supplements()).isNull();
            String sha256 = Hashes.hex(first);
            later.rollout.jdbc.update("insert into hotpatch.kept_pack (cycle_id, file, sha256, bytes, signed, drawn_at) values (?, 'first.zip', ?, 1, hotpatch.signed_of(?), ?)",
                    PackFixture.CYCLE, sha256, PackFixture.CYCLE, later.rollout.now());
            assertThat(later.draw("again.zip")).as("nothing was signed: the same pack").hasSameBinaryContentAs(first);
            later.rollout.jdbc.update("insert into hotpatch.corrective_action (cycle_id, about, cause, action, signed_by, signed_at, signed_wall) "
                    + "values (?, 'INCIDENT 2026', 'late', 'mended', 'operator', ?, ?)", PackFixture.CYCLE, later.rollout.now(), later.rollout.now());

            Path second = later.draw("second.zip");
            PackCheck.Result found = PackCheck.check(second, null);

            assertThat(found.findings()).isEmpty();
            assertThat(found.supplements()).isEqualTo(sha256);
            assertThat(PackFixture.text(second, "data/corrective-actions.csv")).contains("mended");
            assertThat(PackFixture.text(second, "cycle.json")).contains(sha256);
            try (PDDocument document = Loader.loadPDF(PackFixture.files(second).get("summary.pdf"))) {
                assertThat(new PDFTextStripper().getText(document).replaceAll("\\s+", "")).contains(sha256);
            }
        }
    }

    private static String summary(Path of) throws IOException {
        try (PDDocument document = Loader.loadPDF(PackFixture.files(of).get("summary.pdf"))) {
            return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
        }
    }

    @Test
    void theSummaryCanBeRead() throws IOException {
        byte[] pdf = PackFixture.files(pack).get("summary.pdf");
        try (PDDocument document = Loader.loadPDF(pdf)) {
            String text = new PDFTextStripper().getText(document).replaceAll("\\s+", " ");

            assertThat(text).contains("Evidence of cycle 2026.08-B", "Made by hand in a test.", "8 of 9 controlled devices effective",
                    "business.owner", "[U+627F]", "– ünïcode", "KB5120994", "device-8", "Silent", "What is not available, and why",
                    "Agree the restarts", "Page 1 of")
                    .contains("Tests by hand", "Printing", "=Three printers", "What was done about what went wrong", "A disk was full.", "Enlarged.", "operator");
            assertThat(document.getDocumentInformation().getCreationDate()).isNull();
        }
    }

    @Test
    void theChecklistNamesFortyItemsAndFilesThatAreThere() {
        List<Checklist.Item> items = Checklist.items();

        assertThat(items).extracting(Checklist.Item::number).containsExactlyElementsOf(java.util.stream.IntStream.rangeClosed(1, 40).boxed().toList());
        assertThat(items).extracting(Checklist.Item::status).isSubsetOf("INCLUDED", "PARTLY", "NOT_AVAILABLE");
        for (Checklist.Item item : items) {
            assertThat(item.where().isEmpty()).as("item %s", item.number()).isEqualTo("NOT_AVAILABLE".equals(item.status()));
            assertThat(item.complete() || !item.note().isEmpty()).as("item %s says why", item.number()).isTrue();
            for (String file : item.where().isEmpty() ? new String[0] : item.where().split("; ")) {
                assertThat(PackFixture.files(pack).keySet()).as("item %s", item.number()).anyMatch(name -> file.endsWith("/") ? name.startsWith(file) : name.equals(file));
            }
        }
    }

    @Test
    void theDocsSayTheSameAsTheChecklist() throws IOException {
        String page = Files.readString(Path.of("docs", "evidence.md"));
        assertThat(Checklist.items()).allSatisfy(i -> assertThat(page).contains(i.complete() ? "| " + i.number() + " | " + i.item() + " | " + i.where().replace("; ", ", ") + " |"
                : "| " + i.number() + " | " + i.item() + " | " + ("PARTLY".equals(i.status()) ? "in part" : "missing") + " | " + i.note() + " |"));
    }

    private static List<CSVRecord> csv(String file) throws IOException {
        return csv(pack, file);
    }

    private static List<CSVRecord> csv(Path pack, String file) throws IOException {
        return CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get()
                .parse(new StringReader(new String(PackFixture.files(pack).get(file), StandardCharsets.UTF_8))).getRecords();
    }
}
