package io.hotpatchcycle.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.release.KnownIssue.Standing;
import io.hotpatchcycle.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which issues concern a release, and how they stand when Microsoft's list is new, old, or not there. */
class KnownIssuesTest {

    private static final Instant NOW = Instant.parse("2026-08-20T12:00:00Z");
    private static final Release RELEASE = ReleaseFixture.release("2026.08 B").at("2026-08-11T17:00:00Z").hotpatched(26100).build();

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.app());
    private final Source source = new Source();

    @BeforeEach
    void record() {
        new ReleaseRows(JdbcClient.create(jdbc)).record(RELEASE, null, "", NOW);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private KnownIssues at(Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        Releases releases = new Releases(new ReleaseRows(JdbcClient.create(jdbc)), source, clock);
        return new KnownIssues(new KnownIssueRows(jdbc), releases, source, new Trail(new EventRows(jdbc), clock, clock), clock);
    }

    private static KnownIssue issue(String id, String status, String kb, String started) {
        return new KnownIssue(id, "Windows 11", "title of " + id, status, kb, null, started == null ? null : Instant.parse(started), null, null);
    }

    private Standing standing(KnownIssue... issues) {
        source.issues = List.of(issues);
        at(NOW).refresh();
        return at(NOW).standing(RELEASE.id());
    }

    @ParameterizedTest
    @CsvSource({"reported, OPEN", "investigating, OPEN", "confirmed, OPEN", "unknownFutureValue, OPEN", ", OPEN", "Resolved, OPEN",
        "mitigated, MITIGATED", "mitigatedExternal, MITIGATED", "resolved, NONE", "resolvedExternal, NONE"})
    void aStatusThatIsNotKnownIsOpen(String status, Standing expected) {
        assertThat(standing(issue("WI1", status, "KB1", null))).isEqualTo(expected);
    }

    @Test
    void onlyIssuesOfTheReleaseCountAndTheWorstDecides() {
        assertThat(standing()).isEqualTo(Standing.NONE);
        assertThat(standing(issue("WI1", "confirmed", "KB9", null))).as("of another article").isEqualTo(Standing.NONE);
        assertThat(standing(issue("WI1", "confirmed", "unknown", "2026-08-01T00:00:00Z"))).as("before the release").isEqualTo(Standing.NONE);
        assertThat(standing(issue("WI1", "confirmed", "unknown", "2026-08-12T00:00:00Z"))).as("since the release").isEqualTo(Standing.OPEN);
        assertThat(standing(issue("WI1", "resolved", "KB1", null), issue("WI2", "mitigated", "KB2", null), issue("WI3", "resolved", "KB1", null)))
                .isEqualTo(Standing.MITIGATED);
    }

    @Test
    void anIssueThatDisappearsUnresolvedStays() {
        standing(issue("WI1", "confirmed", "KB1", null));
        assertThat(standing()).isEqualTo(Standing.OPEN);
        assertThat(at(NOW).of(RELEASE.id())).singleElement().satisfies(i -> assertThat(i.observedAt()).isEqualTo(NOW));
    }

    @Test
    void anIssueIsOpenSinceItWasFirstSeenSo() {
        standing(issue("WI1", "resolved", "KB1", null));
        assertThat(at(NOW).since(RELEASE.id())).as("not open").isNull();
        source.issues = List.of(issue("WI1", "reported", "KB1", null));
        Instant opened = NOW.plus(Duration.ofHours(2));
        at(opened).refresh();
        source.issues = List.of(issue("WI1", "confirmed", "KB1", null));
        at(NOW.plus(Duration.ofHours(4))).refresh();
        assertThat(at(NOW.plus(Duration.ofHours(5))).since(RELEASE.id())).isEqualTo(opened);
        source.issues = List.of(issue("WI1", "mitigated", "KB1", null));
        at(NOW.plus(Duration.ofHours(6))).refresh();
        assertThat(at(NOW.plus(Duration.ofHours(6))).since(RELEASE.id())).isNull();
        source.issues = List.of(issue("WI1", "confirmed", "KB1", null), issue("WI2", "confirmed", "KB9", null));
        at(NOW.plus(Duration.ofHours(8))).refresh();
        assertThat(at(NOW.plus(Duration.ofHours(8))).since(RELEASE.id())).as("opened anew").isEqualTo(NOW.plus(Duration.ofHours(8)));
        source.issues = List.of(issue("WI1", "confirmed", "KB2", null));
        at(NOW.plus(Duration.ofHours(9))).refresh();
        assertThat(at(NOW.plus(Duration.ofHours(9))).since(RELEASE.id())).as("of another article").isEqualTo(NOW.plus(Duration.ofHours(9)));
    }

    @Test
    void aListThatCannotBeReadCountsForAWhile() {
        assertThat(at(NOW).standing(RELEASE.id())).as("never read").isEqualTo(Standing.UNKNOWN);
        standing();
        source.broken = true;
        Instant later = NOW.plus(Duration.ofHours(26));
        at(later).refresh();
        assertThat(at(later).standing(RELEASE.id())).isEqualTo(Standing.NONE);
        assertThat(at(later.plusSeconds(1)).standing(RELEASE.id())).isEqualTo(Standing.UNKNOWN);
        assertThat(at(later.plus(Duration.ofHours(3))).since(RELEASE.id())).as("since nobody knows").isEqualTo(later);
    }

    private static final class Source implements CatalogSource {

        private List<KnownIssue> issues = List.of();
        private boolean broken;

        @Override
        public List<Release> readReleases() {
            return List.of(RELEASE);
        }

        @Override
        public List<KnownIssue> readKnownIssues() {
            if (broken) {
                throw new IllegalStateException("not now");
            }
            return issues;
        }

        @Override
        public List<DeployableItem> readDeployableItems() {
            return List.of();
        }
    }
}
