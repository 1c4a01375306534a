package io.hotpatchcycle.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.governance.AccessReviews.Held;
import io.hotpatchcycle.rollout.MovableClock;
import io.hotpatchcycle.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rights are confirmed by somebody else, as they were shown, and again in time. */
class AccessReviewTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z"); // a Monday

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.app());
    private final List<Held> held = new ArrayList<>(List.of(new Held("anna", "cab", START.minus(Duration.ofDays(10)), "admin"),
            new Held("ben", "change-managers", START.minus(Duration.ofDays(100)), "admin"), new Held("carl", "auditors", null, null)));
    private final MovableClock clock = new MovableClock(START);
    private final AccessReviews reviews = new AccessReviews(new AccessReviewRows(jdbc), () -> List.copyOf(held), new Trail(new EventRows(jdbc), clock, clock),
            Duration.ofDays(90), clock, clock);

    @AfterEach
    void close() {
        database.close();
    }

    private List<String> overdue() {
        return reviews.lines().stream().filter(l -> l.overdue(clock.instant())).map(l -> l.held().person()).toList();
    }

    private AccessReviews.Review confirm(String person) {
        return reviews.confirm(reviews.hash(person), "", person);
    }

    private long told(String type) {
        return jdbc.queryForObject("select count(*) from hotpatch.event where type = ?", Long.class, type);
    }

    @Test
    void whatNobodyConfirmedInTimeIsOverdueAndNobodyConfirmsHisOwn() {
        assertThat(overdue()).as("held for long, and since nobody knows when").containsExactly("carl", "ben");
        AccessReviews.Review done = confirm("ben");
        assertThat(done.lines()).isEqualTo(2);
        assertThat(overdue()).containsExactly("ben");
        assertThat(confirm("anna").nextDue()).isEqualTo(START.plus(Duration.ofDays(90)));
        assertThat(overdue()).isEmpty();
        assertThat(reviews.nextDue()).contains(START.plus(Duration.ofDays(90)));
        clock.pass(Duration.ofDays(91));
        assertThat(overdue()).containsExactlyInAnyOrder("anna", "ben", "carl");
        assertThat(told("access.confirmed")).isEqualTo(2);
    }

    @Test
    void aRoleTakenAndGivenAgainIsNotTheOneThatWasConfirmed() {
        confirm("ben");
        held.set(0, new Held("anna", "cab", START.plus(Duration.ofDays(1)), "admin"));
        assertThat(reviews.lines()).filteredOn(l -> l.held().person().equals("anna")).singleElement().satisfies(l -> {
            assertThat(l.confirmedBy()).isNull();
            assertThat(l.dueAt()).isEqualTo(START.plus(Duration.ofDays(91)));
        });
    }

    @Test
    void onlyWhatWasShownIsConfirmed() {
        String seen = reviews.hash("ben");
        held.add(new Held("dora", "camunda-admin", START, "ben"));
        assertThatThrownBy(() -> reviews.confirm(seen, "", "ben")).isInstanceOf(GovernanceRefused.class).hasMessageContaining("not what you were shown");
        assertThatThrownBy(() -> reviews.confirm(null, "", "ben")).isInstanceOf(GovernanceRefused.class);
        held.removeIf(h -> !h.person().equals("ben"));
        assertThatThrownBy(() -> confirm("ben")).isInstanceOf(GovernanceRefused.class).hasMessageContaining("nobody confirms his own");
        assertThat(reviews.all()).isEmpty();
    }

    @Test
    void peopleAreRemindedOnceAWeekWhileSomethingIsOverdue() {
        assertThat(reviews.remind()).isTrue();
        clock.pass(Duration.ofDays(6));
        assertThat(reviews.remind()).isFalse();
        clock.pass(Duration.ofDays(1));
        assertThat(reviews.remind()).isTrue();
        confirm("ben");
        confirm("anna");
        clock.pass(Duration.ofDays(7));
        assertThat(reviews.remind()).isFalse();
        assertThat(told("access.reviewDue")).isEqualTo(2);
    }

    @Test
    void theRunningRoleCannotChangeAConfirmation() {
        confirm("ben");
        assertThatThrownBy(() -> jdbc.update("update hotpatch.access_review set confirmed_by = 'anna'")).isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> jdbc.update("delete from hotpatch.access_review")).isInstanceOf(DataAccessException.class);
    }
}
