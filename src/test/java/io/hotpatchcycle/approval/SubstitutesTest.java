package io.hotpatchcycle.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.rollout.MovableClock;
import io.hotpatchcycle.rollout.ShortTransactions;
import io.hotpatchcycle.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who may decide in whose place, and until when. */
class SubstitutesTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final Instant NOW = Instant.parse("2026-08-12T08:00:00Z");
    private static final Set<String> ASKED = Set.of("change-managers", "cab");

    private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
    private final MovableClock clock = new MovableClock();
    private final Trail trail = new Trail(new EventRows(jdbc), clock, clock);
    private final Map<String, Set<String>> groups = new HashMap<>(Map.of("carl", Set.of("change-managers", "auditors"), "ben", Set.of("business-owners"),
            "cora", Set.of("cab"), "ada", Set.of("auditors"), "axel", Set.of("camunda-admin")));
    private final Substitutes substitutes = new Substitutes(new SubstituteRows(jdbc), new Membership() {
        @Override
        public Set<String> groupsOf(String person) {
            return groups.getOrDefault(person, Set.of());
        }

        @Override
        public boolean knows(String person) {
            return groups.containsKey(person);
        }
    }, transactions(), trail, clock);

    private static ShortTransactions transactions() {
        TransactionTemplate own = new TransactionTemplate(new DataSourceTransactionManager(DATABASE.app()));
        return new ShortTransactions() {
            @Override
            public <T> T run(Supplier<T> work) {
                return own.execute(status -> work.get());
            }
        };
    }

    @BeforeEach
    void nobodyIsAway() {
        jdbc.update("delete from hotpatch.substitute");
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private SubstituteView forCarl(Duration from, Duration until) {
        return substitutes.name("carl", "ben", NOW.plus(from), NOW.plus(until), "on leave", "carl");
    }

    @Test
    void aSubstituteHasTheRightsOfTheOthersGroupsForThatTimeOnly() {
        forCarl(Duration.ofDays(1), Duration.ofDays(3));
        assertThat(substitutes.borrowedBy("ben")).as("before").isEmpty();
        clock.pass(Duration.ofDays(1));
        assertThat(substitutes.borrowedBy("ben")).as("what auditors may see is not lent").containsExactly("change-managers");
        assertThat(substitutes.standInsFor("carl")).containsExactly("ben");
        clock.pass(Duration.ofDays(2));
        assertThat(substitutes.borrowedBy("ben")).as("from the end on").isEmpty();
        assertThat(substitutes.standInsFor("carl")).isEmpty();
    }

    @Test
    void whatIsDecidedNamesInWhosePlaceUnlessItIsOnesOwnRight() {
        forCarl(Duration.ZERO, Duration.ofDays(3));
        List<String> session = List.of("business-owners", "change-managers");
        assertThat(substitutes.standing("ben", session, ASKED)).isEqualTo(new Substitutes.Standing(true, "carl"));
        assertThat(substitutes.standing("ben", session, Set.of("business-owners")).inPlaceOf()).isNull();
        assertThat(substitutes.standing("ben", session, Set.of("release-managers"))).isEqualTo(Substitutes.Standing.NONE);
        assertThat(substitutes.standing("carl", List.of("change-managers"), ASKED)).isEqualTo(Substitutes.Standing.OWN);
    }

    @Test
    void aSessionThatRemembersAnOlderSubstitutionDecidesNothing() {
        SubstituteView named = forCarl(Duration.ZERO, Duration.ofDays(3));
        List<String> session = List.of("business-owners", "change-managers");
        clock.pass(Duration.ofDays(3));
        assertThat(substitutes.standing("ben", session, ASKED)).isEqualTo(Substitutes.Standing.NONE);
        clock.pass(Duration.ofDays(-1));
        assertThat(substitutes.end(named.id(), "carl")).isTrue();
        assertThat(substitutes.standing("ben", session, ASKED)).as("ended early").isEqualTo(Substitutes.Standing.NONE);
        assertThat(substitutes.end(named.id(), "carl")).as("twice").isFalse();
    }

    @Test
    void aSubstituteDoesNotPassOnWhatHeWasLent() {
        forCarl(Duration.ZERO, Duration.ofDays(3));
        substitutes.name("ben", "cora", NOW, NOW.plus(Duration.ofDays(3)), "on leave too", "ben");
        assertThat(substitutes.borrowedBy("cora")).containsExactly("business-owners");
    }

    @Test
    void whoBecomesAnAuditorStandsInForNobodyAnyMore() {
        forCarl(Duration.ZERO, Duration.ofDays(3));
        groups.put("ben", Set.of("auditors"));
        assertThat(substitutes.borrowedBy("ben")).isEmpty();
        assertThat(substitutes.standing("ben", List.of("auditors", "change-managers"), ASKED)).isEqualTo(Substitutes.Standing.NONE);
    }

    @Test
    void whoLosesHisGroupHasNothingToLendAnyMore() {
        forCarl(Duration.ZERO, Duration.ofDays(3));
        groups.put("carl", Set.of());
        assertThat(substitutes.standing("ben", List.of(), ASKED)).isEqualTo(Substitutes.Standing.NONE);
    }

    @Test
    void theEndStandsInTheTrailOnceWhoeverLooks() {
        forCarl(Duration.ZERO, Duration.ofDays(3));
        assertThat(substitutes.noteOver()).isZero();
        clock.pass(Duration.ofDays(4));
        assertThat(substitutes.noteOver()).isEqualTo(1);
        assertThat(substitutes.noteOver()).isZero();
        assertThat(jdbc.queryForList("select type from hotpatch.event order by id", String.class)).endsWith("substitute.named", "substitute.over");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "nobody | ben | carl | 1 | leave | 'person' must be somebody who can sign in",
        "carl | nobody | carl | 1 | leave | 'substitute' must be somebody who can sign in",
        "carl | - | carl | 1 | leave | 'substitute' must be somebody who can sign in",
        "carl | carl | axel | 1 | leave | Nobody is his own substitute",
        "carl | axel | axel | 1 | leave | Nobody makes himself a substitute",
        "axel | ben | axel | 1 | leave | belongs to no group that decides",
        "carl | ada | carl | 1 | leave | who audits decides nothing",
        "ada | ben | ada | 1 | leave | belongs to no group that decides",
        "carl | ben | carl | 0 | leave | 'until' must lie in the future",
        "carl | ben | carl | -1 | leave | 'until' must lie in the future",
        "carl | ben | carl | 181 | leave | more than 180 days",
        "carl | ben | carl | 1 | ' ' | 'reason' is missing",
        "carl | ben | carl | 1 | - | 'reason' is missing"})
    void whatMakesNoSenseIsRefusedAndNamesNobody(String person, String substitute, String by, int days, String reason, String sentence) {
        assertThatThrownBy(() -> substitutes.name(person, substitute, NOW.minus(Duration.ofDays(30)), NOW.plus(Duration.ofDays(days)), reason, by))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(sentence);
        assertThat(substitutes.all()).isEmpty();
    }

    @Test
    void theSameTwoAreNotNamedTwiceForOneTime() {
        forCarl(Duration.ofDays(1), Duration.ofDays(3));
        assertThatThrownBy(() -> forCarl(Duration.ofDays(2), Duration.ofDays(4))).hasMessageContaining("in that time already");
        assertThat(forCarl(Duration.ofDays(3), Duration.ofDays(4)).id()).isPositive();
        assertThatThrownBy(() -> substitutes.name("carl", "cora", NOW, NOW.plusSeconds(60), "two\nlines", "carl")).hasMessageContaining("one line");
    }
}
