package io.hotpatchcycle.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** Rows of the chain: seals, heads, and events that wait. */
public final class SealRows {

    /** The right to seal, in this database only; any number that nobody else takes. */
    private static final long LOCK = 0x5EA1_5EA1L;
    private static final String ENTRY = "e.id, e.business_time, e.wall_time, e.actor, e.actor_kind, e.type, e.cycle_id, e.ring, e.device_id, e.subject, e.data";
    private static final RowMapper<Entry> AN_ENTRY = (rs, n) -> entry(rs);
    private static final RowMapper<Head> A_HEAD = (rs, n) -> new Head(rs.getLong("sequence"), rs.getLong("previous_head"), hex(rs.getBytes("hash")),
            instant(rs, "wall_time"), rs.getString("key_id"), hex(rs.getBytes("signature")));

    private final JdbcTemplate jdbc;

    public SealRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A link and what it stands for; {@code entry} is null when that row is gone. */
    record Link(Seal seal, Entry entry) {
    }

    /** How far the tables go; 0 for nothing. */
    record Ends(long lastSeal, long seals, long lastHead) {
    }

    /** Events that wait: how many, and the wall time of the oldest, null for none. */
    record Waiting(long events, Instant since) {
    }

    /** Takes the right to seal until the transaction ends; false when another node has it. */
    boolean lock() {
        return Boolean.TRUE.equals(jdbc.queryForObject("select pg_try_advisory_xact_lock(?)", Boolean.class, LOCK));
    }

    /** Committed events without a seal, smallest id first. */
    List<Entry> waiting(int limit) {
        return jdbc.query("select " + ENTRY + " from hotpatch.unsealed u join hotpatch.event e on e.id = u.event_id order by u.event_id limit ?",
                AN_ENTRY, limit);
    }

    void insert(List<Seal> seals) {
        jdbc.batchUpdate("insert into hotpatch.seal (sequence, event_id, previous, hash) values (?, ?, ?, ?)", seals, seals.size(), (row, seal) -> {
            row.setLong(1, seal.sequence());
            row.setLong(2, seal.eventId());
            row.setBytes(3, bytes(seal.previous()));
            row.setBytes(4, bytes(seal.hash()));
        });
    }

    void insert(Head head) {
        jdbc.update("insert into hotpatch.seal_head (sequence, previous_head, hash, wall_time, key_id, signature) values (?, ?, ?, ?, ?, ?)",
                head.sequence(), head.previousHead(), bytes(head.hash()), Timestamp.from(head.time()), head.keyId(), bytes(head.signature()));
    }

    Optional<Head> lastHead() {
        return jdbc.query("select * from hotpatch.seal_head order by sequence desc limit 1", A_HEAD).stream().findFirst();
    }

    Optional<Head> head(long sequence) {
        return jdbc.query("select * from hotpatch.seal_head where sequence = ?", A_HEAD, sequence).stream().findFirst();
    }

    Optional<Seal> lastSeal() {
        return jdbc.query("select * from hotpatch.seal order by sequence desc limit 1", (rs, n) -> seal(rs)).stream().findFirst();
    }

    List<Head> headsAfter(long sequence, int limit) {
        return jdbc.query("select * from hotpatch.seal_head where sequence > ? order by sequence limit ?", A_HEAD, sequence, limit);
    }

    List<Link> linksAfter(long sequence, int limit) {
        return jdbc.query("select s.sequence, s.event_id, s.previous, s.hash, " + ENTRY
                + " from (select * from hotpatch.seal where sequence > ? order by sequence limit ?) s left join hotpatch.event e on e.id = s.event_id order by s.sequence",
                (rs, n) -> new Link(seal(rs), rs.getObject("id") == null ? null : entry(rs)), sequence, limit);
    }

    /** Rows around an id, for naming what was swapped. */
    List<Entry> entriesNear(long id, int distance) {
        return jdbc.query("select " + ENTRY + " from hotpatch.event e where e.id between ? and ? order by e.id", AN_ENTRY, id - distance, id + distance);
    }

    /** Where else a link stands that continues this hash. */
    Optional<Long> continuing(String previous, long otherThan) {
        return jdbc.queryForList("select sequence from hotpatch.seal where previous = ? and sequence <> ? order by sequence limit 1", Long.class,
                bytes(previous), otherThan).stream().findFirst();
    }

    /** All in one look, since the sealer goes on meanwhile. */
    Ends ends() {
        return jdbc.queryForObject("select coalesce(max(sequence), 0) as last, count(*) as seals,"
                + " (select coalesce(max(sequence), 0) from hotpatch.seal_head) as head from hotpatch.seal",
                (rs, n) -> new Ends(rs.getLong("last"), rs.getLong("seals"), rs.getLong("head")));
    }

    Waiting waiting() {
        return jdbc.queryForObject("select count(*) as events, min(e.wall_time) as since from hotpatch.unsealed u left join hotpatch.event e on e.id = u.event_id",
                (rs, n) -> new Waiting(rs.getLong("events"), rs.getTimestamp("since") == null ? null : instant(rs, "since")));
    }

    /** The first event that neither has a seal nor waits for one. */
    Optional<Long> strayEvent() {
        return jdbc.queryForList("select e.id from hotpatch.event e where not exists (select 1 from hotpatch.seal s where s.event_id = e.id)"
                + " and not exists (select 1 from hotpatch.unsealed u where u.event_id = e.id) order by e.id limit 1", Long.class).stream().findFirst();
    }

    /** The first event that waited for its seal and is gone. */
    Optional<Long> lostEvent() {
        return jdbc.queryForList("select u.event_id from hotpatch.unsealed u where not exists (select 1 from hotpatch.event e where e.id = u.event_id)"
                + " order by u.event_id limit 1", Long.class).stream().findFirst();
    }

    private static Seal seal(ResultSet rs) throws SQLException {
        return new Seal(rs.getLong("sequence"), rs.getLong("event_id"), hex(rs.getBytes("previous")), hex(rs.getBytes("hash")));
    }

    private static Entry entry(ResultSet rs) throws SQLException {
        return new Entry(rs.getLong("id"), instant(rs, "business_time"), instant(rs, "wall_time"), rs.getString("actor"), rs.getString("actor_kind"),
                rs.getString("type"), rs.getString("cycle_id"), rs.getString("ring"), rs.getString("device_id"), rs.getString("subject"),
                rs.getString("data"));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getTimestamp(column).toInstant();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
