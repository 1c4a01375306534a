package io.hotpatchcycle.eligibility;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Rows of device lists. The filter looks at classes; the devices come along the key of the plan, so a list stops early. Joined with the classes
 * at once, a plan would be sorted for each page: "is true" keeps the server from making a join of it.
 */
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

    /** Devices after a number, in the order in which the fleet first knew them. */
    List<ListedDevice> after(String cycleId, DeviceFilter filter, long number, int offset, int limit) {
        return jdbc.query("with matching as materialized (select class, eligibility, reasons, build, ubr, ring, track, controlled, uncontrolled_why from hotpatch.plan_class where "
                + CLASSES + """
                ), page as materialized (
                    select m.device, m.last_check_in, m.class from hotpatch.plan_part p cross join lateral (
                        select hotpatch.plan_device_at(p.part, u.place) as device, u.last_check_in, u.class
                        from unnest(p.classes, p.seen) with ordinality u (class, last_check_in, place)) m
                    where p.cycle = (select no from hotpatch.cycle where id = ?) and p.part >= hotpatch.plan_part_of(?) and m.device > ?
                    and (m.class in (select class from matching)) is true order by p.part, m.device offset ? limit ?)
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
