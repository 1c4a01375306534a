package io.hotpatchcycle.finding;

import io.hotpatchcycle.fleet.PlannedDevices;
import io.hotpatchcycle.fleet.VisibleRings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of what devices run. The catalog is small and read once; devices come along their number, so a list stops early. */
public final class KbTwinRows {

    private static final String COUNTED = "not d.retired and not d.duplicate and not d.gone and (?::text is null or t.kb = ? or t.twin_kb = ?) and" + VisibleRings.condition("d.id");
    private static final String DEVICES = """
            from hotpatch.device d left join level t on t.line = d.line and t.build = d.build and t.ubr = d.ubr where
            """ + COUNTED;
    private static final String LEVELS = "with level as materialized (select * from hotpatch.kb_twin) ";

    /** Classes of a plan with what they ran; the ring is the one that plan gave. */
    private static final String PLANNED = """
            from hotpatch.plan_class k left join level t on t.line = k.line and t.build = k.build and t.ubr = k.ubr
            left join hotpatch.release r on r.id = t.release_id
            where k.cycle_id = ? and k.population in ('ACTIVE', 'STALE') and (?::text is null or t.kb = ? or t.twin_kb = ?)
                and (?::text is null or k.ring = any (string_to_array(?, ',')))
            """;

    private final JdbcTemplate jdbc;

    public KbTwinRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    int count(String kb, VisibleRings visible) {
        return jdbc.queryForObject(LEVELS + "select count(*) " + DEVICES, Integer.class, kb, kb, kb, visible.names(), visible.names());
    }

    List<KbTwin> after(String kb, VisibleRings visible, long number, int offset, int limit) {
        return jdbc.query(LEVELS + "select d.no, d.id, d.entra_device_id, d.name, d.build, d.ubr, t.kb, t.hotpatch, t.twin_kb, t.twin_ubr, t.release, "
                + "t.exploited_cves, d.level_after, d.level_since, d.observed_at " + DEVICES + " and d.no > ? order by d.no offset ? limit ?",
                (rs, n) -> twin(rs), kb, kb, kb, visible.names(), visible.names(), number, offset, limit);
    }

    int countPlanned(String cycle, String kb, VisibleRings visible) {
        return jdbc.queryForObject(LEVELS + "select coalesce(sum(k.devices), 0) " + PLANNED, Integer.class, cycle, kb, kb, kb, visible.names(), visible.names());
    }

    /** Since when, is known of a device that still runs what it ran; of one that moved on, by the cycle that had brought it that release. */
    List<KbTwin> planned(String cycle, String kb, VisibleRings visible, long number, int offset, int limit) {
        return jdbc.query(LEVELS + ", matching as materialized (select k.class, k.build, k.ubr, r.cycle_id as brought_by, t.kb, t.hotpatch, t.twin_kb, "
                + "t.twin_ubr, t.release, t.exploited_cves " + PLANNED + "), " + PlannedDevices.PAGE + """
                select d.no, d.id, d.entra_device_id, d.name, k.*, p.last_check_in as observed_at,
                    case when same.no is null then g.not_effective_at else same.level_after end as level_after,
                    case when same.no is null then g.effective_at else same.level_since end as level_since
                from page p join matching k on k.class = p.class join hotpatch.device d on d.no = p.device
                left join hotpatch.device same on same.no = d.no and same.build = k.build and same.ubr = k.ubr and same.level_since <= p.last_check_in
                left join hotpatch.progress g on g.cycle_id = k.brought_by and g.device_id = d.id and g.effective_at <= p.last_check_in
                order by p.device
                """, (rs, n) -> twin(rs), cycle, kb, kb, kb, visible.names(), visible.names(), cycle, number, number, offset, limit);
    }

    private static KbTwin twin(ResultSet rs) throws SQLException {
        Object build = rs.getObject("build");
        String hotpatch = rs.getString("hotpatch");
        String twin = rs.getString("twin_kb");
        String cves = rs.getString("exploited_cves");
        return new KbTwin(rs.getLong("no"), rs.getString("id"), rs.getString("entra_device_id"), rs.getString("name"),
                build == null ? null : build + "." + rs.getString("ubr"), rs.getString("kb"),
                "YES".equals(hotpatch) ? Boolean.TRUE : "NO".equals(hotpatch) ? Boolean.FALSE : null, twin,
                twin == null ? null : build + "." + rs.getString("twin_ubr"), rs.getString("release"),
                cves == null || cves.isEmpty() ? List.of() : List.of(cves.split(",")), instant(rs, "level_after"), instant(rs, "level_since"),
                instant(rs, "observed_at"));
    }

    static Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp value = rs.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
