package io.hotpatchcycle.eligibility;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of what each cycle's plan found. */
public final class TrendRows {

    private final JdbcTemplate jdbc;

    public TrendRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Each cycle that has a plan with decisions, oldest first. */
    public List<Trend> trend() {
        Map<String, Map<String, Integer>> reasons = new LinkedHashMap<>();
        jdbc.query("""
                select k.cycle_id, hit.code, sum(k.devices) from hotpatch.plan_class k, unnest(string_to_array(k.reasons, ',')) as hit(code)
                where k.population = 'ACTIVE' group by 1, 2 order by 1, 3 desc, 2
                """, rs -> {
                    reasons.computeIfAbsent(rs.getString(1), id -> new LinkedHashMap<>()).put(rs.getString(2), rs.getInt(3));
                });
        return new ArrayList<>(jdbc.query("""
                select c.id, r.published_at, c.kind, sum(k.devices), sum(k.devices) filter (where k.eligibility = 'ELIGIBLE'),
                    sum(k.devices) filter (where k.controlled), sum(k.devices) filter (where k.controlled and k.track = 'HOTPATCH'),
                    sum(k.devices) filter (where k.controlled and k.track = 'LCU'), sum(k.devices) filter (where k.controlled and k.restart_expected)
                from hotpatch.plan_class k join hotpatch.cycle c on c.id = k.cycle_id join hotpatch.release r on r.id = c.release_id
                where k.population = 'ACTIVE' group by c.id, r.published_at, c.kind having count(k.eligibility) > 0 order by r.published_at, c.id
                """, (rs, n) -> new Trend(rs.getString(1), rs.getTimestamp(2).toInstant(), rs.getString(3), rs.getInt(4), rs.getInt(5), rs.getInt(6),
                        rs.getInt(7), rs.getInt(8), rs.getInt(9), reasons.getOrDefault(rs.getString(1), Map.of()))));
    }
}
