package io.hotpatchcycle.graph;

import static io.hotpatchcycle.graph.GraphStub.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.release.DeployableItem;
import io.hotpatchcycle.release.HotpatchFlag;
import io.hotpatchcycle.release.KnownIssue;
import io.hotpatchcycle.release.ProductLine;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.release.Revision;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsCatalogTest {

    private static final String ENTRIES = "GET /beta/admin/windows/updates/catalog/entries";
    private static final String ITEMS = "GET /beta/deviceManagement/windowsUpdateCatalogItems";
    private static final String ENTRY = """
            {"@odata.type":"#microsoft.graph.windowsUpdates.qualityUpdateCatalogEntry","id":"e1","shortName":"2026.08 B",
             "displayName":"08/11/2026 - 2026.08 B","releaseDateTime":"2026-08-11T17:00:00Z",
             "qualityUpdateClassification":"security","qualityUpdateCadence":"monthly",
             "cveSeverityInformation":{"maxSeverity":"critical","maxBaseScore":9.8,"exploitedCves":[{"number":"CVE-2026-1"}]},
             "productRevisions":[%s]}""";
    private static final String HOTPATCH = revision("10.0.26100.9106", "Windows 11", 26100, 9106, "KB5120994", "true");
    private static final String LCU = revision("10.0.26100.9168", "Windows 11", 26100, 9168, "5121003", "false");

    private final GraphStub graph = new GraphStub();

    @AfterEach
    void stop() {
        graph.close();
    }

    private static String revision(String id, String product, int build, int ubr, String kb, String flag) {
        return """
                {"id":"%s","product":"%s","version":"24H2","isHotpatchUpdate":%s,"osBuild":{"majorVersion":10,"minorVersion":0,
                 "buildNumber":%d,"updateBuildRevision":%d},"knowledgeBaseArticle":{"id":"%s"}}""".formatted(id, product, flag, build, ubr, kb);
    }

    private List<Release> releases(String... entries) {
        graph.on(ENTRIES, ok("{\"value\":[" + String.join(",", entries) + "]}"));
        return graph.tenant().catalog().readReleases();
    }

    @Test
    void readsAReleaseWithBothTwins() {
        Release release = releases(ENTRY.formatted(HOTPATCH + "," + LCU)).get(0);
        assertThat(release).isEqualTo(new Release("e1", "2026.08 B", "08/11/2026 - 2026.08 B", Instant.parse("2026-08-11T17:00:00Z"),
                "security", "monthly", "critical", 9.8, List.of("CVE-2026-1"), List.of(
                new Revision("Windows 11", ProductLine.WINDOWS_11, "24H2", 26100, 9106, "KB5120994", HotpatchFlag.YES),
                new Revision("Windows 11", ProductLine.WINDOWS_11, "24H2", 26100, 9168, "KB5121003", HotpatchFlag.NO))));
        assertThat(graph.asked.get(0).query()).contains("isof('microsoft.graph.windowsUpdates.qualityUpdateCatalogEntry')",
                "$expand=microsoft.graph.windowsUpdates.qualityUpdateCatalogEntry/productRevisions", "$orderby=releaseDateTime desc");
    }

    @ParameterizedTest
    @CsvSource({"null", "'\"false\"'", "'\"true\"'", "0", "1", "[]", "{}"})
    void anythingButABooleanIsUnreadable(String flag) {
        Release release = releases(ENTRY.formatted(revision("r", "Windows 11", 26100, 9106, "KB1", flag))).get(0);
        assertThat(release.revisions()).extracting(Revision::hotpatch).containsExactly(HotpatchFlag.UNREADABLE);
    }

    @Test
    void aMissingFlagIsUnreadable() {
        Release release = releases(ENTRY.formatted(HOTPATCH.replace("\"isHotpatchUpdate\":true,", ""))).get(0);
        assertThat(release.revisions()).extracting(Revision::hotpatch).containsExactly(HotpatchFlag.UNREADABLE);
    }

    @Test
    void takesTheBuildFromTheIdWhenItIsNotSaidOtherwise() {
        Release release = releases(ENTRY.formatted(HOTPATCH.replace("osBuild", "osBuild2"))).get(0);
        assertThat(release.revisions()).extracting(Revision::ubr).containsExactly(9106);
    }

    @Test
    void aClientRevisionWithoutBuildMakesNoHotpatchUncertain() {
        String nameless = HOTPATCH.replace("osBuild", "osBuild2").replace("10.0.26100.9106", "x");
        Release release = releases(ENTRY.formatted(nameless + "," + LCU)).get(0);
        assertThat(release.revisions()).extracting(Revision::hotpatch).containsExactly(HotpatchFlag.UNREADABLE);
        String server = nameless.replace("Windows 11", "Windows Server 2025");
        assertThat(releases(ENTRY.formatted(server + "," + LCU)).get(0).revisions()).extracting(Revision::hotpatch)
                .containsExactly(HotpatchFlag.NO);
    }

    @Test
    void readsTheFurtherPagesOfRevisions() {
        String more = ENTRY.formatted(HOTPATCH).replace("\"productRevisions\"",
                "\"productRevisions@odata.nextLink\":\"" + graph.url() + "/beta/more\",\"productRevisions\"");
        graph.on("GET /beta/more", ok("{\"value\":[" + LCU + "]}"));
        assertThat(releases(more).get(0).revisions()).hasSize(2);
    }

    @Test
    void entriesThatCannotBeIdentifiedOrAreOtherThingsDoNotStopTheRest() {
        String good = ENTRY.formatted(HOTPATCH);
        assertThat(releases(good.replace("\"id\":\"e1\",", ""), good.replace("\"shortName\":\"2026.08 B\",", ""),
                good.replace("2026-08-11T17:00:00Z", "soon"), "7", "null",
                "{\"@odata.type\":\"#microsoft.graph.windowsUpdates.featureUpdateCatalogEntry\",\"id\":\"f\"}", good))
                .extracting(Release::id).containsExactly("e1");
    }

    @Test
    void anEntryWithoutExpandedRevisionsIsNotAReleaseWithoutRevisions() {
        assertThatThrownBy(() -> releases(ENTRY.formatted("").replace("productRevisions", "other")))
                .isInstanceOf(GraphUnavailable.class).hasMessageContaining("catalog entry e1");
    }

    @Test
    void valuesFromTheFutureStayRaw() {
        Release release = releases(ENTRY.formatted(HOTPATCH).replace("\"monthly\"", "\"weekly\"").replace("\"security\"", "null")).get(0);
        assertThat(release.cadence()).isEqualTo("weekly");
        assertThat(release.classification()).isEqualTo("unknown");
        assertThat(release.monthlySecurity()).isFalse();
    }

    @Test
    void readsIntunesItems() {
        graph.on(ITEMS, ok("""
                {"value":[{"@odata.type":"#microsoft.graph.windowsFeatureUpdateCatalogItem","id":"f","releaseDateTime":"2026-08-11T17:00:00Z"},
                {"@odata.type":"#microsoft.graph.windowsQualityUpdateCatalogItem","id":"i1","displayName":"2026.08 B",
                 "releaseDateTime":"2026-08-11T00:00:00Z","classification":"security","qualityUpdateCadence":"monthly","kbArticleId":"5121003",
                 "productRevisions":[
                  {"osBuild":{"buildNumber":26100,"updateBuildRevision":9106},"knowledgeBaseArticle":{"articleId":"KB5120994"}},
                  {"osBuild":{"buildNumber":26100,"updateBuildRevision":9168},"knowledgeBaseArticle":null},
                  {"osBuild":{"buildNumber":26200}}]}]}"""));
        assertThat(graph.tenant().catalog().readDeployableItems()).singleElement().satisfies(item -> {
            assertThat(item.id()).isEqualTo("i1");
            assertThat(item.builds()).containsExactlyInAnyOrder("26100.9106/KB5120994", "26100.9168/KB5121003");
        }).extracting(DeployableItem::cadence).isEqualTo("monthly");
    }

    @Test
    void readsTheKnownIssuesOfWindows11AndOfWhatMayBeIt() {
        graph.on("GET /beta/admin/windows/updates/products", ok("{\"value\":[{\"id\":\"1\",\"name\":\"Windows 11, version 24H2\"},"
                + "{\"id\":\"2\",\"name\":\"Windows Server 2022\"},{\"id\":\"3\"}]}"));
        graph.on("GET /beta/admin/windows/updates/products/1/knownIssues", ok("{\"value\":[{\"id\":\"WI1\",\"title\":\"Printers\",\"status\":\"confirmed\","
                + "\"startDateTime\":\"2026-08-12T00:00:00Z\",\"lastUpdatedDateTime\":\"2026-08-13T00:00:00Z\",\"webViewUrl\":\"https://x\","
                + "\"originatingKnowledgeBaseArticle\":{\"id\":\"5120994\"}},{\"id\":\"WI2\",\"status\":7}]}"));
        graph.on("GET /beta/admin/windows/updates/products/3/knownIssues", ok("{\"value\":[]}"));
        assertThat(graph.tenant().catalog().readKnownIssues()).containsExactly(
                new KnownIssue("WI1", "Windows 11, version 24H2", "Printers", "confirmed", "KB5120994", "https://x",
                        Instant.parse("2026-08-12T00:00:00Z"), Instant.parse("2026-08-13T00:00:00Z"), null),
                new KnownIssue("WI2", "Windows 11, version 24H2", "an issue without a title", null, "unknown", null, null, null, null));
    }
}
