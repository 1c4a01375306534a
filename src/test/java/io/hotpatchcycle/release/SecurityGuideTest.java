package io.hotpatchcycle.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Sha256;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.release.SecurityGuide.Cve;
import io.hotpatchcycle.release.SecurityGuide.Fixed;
import io.hotpatchcycle.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** MSRC says which CVEs an update fixes; the catalog names exploited ones only. The documents here are made up in MSRC's shape. */
class SecurityGuideTest {

    private static final Instant AUGUST = Instant.parse("2026-08-11T17:00:00Z");
    private static final Set<String> KBS = Set.of("KB5120994", "KB5121003");

    @TempDir
    private Path folder;

    private static String document(String... vulnerabilities) {
        return "<cvrf:cvrfdoc xmlns:vuln='v' xmlns:cvrf='c'><cvrf:DocumentTracking><cvrf:Identification><cvrf:ID>2026-Aug</cvrf:ID></cvrf:Identification>"
                + "<cvrf:CurrentReleaseDate>2026-08-14T07:00:00</cvrf:CurrentReleaseDate></cvrf:DocumentTracking>" + String.join("", vulnerabilities) + "</cvrf:cvrfdoc>";
    }

    private static String vulnerability(String cve, String... groups) {
        return "<vuln:Vulnerability><vuln:Notes><vuln:Note Title='Description'>KB5120994 is not meant</vuln:Note></vuln:Notes><vuln:CVE>" + cve + "</vuln:CVE>"
                + "<vuln:ProductStatuses><vuln:Status><vuln:ProductID>1</vuln:ProductID></vuln:Status></vuln:ProductStatuses>" + String.join("", groups) + "</vuln:Vulnerability>";
    }

    private static String threat(String type, String text, String product) {
        return "<vuln:Threat Type='" + type + "'><vuln:Description>" + text + "</vuln:Description>" + product(product) + "</vuln:Threat>";
    }

    private static String score(double base, String product) {
        return "<vuln:ScoreSet><vuln:BaseScore>" + base + "</vuln:BaseScore>" + product(product) + "</vuln:ScoreSet>";
    }

    private static String fix(String article, String subType, String product) {
        return "<vuln:Remediation Type='Vendor Fix'><vuln:Description>" + article + "</vuln:Description>" + product(product) + "<vuln:SubType>" + subType
                + "</vuln:SubType></vuln:Remediation>";
    }

    private static String product(String id) {
        return id == null ? "" : "<vuln:ProductID>" + id + "</vuln:ProductID>";
    }

    private Fixed read(String text) throws IOException {
        Files.writeString(folder.resolve("2026-Aug.xml"), text);
        return new SecurityGuide(folder, null, null, null).fixed(AUGUST, KBS);
    }

    @Test
    void eachCveThatAnUpdateOfTheReleaseFixesIsThereHoweverTheUpdateIsLabelled() throws IOException {
        Fixed fixed = read(document(
                vulnerability("CVE-2026-1", threat("Severity", "Important", "1"), score(7.8, "1"), fix("5120994", "SecurityHotpatchUpdate", "1")),
                vulnerability("CVE-2026-2", threat("Severity", "Critical", "1"), threat("Exploit Status", "Publicly Disclosed:No;Exploited:Yes;DOS:N/A", null), score(9.8, "1"),
                        fix("5121003", "Security Update", "1")),
                vulnerability("CVE-2026-3", threat("Severity", "Critical", "2"), score(9.9, "2"), fix("5036452", "Security Update", "2"))));
        assertThat(fixed.cves()).containsOnlyKeys("CVE-2026-1", "CVE-2026-2").containsEntry("CVE-2026-1", new Cve("Important", 7.8, ""))
                .containsEntry("CVE-2026-2", new Cve("Critical", 9.8, "Yes"));
        assertThat(fixed.articles()).isEqualTo(Map.of("CVE-2026-1", Set.of("KB5120994"), "CVE-2026-2", Set.of("KB5121003")));
        assertThat(fixed.document() + " " + fixed.asOf()).isEqualTo("2026-Aug 2026-08-14T07:00:00");
        assertThat(fixed.sha256()).as("of the whole file").isEqualTo(Sha256.hex(Files.readString(folder.resolve("2026-Aug.xml"))));
    }

    /** What a scanner names by its CVE is judged by it. Read again, the document replaces what it said before. */
    @Test
    void whichArticleFixesWhichCveIsKeptForTheRelease() throws IOException {
        try (TestDatabase database = TestDatabase.fresh()) {
            JdbcTemplate jdbc = new JdbcTemplate(database.app());
            ReleaseRows rows = new ReleaseRows(JdbcClient.create(jdbc));
            Clock clock = Clock.fixed(AUGUST, ZoneOffset.UTC);
            SecurityGuide guide = new SecurityGuide(folder, rows, new Trail(new EventRows(jdbc), clock, clock), clock);
            Release release = new Release("r", "2026.08 B", "August", AUGUST, "security", "monthly", null, null, List.of(),
                    List.of(new Revision("Windows 11", ProductLine.WINDOWS_11, "24H2", 26100, 9106, "KB5120994", HotpatchFlag.YES)));
            rows.record(release, null, "", AUGUST);
            for (String cve : List.of("CVE-2026-1", "CVE-2026-2")) {
                read(document(vulnerability(cve, fix("5120994", "Security Update", "1"), fix("5121003", "Security Update", "1"))));
                guide.note("2026.08-B", release);
                assertThat(jdbc.queryForList("select release_id || ' ' || cve || ' ' || kb || ' ' || document from hotpatch.fixed_cve", String.class))
                        .containsExactly("r " + cve + " KB5120994 2026-Aug");
            }
        }
    }

    @Test
    void severityIsThatOfTheProductsTheUpdateIsFor() throws IOException {
        Fixed fixed = read(document(vulnerability("CVE-2026-1", threat("Severity", "Moderate", "1"), threat("Severity", "Important", "1"), threat("Severity", "Critical", "2"),
                score(6.5, "1"), score(5, "1"), score(9.9, "2"), fix("5120994", "Security Update", "1"), fix("999", "Security Update", "2"))));
        assertThat(fixed.cves()).containsEntry("CVE-2026-1", new Cve("Important", 6.5, ""));
    }

    @Test
    void aDocumentThatIsMissingCutShortOrSomethingElseIsNamed() {
        assertThatThrownBy(() -> new SecurityGuide(folder, null, null, null).fixed(AUGUST, KBS)).hasMessageContaining("2026-Aug.xml is not in the folder of hotpatch.msrc-folder");
        assertThatThrownBy(() -> read(document().substring(0, 200))).hasMessageContaining("2026-Aug.xml cannot be read").hasMessageContaining("Fetch it again");
        assertThatThrownBy(() -> read("<html/>")).hasMessageContaining("no CVRF document");
        assertThatThrownBy(() -> read("{}")).hasMessageContaining("cannot be read");
    }

    @Test
    void aDocumentReadsNoOtherFile() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        assertThatThrownBy(() -> read("<!DOCTYPE a [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]>" + document(vulnerability("&e;", fix("5120994", "x", "1")))))
                .isInstanceOf(IllegalStateException.class).hasMessageNotContaining("secret\n");
    }
}
