package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The Windows updates catalog: one entry per release, with the hotpatch flag per revision. */
final class CatalogResource {

    private static final String ENTRY = "#microsoft.graph.windowsUpdates.qualityUpdateCatalogEntry";
    private static final DateTimeFormatter US_DATE = DateTimeFormatter.ofPattern("MM/dd/yyyy", Locale.ROOT);
    private static final long DEPLOYABLE = 730 * 86_400L;

    private final Tenant tenant;

    CatalogResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        tenant.router.on(In.BETA, "GET", "admin/windows/updates/catalog/entries", this::list)
                .on(In.BETA, "GET", "admin/windows/updates/catalog/entries/{id}", this::one);
    }

    private Reply list(Request request) {
        Filter filter = Filter.parse(request.option("$filter"));
        boolean expand = expands(request);
        List<ObjectNode> entries = tenant.catalog.visible(tenant.now()).stream()
                .sorted(order(request.option("$orderby"))).map(release -> entry(release, expand)).filter(filter::accepts)
                .map(node -> Paging.select(request, node)).toList();
        return Paging.of(request, 100, 1000).page("admin/windows/updates/catalog/entries", entries);
    }

    private Reply one(Request request) {
        return tenant.catalog.visible(tenant.now()).stream().filter(r -> r.entryId().equalsIgnoreCase(request.value("id"))).findFirst()
                .map(release -> Reply.ok(Paging.select(request, entry(release, expands(request)))
                        .put("@odata.context", request.context("admin/windows/updates/catalog/entries/$entity"))))
                .orElseThrow(() -> GraphException.notFound("NotFound", "The catalog entry " + request.value("id") + " does not exist."));
    }

    private static boolean expands(Request request) {
        String expand = request.option("$expand");
        return expand != null && expand.contains("productRevisions");
    }

    private static Comparator<Release> order(String orderBy) {
        Comparator<Release> oldestFirst = Comparator.comparingLong(Release::at).thenComparingInt(Release::index);
        return orderBy != null && orderBy.contains("desc") ? oldestFirst.reversed() : oldestFirst;
    }

    private ObjectNode entry(Release release, boolean expand) {
        ObjectNode node = Json.object().put("@odata.type", ENTRY).put("id", release.entryId())
                .put("displayName", US_DATE.format(release.date()) + " - " + release.shortName() + " SecurityUpdate for Windows 10 and later")
                .put("releaseDateTime", Json.time(release.at())).put("deployableUntilDateTime", Json.time(release.at() + DEPLOYABLE))
                .put("catalogName", release.shortName() + " SecurityUpdate for Windows 10 and later")
                .put("shortName", release.shortName()).put("isExpeditable", ExpediteResource.expeditable(tenant, release))
                .put("qualityUpdateClassification", "security").put("qualityUpdateCadence", cadence(release));
        node.set("cveSeverityInformation", severity(release, "maxSeverity", "number", "url"));
        if (expand) {
            var revisions = node.putArray("productRevisions");
            release.revisions().forEach(revision -> revisions.add(revision(release, revision)));
        }
        return node;
    }

    static String cadence(Release release) {
        return release.outOfBand() ? "outOfBand" : "monthly";
    }

    /** Exploited CVEs are facts; severity and score are made from the seed. */
    ObjectNode severity(Release release, String severityName, String numberName, String urlName) {
        List<String> exploited = ExploitedCves.of(release);
        double luck = tenant.dice.unit(Dice.Purpose.CATALOG, release.index(), 99);
        ObjectNode node = Json.object().put(severityName, !exploited.isEmpty() || luck < 0.7 ? "critical" : "important")
                .put("maxBaseScore", Math.round((7.8 + 2 * luck) * 10) / 10.0);
        var cves = node.putArray("exploitedCves");
        exploited.forEach(cve -> cves.addObject().put(numberName, cve).put(urlName, "https://msrc.microsoft.com/update-guide/vulnerability/" + cve));
        return node;
    }

    private static ObjectNode revision(Release release, Release.Revision revision) {
        ObjectNode node = Json.object().put("id", revision.id())
                .put("displayName", revision.product() + ", build " + revision.build() + "." + revision.ubr())
                .put("releaseDateTime", Json.time(release.at())).put("version", revision.version()).put("product", revision.product());
        if (revision.flag() != null) {
            node.set("isHotpatchUpdate", revision.flag());
        }
        node.putObject("osBuild").put("majorVersion", 10).put("minorVersion", 0).put("buildNumber", revision.build())
                .put("updateBuildRevision", revision.ubr());
        node.putObject("knowledgeBaseArticle").put("id", revision.kb())
                .put("url", "https://support.microsoft.com/help/" + revision.kb().substring(2));
        return node;
    }
}
