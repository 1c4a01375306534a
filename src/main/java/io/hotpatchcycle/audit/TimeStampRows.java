package io.hotpatchcycle.audit;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** Rows of time stamps; the running role adds, and never changes one. */
public final class TimeStampRows {

    private static final RowMapper<Stored> A_STAMP = (rs, n) -> new Stored(rs.getLong("sequence"), rs.getBytes("token"), rs.getTimestamp("stamped_at").toInstant());

    private final JdbcTemplate jdbc;

    public TimeStampRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A token and the head it stamps. */
    record Stored(long sequence, byte[] token, Instant at) {
    }

    void add(long sequence, byte[] token, TimeStampTrust.Stamped stamped, Instant now) {
        jdbc.update("insert into hotpatch.time_stamp (sequence, token, stamped_at, authority, stored_at) values (?, ?, ?, ?, ?) on conflict do nothing",
                sequence, token, Timestamp.from(stamped.at()), stamped.by(), Timestamp.from(now));
    }

    Optional<Stored> of(long sequence) {
        return jdbc.query("select * from hotpatch.time_stamp where sequence = ?", A_STAMP, sequence).stream().findFirst();
    }

    Optional<Stored> newest() {
        return jdbc.query("select * from hotpatch.time_stamp order by sequence desc limit 1", A_STAMP).stream().findFirst();
    }

    List<Stored> after(long sequence, int limit) {
        return jdbc.query("select * from hotpatch.time_stamp where sequence > ? order by sequence limit ?", A_STAMP, sequence, limit);
    }

    /** The first head that covers everything the cycle did; empty when nothing of it is sealed. */
    Optional<Long> headOf(String cycleId) {
        return Optional.ofNullable(jdbc.queryForObject("""
                select min(n.sequence) from hotpatch.seal_head n where n.sequence >= (
                    select max(s.sequence) from hotpatch.seal s join hotpatch.event e on e.id = s.event_id where e.cycle_id = ?)
                """, Long.class, cycleId));
    }
}
