package io.hotpatchcycle.approval;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of substitutes. */
public final class SubstituteRows {

    private final JdbcTemplate jdbc;

    public SubstituteRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    long insert(String person, String substitute, Instant from, Instant until, String reason, String by, Instant now) {
        return jdbc.queryForObject("""
                insert into hotpatch.substitute (person, substitute, from_at, until_at, reason, named_by, named_at) values (?, ?, ?, ?, ?, ?, ?)
                returning id""", Long.class, person, substitute, Timestamp.from(from), Timestamp.from(until), reason, by, Timestamp.from(now));
    }

    /** Two requests at once must not name the same two people twice. */
    boolean overlaps(String person, String substitute, Instant from, Instant until) {
        jdbc.query("select pg_advisory_xact_lock(hashtext(?))", rs -> { }, "substitute:" + person + ":" + substitute);
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                select exists (select 1 from hotpatch.substitute
                where person = ? and substitute = ? and ended_at is null and from_at < ? and until_at > ?)""", Boolean.class, person, substitute,
                Timestamp.from(until), Timestamp.from(from)));
    }

    Optional<SubstituteView> find(long id) {
        return jdbc.query("select * from hotpatch.substitute where id = ?", (rs, n) -> view(rs), id).stream().findFirst();
    }

    boolean end(long id, String by, Instant now) {
        return jdbc.update("update hotpatch.substitute set ended_by = ?, ended_at = ?, told_over = true where id = ? and ended_at is null and until_at > ?",
                by, Timestamp.from(now), id, Timestamp.from(now)) == 1;
    }

    List<SubstituteView> all() {
        return jdbc.query("select * from hotpatch.substitute order by until_at desc, id desc", (rs, n) -> view(rs));
    }

    List<SubstituteView> bySubstitute(String substitute) {
        return jdbc.query("select * from hotpatch.substitute where substitute = ? order by id", (rs, n) -> view(rs), substitute);
    }

    List<SubstituteView> byPerson(String person) {
        return jdbc.query("select * from hotpatch.substitute where person = ? order by id", (rs, n) -> view(rs), person);
    }

    /** Those whose time is over and not yet in the trail; each is returned once, also with two nodes. */
    List<SubstituteView> takeOver(Instant now) {
        return jdbc.query("""
                update hotpatch.substitute set told_over = true where id in (
                    select id from hotpatch.substitute where not told_over and until_at <= ? for update skip locked)
                returning *""", (rs, n) -> view(rs), Timestamp.from(now));
    }

    private static SubstituteView view(ResultSet rs) throws SQLException {
        Timestamp ended = rs.getTimestamp("ended_at");
        return new SubstituteView(rs.getLong("id"), rs.getString("person"), rs.getString("substitute"), rs.getTimestamp("from_at").toInstant(),
                rs.getTimestamp("until_at").toInstant(), rs.getString("reason"), rs.getString("named_by"), rs.getTimestamp("named_at").toInstant(),
                rs.getString("ended_by"), ended == null ? null : ended.toInstant());
    }
}
