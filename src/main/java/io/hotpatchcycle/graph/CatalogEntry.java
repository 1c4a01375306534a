package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.release.HotpatchFlag;
import io.hotpatchcycle.release.ProductLine;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.release.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one quality update entry of the Windows updates catalog. What decides the kind is never guessed. */
final class CatalogEntry {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogEntry.class);

    /** Id of a revision, e.g. {@code 10.0.26100.2033}. */
    private static final Pattern REVISION_ID = Pattern.compile("10\\.0\\.(\\d{5,6})\\.(\\d{1,6})");

    private CatalogEntry() {
    }

    /** Empty when the entry has no short name; id and date were checked before. */
    static Optional<Release> read(JsonNode entry, List<JsonNode> revisions) {
        String name = Json.text(entry, "shortName");
        if (name == null) {
            return Optional.empty();
        }
        JsonNode cve = entry.path("cveSeverityInformation");
        JsonNode score = cve.path("maxBaseScore");
        return Optional.of(new Release(Json.text(entry, "id"), name, Json.text(entry, "displayName", name),
                Json.instant(entry, "releaseDateTime"),
                Json.text(entry, "qualityUpdateClassification", CatalogText.UNKNOWN),
                Json.text(entry, "qualityUpdateCadence", CatalogText.UNKNOWN), Json.text(cve, "maxSeverity"),
                score.isNumber() ? score.doubleValue() : null, exploited(cve), revisions(name, revisions)));
    }

    private static List<String> exploited(JsonNode cve) {
        List<String> numbers = new ArrayList<>();
        for (JsonNode one : cve.path("exploitedCves")) {
            numbers.add(Json.text(one, "number", CatalogText.UNKNOWN));
        }
        return numbers;
    }

    private static List<Revision> revisions(String release, List<JsonNode> nodes) {
        List<Revision> read = new ArrayList<>();
        boolean clientLost = false;
        for (JsonNode node : nodes) {
            Optional<Revision> revision = revision(node);
            revision.ifPresent(read::add);
            if (revision.isEmpty()) {
                LOG.warn("Release {}: revision {} names no build and is left out.", release, node.path("id").asText("without id"));
                clientLost |= mayConcernClients(node);
            }
        }
        // The lost revision could have been the hotpatch of any build, so "no hotpatch" is no longer known.
        return clientLost ? read.stream().map(CatalogEntry::doubted).toList() : read;
    }

    private static boolean mayConcernClients(JsonNode node) {
        ProductLine line = ProductLine.ofProduct(Json.text(node, "product"));
        return line == ProductLine.WINDOWS_11 || line == ProductLine.UNKNOWN;
    }

    private static Revision doubted(Revision r) {
        return r.hotpatch() != HotpatchFlag.NO || r.line() != ProductLine.WINDOWS_11 ? r
                : new Revision(r.product(), r.line(), r.version(), r.build(), r.ubr(), r.kb(), HotpatchFlag.UNREADABLE);
    }

    private static Optional<Revision> revision(JsonNode node) {
        Integer build = Json.integer(node.path("osBuild"), "buildNumber");
        Integer ubr = Json.integer(node.path("osBuild"), "updateBuildRevision");
        Matcher id = REVISION_ID.matcher(Json.text(node, "id", ""));
        if ((build == null || ubr == null) && id.matches()) {
            build = Integer.valueOf(id.group(1));
            ubr = Integer.valueOf(id.group(2));
        }
        if (build == null || ubr == null) {
            return Optional.empty();
        }
        String product = Json.text(node, "product", CatalogText.UNKNOWN);
        return Optional.of(new Revision(product, ProductLine.ofProduct(product), Json.text(node, "version"), build, ubr,
                CatalogText.kb(Json.text(node.path("knowledgeBaseArticle"), "id")), flag(node.path("isHotpatchUpdate"))));
    }

    private static HotpatchFlag flag(JsonNode value) {
        if (!value.isBoolean()) {
            return HotpatchFlag.UNREADABLE;
        }
        return value.booleanValue() ? HotpatchFlag.YES : HotpatchFlag.NO;
    }
}
