package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Products of the Windows updates catalog and the known issues told of the hotpatch of August 2026 and those that are played. */
final class ProductResource {

    private static final String ISSUE_RELEASE = "2026.08 B";

    private final Tenant tenant;
    private final Map<String, ObjectNode> played = new LinkedHashMap<>();

    ProductResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        tenant.router.on(In.BETA, "GET", "admin/windows/updates/products", this::list)
                .on(In.BETA, "GET", "admin/windows/updates/products/{id}/knownIssues", this::knownIssues)
                .on(In.CONTROL, "POST", "__sandbox/known-issues", this::play);
    }

    private List<String> names() {
        Set<String> names = new LinkedHashSet<>();
        tenant.catalog.all().forEach(release -> release.revisions().forEach(revision -> names.add(revision.product())));
        return List.copyOf(names);
    }

    private Reply list(Request request) {
        List<String> names = names();
        List<ObjectNode> products = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            ObjectNode node = Json.object().put("id", String.valueOf(1000 + i)).put("name", names.get(i)).put("groupName", names.get(i));
            node.putArray("friendlyNames").add(names.get(i));
            products.add(node);
        }
        return Paging.of(request, 100, 1000).page("admin/windows/updates/products", products);
    }

    private Reply knownIssues(Request request) {
        List<String> names = names();
        int index = request.value("id").matches("1\\d{3}") ? Integer.parseInt(request.value("id")) - 1000 : -1;
        if (index < 0 || index >= names.size()) {
            throw GraphException.notFound("NotFound", "The product " + request.value("id") + " does not exist.");
        }
        List<ObjectNode> issues = new ArrayList<>();
        for (Release release : tenant.catalog.visible(tenant.now())) {
            if (release.shortName().equals(ISSUE_RELEASE)) {
                release.revisions().stream().filter(r -> r.product().equals(names.get(index)) && r.client() && release.hotpatchFor(r.build()))
                        .findFirst().ifPresent(r -> issues.add(issue(release, r)));
            }
        }
        played.values().stream().filter(i -> i.path("product").asText().equals(names.get(index)))
                .forEach(i -> issues.add(((ObjectNode) i.path("issue")).deepCopy()));
        return Paging.of(request, 100, 1000).page("admin/windows/updates/products('" + request.value("id") + "')/knownIssues", issues);
    }

    /** Tells of an issue with a release, or tells of it anew: {@code release}, {@code id}, {@code title}, {@code status} as they are to be shown. */
    private Reply play(Request request) {
        JsonNode body = request.body();
        Release release = tenant.catalog.visible(tenant.now()).stream().filter(r -> r.shortName().equals(body.path("release").asText())).findFirst()
                .orElseThrow(() -> GraphException.badRequest("There is no release '" + body.path("release").asText() + "' in the sandbox yet."));
        String id = body.path("id").asText("WI9900002");
        Release.Revision revision = release.revisions().stream().filter(Release.Revision::client).findFirst()
                .orElseThrow(() -> GraphException.badRequest("The release '" + release.shortName() + "' has no client revision."));
        ObjectNode issue = issue(release, revision).put("id", id).put("title", body.path("title").asText("Printers may be offline"))
                .put("description", body.path("description").asText("Played by the control API.")).put("lastUpdatedDateTime", Json.time(tenant.now()));
        issue.set("status", body.path("status").isMissingNode() ? issue.textNode("investigating") : body.get("status"));
        ObjectNode entry = Json.object().put("product", revision.product());
        entry.set("issue", issue);
        played.put(id, entry);
        return Reply.noContent();
    }

    private static ObjectNode issue(Release release, Release.Revision revision) {
        ObjectNode node = Json.object().put("id", "WI9900001").put("title", "Sign-in with certificates bound to the TPM may ask again")
                .put("description", "User certificates attested by the TPM, the Hello PIN and BitLocker may prompt after the hotpatch.")
                .put("status", "mitigated").put("startDateTime", Json.time(release.at())).putNull("resolvedDateTime")
                .put("lastUpdatedDateTime", Json.time(release.at())).put("webViewUrl", "https://learn.microsoft.com/windows/release-health/");
        node.putObject("originatingKnowledgeBaseArticle").put("id", revision.kb())
                .put("url", "https://support.microsoft.com/help/" + revision.kb().substring(2));
        node.putArray("safeguardHoldIds");
        node.putArray("knownIssueHistories");
        return node;
    }
}
