package io.hotpatchcycle.ring;

import io.hotpatchcycle.fleet.VisibleRings;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of devices that a plan does not count because they came after it. */
final class LateRows {

    /** What a device would be in the plan is told by the same number as when the plan was drawn; nobody's place in it is touched. */
    private static final String LOOK = """
            with late as materialized (
                select d.no, d.id, d.object_id, was.class as planned, was.population, was.ring as planned_ring, d.facts, %1$s as code
                from hotpatch.device d left join %2$s
                left join hotpatch.plan_part p on p.cycle = %3$d and p.part = hotpatch.plan_part_of(d.no)
                left join hotpatch.plan_class was on was.class = p.classes[hotpatch.plan_place_of(d.no)] and was.cycle_id = ?
                where not d.gone and not d.duplicate and not d.retired and d.last_check_in >= ? and was.population is distinct from 'ACTIVE'),
            found as (
                select l.id, coalesce(l.planned_ring, same.ring, (?::text[])[l.code / 1024]) as ring, hashint8extended(l.facts, %3$d * 4294967296 + l.code) as class,
                    case when same.ring is not null then 'REPLACED' when l.planned is null then 'NEW' when l.population = 'STALE' then 'ACTIVE_AGAIN'
                        else 'RETURNED' end as how
                from late l left join lateral (
                    select k.ring from hotpatch.device o join hotpatch.plan_part p on p.cycle = %3$d and p.part = hotpatch.plan_part_of(o.no)
                    join hotpatch.plan_class k on k.class = p.classes[hotpatch.plan_place_of(o.no)] and k.cycle_id = ?
                    where o.object_id = l.object_id and o.no <> l.no and k.ring is not null limit 1) same on true)
            insert into hotpatch.late_joiner as j (cycle_id, device_id, how, ring, class, fate, seen_at)
            select ?, id, how, ring, class, case when how in ('REPLACED', 'ACTIVE_AGAIN') then 'STAYS' else 'WAITS' end, ? from found
            on conflict (cycle_id, device_id) do update set how = excluded.how, ring = excluded.ring, class = excluded.class, fate = excluded.fate
                where j.fate <> 'JOINED' and (j.how, j.ring, j.class, j.fate) is distinct from (excluded.how, excluded.ring, excluded.class, excluded.fate)
            """;

    /** Only what the plan has decided of devices just like it: in this ring, gated by it, and without a restart that nobody agreed to. */
    private static final String ADMIT = """
            update hotpatch.late_joiner j set fate = 'JOINED', joined_at = ?
            from (select l.device_id from hotpatch.late_joiner l join hotpatch.ring r on r.cycle_id = l.cycle_id and r.name = l.ring and r.opened_at is null
                join hotpatch.plan_class k on k.class = l.class and k.cycle_id = l.cycle_id and k.ring = l.ring and k.population = 'ACTIVE' and k.controlled
                    and k.restart_expected is false
                join hotpatch.device d on d.id = l.device_id and not d.gone and not d.duplicate and not d.retired and d.object_id is not null
                where l.cycle_id = ? and l.ring = ? and l.fate = 'WAITS' order by l.seen_at, l.device_id
                limit (select greatest(r.late_allowed - (select count(*) from hotpatch.late_joiner h where h.cycle_id = r.cycle_id and h.ring = r.name
                    and h.fate = 'JOINED'), 0) from hotpatch.ring r where r.cycle_id = ? and r.name = ?)) one
            where j.cycle_id = ? and j.device_id = one.device_id
            """;

    /** Of whom no list tells anything, nobody knows a ring. */
    private static final String ALL = """
            (select j.device_id, d.name, j.how, j.ring, j.fate, j.seen_at, j.joined_at from hotpatch.late_joiner j
                left join hotpatch.device d on d.id = j.device_id where j.cycle_id = ?
            union all select n.id, null, 'NEW', null, 'WAITS', n.noted_at, null from hotpatch.newcomer n join hotpatch.cycle c on c.id = ?
                where c.state not in %s
                    and not exists (select from hotpatch.device d where d.id = n.id)) late
            """.formatted(EndedCycles.STATES);
    private static final String VISIBLE = " where (?::text is null or ring = any (string_to_array(?, ',')))";

    private final JdbcTemplate jdbc;

    LateRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void look(String cycleId, PlanRows.Reach reach, Instant staleBefore, Instant now, List<String> rings) {
        Integer cycle = jdbc.queryForObject("select no from hotpatch.cycle where id = ?", Integer.class, cycleId);
        if (!Boolean.TRUE.equals(jdbc.queryForObject("select exists (select from hotpatch.plan_part where cycle = ?)", Boolean.class, cycle))) {
            return;
        }
        jdbc.update(String.format(LOOK, reach.code(), reach.reached(), cycle), cycleId, Timestamp.from(staleBefore), rings.toArray(String[]::new), cycleId, cycleId,
                Timestamp.from(now));
    }

    int admit(String cycleId, String ring, Instant now) {
        return jdbc.update(ADMIT, Timestamp.from(now), cycleId, ring, cycleId, ring, cycleId);
    }

    void allow(String cycleId, String ring, double percentOfControlled) {
        jdbc.update("update hotpatch.ring set late_allowed = floor(controlled * ?::numeric / 100) where cycle_id = ? and name = ? and opened_at is null", percentOfControlled,
                cycleId, ring);
    }

    /** By ring, in ring order; only those that take any. */
    Map<String, Integer> allowed(String cycleId) {
        Map<String, Integer> found = new LinkedHashMap<>();
        jdbc.query("select name, late_allowed from hotpatch.ring where cycle_id = ? and late_allowed > 0 order by ordinal", rs -> {
            found.put(rs.getString(1), rs.getInt(2));
        }, cycleId);
        return found;
    }

    /** Whether the fleet still has to be read for who may join this ring. */
    boolean toBeRead(String cycleId, String ring) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select from hotpatch.ring where cycle_id = ? and name = ? and late_allowed > 0 and opened_at is null "
                + "and not late_read)", Boolean.class, cycleId, ring));
    }

    void read(String cycleId, String ring) {
        jdbc.update("update hotpatch.ring set late_read = true where cycle_id = ? and name = ?", cycleId, ring);
    }

    List<LateJoiner.Count> counts(String cycleId) {
        return jdbc.query("select ring, fate, count(*) from " + ALL + " group by 1, 2 order by 2 desc, 1 nulls last",
                (rs, n) -> new LateJoiner.Count(rs.getString(1), rs.getString(2), rs.getInt(3)), cycleId, cycleId);
    }

    List<LateJoiner> list(String cycleId, VisibleRings visible, int offset, int limit) {
        return jdbc.query("select * from " + ALL + VISIBLE + " order by seen_at, device_id offset ? limit ?", (rs, n) -> new LateJoiner(rs.getString("device_id"),
                rs.getString("name"), rs.getString("how"), rs.getString("ring"), rs.getString("fate"), rs.getTimestamp("seen_at").toInstant(),
                rs.getTimestamp("joined_at") == null ? null : rs.getTimestamp("joined_at").toInstant()), cycleId, cycleId, visible.names(), visible.names(), offset, limit);
    }

    int count(String cycleId, VisibleRings visible) {
        return jdbc.queryForObject("select count(*) from " + ALL + VISIBLE, Integer.class, cycleId, cycleId, visible.names(), visible.names());
    }
}
