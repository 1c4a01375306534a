package io.hotpatchcycle.cycle;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows that forms list: failed devices, and why devices are not controlled. */
public final class FailureRows {

    private static final int LISTED = 10;

    private final JdbcTemplate jdbc;

    public FailureRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<Map<String, Object>> newest(String cycleId, String ring) {
        return jdbc.query("""
                select d.name, coalesce(g.alert, 'no alert') as alert, g.alert_at from hotpatch.progress g
                join hotpatch.device d on d.id = g.device_id
                where g.cycle_id = ? and g.ring = ? and g.outcome = 'FAILED' order by g.alert_at desc nulls last, d.name limit ?
                """, (rs, n) -> Map.<String, Object>of("device", rs.getString(1), "alert", rs.getString(2), "since",
                    rs.getTimestamp(3) == null ? "not known" : Shown.when(rs.getTimestamp(3).toInstant())), cycleId, ring, LISTED);
    }

    String uncontrolledWhy(String cycleId) {
        return String.join(", ", jdbc.query("""
                select coalesce(uncontrolled_why, 'unknown'), sum(devices) from hotpatch.plan_class
                where cycle_id = ? and population = 'ACTIVE' and not controlled group by 1 order by 2 desc, 1
                """, (rs, n) -> rs.getInt(2) + " " + rs.getString(1).toLowerCase(java.util.Locale.ROOT).replace('_', ' '), cycleId));
    }
}
