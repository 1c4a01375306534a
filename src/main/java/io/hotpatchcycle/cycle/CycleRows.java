package io.hotpatchcycle.cycle;

import io.hotpatchcycle.release.Kind;
import io.hotpatchcycle.ring.EndedCycles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of cycles and halts. */
public final class CycleRows {

    private static final String SELECT = """
            select c.*, r.name as release_name, r.published_at, r.planned_kind, s.taken_at, h.reason as halt_reason,
                h.requested_by as halted_by, h.requested_at as halted_at,
                q.people as stop_people, q.reasons as stop_reasons, q.times as stop_times
            from hotpatch.cycle c join hotpatch.release r on r.id = c.release_id
            left join hotpatch.snapshot s on s.id = c.snapshot_id
            left join hotpatch.halt h on h.cycle_id = c.id and h.lifted_at is null
            left join lateral (select array_agg(s.requested_by order by s.number) as people, array_agg(s.reason order by s.number) as reasons,
                array_agg(s.requested_at order by s.number) as times from hotpatch.stop_request s where s.halt_id = h.id) q on true
            """;

    private final JdbcTemplate jdbc;

    public CycleRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    boolean insert(String id, String releaseId, String modelSet, Instant now) {
        return jdbc.update("insert into hotpatch.cycle (id, release_id, state, model_set, created_at) values (?, ?, 'PLANNING', ?, ?) "
                + "on conflict do nothing", id, releaseId, modelSet, Timestamp.from(now)) == 1;
    }

    List<String> supersedeOlder(String newer, Instant publishedAt) {
        return jdbc.queryForList("update hotpatch.cycle c set superseded_by = ? from hotpatch.release r where r.id = c.release_id "
                + "and c.id <> ? and r.published_at < ? and r.cadence = 'monthly' and c.superseded_by is null and c.state not in " + EndedCycles.STATES
                + " returning c.id", String.class, newer, newer, Timestamp.from(publishedAt));
    }

    Optional<CycleView> find(String id) {
        return jdbc.query(SELECT + " where c.id = ?", (rs, n) -> view(rs), id).stream().findFirst();
    }

    List<CycleView> list() {
        return jdbc.query(SELECT + " order by r.published_at desc, c.id", (rs, n) -> view(rs));
    }

    /** Nothing goes on under a stop: what was begun before it does not write over its state. Says whether the state was set. */
    boolean setState(String id, CycleState state) {
        return jdbc.update("update hotpatch.cycle set state = ? where id = ? and (state not in ('STOPPING', 'STOPPED') or ? in ('STOPPING', 'STOPPED'))",
                state.name(), id, state.name()) == 1;
    }

    /** Ends the state of a stop, because a person decided about it. */
    void leaveStop(String id, CycleState state) {
        jdbc.update("update hotpatch.cycle set state = ? where id = ?", state.name(), id);
    }

