package io.hotpatchcycle.rollout;

import io.hotpatchcycle.ring.EndedCycles;
import io.hotpatchcycle.rollout.ChangeEvents.Change;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of what the tenant had, how it changed, and who says to have changed it. */
public final class DriftRows {

    private static final String SOURCE = "auditEvents";

    /** A write of ours and an event of Intune are the same thing when they name the same target, within ten minutes of the time from its intent to its outcome. */
    private static final String SAME = "w.state <> 'FAILED' and e.at between w.intended_at - interval '10 minutes' and coalesce(w.settled_at, w.intended_at) + interval '10 minutes' "
            + "and (position(e.target in w.target) > 0 or w.kind in ('CREATE_POLICY', 'CREATE_EXPEDITE') and (w.response = e.target or position(e.target in coalesce(w.read_back, '')) > 0))";

    /** What an event of Intune says was done, and what a write of ours does: creating and assigning come within a second of each other. */
    private static final String EVENT_DOES = "case when e.activity ilike '%assign%' then 'ASSIGN' when lower(e.operation) in ('create', 'delete') then upper(e.operation) else 'CHANGE' end";
    private static final String WRITE_DOES = "case when split_part(w.kind, '_', 1) in ('ASSIGN', 'CREATE', 'DELETE') then split_part(w.kind, '_', 1) else 'CHANGE' end";

    private static final String[] OPENING = {Rollouts.APPROVE, "FORWARD_LCU"};
    private static final String[] SUSPENDING = {Rollouts.SUSPEND};

    private final JdbcTemplate jdbc;

    public DriftRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A fact as last seen. @param target what it was about */
    record Seen(String value, String target, Instant at) {
    }

    /** All that was seen last, by unit, kind and fact: a few dozen of each unit. */
    Map<List<String>, Seen> seen() {
        Map<List<String>, Seen> seen = new HashMap<>();
        jdbc.query("select unit, kind, fact, value, target, seen_at from hotpatch.tenant_seen", rs -> {
            seen.put(Arrays.asList(rs.getString(1), rs.getString(2), rs.getString(3)), new Seen(rs.getString(4), rs.getString(5), rs.getTimestamp(6).toInstant()));
        });
        return seen;
    }

    void store(List<TenantLine> lines, Instant now) {
        jdbc.batchUpdate("""
                insert into hotpatch.tenant_seen (unit, kind, fact, target, value, seen_at) values (?, ?, ?, ?, ?, ?)
                on conflict (unit, kind, fact) do update set target = coalesce(excluded.target, tenant_seen.target), value = excluded.value, seen_at = excluded.seen_at
                """, lines.stream().map(l -> new Object[] {l.unit(), l.kind(), l.fact(), l.target(), l.value(), Timestamp.from(now)}).toList());
    }

    /**
     * The last write of ours to the same target since the fact was last seen; of approvals only one of that item in that policy, in the same direction; of our
     * expedite policies any to those of the unit. What others expedite no write of ours explains, and that a thing is gone only its deletion.
     */
    Optional<Long> explaining(TenantLine line, Instant seenBefore) {
        boolean approval = TenantLines.APPROVAL.equals(line.kind());
        boolean expedite = TenantLines.EXPEDITE.equals(line.kind());
        boolean gone = TenantLines.EXISTS.equals(line.fact()) && TenantLines.GONE.equals(line.value());
        if (expedite && !TenantLines.OURS.equals(line.fact())) {
            return Optional.empty();
        }
        return jdbc.queryForList("""
                select id from hotpatch.graph_write where state <> 'FAILED' and coalesce(settled_at, intended_at) >= ?::timestamptz - interval '1 minute'
                    and (kind like '%EXPEDITE') = ?
                    and (position(? in target) > 0 or kind in ('CREATE_POLICY', 'CREATE_EXPEDITE', 'ASSIGN_EXPEDITE', 'DELETE_EXPEDITE') and ring = ?)
                    and (not ? or kind = any (?) and target = ?) and (not ? or kind like 'DELETE%') order by id desc limit 1
                """, Long.class, Timestamp.from(seenBefore), expedite, String.valueOf(line.target()), line.unit(), approval,
                "approved".equals(line.value()) ? OPENING : SUSPENDING, Rollouts.approval(line.target(), line.fact()), gone)
                .stream().findFirst();
    }

