package io.hotpatchcycle.release;

import static io.hotpatchcycle.release.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogMatchTest {

    private static final Release AUGUST = release("2026.08 B").hotpatched(26100).build();
    private static final Set<String> BUILDS = Set.of("26100.100/KB1", "26100.150/KB2");

    private static DeployableItem item(String id, Instant at, String classification, String cadence, Set<String> builds) {
        return new DeployableItem(id, id, at, classification, cadence, builds);
    }

    private static DeployableItem fitting(String id) {
        return item(id, AUGUST.publishedAt(), "security", "monthly", BUILDS);
    }

    @Test
    void oneFittingItemIsAMatch() {
        CatalogMatch match = CatalogMatch.of(AUGUST, List.of(fitting("a"), item("b", AUGUST.publishedAt().plus(Duration.ofDays(28)), "security",
                "monthly", BUILDS)));
        assertThat(match.unique()).isTrue();
        assertThat(match.items()).extracting(DeployableItem::id).containsExactly("a");
    }

    @Test
    void twoAreNone() {
        assertThat(CatalogMatch.of(AUGUST, List.of(fitting("a"), fitting("b"))).unique()).isFalse();
    }

    @Test
    void eachDifferenceAloneExcludes() {
        Instant at = AUGUST.publishedAt();
        List<DeployableItem> others = List.of(
                item("date missing", null, "security", "monthly", BUILDS),
                item("another day", at.plus(Duration.ofHours(27)), "security", "monthly", BUILDS),
                item("another classification", at, "nonSecurity", "monthly", BUILDS),
                item("classification missing", at, null, "monthly", BUILDS),
                item("another cadence", at, "security", "outOfBand", BUILDS),
                item("another build", at, "security", "monthly", Set.of("26100.101/KB1", "26100.150/KB2")),
                item("another KB", at, "security", "monthly", Set.of("26100.100/KB9", "26100.150/KB2")),
                item("one revision only", at, "security", "monthly", Set.of("26100.150/KB2")),
                item("no revisions", at, "security", "monthly", Set.of()));
        assertThat(others).allSatisfy(other -> assertThat(CatalogMatch.of(AUGUST, List.of(other)).items()).as(other.id()).isEmpty());
    }

    @Test
    void aTimeZoneDoesNotSeparateThem() {
        assertThat(CatalogMatch.of(AUGUST, List.of(item("a", AUGUST.publishedAt().minus(Duration.ofHours(17)), "security", "monthly", BUILDS)))
                .unique()).isTrue();
    }

    @Test
    void aReleaseWithoutRevisionsOfOursMatchesNothing() {
        Release server = release("2026.08 B").revision(ProductLine.WINDOWS_SERVER, 26100, 100, "KB1", HotpatchFlag.YES).build();
        assertThat(CatalogMatch.of(server, List.of(fitting("a"))).items()).isEmpty();
    }
}
