package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.release.CatalogSource;
import io.hotpatchcycle.release.DeployableItem;
import io.hotpatchcycle.release.KnownIssue;
import io.hotpatchcycle.release.ProductLine;
import io.hotpatchcycle.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Windows updates catalog and Intune's own catalog. An entry that cannot be identified is skipped with a warning. */
final class WindowsCatalog implements CatalogSource {

    private static final Logger LOG = LoggerFactory.getLogger(WindowsCatalog.class);
    private static final Purpose RELEASES = new Purpose("the Windows updates catalog", "WindowsUpdates.Read.All");
    private static final Purpose PRODUCTS = new Purpose("the products of the Windows updates catalog", "WindowsUpdates.Read.All");
    private static final Purpose ITEMS = new Purpose("Intune's catalog of Windows updates", Purpose.CONFIGURATION);
    private static final String ENTRY = "microsoft.graph.windowsUpdates.qualityUpdateCatalogEntry";
    private static final String ITEM = "#microsoft.graph.windowsQualityUpdateCatalogItem";

    private final GraphCalls calls;
    private final GraphAddress address;

    WindowsCatalog(GraphCalls calls, GraphAddress address) {
        this.calls = calls;
        this.address = address;
    }

    @Override
    public List<Release> readReleases() {
        List<JsonNode> entries = calls.all(RELEASES, address.beta("/admin/windows/updates/catalog/entries",
                "$filter", "isof('" + ENTRY + "')", "$expand", ENTRY + "/productRevisions", "$orderby", "releaseDateTime desc"));
        return parse(RELEASES, entries, "#" + ENTRY, entry -> CatalogEntry.read(entry, calls.expanded(
                new Purpose("the revisions of catalog entry " + entry.path("id").asText("without id"), RELEASES.permission()),
                entry, "productRevisions")));
    }

    @Override
    public List<KnownIssue> readKnownIssues() {
        List<KnownIssue> found = new ArrayList<>();
        for (JsonNode product : calls.all(PRODUCTS, address.beta("/admin/windows/updates/products"))) {
            String name = Json.text(product, "name", CatalogText.UNKNOWN);
            ProductLine line = ProductLine.ofProduct(name);
            String id = Json.text(product, "id");
            if (id != null && (line == ProductLine.WINDOWS_11 || line == ProductLine.UNKNOWN)) {
                Purpose purpose = new Purpose("the known issues of " + name, PRODUCTS.permission());
                calls.all(purpose, address.beta("/admin/windows/updates/products/{}/knownIssues", id)).forEach(node -> found.add(issue(name, node)));
            }
        }
        return found;
    }

    /** Without an id it still counts, under its title. */
    private static KnownIssue issue(String product, JsonNode node) {
        String title = Json.text(node, "title", "an issue without a title");
        return new KnownIssue(Json.text(node, "id", title), product, title, Json.text(node, "status"),
                CatalogText.kb(Json.text(node.path("originatingKnowledgeBaseArticle"), "id")), Json.text(node, "webViewUrl"),
                Json.instant(node, "startDateTime"), Json.instant(node, "lastUpdatedDateTime"), null);
    }

    @Override
    public List<DeployableItem> readDeployableItems() {
        return parse(ITEMS, calls.all(ITEMS, address.beta("/deviceManagement/windowsUpdateCatalogItems")), ITEM, IntuneItem::read);
    }

    private static <T> List<T> parse(Purpose purpose, List<JsonNode> elements, String type, Function<JsonNode, Optional<T>> parser) {
        List<T> found = new ArrayList<>();
        for (JsonNode element : elements) {
            if (!CatalogText.otherType(element, type)) {
                Optional<T> parsed = identified(element) ? parser.apply(element) : Optional.empty();
                parsed.ifPresentOrElse(found::add, () -> LOG.warn(
                        "Catalog element {} ({}) has no id, name or release date and is skipped: no cycle will start from it.",
                        element.path("id").asText("without id"), element.path("displayName").asText("without name")));
            }
        }
        if (found.isEmpty() && !elements.isEmpty()) {
            throw GraphUnavailable.unusable(purpose, "none of its " + elements.size() + " entries can be read.",
                    "An empty catalog would look like a month without a release. Retry; if it stays, the service has changed.");
        }
        return found;
    }

    private static boolean identified(JsonNode element) {
        return Json.text(element, "id") != null && Json.instant(element, "releaseDateTime") != null;
    }
}
