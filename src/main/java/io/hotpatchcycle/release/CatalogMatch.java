package io.hotpatchcycle.release;

import java.time.Duration;
import java.util.List;

/**
 * The Intune catalog items that stand for a release. Exactly one is a match; none or several hold the cycle.
 *
 * @param items the candidates
 */
public record CatalogMatch(List<DeployableItem> items) {

    /** Both catalogs name the day; a time zone may separate them. */
    private static final Duration SAME_DAY = Duration.ofHours(26);

    public CatalogMatch {
        items = List.copyOf(items);
    }

    /** Whether exactly one item matches. */
    public boolean unique() {
        return items.size() == 1;
    }

    /** Matches by date, classification, cadence, and every KB and build the item and our product line share. */
    public static CatalogMatch of(Release release, List<DeployableItem> catalog) {
        return new CatalogMatch(catalog.stream().filter(item -> matches(release, item)).toList());
    }

    private static boolean matches(Release release, DeployableItem item) {
        if (item.publishedAt() == null
                || Duration.between(release.publishedAt(), item.publishedAt()).abs().compareTo(SAME_DAY) > 0
                || !release.classification().equals(item.classification())
                || !release.cadence().equals(item.cadence())) {
            return false;
        }
        List<String> ours = release.revisions().stream().filter(r -> r.line() == ProductLine.WINDOWS_11)
                .map(r -> key(r.build(), r.ubr(), r.kb())).toList();
        return !ours.isEmpty() && item.builds().containsAll(ours);
    }

    /** How a build of a catalog is named for matching: {@code 26100.9106/KB5120994}. */
    public static String key(int build, int ubr, String kb) {
        return build + "." + ubr + "/" + kb;
    }
}
