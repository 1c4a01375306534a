package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Intune's own list of the releases: ids of its own, no hotpatch flag, clients only. */
final class IntuneCatalogResource {

    private static final DateTimeFormatter US_DATE = DateTimeFormatter.ofPattern("MM/dd/yyyy", Locale.ROOT);

    private final Tenant tenant;

    IntuneCatalogResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        tenant.router.on(In.BETA, "GET", "deviceManagement/windowsUpdateCatalogItems", this::list)
                .on(In.BETA, "GET", "deviceManagement/windowsUpdateCatalogItems/{id}", this::one);
    }

    private Reply list(Request request) {
        Filter filter = Filter.parse(request.option("$filter"));
        List<ObjectNode> items = tenant.catalog.visible(tenant.now()).stream().filter(release -> !release.levels().isEmpty())
                .map(this::item).filter(filter::accepts).map(node -> Paging.select(request, node)).toList();
        return Paging.of(request, 50, 1000).page("deviceManagement/windowsUpdateCatalogItems", items);
    }

    private Reply one(Request request) {
        Release release = tenant.catalog.byItem(request.value("id"), tenant.now());
        if (release == null) {
            throw GraphException.notFound("ResourceNotFound", "The catalog item " + request.value("id") + " does not exist.");
        }
        return Reply.ok(item(release).put("@odata.context", request.context("deviceManagement/windowsUpdateCatalogItems/$entity")));
    }

    private ObjectNode item(Release release) {
        ObjectNode node = Json.object().put("@odata.type", "#microsoft.graph.windowsQualityUpdateCatalogItem").put("id", release.itemId())
                .put("displayName", US_DATE.format(release.date()) + " - " + release.shortName() + " Security Updates for Windows 10 and later")
                .put("releaseDateTime", Json.time(release.at())).putNull("endOfSupportDate").put("kbArticleId", mainArticle(release))
                .put("classification", "security").put("qualityUpdateCadence", CatalogResource.cadence(release)).put("isExpeditable", ExpediteResource.expeditable(tenant, release));
        node.set("cveSeverityInformation", new CatalogResource(tenant).severity(release, "maxSeverityLevel", "cveNumber", "cveInformationUrl"));
        var revisions = node.putArray("productRevisions");
        release.revisions().stream().filter(Release.Revision::client).forEach(revision -> revisions.add(revision(release, revision)));
        return node;
    }

    /** The article of the LCU on the hotpatch calendar, else of the first revision. */
    private static String mainArticle(Release release) {
        List<Release.Revision> client = release.revisions().stream().filter(Release.Revision::client).toList();
        return client.stream().filter(r -> release.levels().get(r.build()).lcu() == r.ubr()).findFirst().orElse(client.get(0)).kb();
    }

    private static ObjectNode revision(Release release, Release.Revision revision) {
        ObjectNode node = Json.object().put("displayName", revision.product() + ", build " + revision.build() + "." + revision.ubr())
                .put("productName", revision.product()).put("versionName", revision.version()).put("releaseDateTime", Json.time(release.at()));
        node.putObject("osBuild").put("majorVersionNumber", 10).put("minorVersionNumber", 0).put("buildNumber", revision.build())
                .put("updateBuildRevision", revision.ubr());
        node.putObject("knowledgeBaseArticle").put("articleId", revision.kb())
                .put("articleUrl", "https://support.microsoft.com/help/" + revision.kb().substring(2));
        return node;
    }
}
