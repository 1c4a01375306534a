package io.hotpatchcycle.ring;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of what planned rings are made of. */
public final class RingMixRows {

    private final JdbcTemplate jdbc;

    public RingMixRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Devices of a ring (null: in none) that share a value. */
    record Count(String dimension, String value, String ring, int devices) {
    }

    /** What devices are and where their owners are, by ring, as known now: the plan itself keeps neither. */
    private static final String SEEN = """
            select case grouping(model) when 0 then 'MODEL' else 'REGION' end as dimension, coalesce(model, region) as value, ring, count(*) as devices from (
                select coalesce(d.model, 'unknown') as model, coalesce(u.region, 'unknown') as region, k.ring from hotpatch.plan_member m
                join hotpatch.plan_class k on k.class = m.class and k.cycle_id = ? and k.population = 'ACTIVE'
                join hotpatch.device d on d.no = m.device left join hotpatch.user_licence u on u.owner = lower(d.owner)
                where m.cycle = (select no from hotpatch.cycle where id = ?) and not exists (select from hotpatch.ring_mix where cycle_id = ?)) seen
            group by grouping sets ((model, ring), (region, ring))
            """;

    /** Keeps for a plan what is known now of models and regions. */
    void freeze(String cycleId) {
        jdbc.update("delete from hotpatch.ring_mix where cycle_id = ?", cycleId);
        jdbc.update("insert into hotpatch.ring_mix (cycle_id, dimension, value, ring, devices) select ?, s.* from (" + SEEN + ") s", cycleId, cycleId, cycleId, cycleId);
    }

    List<Count> counts(String cycleId) {
        return jdbc.query("""
                with k as materialized (select class, ring, build, edition, cpu, reasons, devices from hotpatch.plan_class
                    where cycle_id = ? and population = 'ACTIVE')
                select 'BUILD' as dimension, coalesce(build::text, 'unknown') as value, ring, sum(devices) as devices from k group by 2, 3
                union all select 'EDITION', edition, ring, sum(devices) from k group by 2, 3
                union all select 'PROCESSOR', cpu, ring, sum(devices) from k group by 2, 3
                union all select 'REASON', case when reasons = '' then 'none' else split_part(reasons, ',', 1) end, ring, sum(devices) from k group by 2, 3
                union all select dimension, value, ring, devices from hotpatch.ring_mix where cycle_id = ?
                union all
                """ + SEEN, (rs, n) -> new Count(rs.getString(1), rs.getString(2), rs.getString(3), rs.getInt(4)), cycleId, cycleId, cycleId, cycleId, cycleId);
    }

    /** Controlled devices by ring, in ring order. */
    List<Map<String, Object>> rings(String cycleId) {
        return jdbc.queryForList("select r.name, r.controlled, c.kind, c.change_type from hotpatch.ring r join hotpatch.cycle c on c.id = r.cycle_id "
                + "where r.cycle_id = ? order by r.ordinal", cycleId);
    }
}
