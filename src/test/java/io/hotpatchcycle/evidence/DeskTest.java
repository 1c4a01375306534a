package io.hotpatchcycle.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskTest {

    @TempDir
    static Path folder;
    private static PackFixture fixture;
    private static Desk desk;

    @BeforeAll
    static void fill() {
        fixture = new PackFixture(folder);
        desk = new Desk(new EvidenceRows(fixture.rollout.jdbc));
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static List<Object> column(DeskList list, Search search, String name) {
        Listing found = desk.list(list, search, 0, 50);
        return found.rows().stream().map(r -> r.get(found.columns().indexOf(name))).toList();
    }

    private static Search search(String person, String ring, String device, String kb, String cve) {
        return new Search(null, null, null, person, ring, device, kb, cve, null, null);
    }

    @Test
    void aCycleIsFoundByPersonRingDeviceKbCveAndTime() {
        for (Search search : List.of(Search.ALL, search("release.manager", null, null, null, null), search(null, "pilot", null, null, null),
                search(null, null, "device-3", null, null), search(null, null, "PC-3", null, null),
                search(null, null, null, "KB5120994", null), search(null, null, null, null, "CVE-2026-1"), search(null, null, null, null, "CVE-2026-2"))) {
            assertThat(column(DeskList.CYCLES, search, "cycle")).as("%s", search).contains(PackFixture.CYCLE);
        }
        for (Search search : List.of(search("nobody", null, null, null, null), search(null, null, "no device", null, null), search(null, "nowhere", null, null, null), search(null, null, null, "KB1", null),
                search(null, null, null, null, "CVE-1"), Search.within(Instant.EPOCH, Instant.EPOCH.plusSeconds(1)))) {
            assertThat(column(DeskList.CYCLES, search, "cycle")).as("%s", search).isEmpty();
        }
    }

    /** MSRC's document may be read before the cycle begins, or again after it: what it says of the release counts, not who told of it. */
    @Test
    void aCycleIsFoundByACveThatOnlyTheTableOfFixesNames() {
        Search search = search(null, null, null, null, "CVE-2026-77");
        assertThat(column(DeskList.CYCLES, search, "cycle")).isEmpty();
        fixture.rollout.jdbc.update("insert into hotpatch.fixed_cve (release_id, cve, kb, document, read_at) select release_id, 'CVE-2026-77', 'KB5120994', '2026-Aug', now() "
                + "from hotpatch.cycle where id = ?", PackFixture.CYCLE);
        assertThat(column(DeskList.CYCLES, search, "cycle")).contains(PackFixture.CYCLE);
        assertThat(column(DeskList.POPULATION, search, "cycle")).contains(PackFixture.CYCLE);
        assertThat(column(DeskList.CYCLES, search(null, null, null, null, "CVE-2026-7"), "cycle")).isEmpty();
    }

    @Test
    void anApprovalOfARingIsFoundByADeviceOfThatRingOnly() {
        assertThat(column(DeskList.APPROVALS, search(null, null, "device-7", null, null), "subject")).contains("RESTART");
        assertThat(column(DeskList.APPROVALS, search(null, null, "device-2", null, null), "subject")).doesNotContain("RESTART");
        assertThat(column(DeskList.APPROVALS, search("business.owner", null, null, null, null), "waitedHours")).hasSize(1);
    }

    @Test
    void eventsAreListedNewestFirstInPages() {
        assertThat(column(DeskList.EVENTS, Search.ALL, "type")).filteredOn(type -> !String.valueOf(type).startsWith("graphWrite.")).endsWith("cycle.haltRequested", "cycle.snapshotTaken", "cycle.started");
        assertThat(column(DeskList.SIGN_INS, Search.ALL, "type")).containsExactly("breakGlass.used", "person.signedIn", "person.signedIn");
        assertThat(desk.list(DeskList.EVENTS, Search.ALL, 1, 1)).satisfies(page -> {
            assertThat(page.rows()).hasSize(1);
            assertThat(page.total()).isEqualTo(desk.list(DeskList.EVENTS, Search.ALL, 0, 50).total());
        });
    }

    @Test
    void aRefusedDecisionIsFoundByTheRuleThatRefusedIt() throws IOException {
        for (String rule : new String[] {"STOPPER", "OVERRIDER"}) {
            fixture.rollout.trail.person("change.manager", "decision.refused", PackFixture.CYCLE, null, Map.of("kind", "PERSON", "rule", rule, "reason", "no"));
        }
        Search search = new Search(null, null, null, null, null, null, null, null, null, "overrider");
        assertThat(column(DeskList.EVENTS, search, "rule")).containsExactly("OVERRIDER");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        desk.list(DeskList.EVENTS, search, 0, 50).csv(out);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(",rule,", ",OVERRIDER,").doesNotContain("STOPPER");
    }

    @Test
    void whatASpreadsheetWouldRunIsText() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        desk.list(DeskList.APPROVALS, Search.ALL, 0, 50).csv(out);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"'=HYPERLINK(").doesNotContain(",=HYPERLINK(").doesNotContain(",\"=");
    }

    @Test
    void whatADeviceRanIsSaidWithTheLooksItIsKnownFrom() {
        Instant start = fixture.rollout.jdbc.queryForObject("select opened_at from hotpatch.ring where name = 'pilot'", Timestamp.class).toInstant();
        LocalDate opened = LocalDate.ofInstant(start, ZoneOffset.UTC);
        fixture.rollout.jdbc.update("update hotpatch.progress set not_effective_at = ? where device_id = 'device-3'", Timestamp.from(start.minus(Duration.ofDays(2))));
        Desk.Device device = desk.device("device-3").orElseThrow();

        DeviceDay between = desk.on(device, opened.minusDays(1));
        assertThat(between.certain()).isFalse();
        assertThat(between.says()).startsWith("26100.9000 or 26100.9106").contains("changed somewhere in between");
        DeviceDay before = desk.on(device, opened.minusDays(60));
        assertThat(before.certain()).isFalse();
        assertThat(before.says()).startsWith("Not known: it was first seen later");
        DeviceDay after = desk.on(device, opened.plusDays(200));
        assertThat(after.certain()).isFalse();
        assertThat(after.says()).contains("nothing was seen of it since");
        assertThat(after.planned().rows()).singleElement().satisfies(r -> assertThat(r).contains(PackFixture.CYCLE, "pilot", "KB5120994 (26100.9106)"));
        assertThat(before.planned().rows()).isEmpty();
        assertThat(desk.on(device, opened)).satisfies(day -> {
            assertThat(day.certain()).isFalse();
            assertThat(day.says()).startsWith("It changed from 26100.9000 to 26100.9106");
        });
    }

    @Test
    void theSameSeedDrawsTheSameSamplesAndAnotherOthers() {
        int before = desk.list(DeskList.POPULATION, Search.ALL, 0, 1000).total();
        for (int i = 0; i < 40; i++) {
            fixture.rollout.jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                    + "values (?, ?, ?, 'n', ?, 'security', 'monthly', ?, 'f') on conflict do nothing", "entry-" + i, "2020-" + i, "2020." + i, Timestamp.from(Instant.EPOCH), Timestamp.from(Instant.EPOCH));
            fixture.rollout.jdbc.update("insert into hotpatch.revision (release_id, product, line, build, ubr, kb, hotpatch) values (?, 'Windows 11', 'WINDOWS_11', 26100, ?, 'KB1', 'NO')", "entry-" + i, i);
        }
        Listing all = desk.list(DeskList.POPULATION, Search.ALL, 0, 1000);
        assertThat(all.total()).isEqualTo(before + 40);
        List<Object> seven = Desk.sample(all, "entry", 7, 5).rows().stream().map(r -> r.get(0)).toList();

        assertThat(seven).hasSize(5).doesNotHaveDuplicates();
        assertThat(Desk.sample(all, "entry", 7, 5).rows().stream().map(r -> r.get(0)).toList()).isEqualTo(seven);
        assertThat(Desk.sample(all, "entry", 8, 5).rows().stream().map(r -> r.get(0)).toList()).isNotEqualTo(seven);
        assertThat(Desk.sample(all, "entry", 7, 100).rows()).hasSize(before + 40);
    }

    /** A cycle that carried nothing to the end decides nothing by itself; a signature decides until its time is over. */
    @Test
    void aReleaseWithoutACycleShowsItsSignedDecisionOrNoneAndComesFirstWhileNobodyHasDecided() {
        release("skipped", "2021.01 B", "KB777");
        Search its = search(null, null, null, "KB777", null);
        assertThat(column(DeskList.POPULATION, its, "decisionNotToDeploy")).containsExactly("none recorded");
        assertThat(column(DeskList.POPULATION, its, "standing")).containsExactly("UNDECIDED");
        assertThat(column(DeskList.POPULATION, search(null, null, null, "KB5120994", null), "standing")).containsExactly("CARRIED");
        assertThat(desk.list(DeskList.POPULATION, Search.ALL, 0, 1000).rows()).last().satisfies(row -> assertThat(row).contains("CARRIED"));
        assertThat(desk.sheet("skipped").orElseThrow().declined().rows()).isEmpty();

        fixture.rollout.jdbc.update("insert into hotpatch.cycle (id, release_id, state, created_at) values ('2021.01-B', 'skipped', 'REJECTED', now())");
        assertThat(column(DeskList.POPULATION, its, "decisionNotToDeploy")).containsExactly("none recorded");
        assertThat(column(DeskList.POPULATION, its, "standing")).containsExactly("UNDECIDED");
        fixture.rollout.jdbc.update("update hotpatch.cycle set state = 'SUPERSEDED', superseded_by = 'next' where id = '2021.01-B'");
        assertThat(column(DeskList.POPULATION, its, "standing")).as("nobody signed").containsExactly("SUPERSEDED");
        fixture.rollout.jdbc.update("insert into hotpatch.release_decision (cycle_id, release_id, ended, devices, state, opened_at, declined_by, reason, residual_risk, owner, "
                + "signed_by, signed_at) values ('2021.01-B', 'skipped', 'REJECTED', 5, 'SIGNED', now(), 'cab.member', 'breaks VPN', 'low', 'Ann', 'change.manager', now())");
        assertThat(column(DeskList.POPULATION, its, "decisionNotToDeploy")).containsExactly("breaks VPN; residual risk: low; carried by Ann");
        assertThat(column(DeskList.POPULATION, its, "decidedBy")).containsExactly("change.manager");
        assertThat(column(DeskList.POPULATION, its, "standing")).containsExactly("SIGNED");
        assertThat(desk.sheet("skipped").orElseThrow().declined().rows()).singleElement().satisfies(d -> assertThat(d).contains("breaks VPN", "low", "Ann", "change.manager"));
        fixture.rollout.jdbc.update("update hotpatch.cycle set state = 'ABANDONED' where id = '2021.01-B'");
        fixture.rollout.jdbc.update("update hotpatch.release_decision set state = 'EXPIRED' where release_id = 'skipped'");
        assertThat(column(DeskList.POPULATION, its, "standing")).containsExactly("UNDECIDED");
        assertThat(column(DeskList.POPULATION, its, "decisionNotToDeploy")).containsExactly("lapsed: breaks VPN; residual risk: low; carried by Ann");
    }

    @Test
    void decisionsAboutNoCycleAreListedAndFound() {
        release("recorded", "2022.02 B", "KB888");
        fixture.rollout.jdbc.update("insert into hotpatch.exemption (scope, target, reason, compensating_control, requested_by, requested_at, expires_at, state) values "
                + "('RING', 'early', 'r', 'c', 'ann', now(), now(), 'GRANTED'), ('DEVICE', 'device-3', 'r', 'c', 'ann', now(), now(), 'GRANTED')");
        fixture.rollout.jdbc.update("insert into hotpatch.approval (subject, task_id, shown, shown_hash, asked, requested_at, decision, decided_by, decided_at, exemption_id) "
                + "select 'EXEMPTION', 'x-' || scope, '{}', 'h', 'cab', now(), 'GRANT', 'exemption.decider', now(), id from hotpatch.exemption where scope in ('RING', 'DEVICE')");
        fixture.rollout.jdbc.update("insert into hotpatch.approval (subject, task_id, shown, shown_hash, asked, requested_at, decision, decided_by, decided_at) "
                + "values ('RELEASE_RISK', 'x-risk', '{\"release\":\"2022.02 B\"}', 'h', 'cab', now(), 'SIGN', 'risk.signer', now())");

        assertThat(column(DeskList.APPROVALS, search("exemption.decider", null, null, null, null), "about")).hasSize(2)
                .allSatisfy(about -> assertThat(about.toString()).matches("exemption \\d+: (ring early|device device-3)"));
        assertThat(column(DeskList.APPROVALS, search("exemption.decider", "early", null, null, null), "about")).singleElement().asString().endsWith("ring early");
        assertThat(column(DeskList.APPROVALS, search("exemption.decider", null, "device-3", null, null), "about")).singleElement().asString().endsWith("device device-3");
        assertThat(column(DeskList.APPROVALS, search("risk.signer", null, null, "KB888", null), "about")).containsExactly("release 2022.02 B");
        assertThat(column(DeskList.APPROVALS, search("risk.signer", null, null, "KB5120994", null), "about")).isEmpty();
        assertThat(column(DeskList.APPROVALS, Search.ALL, "subject")).contains("RESTART", "EXEMPTION", "RELEASE_RISK");
    }

    private static void release(String id, String name, String kb) {
        fixture.rollout.jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values (?, ?, ?, 'n', ?, 'security', 'monthly', now(), 'f')", id, name.replace(' ', '-'), name, Timestamp.from(Instant.EPOCH));
        fixture.rollout.jdbc.update("insert into hotpatch.revision (release_id, product, line, build, ubr, kb, hotpatch) values (?, 'Windows 11', 'WINDOWS_11', 26100, 1, ?, 'NO')", id, kb);
    }

    @Test
    void aSheetTellsWhoRequestedTestedApprovedAndDeployed() {
        SampleSheet sheet = desk.sheet("r").orElseThrow();
        assertThat(sheet.cycle().rows()).singleElement().satisfies(c -> assertThat(c).contains(PackFixture.CYCLE));
        assertThat(sheet.asked().rows()).last().satisfies(a -> assertThat(a).contains("business.owner", "shown/0002-restart.json"));
        assertThat(sheet.tested().rows()).as("every ring, and who tested by hand").hasSize(2).first().satisfies(t -> assertThat(t).contains("pilot", "Printing: passed (tester)"));
        assertThat(sheet.writes().rows()).singleElement().satisfies(w -> assertThat(w).contains("APPROVE", "DONE"));
        assertThat(desk.sheet("nothing")).isEmpty();
    }
}
