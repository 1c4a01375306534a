package io.hotpatchcycle.rollout;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of the Graph write ledger. */
public final class LedgerRows {

    private static final int MAX_BODY = 2000;
    /** An effect that surely never was: its only attempt was answered with a refusal. */
    static final String REFUSED = "(state = 'FAILED' and attempts = 1 and status between 400 and 499)";

    /**
     * With the value before, as it was last seen: read back after a write of ours, or found by the watch over changes of others, whichever is newer.
     * Members are written as a difference to those just read.
     */
    private static final String INSERT = """
            insert into hotpatch.graph_write (natural_key, kind, cycle_id, ring, target, request, state, intended_at, intended_wall, before_value)
            select n.key, n.kind, n.cycle, n.ring, n.target, n.request, 'INTENDED', n.at, n.wall,
                case n.kind when 'ADD_MEMBERS' then 'no members' when 'REMOVE_MEMBER' then 'member' when 'RESTART' then null else (
                    select b.value || ', seen ' || to_char(b.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from (
                        select w.read_back as value, w.read_back_at as at, 2 as rank from hotpatch.graph_write w
                        where w.cycle_id = n.cycle and w.ring = n.ring and w.kind in ('APPROVE', 'SUSPEND', n.kind) and w.target = n.target and w.read_back_at is not null
                        union all
                        select case s.kind when 'POLICY' then s.fact || ' ' || s.value else s.value end, s.seen_at, 1 from hotpatch.tenant_seen s where s.unit = n.ring
                            and (n.kind in ('APPROVE', 'SUSPEND') and s.kind = 'APPROVAL' and position(s.fact in n.target) > 0
                                or n.kind = 'CREATE_POLICY' and s.kind = 'POLICY' and s.fact = 'exists' or n.kind = 'ASSIGN_POLICY' and s.kind = 'POLICY' and s.fact = 'assignedTo')) b
                    order by b.at desc, b.rank desc limit 1) end
            from (values (?, ?, ?, ?::text, ?, ?, ?::timestamptz, ?::timestamptz)) n (key, kind, cycle, ring, target, request, at, wall)
            on conflict (natural_key) do nothing""";

    private final JdbcTemplate jdbc;

    public LedgerRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A row as found by its key. */
    record Entry(String state, Instant intendedWall, Instant settledAt) {
    }

    /** A row as shown to people. */
    public record GraphWrite(long id, String kind, String ring, String target, String state, int attempts, Instant intendedAt,
                             Integer status, String readBack, Instant readBackAt) {
    }

    boolean insert(Write write, Instant now, Instant wall) {
        return jdbc.update(INSERT, write.key(), write.kind(), write.cycleId(), write.ring(), write.target(), write.request(),
                Timestamp.from(now), Timestamp.from(wall)) == 1;
    }

    /** The row of an effect, locked until the transaction ends. */
    Optional<Entry> find(String key) {
        return jdbc.query("select state, intended_wall, settled_at from hotpatch.graph_write where natural_key = ? for update",
                (rs, n) -> new Entry(rs.getString(1), rs.getTimestamp(2).toInstant(),
                        rs.getTimestamp(3) == null ? null : rs.getTimestamp(3).toInstant()), key).stream().findFirst();
    }

