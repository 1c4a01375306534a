package io.hotpatchcycle.graph;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * A token bucket per family, kept in PostgreSQL and shared by all nodes. It holds a twentieth of the limit and is refilled at the rate of
 * the rest, so that no window of Graph's, wherever it begins, sees more than our share of the limit. Each call is one statement on a
 * connection of its own: a step's transaction must not hold the bucket.
 */
final class CallBudgetRows implements CallBudget {

    private static final double BURST = 0.05;
    private static final double MILLIS = 1000;
    private static final String LEFT = "least(?, b.tokens + ? * greatest(0, extract(epoch from excluded.refilled_at - b.refilled_at)))";
    private static final String TAKE = "insert into hotpatch.call_budget as b (family, tokens, refilled_at) values (?, -?::double precision, ?) "
            + "on conflict (family) do update set tokens = " + LEFT + " - ?, refilled_at = greatest(b.refilled_at, excluded.refilled_at) "
            + "where ? - " + LEFT + " <= ? and (b.blocked_until is null or b.blocked_until <= ?) returning tokens, blocked_until";

    private final DataSource database;
    private final double share;
    private final Clock businessClock;

    /** @param share of Graph's limits that we take, above 0 and at most 1 */
    CallBudgetRows(DataSource database, double share, Clock businessClock) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("hotpatch.graph.budget-share must be above 0 and at most 1, not " + share + ".");
        }
        this.database = database;
        this.share = share;
        this.businessClock = businessClock;
    }

    @Override
    public Duration take(CallFamily family, int units, Duration longestWait) {
        double capacity = Math.max(1, family.limit() * share * BURST);
        double rate = family.limit() * share * (1 - BURST) / family.window().toSeconds();
        Instant now = businessClock.instant();
        try (Connection connection = database.getConnection(); PreparedStatement take = connection.prepareStatement(TAKE)) {
            Object[] values = {family.name(), units, Timestamp.from(now), capacity, rate, units, units, capacity, rate,
                rate * longestWait.toMillis() / MILLIS, Timestamp.from(now.plus(longestWait))};
            for (int i = 0; i < values.length; i++) {
                take.setObject(i + 1, values[i]);
            }
            try (ResultSet taken = take.executeQuery()) {
                if (!taken.next()) {
                    return longestWait.plusSeconds(1);
                }
                Duration debt = Duration.ofMillis((long) Math.ceil(Math.max(0, -taken.getDouble(1)) / rate * MILLIS));
                Timestamp blocked = taken.getTimestamp(2);
                Duration block = blocked == null ? Duration.ZERO : Duration.between(now, blocked.toInstant());
                return debt.compareTo(block) > 0 ? debt : block;
            }
        } catch (SQLException e) {
            throw new UncategorizedSQLException("Taking from the budget of calls", TAKE, e);
        }
    }

    @Override
    public void blocked(CallFamily family, Duration wait) {
        String block = "update hotpatch.call_budget set blocked_until = greatest(blocked_until, ?) where family = ?";
        try (Connection connection = database.getConnection(); PreparedStatement update = connection.prepareStatement(block)) {
            update.setTimestamp(1, Timestamp.from(businessClock.instant().plus(wait)));
            update.setString(2, family.name());
            update.executeUpdate();
        } catch (SQLException e) {
            throw new UncategorizedSQLException("Blocking the budget of calls", block, e);
        }
    }
}
