package io.hotpatchcycle.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.finding.Finding.Verdict;
import io.hotpatchcycle.finding.Finding.Why;
import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.testing.TestDatabase;
import java.io.StringReader;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A scanner's finding is closed only by proof, and confirmed only by proof. */
class FindingsTest {

    private static final Instant NOW = Instant.parse("2026-09-20T08:00:00Z");
    private static final Instant SEEN = NOW.minus(Duration.ofHours(5));

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.app());
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(database.app()));
    private final Findings findings = new Findings(new FindingRows(jdbc), work -> transaction.execute(status -> work.get()),
            new Trail(new EventRows(jdbc), clock, clock), clock);
    private final KbTwins twins = new KbTwins(new KbTwinRows(jdbc));

    @BeforeEach
    void catalogAndFleet() {
        release("2026.07 B", "monthly", "2026-07-14", "CVE-2026-7777");
        revision("2026.07 B", "WINDOWS_11", 8875, "KB5101650", "NO");
        release("2026.07 OOB", "outOfBand", "2026-07-18", "CVE-2026-7778");
        revision("2026.07 OOB", "WINDOWS_11", 8894, "KB5121767", "NO");
        release("2026.08 B", "monthly", "2026-08-11", "CVE-2026-8888");
        revision("2026.08 B", "WINDOWS_11", 9106, "KB5120994", "YES");
        revision("2026.08 B", "WINDOWS_11", 9168, "KB5121003", "NO");
        revision("2026.08 B", "WINDOWS_SERVER", 32500, "KB5129999", "YES");
        revision("2026.08 B", "WINDOWS_SERVER", 9106, "KB5128888", "NO");
        release("2026.09 B", "monthly", "2026-09-08", "");
        revision("2026.09 B", "WINDOWS_11", 9445, "KB5124008", "NO");
        device("hot", 9106, SEEN);
        device("lcu", 9168, SEEN);
        device("july", 8875, SEEN);
        device("september", 9445, SEEN);
        device("odd", 9300, SEEN);
        device("server-number", 32500, SEEN);
        device("silent", 9106, NOW.minus(Duration.ofDays(31)));
        device("blank", null, SEEN);
        device("gone", 9106, SEEN);
        jdbc.update("update hotpatch.device set retired = true where id = 'gone'");
        device("one", 9106, SEEN);
        device("two", 9106, SEEN);
        jdbc.update("update hotpatch.device set name = 'TWICE' where id in ('one', 'two')");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void release(String name, String cadence, String day, String cves) {
        Timestamp at = Timestamp.from(Instant.parse(day + "T17:00:00Z"));
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint, "
                + "exploited_cves) values (?, ?, ?, ?, ?, 'security', ?, ?, '', ?)", name, name, name, name, at, cadence, at, cves);
    }

    private void revision(String release, String line, int ubr, String kb, String flag) {
        jdbc.update("insert into hotpatch.revision (release_id, product, line, build, ubr, kb, hotpatch) values (?, ?, ?, 26100, ?, ?, ?)", release,
                line + " 24H2", line, ubr, kb, flag);
    }

    private void device(String id, Integer ubr, Instant seen) {
        jdbc.update("insert into hotpatch.device (id, entra_device_id, name, line, build, ubr, edition, cpu, chpe, join_type, management, last_check_in, "
                + "observed_at, received_at, level_after, level_since) values (?, ?, ?, 'WINDOWS_11', ?, ?, '', '', '', '', '', ?, ?, ?, ?, ?)", id,
                "E-" + id, "PC-" + id, ubr == null ? null : 26100, ubr, Timestamp.from(seen), Timestamp.from(seen), Timestamp.from(NOW),
                Timestamp.from(NOW.minus(Duration.ofDays(9))), Timestamp.from(NOW.minus(Duration.ofDays(8))));
    }

    private Finding judge(String device, String kb, String cve) {
        ImportedList list = findings.importList("list.csv", new StringReader("Device,KB,CVE\r\n" + device + "," + kb + "," + cve + "\r\n"), "anna");
        return findings.lines(list.id(), null, VisibleRings.ALL, 0, 10).get(0);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "PC-hot, KB5121003, FALSE_POSITIVE, RUNS_TWIN", "PC-lcu, KB5120994, FALSE_POSITIVE, RUNS_TWIN", "PC-hot, KB5120994, FALSE_POSITIVE, RUNS_IT",
        "PC-hot, KB5101650, FALSE_POSITIVE, RUNS_LATER", "PC-september, KB5121003, FALSE_POSITIVE, RUNS_LATER",
        "PC-lcu, KB5121767, FALSE_POSITIVE, RUNS_LATER", "PC-july, KB5121003, REAL, RUNS_EARLIER", "PC-hot, KB5124008, REAL, RUNS_EARLIER",
        // a hotpatch does not prove that it holds what came as a cumulative update alone
        "PC-hot, KB5121767, UNKNOWN, NO_PROOF", "PC-september, KB5121767, FALSE_POSITIVE, RUNS_LATER",
        "PC-odd, KB5121003, UNKNOWN, LEVEL_NOT_IN_CATALOG", "PC-odd, KB5124008, REAL, RUNS_EARLIER",
        // 26100 is a client and a server
        "PC-hot, KB5129999, UNKNOWN, OTHER_PRODUCT", "PC-server-number, KB5129999, UNKNOWN, OTHER_PRODUCT", "PC-hot, KB5128888, UNKNOWN, OTHER_PRODUCT",
        "PC-server-number, KB5121003, UNKNOWN, LEVEL_NOT_IN_CATALOG",
        "PC-silent, KB5121003, UNKNOWN, NOT_SEEN", "PC-blank, KB5121003, UNKNOWN, NO_BUILD", "PC-gone, KB5121003, UNKNOWN, RETIRED",
        "TWICE, KB5121003, UNKNOWN, SEVERAL_DEVICES", "nobody, KB5121003, UNKNOWN, NO_SUCH_DEVICE", "PC-hot, KB4999999, UNKNOWN, NOT_IN_CATALOG",
        "PC-hot, missing, UNKNOWN, NOT_UNDERSTOOD", "o'brien, KB5121003, UNKNOWN, NO_SUCH_DEVICE", "\uD83D\uDE00, KB5121003, UNKNOWN, NO_SUCH_DEVICE"})
    void isJudgedByWhatTheDeviceRuns(String device, String kb, Verdict verdict, Why why) {
        Finding found = judge(device, kb, "");
        assertThat(found.why()).isEqualTo(why);
        assertThat(found.verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"PC-hot, CVE-2026-8888, FALSE_POSITIVE, RUNS_IT", "PC-lcu, cve-2026-8888, FALSE_POSITIVE, RUNS_IT", "PC-july, CVE-2026-8888, REAL, RUNS_EARLIER",
        "PC-hot, CVE-2026-7777, FALSE_POSITIVE, RUNS_LATER", "PC-hot, CVE-2026-7778, UNKNOWN, NO_PROOF", "PC-hot, CVE-2020-0001, UNKNOWN, NOT_IN_CATALOG"})
    void aCveIsJudgedByTheReleasesThatTheCatalogNamesItFor(String device, String cve, Verdict verdict, Why why) {
        Finding found = judge(device, "", cve);
        assertThat(found.why()).isEqualTo(why);
        assertThat(found.verdict()).isEqualTo(verdict);
    }

    /** The cumulative update alone may fix a CVE of a release whose hotpatch runs; and one line may name what came with different releases. */
    @ParameterizedTest
    @CsvSource({"PC-hot, KB5120994, CVE-2026-8888, FALSE_POSITIVE, RUNS_IT", "PC-hot, KB5121003, CVE-2026-8888, FALSE_POSITIVE, RUNS_TWIN",
        "PC-hot, KB5101650, CVE-2026-8888, FALSE_POSITIVE, RUNS_LATER", "PC-hot, KB5121003, CVE-2026-1002, UNKNOWN, NO_PROOF",
        "PC-lcu, KB5121003, CVE-2026-1002, FALSE_POSITIVE, RUNS_IT", "PC-hot, KB5120994, CVE-2026-9999, REAL, RUNS_EARLIER",
        "PC-hot, KB5124008, CVE-2026-8888, REAL, RUNS_EARLIER", "PC-july, KB5121003, CVE-2026-8888, REAL, RUNS_EARLIER",
        "PC-hot, KB4999999, CVE-2026-8888, UNKNOWN, NOT_IN_CATALOG", "PC-hot, KB4999999, CVE-2026-9999, REAL, RUNS_EARLIER",
        "PC-hot, KB5129999, CVE-2026-8888, UNKNOWN, OTHER_PRODUCT", "PC-hot, KB5120994, CVE-2026-1004, UNKNOWN, OTHER_PRODUCT",
        "PC-hot, KB5120994, CVE-2020-0001, FALSE_POSITIVE, RUNS_IT", "PC-july, KB5120994, CVE-2020-0001, REAL, RUNS_EARLIER"})
    void aLineThatNamesAnArticleAndACveIsJudgedByBoth(String device, String kb, String cve, Verdict verdict, Why why) {
        fixed("2026.08 B", "CVE-2026-1002", "KB5121003");
        fixed("2026.08 B", "CVE-2026-1004", "KB5128888");
        jdbc.update("update hotpatch.release set exploited_cves = 'CVE-2026-9999' where name = '2026.09 B'");
        Finding found = judge(device, kb, cve);
        assertThat(found.why()).isEqualTo(why);
        assertThat(found.verdict()).isEqualTo(verdict);
    }

    private void fixed(String release, String cve, String kb) {
        jdbc.update("insert into hotpatch.fixed_cve (release_id, cve, kb, document, read_at) values (?, ?, ?, '2026-Aug', now())", release, cve, kb);
    }

    /** MSRC's document names every CVE, and by article: a hotpatch is not taken for what its twin alone fixes. */
    @ParameterizedTest
    @CsvSource({"PC-hot, CVE-2026-1001, FALSE_POSITIVE, RUNS_IT", "PC-lcu, CVE-2026-1001, FALSE_POSITIVE, RUNS_IT", "PC-july, CVE-2026-1001, REAL, RUNS_EARLIER",
        "PC-september, CVE-2026-1001, FALSE_POSITIVE, RUNS_LATER", "PC-hot, CVE-2026-1002, UNKNOWN, NO_PROOF", "PC-lcu, CVE-2026-1002, FALSE_POSITIVE, RUNS_IT",
        "PC-july, CVE-2026-1002, REAL, RUNS_EARLIER", "PC-september, CVE-2026-1002, FALSE_POSITIVE, RUNS_LATER", "PC-hot, CVE-2026-1003, FALSE_POSITIVE, RUNS_LATER",
        "PC-hot, CVE-2026-1004, UNKNOWN, OTHER_PRODUCT", "PC-hot, CVE-2026-1005, UNKNOWN, NOT_IN_CATALOG"})
    void aCveIsJudgedByTheArticlesThatMsrcNamesForIt(String device, String cve, Verdict verdict, Why why) {
        fixed("2026.08 B", "CVE-2026-1001", "KB5120994");
        fixed("2026.08 B", "CVE-2026-1001", "KB5121003");
        fixed("2026.08 B", "CVE-2026-1002", "KB5121003");
        fixed("2026.07 B", "CVE-2026-1003", "KB5101650");
        fixed("2026.08 B", "CVE-2026-1004", "KB5128888");
        Finding found = judge(device, "", cve);
        assertThat(found.why()).isEqualTo(why);
        assertThat(found.verdict()).isEqualTo(verdict);
    }

    @Test
    void theTwinsSayWhatTheirArticlesFix() {
        fixed("2026.08 B", "CVE-2026-1", "KB5120994");
        fixed("2026.08 B", "CVE-2026-2", "KB5121003");
        List<KbTwin> all = twins.devices(null, VisibleRings.ALL, 0, 2);
        assertThat(all).extracting(KbTwin::cves).containsExactly(List.of("CVE-2026-1", "CVE-2026-8888"), List.of("CVE-2026-2", "CVE-2026-8888"));
    }

    @Test
    void aCveOfTwoReleasesNeedsBoth() {
        jdbc.update("update hotpatch.release set exploited_cves = 'CVE-2026-8888' where name in ('2026.09 B', '2026.08 B')");
        assertThat(judge("PC-hot", "", "CVE-2026-8888").why()).isEqualTo(Why.NO_PROOF);
        assertThat(judge("PC-september", "", "CVE-2026-8888").verdict()).isEqualTo(Verdict.FALSE_POSITIVE);
        assertThat(judge("PC-july", "", "CVE-2026-8888").verdict()).isEqualTo(Verdict.REAL);
    }

    @Test
    void anUnreadableFlagProvesNothingThatItWouldHaveToProve() {
        jdbc.update("update hotpatch.revision set hotpatch = 'UNREADABLE' where kb = 'KB5120994'");
        assertThat(judge("PC-hot", "KB5120994", "").why()).isEqualTo(Why.RUNS_IT);
        assertThat(judge("PC-hot", "KB5101650", "").why()).isEqualTo(Why.NO_PROOF);
        assertThat(twins.devices(null, VisibleRings.ALL, 0, 1).get(0).twinKb()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"hot, INTUNE_ID", "HOT, INTUNE_ID", "e-hot, ENTRA_ID", "pc-HOT, NAME", "PC-hot.contoso.example, HOST_NAME"})
    void findsADeviceByItsNameAndIds(String device, String way) {
        Finding found = judge(device, "KB5121003", "");
        assertThat(found.matchedBy()).isEqualTo(way);
        assertThat(found.deviceId()).isEqualTo("hot");
        assertThat(found.installedKb()).isEqualTo("KB5120994");
        assertThat(found.twinKb()).isEqualTo("KB5121003");
        assertThat(found.build()).isEqualTo("26100.9106");
        assertThat(found.asOf()).isEqualTo(SEEN);
        assertThat(found.levelAfter()).isBefore(found.levelSince());
    }

    @Test
    void twoRecordsOfOneDeviceAreOne() {
        jdbc.update("update hotpatch.device set duplicate = true where id = 'two'");
        assertThat(judge("TWICE", "KB5121003", "").deviceId()).isEqualTo("one");
    }

    @Test
    void aListOfDefenderIsUnderstoodAndEveryLineCounts() {
        ImportedList list = findings.importList("export.csv", new StringReader("\uFEFFDeviceId,DeviceName,CveId,RecommendedSecurityUpdateId\n"
                + "1a2b,PC-hot,CVE-2026-1234,5121003\n1a2b,\"PC-july\",CVE-2026-1234,5121003\n,,,\n1a2b,PC-hot\n"), "anna");
        assertThat(list.rows()).isEqualTo(4);
        assertThat(List.of(list.falsePositive(), list.real(), list.unknown())).containsExactly(1, 1, 2);
        List<Finding> streamed = new ArrayList<>();
        findings.each(list.id(), Verdict.UNKNOWN, VisibleRings.ALL, streamed::add);
        assertThat(streamed).extracting(Finding::why).containsOnly(Why.NOT_UNDERSTOOD);
        assertThat(findings.count(list.id(), Verdict.UNKNOWN, VisibleRings.ALL)).isEqualTo(2);
        assertThat(jdbc.queryForObject("select count(*) from hotpatch.event where type = 'findings.imported' and actor = 'anna'", Integer.class)).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "device\nPC-hot", "kb,cve\nKB1,CVE-2026-1", "device,kb\n\"PC-hot,KB5121003", "device,kb,kb\na,b,c"})
    void whatIsNoListIsRefusedAndLeavesNothing(String text) {
        assertThatThrownBy(() -> findings.importList("x", new StringReader(text), "anna")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Nothing was imported");
        assertThat(findings.imports()).isEmpty();
    }

    @Test
    void oldListsAreForgottenWithTheNextOne() {
        long first = findings.importList("a", new StringReader("device,kb\nPC-hot,KB5121003"), "anna").id();
        jdbc.update("update hotpatch.finding_import set imported_at = ?", Timestamp.from(NOW.minus(Findings.KEPT).minusSeconds(1)));
        findings.importList("b", new StringReader("device,kb\nPC-hot,KB5121003"), "anna");
        assertThat(findings.find(first)).isEmpty();
        assertThat(findings.imports()).hasSize(1);
    }

    @Test
    void everyDeviceIsListedWithItsTwin() {
        assertThat(twins.count(null, VisibleRings.ALL)).isEqualTo(10);
        assertThat(twins.count("KB5121003", VisibleRings.ALL)).isEqualTo(5);
        List<KbTwin> all = new ArrayList<>();
        twins.each(null, VisibleRings.ALL, all::add);
        assertThat(all).hasSize(10).isEqualTo(twins.devices(null, VisibleRings.ALL, 0, 100));
        KbTwin hot = all.get(0);
        assertThat(hot.installedKb()).isEqualTo("KB5120994");
        assertThat(hot.hotpatch()).isTrue();
        assertThat(hot.twinKb()).isEqualTo("KB5121003");
        assertThat(hot.twinBuild()).isEqualTo("26100.9168");
        assertThat(hot.cves()).containsExactly("CVE-2026-8888");
        assertThat(all.get(2).twinKb()).as("a baseline has none").isNull();
        assertThat(all.get(4).installedKb()).as("not in the catalog").isNull();
    }
}