    /** Whether this write was carried out. */
    boolean isDone(String key) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.graph_write where natural_key = ? and state = 'DONE')",
                Boolean.class, key));
    }

    int again(String key, Instant now, Instant wall) {
        return jdbc.update("update hotpatch.graph_write set state = 'INTENDED', attempts = attempts + 1, intended_at = ?, "
                + "intended_wall = ? where natural_key = ?", Timestamp.from(now), Timestamp.from(wall), key);
    }

    int settle(String key, String state, GraphAnswer answer, Instant now, Instant wall) {
        String body = answer.body() == null ? "" : answer.body();
        return jdbc.update("""
                update hotpatch.graph_write set state = ?, status = ?, response = ?, request_id = ?, settled_at = ?, settled_wall = ?,
                    call = coalesce(?, call), application = coalesce(?, application)
                where natural_key = ?
                """, state, answer.status(), body.length() > MAX_BODY ? body.substring(0, MAX_BODY) : body, answer.requestId(),
                Timestamp.from(now), Timestamp.from(wall), answer.call() == null ? null : answer.call().address(),
                answer.call() == null ? null : answer.call().application(), key);
    }

    int readBack(String key, String seen, Instant now) {
        return jdbc.update("update hotpatch.graph_write set read_back = ?, read_back_at = ? where natural_key = ?",
                seen, Timestamp.from(now), key);
    }

    int confirm(String cycleId, String ring, String kind, String seen, Instant now) {
        return jdbc.update("update hotpatch.graph_write set read_back = ?, read_back_at = ? where cycle_id = ? and ring = ? "
                + "and kind = ? and state = 'DONE' and read_back_at is null", seen, Timestamp.from(now), cycleId, ring, kind);
    }

    /** How often an effect of this kind was done for a ring: numbers its next occurrence. */
    int countDone(String cycleId, String ring, String kind) {
        return jdbc.queryForObject("select count(*) from hotpatch.graph_write where cycle_id = ? and ring = ? and kind = ? and state = 'DONE'",
                Integer.class, cycleId, ring, kind);
    }

    /** As {@link #countDone}, but only those that were also seen: numbers the next of a kind whose reading may be stale. */
    int countSeen(String cycleId, String ring, String kind) {
        return jdbc.queryForObject("select count(*) from hotpatch.graph_write where cycle_id = ? and ring = ? and kind = ? and state = 'DONE' "
                + "and read_back_at is not null", Integer.class, cycleId, ring, kind);
    }

    /** Whether a roll-back that is under way has begun to let the ring have the cumulative update: its approval is meant. */
    boolean sentForward(String cycleId, String ring) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.roll_back b join hotpatch.graph_write w "
                + "on w.natural_key = 'roll-back:' || b.id || ':FORWARD_LCU' where b.cycle_id = ? and b.ring = ? and b.state in ('ROLLING_BACK', 'FORWARDING'))",
                Boolean.class, cycleId, ring));
    }

    /** Whether this write was carried out, and its effect seen. */
    boolean isSeen(String key) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.graph_write where natural_key = ? and state = 'DONE' "
                + "and read_back_at is not null)", Boolean.class, key));
    }

    /** Whether a write of this kind was begun and never settled. */
    boolean unsettled(String cycleId, String ring, String kind) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.graph_write where cycle_id = ? "
                + "and ring = ? and kind = ? and state = 'INTENDED')", Boolean.class, cycleId, ring, kind));
    }

    /** Whether a write of this kind was done since a time. */
    boolean doneSince(String cycleId, String ring, String kind, Instant since) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.graph_write where cycle_id = ? and ring = ? and kind = ? "
                + "and state = 'DONE' and settled_at > ?)", Boolean.class, cycleId, ring, kind, Timestamp.from(since)));
    }

    /** The requests of writes of this kind that were begun and never settled. */
    List<String> begun(String cycleId, String ring, String kind) {
        return jdbc.queryForList("select request from hotpatch.graph_write where cycle_id = ? and ring = ? and kind = ? "
                + "and state = 'INTENDED' order by id", String.class, cycleId, ring, kind);
    }

    /** Whether an effect of this kind was done for a ring, or may have been or be yet: only what was refused at once surely was not. */
    boolean mayHaveHappened(String cycleId, String ring, String kind) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.graph_write where cycle_id = ? and ring = ? and kind = ? and not "
                + REFUSED + ")", Boolean.class, cycleId, ring, kind));
    }

    /** Whether a write of this kind was ever meant for a ring, whatever became of it. */
    boolean everMeant(String cycleId, String ring, String kind) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.graph_write where cycle_id = ? and ring = ? and kind = ?)",
                Boolean.class, cycleId, ring, kind));
    }

    /** A write that was begun and never settled, by its key, and since when. */
    record Left(String key, Instant intendedAt) {
    }

    /** The writes of this kind that were begun for the ring before a time and never settled. */
    List<Left> left(String cycleId, String ring, String kind, Instant begunBefore) {
        return jdbc.query("select natural_key, intended_at from hotpatch.graph_write where cycle_id = ? and ring = ? and kind = ? and state = 'INTENDED' "
                + "and intended_wall < ? order by id", (rs, n) -> new Left(rs.getString(1), rs.getTimestamp(2).toInstant()), cycleId, ring, kind,
                Timestamp.from(begunBefore));
    }

    /** The writes of a cycle, oldest first. */
    public List<GraphWrite> list(String cycleId) {
        return jdbc.query("select * from hotpatch.graph_write where cycle_id = ? order by id", (rs, n) -> new GraphWrite(
                rs.getLong("id"), rs.getString("kind"), rs.getString("ring"), rs.getString("target"), rs.getString("state"),
                rs.getInt("attempts"), rs.getTimestamp("intended_at").toInstant(), (Integer) rs.getObject("status"),
                rs.getString("read_back"), rs.getTimestamp("read_back_at") == null ? null : rs.getTimestamp("read_back_at").toInstant()), cycleId);
    }
}
