package io.hotpatchcycle.freeze;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of freezes and of the sources they come from. The guard of openings reads them too. */
public final class FreezeRows {

    private final JdbcTemplate jdbc;

    public FreezeRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A source as stored; {@code goodUntil} is null when it was never read. */
    record Source(String key, String label, Instant readAt, Instant goodUntil, String problem) {
    }

    /** Forgets the sources that are no longer configured, and lists new ones as never read. */
    void configure(List<FreezeSource> sources) {
        jdbc.update("delete from hotpatch.freeze_source where key <> all (?)", (Object) sources.stream().map(FreezeSource::key).toArray(String[]::new));
        sources.forEach(s -> jdbc.update("insert into hotpatch.freeze_source (key, label) values (?, ?) "
                + "on conflict (key) do update set label = excluded.label", s.key(), s.label()));
    }

    /** Replaces what a source says. The row of the source is locked first, so that two nodes do it one after the other. */
    void store(FreezeSource source, List<Freeze> freezes, Instant now, Instant goodUntil) {
        jdbc.update("update hotpatch.freeze_source set read_at = ?, good_until = ?, problem = null where key = ?",
                Timestamp.from(now), Timestamp.from(goodUntil), source.key());
        jdbc.update("delete from hotpatch.freeze where source = ?", source.key());
        jdbc.batchUpdate("insert into hotpatch.freeze (source, starts_at, ends_at, reason) values (?, ?, ?, ?)", freezes.stream()
                .map(f -> new Object[] {source.key(), Timestamp.from(f.startsAt()), Timestamp.from(f.endsAt()), f.reason()}).toList());
    }

    /** Notes why a source could not be read; what it said before stays. */
    void failed(FreezeSource source, String problem) {
        jdbc.update("update hotpatch.freeze_source set problem = ? where key = ?", problem, source.key());
    }

    List<Source> sources() {
        return jdbc.query("select * from hotpatch.freeze_source order by key", (rs, n) -> new Source(rs.getString("key"),
                rs.getString("label"), instant(rs, "read_at"), instant(rs, "good_until"), rs.getString("problem")));
    }

    /** The freezes that touch the time between the two moments, in the order of their starts. */
    List<Freeze> between(Instant from, Instant until) {
        return jdbc.query("select f.*, s.label from hotpatch.freeze f join hotpatch.freeze_source s on s.key = f.source "
                + "where f.ends_at > ? and f.starts_at < ? order by f.starts_at, f.ends_at", (rs, n) -> new Freeze(rs.getString("label"),
                instant(rs, "starts_at"), instant(rs, "ends_at"), rs.getString("reason")), Timestamp.from(from), Timestamp.from(until));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp value = rs.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