    /** Whether a stop is in force; one that is asked for from now on waits until this transaction has ended. */
    boolean haltedForNow(String id) {
        // strong enough for the changes that follow: a share lock would have to grow while a stop waits behind it
        jdbc.queryForList("select id from hotpatch.cycle where id = ? for no key update", String.class, id);
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.halt where cycle_id = ? and lifted_at is null)", Boolean.class, id));
    }

    void setSnapshot(String id, long snapshotId) {
        jdbc.update("update hotpatch.cycle set snapshot_id = ? where id = ?", snapshotId, id);
    }

    void setKind(String id, Kind kind, boolean surprise, String catalogItem) {
        jdbc.update("update hotpatch.cycle set kind = ?, surprise = ?, catalog_item = ? where id = ?",
                kind == null ? null : kind.name(), surprise, catalogItem, id);
    }

    void decideKind(String id, Kind kind, String person) {
        jdbc.update("update hotpatch.cycle set kind = ?, kind_decided_by = ? where id = ?", kind.name(), person, id);
    }

    void setPlan(String id, String hash) {
        jdbc.update("update hotpatch.cycle set plan_hash = ?, plan_version = plan_version + 1 where id = ?", hash, id);
    }

    /** Where what is to be approved has become another plan since; the same one keeps its number. */
    void renewPlan(String id, String hash) {
        jdbc.update("update hotpatch.cycle set plan_hash = ?, plan_version = plan_version + 1 where id = ? and plan_hash is distinct from ?", hash, id, hash);
    }

    void setChangeType(String id, String changeType, String why) {
        jdbc.update("update hotpatch.cycle set change_type = ?, change_why = ? where id = ?", changeType, why, id);
    }

    void close(String id, CycleState state, String note, Instant now) {
        jdbc.update("update hotpatch.cycle set state = ?, closing_note = ?, closed_at = ? where id = ?", state.name(), note, Timestamp.from(now), id);
    }

    /** Stores the stop of a cycle that is locked; one that comes while a stop is in force joins it. */
    boolean halt(String id, String reason, String person, Instant now) {
        boolean first = jdbc.update("insert into hotpatch.halt (cycle_id, reason, requested_by, requested_at) values (?, ?, ?, ?) on conflict do nothing",
                id, reason, person, Timestamp.from(now)) == 1;
        if (!first) {
            jdbc.update("insert into hotpatch.halt_joined (halt_id, reason, requested_by, requested_at) "
                    + "select id, ?, ?, ? from hotpatch.halt where cycle_id = ? and lifted_at is null", reason, person, Timestamp.from(now), id);
        }
        return first;
    }

    /** Against every write that is being decided, and every other change of the cycle, until this transaction ends. */
    void lock(String id) {
        jdbc.queryForList("select id from hotpatch.cycle where id = ? for update", String.class, id);
    }

    /** A person's decision that the stop in force ends. */
    record Resumed(long approval, String taskId, String by) {
    }

    /**
     * The last decision about the stop in force, where it is to resume, no other stop was lifted by it, and neither who decided nor in whose place had asked
     * for the stop by then; empty otherwise.
     */
    Optional<Resumed> resumed(String id) {
        return jdbc.query("""
                select a.id, a.task_id, a.decided_by from hotpatch.halt h join lateral (select * from hotpatch.approval where cycle_id = h.cycle_id and subject = 'STOP'
                        and decided_at >= h.requested_at order by decided_at desc, id desc limit 1) a on true
                where h.cycle_id = ? and h.lifted_at is null and a.decision = 'RESUME' and not exists (select 1 from hotpatch.halt o where o.approval_id = a.id)
                    and not exists (select 1 from hotpatch.stop_request s where s.halt_id = h.id and s.requested_by in (a.decided_by, a.decided_for)
                        and s.requested_at <= a.decided_at)
                """, (rs, n) -> new Resumed(rs.getLong(1), rs.getString(2), rs.getString(3)), id).stream().findFirst();
    }

    /**
     * Lifts the stop in force by this decision. Who asked for a stop after it was not heard: that request is a stop of its own from then on.
     */
    void liftHalt(String id, Resumed decision, Instant now) {
        List<Long> lifted = jdbc.queryForList("update hotpatch.halt set lifted_by = ?, lifted_at = ?, approval_id = ? where cycle_id = ? and lifted_at is null returning id",
                Long.class, decision.by(), Timestamp.from(now), decision.approval(), id);
        lifted.forEach(halt -> jdbc.queryForList("""
                with late as (select j.* from hotpatch.halt_joined j where j.halt_id = ? and j.requested_at > (select a.decided_at from hotpatch.approval a where a.id = ?)),
                    first as (delete from hotpatch.halt_joined j using (select min(id) as id from late) f where j.id = f.id returning j.*)
                insert into hotpatch.halt (cycle_id, reason, requested_by, requested_at) select ?, reason, requested_by, requested_at from first returning id
                """, Long.class, halt, decision.approval(), id).forEach(anew -> jdbc.update("update hotpatch.halt_joined set halt_id = ? where halt_id = ? "
                    + "and requested_at >= (select requested_at from hotpatch.halt where id = ?)", anew, halt, anew)));
    }

    /** A roll-back that is asked for or under way. @param decided whether a person decided that it is done */
    record OpenRollBack(String ring, boolean decided) {
    }

    Optional<OpenRollBack> openRollBack(String id) {
        return jdbc.query("select ring, state from hotpatch.roll_back where cycle_id = ? and state in ('REQUESTED', 'ROLLING_BACK', 'FORWARDING') "
                + "order by state = 'REQUESTED', id limit 1", (rs, n) -> new OpenRollBack(rs.getString(1), !"REQUESTED".equals(rs.getString(2))), id).stream().findFirst();
    }

    /** Whether somebody else than those who asked for the stop in force decided so since it began; true when there is no stop. */
    boolean stopDecided(String id, String decision) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                select not exists (select 1 from hotpatch.halt h where h.cycle_id = ? and h.lifted_at is null and not exists (
                    select 1 from hotpatch.approval a where a.cycle_id = h.cycle_id and a.subject = 'STOP' and a.decision = ?
                        and a.decided_at >= h.requested_at and not exists (select 1 from hotpatch.stop_request s where s.halt_id = h.id and s.requested_by = a.decided_by
                            and s.requested_at <= a.decided_at)))
                """, Boolean.class, id, decision));
    }

    /** Whether the last answer about the change approves the plan in force, and is good still. */
    boolean approved(String id, Instant now) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                select exists (select 1 from hotpatch.cycle c join lateral (select decision, plan_hash, expires_at from hotpatch.approval
                        where cycle_id = c.id and subject = 'CHANGE' and decision is not null order by id desc limit 1) a on true
                    where c.id = ? and a.decision = 'APPROVE' and a.plan_hash = c.plan_hash and a.expires_at > ?)
                """, Boolean.class, id, Timestamp.from(now)));
    }

    /** Whether the last answer about the change, or about what the release is, rejects it. */
    boolean rejected(String id) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select coalesce((select decision from hotpatch.approval where cycle_id = ? and subject in ('CHANGE', 'RELEASE') "
                + "and decision is not null order by id desc limit 1) = 'REJECT', false)", Boolean.class, id));
    }

    /** Whether anything of the cycle was written to Graph, or may have been. */
    boolean wrote(String id) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.graph_write where cycle_id = ? and state <> 'FAILED')", Boolean.class, id));
    }

    /** Whether an emergency was judged afterwards, by somebody else than who approved it beforehand. */
    boolean judgedAfterwards(String id) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                select exists (select 1 from hotpatch.approval a where a.cycle_id = ? and a.subject = 'AFTERWARDS' and a.decision is not null
                    and not exists (select 1 from hotpatch.approval b where b.cycle_id = a.cycle_id and b.decided_by = a.decided_by
                        and (b.subject = 'CHANGE' and b.decision = 'APPROVE' or b.subject = 'EMERGENCY' and b.decision = 'SPEED_UP')))
                """, Boolean.class, id));
    }

    CycleResult result(String id, Instant now) {
        return jdbc.queryForObject("""
                with device as (
                    select p.population, p.controlled, p.eligibility, g.outcome, g.effective_at, r.published_at,
                        coalesce(g.effective_at, c.closed_at, ?) as exposed_until
                    from hotpatch.plan_device p join hotpatch.cycle c on c.id = p.cycle_id join hotpatch.release r on r.id = c.release_id
                    left join hotpatch.progress g on g.cycle_id = p.cycle_id and g.device_id = p.device_id
                    where p.cycle_id = ?),
                counted as (select * from device where population = 'ACTIVE' and controlled),
                curve as (select effective_at, published_at, row_number() over (order by effective_at) as k from counted where effective_at is not null),
                size as (select count(*) as n from counted),
                restart as (select count(*) filter (where planned) as planned, count(*) filter (where not planned) as extra
                    from hotpatch.restart where cycle_id = ? and not_after is not null)
                select (select count(*) from device where population = 'ACTIVE'), (select count(*) from device where population = 'STALE'),
                    (select n from size), (select count(*) from device where population = 'ACTIVE' and eligibility = 'ELIGIBLE'),
                    (select count(*) from counted where outcome = 'EFFECTIVE_HOTPATCH'), (select count(*) from counted where outcome = 'EFFECTIVE_LCU'),
                    (select count(*) from counted where outcome = 'FAILED'),
                    (select extract(epoch from effective_at - published_at) / 86400 from curve, size where k = ceil(0.90 * n) and n > 0 limit 1),
                    (select extract(epoch from effective_at - published_at) / 86400 from curve, size where k = ceil(0.95 * n) and n > 0 limit 1),
                    (select coalesce(sum(greatest(0, extract(epoch from exposed_until - published_at))), 0) / 3600 from counted),
                    (select planned from restart), (select extra from restart),
                    (select count(*) from hotpatch.progress g where g.cycle_id = ? and g.outcome = 'EFFECTIVE_HOTPATCH'
                        and 0 = (select count(*) from hotpatch.restart x where x.cycle_id = g.cycle_id and x.device_id = g.device_id))
                """, (rs, n) -> new CycleResult(rs.getInt(1), rs.getInt(2), rs.getInt(3), rs.getInt(4), rs.getInt(5), rs.getInt(6),
                        rs.getInt(7), days(rs, 8), days(rs, 9), Math.round(rs.getDouble(10)), rs.getInt(11), rs.getInt(12), rs.getInt(13)),
                Timestamp.from(now), id, id, id);
    }

    private static Double days(ResultSet rs, int column) throws SQLException {
        double value = rs.getDouble(column);
        return rs.wasNull() ? null : Math.round(value * 100) / 100.0;
    }

    private static CycleView view(ResultSet rs) throws SQLException {
        return new CycleView(rs.getString("id"), rs.getString("release_id"), rs.getString("release_name"), instant(rs, "published_at"),
                kind(rs.getString("planned_kind")), kind(rs.getString("kind")), rs.getBoolean("surprise"), rs.getString("change_type"),
                CycleState.valueOf(rs.getString("state")), rs.getString("catalog_item"), instant(rs, "created_at"), instant(rs, "closed_at"),
                instant(rs, "taken_at"), rs.getString("plan_hash"), rs.getString("superseded_by"), rs.getString("model_set"),
                rs.getString("kind_decided_by"), rs.getString("halt_reason"), rs.getString("halted_by"), instant(rs, "halted_at"),
                rs.getString("closing_note"), stopRequests(rs));
    }

    private static List<StopRequest> stopRequests(ResultSet rs) throws SQLException {
        if (rs.getArray("stop_people") == null) {
            return List.of();
        }
        String[] people = (String[]) rs.getArray("stop_people").getArray();
        String[] reasons = (String[]) rs.getArray("stop_reasons").getArray();
        Timestamp[] times = (Timestamp[]) rs.getArray("stop_times").getArray();
        return IntStream.range(0, people.length).mapToObj(i -> new StopRequest(people[i], reasons[i], times[i].toInstant())).toList();
    }

    private static Kind kind(String name) {
        return name == null ? null : Kind.valueOf(name);
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp value = rs.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
