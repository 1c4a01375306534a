package io.hotpatchcycle.governance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of confirmed rights. */
public final class AccessReviewRows {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate jdbc;

    public AccessReviewRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The last confirmation of a role. */
    record Confirmed(String by, Instant at) {
    }

    /** One at a time confirms. */
    void lock() {
        jdbc.queryForObject("select pg_advisory_xact_lock(hashtext('hotpatch.access_review')) is null", Boolean.class);
    }

    static String key(String person, String role) {
        return person + "\n" + role;
    }

    static String json(List<Map<String, Object>> lines) {
        try {
            return JSON.writeValueAsString(lines);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Who holds which role cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** By person and role. */
    Map<String, Confirmed> confirmed() {
        Map<String, Confirmed> found = new HashMap<>();
        jdbc.query("select l ->> 'person', l ->> 'role', r.confirmed_by, r.confirmed_at from hotpatch.access_review r, jsonb_array_elements(r.held::jsonb) l order by r.id",
                (ResultSet rs) -> {
                    found.put(key(rs.getString(1), rs.getString(2)), new Confirmed(rs.getString(3), rs.getTimestamp(4).toInstant()));
                });
        return found;
    }

    List<AccessReviews.Review> all() {
        return jdbc.query("select * from hotpatch.access_review order by id desc", (rs, n) -> review(rs));
    }

    AccessReviews.Review insert(String held, String sha256, int lines, String comment, String person, Instant now, Instant wall, Instant nextDue) {
        return jdbc.queryForObject("insert into hotpatch.access_review (held, sha256, lines, comment, confirmed_by, confirmed_at, confirmed_wall, next_due) "
                + "values (?, ?, ?, ?, ?, ?, ?, ?) returning *", (rs, n) -> review(rs), held, sha256, lines, comment, person, Timestamp.from(now), Timestamp.from(wall),
                Timestamp.from(nextDue));
    }

    /** Whether the week is ours; false when somebody was told before. */
    boolean claimReminder(LocalDate week, Instant now) {
        return jdbc.update("insert into hotpatch.access_reminder (week, told_at) values (?, ?) on conflict do nothing", week, Timestamp.from(now)) > 0;
    }

    private static AccessReviews.Review review(ResultSet rs) throws SQLException {
        return new AccessReviews.Review(rs.getLong("id"), rs.getString("confirmed_by"), rs.getTimestamp("confirmed_at").toInstant(), rs.getInt("lines"),
                rs.getString("comment"), rs.getString("sha256"), rs.getTimestamp("next_due").toInstant());
    }
}
