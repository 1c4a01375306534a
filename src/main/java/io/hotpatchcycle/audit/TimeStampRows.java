package io.hotpatchcycle.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** Rows of time stamps; the running role adds, and never changes one. */
public final class TimeStampRows {

    /** Event of the trail that tells of a stamp what {@link Stored#told} says. */
    static final String TOLD = "trail.timeStamped";

    private static final RowMapper<Stored> A_STAMP = (rs, n) -> stored(rs);

    private final JdbcTemplate jdbc;

    public TimeStampRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A token and the head it stamps.
     *
     * @param at  by the authority's clock
     * @param by  subject of its certificate
     * @param kept wall time, in microseconds
     */
    record Stored(long sequence, byte[] token, Instant at, String by, Instant kept) {

        /** What the trail is told of it. */
        Map<String, Object> told() {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("sequence", sequence);
            told.put("sha256", Sha256.hex(token));
            told.put("at", at.toString());
            told.put("by", by);
            told.put("kept", kept.toString());
            return told;
        }

        /** What is not as the trail was told; null when everything is. */
        String differs(Told told) {
            return !Sha256.hex(token).equals(told.sha256()) ? "token" : !at.toString().equals(told.at()) ? "time"
                    : !by.equals(told.by()) ? "authority" : kept.toString().equals(told.kept()) ? null : "time of keeping";
        }
    }

    /** What the trail tells of a stamp. */
    record Told(String sha256, String at, String by, String kept) {
    }

    /** A stamp as it is there and as the trail tells of it; one of them may be null. */
    record Pair(long sequence, Stored stored, Told told) {
    }

    /** Whether it is there now because of this call. */
    boolean add(Stored stamp) {
        return jdbc.update("insert into hotpatch.time_stamp (sequence, token, stamped_at, authority, stored_at) values (?, ?, ?, ?, ?) on conflict do nothing",
                stamp.sequence(), stamp.token(), Timestamp.from(stamp.at()), stamp.by(), Timestamp.from(stamp.kept())) > 0;
    }

    Optional<Stored> of(long sequence) {
        return jdbc.query("select * from hotpatch.time_stamp where sequence = ?", A_STAMP, sequence).stream().findFirst();
    }

    Optional<Stored> newest() {
        return jdbc.query("select * from hotpatch.time_stamp order by sequence desc limit 1", A_STAMP).stream().findFirst();
    }

    /** In one look, since stamps come meanwhile. */
    List<Pair> after(long sequence, int limit) {
        return jdbc.query("""
                with told as (
                    select distinct on (data ->> 'sequence') (data ->> 'sequence')::bigint as head, data from hotpatch.event
                    where type = ? and data ->> 'sequence' ~ '^[0-9]{1,18}$' order by data ->> 'sequence', id)
                select coalesce(s.sequence, t.head) as pair, s.*, t.data is not null as told, t.data ->> 'sha256' as sha256, t.data ->> 'at' as at,
                    t.data ->> 'by' as by, t.data ->> 'kept' as kept
                from hotpatch.time_stamp s full join told t on t.head = s.sequence
                where coalesce(s.sequence, t.head) > ? order by 1 limit ?""",
                (rs, n) -> new Pair(rs.getLong("pair"), rs.getBytes("token") == null ? null : stored(rs), !rs.getBoolean("told") ? null
                        : new Told(rs.getString("sha256"), rs.getString("at"), rs.getString("by"), rs.getString("kept"))), TOLD, sequence, limit);
    }

    private static Stored stored(ResultSet rs) throws SQLException {
        return new Stored(rs.getLong("sequence"), rs.getBytes("token"), rs.getTimestamp("stamped_at").toInstant(), rs.getString("authority"),
                rs.getTimestamp("stored_at").toInstant());
    }

    /** The first head that covers everything the cycle did; empty when nothing of it is sealed. */
    Optional<Long> headOf(String cycleId) {
        return Optional.ofNullable(jdbc.queryForObject("""
                select min(n.sequence) from hotpatch.seal_head n where n.sequence >= (
                    select max(s.sequence) from hotpatch.seal s join hotpatch.event e on e.id = s.event_id where e.cycle_id = ?)
                """, Long.class, cycleId));
    }
}