    Instant begun(String cycleId) {
        return jdbc.queryForObject("select created_at from hotpatch.cycle where id = ?", (rs, n) -> rs.getTimestamp(1).toInstant(), cycleId);
    }

    /** The other cycles that have not ended. */
    List<String> runningBeside(String cycleId) {
        return jdbc.queryForList("select id from hotpatch.cycle where id <> ? and state not in " + EndedCycles.STATES + " order by id",
                String.class, cycleId);
    }

    /** Whether it has the value again that it had before others changed it in this cycle. */
    boolean restored(String cycleId, TenantLine line) {
        return jdbc.queryForList("select before from hotpatch.drift where cycle_id = ? and unit = ? and kind = ? and fact = ? and effect <> 'OURS' order by id limit 1",
                String.class, cycleId, line.unit(), line.kind(), line.fact()).contains(line.value());
    }

    void add(String cycleId, TenantLine line, Seen before, String effect, String meaning, Long write, Instant now) {
        jdbc.update("""
                insert into hotpatch.drift (cycle_id, unit, kind, fact, target, before, after, not_before, not_after, effect, meaning, write_id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, cycleId, line.unit(), line.kind(), line.fact(), line.target(), before.value(), line.value(), Timestamp.from(before.at()),
                Timestamp.from(now), effect, meaning, write);
    }

    Optional<Instant> eventsReadUntil() {
        return jdbc.query("select read_until from hotpatch.source_reading where source = ?", (rs, n) -> rs.getTimestamp(1).toInstant(), SOURCE)
                .stream().findFirst();
    }

    void eventsRead(Instant until) {
        jdbc.update("""
                insert into hotpatch.source_reading (source, read_until, received_at, rows_read) values (?, ?, ?, 0)
                on conflict (source) do update set read_until = excluded.read_until, received_at = excluded.received_at
                """, SOURCE, Timestamp.from(until), Timestamp.from(until));
    }

    /** Keeps what concerns a thing that one of our units uses, or used: also one that another took the place of. */
    void keep(List<Change> page, Instant now) {
        jdbc.batchUpdate("""
                insert into hotpatch.audit_event (id, at, actor, activity, operation, target, target_name, result, received_at)
                select ?, ?, ?, ?, ?, ?, ?, ?, ? where exists (select 1 from hotpatch.tenant_seen s where s.target = ?)
                    or exists (select 1 from hotpatch.unit u where ? in (u.policy_id, u.known_policy))
                    or exists (select 1 from hotpatch.graph_write w where w.kind in ('CREATE_POLICY', 'CREATE_EXPEDITE') and w.read_back = ?)
                    or exists (select 1 from hotpatch.drift d where d.target = ?)
                on conflict (id) do nothing
                """, page.stream().map(c -> new Object[] {c.id(), Timestamp.from(c.at()), c.actor(), c.activity(), c.operation(), c.target(), c.targetName(),
                    c.result(), Timestamp.from(now), c.target(), c.target(), c.target(), c.target()}).toList());
    }

    /** Line by line: an event is ours when a write of ours is the same; another one's explains the drift around it. */
    void matchEvents() {
        Map<Long, Integer> left = new HashMap<>();
        Set<String> matched = new HashSet<>();
        for (Pair pair : pairs()) {
            int free = left.computeIfAbsent(pair.write(), write -> pair.free());
            if (free > 0 && matched.add(pair.event())) {
                left.put(pair.write(), free - 1);
                jdbc.update("update hotpatch.audit_event set write_id = ? where id = ?", pair.write(), pair.event());
            }
        }
        jdbc.update("""
                update hotpatch.drift d set event_id = (select e.id from hotpatch.audit_event e where e.write_id is null and e.target = d.target
                    and e.at > d.not_before - interval '10 minutes' and e.at <= d.not_after order by e.at desc limit 1)
                where d.effect <> 'OURS' and d.event_id is null and d.target is not null
                """);
    }

    /** An event that a write of ours may have caused. @param free how many more events the write explains: one each time it was sent */
    private record Pair(String event, long write, int free) {
    }

    /** The nearest in time first. What a person did is never ours: we sign in as an application. */
    private List<Pair> pairs() {
        return jdbc.query("""
                select e.id, w.id, w.attempts - (select count(*) from hotpatch.audit_event o where o.write_id = w.id) as free
                from hotpatch.audit_event e join hotpatch.graph_write w on %s and %s = %s
                where e.write_id is null and position('@' in e.actor) = 0
                order by least(abs(extract(epoch from w.intended_at - e.at)), abs(extract(epoch from coalesce(w.settled_at, w.intended_at) - e.at))), w.id, e.id
                """.formatted(SAME, EVENT_DOES, WRITE_DOES), (rs, n) -> new Pair(rs.getString(1), rs.getLong(2), rs.getInt(3)));
    }

    Drift.Standing standing(String cycleId) {
        if (jdbc.queryForObject("select count(*) from hotpatch.tenant_seen", Integer.class) == 0) {
            return null;
        }
        List<String> effects = jdbc.queryForList("""
                select distinct case when d.not_before < c.created_at then 'OTHER' else effect end
                from hotpatch.drift d join hotpatch.cycle c on c.id = d.cycle_id
                where d.cycle_id = ? and effect <> 'OURS' and not exists (select 1 from hotpatch.approval a
                    where a.cycle_id = d.cycle_id and a.subject in ('CHANGE', 'RING', 'STOP') and a.decision in ('APPROVE', 'PROCEED', 'WAIT', 'RECREATE', 'RESUME')
                        and a.requested_at >= d.not_after)
                """, String.class, cycleId);
        return effects.contains("OPENS") ? Drift.Standing.OPENING : effects.contains("CLOSES") ? Drift.Standing.CLOSING
                : effects.isEmpty() ? Drift.Standing.NONE : Drift.Standing.HARMLESS;
    }

    List<Drift> list(String cycleId, int offset, int limit) {
        return jdbc.query("""
                select d.*, e.actor, e.at as changed_at from hotpatch.drift d left join hotpatch.audit_event e on e.id = d.event_id
                where d.cycle_id = ? order by d.id desc offset ? limit ?
                """, (rs, n) -> new Drift(rs.getLong("id"), rs.getString("unit"), rs.getString("kind"), rs.getString("fact"), rs.getString("target"),
                rs.getString("before"), rs.getString("after"), rs.getTimestamp("not_before").toInstant(), rs.getTimestamp("not_after").toInstant(),
                rs.getString("effect"), rs.getString("meaning"), (Long) rs.getObject("write_id"), rs.getString("actor"),
                rs.getTimestamp("changed_at") == null ? null : rs.getTimestamp("changed_at").toInstant()), cycleId, offset, limit);
    }

    int count(String cycleId) {
        return jdbc.queryForObject("select count(*) from hotpatch.drift where cycle_id = ?", Integer.class, cycleId);
    }

    List<Drift.Event> unmatched(String cycleId) {
        return jdbc.query("""
                select e.* from hotpatch.audit_event e join hotpatch.cycle c on c.id = ? and e.at >= c.created_at and (c.closed_at is null or e.at <= c.closed_at)
                where e.write_id is null and not exists (select 1 from hotpatch.drift d where d.event_id = e.id) order by e.at, e.id
                """, (rs, n) -> new Drift.Event(rs.getString("id"), rs.getTimestamp("at").toInstant(), rs.getString("actor"), rs.getString("activity"),
                rs.getString("operation"), rs.getString("target"), rs.getString("target_name")), cycleId);
    }

    List<Long> writesWithoutEvent(String cycleId, Instant settledBefore) {
        return jdbc.queryForList("""
                select w.id from hotpatch.graph_write w where w.cycle_id = ? and w.state = 'DONE' and w.settled_at < ?
                    and w.kind in ('CREATE_POLICY', 'ASSIGN_POLICY', 'APPROVE', 'SUSPEND', 'CREATE_EXPEDITE', 'ASSIGN_EXPEDITE', 'DELETE_EXPEDITE')
                    and not exists (select 1 from hotpatch.audit_event e where e.write_id = w.id) order by w.id
                """, Long.class, cycleId, Timestamp.from(settledBefore));
    }
}
