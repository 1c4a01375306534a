package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.release.CatalogMatch;
import io.hotpatchcycle.release.DeployableItem;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads one quality update of Intune's catalog. A build that cannot be read is missing, so the item will not match. */
final class IntuneItem {

    private IntuneItem() {
    }

    static Optional<DeployableItem> read(JsonNode item) {
        String id = Json.text(item, "id");
        return Optional.of(new DeployableItem(id, Json.text(item, "displayName", id), Json.instant(item, "releaseDateTime"),
                Json.text(item, "classification", CatalogText.UNKNOWN),
                Json.text(item, "qualityUpdateCadence", CatalogText.UNKNOWN), builds(item)));
    }

    private static Set<String> builds(JsonNode item) {
        Set<String> builds = new HashSet<>();
        for (JsonNode revision : item.path("productRevisions")) {
            Integer build = Json.integer(revision.path("osBuild"), "buildNumber");
            Integer ubr = Json.integer(revision.path("osBuild"), "updateBuildRevision");
            String kb = Json.text(revision.path("knowledgeBaseArticle"), "articleId", Json.text(item, "kbArticleId"));
            if (build != null && ubr != null && kb != null) {
                builds.add(CatalogMatch.key(build, ubr, CatalogText.kb(kb)));
            }
        }
        return builds;
    }
}
