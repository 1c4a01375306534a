package io.hotpatchcycle.eligibility;

import io.hotpatchcycle.fleet.PlannedDevices;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of device lists. The filter looks at classes. */
final class DeviceListRows {

    private static final String CLASSES = """
            cycle_id = ? and population = 'ACTIVE' and (?::text is null or ? = any (string_to_array(reasons, ',')))
                and (?::text is null or coalesce(eligibility, 'UNKNOWN') = ?)
                and (?::text is null or ring = any (string_to_array(?, ',')))
            """;

    private final JdbcTemplate jdbc;

    DeviceListRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    int count(String cycleId, DeviceFilter filter) {
        return jdbc.queryForObject("select coalesce(sum(devices), 0) from hotpatch.plan_class where " + CLASSES, Integer.class, cycleId, filter.reason(),
                filter.reason(), filter.state(), filter.state(), filter.visible().names(), filter.visible().names());
    }

    /** Whether the plan still says of each device what it found: of old ones only the counts may be left. */
    boolean kept(String cycleId) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select from hotpatch.plan_part where cycle = (select no from hotpatch.cycle where id = ?)) "
                + "or not exists (select from hotpatch.plan_class where cycle_id = ?)", Boolean.class, cycleId, cycleId));
    }

    /** Devices after a number, in the order in which the fleet first knew them. */
    List<ListedDevice> after(String cycleId, DeviceFilter filter, long number, int offset, int limit) {
        return jdbc.query("with matching as materialized (select class, eligibility, reasons, build, ubr, ring, track, controlled, uncontrolled_why from hotpatch.plan_class where "
                + CLASSES + "), " + PlannedDevices.PAGE + """
                select p.device, p.last_check_in, k.*, d.id, d.name from page p join matching k on k.class = p.class
                join hotpatch.device d on d.no = p.device order by p.device
                """, (rs, n) -> device(rs), cycleId, filter.reason(), filter.reason(), filter.state(), filter.state(),
                filter.visible().names(), filter.visible().names(), cycleId, number, number, offset, limit);
    }

    private static ListedDevice device(ResultSet rs) throws SQLException {
        String decided = rs.getString("eligibility");
        String reasons = rs.getString("reasons");
        Timestamp seen = rs.getTimestamp("last_check_in");
        Object build = rs.getObject("build");
        return new ListedDevice(rs.getLong("device"), rs.getString("id"), rs.getString("name"),
                decided == null ? Eligibility.State.UNKNOWN : Eligibility.State.valueOf(decided),
                reasons.isEmpty() ? List.of() : List.of(reasons.split(",")), build == null ? null : build + "." + rs.getString("ubr"),
                rs.getString("ring"), rs.getString("track"), seen == null ? null : seen.toInstant(),
                rs.getBoolean("controlled"), rs.getString("uncontrolled_why"));
    }
}
