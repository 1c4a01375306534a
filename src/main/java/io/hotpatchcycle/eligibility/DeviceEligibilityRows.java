package io.hotpatchcycle.eligibility;

import io.hotpatchcycle.eligibility.DeviceEligibility.Facts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of one device's eligibility. */
final class DeviceEligibilityRows {

    private final JdbcTemplate jdbc;

    DeviceEligibilityRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Optional<DeviceEligibility> newest(String deviceId) {
        return jdbc.query("""
                select p.*, s.taken_at from hotpatch.plan_device p join hotpatch.cycle c on c.id = p.cycle_id
                left join hotpatch.snapshot s on s.id = c.snapshot_id
                where p.device_id = ? order by c.created_at desc, c.id desc limit 1
                """, (rs, n) -> device(rs, reasons(rs.getString("cycle_id"), rs.getString("reasons"))), deviceId).stream().findFirst();
    }

    /** In the order in which the plan lists them: what to fix first comes first. */
    private List<Reason> reasons(String cycleId, String codes) {
        return jdbc.query("""
                select r.* from regexp_split_to_table(?, ',') with ordinality as hit(code, place) join %s r on r.code = hit.code
                order by hit.place
                """.formatted(EligibilityRows.REASONS), (rs, n) -> new Reason(rs.getString("code"), rs.getString("effect"), rs.getString("owner"), rs.getString("fix"),
                rs.getBoolean("fix_restarts")), codes, cycleId);
    }

    private static DeviceEligibility device(ResultSet rs, List<Reason> reasons) throws SQLException {
        String decided = rs.getString("eligibility");
        return new DeviceEligibility(rs.getString("device_id"), rs.getString("cycle_id"),
                decided == null ? Eligibility.State.UNKNOWN : Eligibility.State.valueOf(decided), reasons, facts(rs), rs.getString("ring"),
                rs.getString("track"), rs.getBoolean("controlled"), rs.getString("uncontrolled_why"), instant(rs, "taken_at"));
    }

    private static Facts facts(ResultSet rs) throws SQLException {
        return new Facts(rs.getString("population"), rs.getString("line"), (Integer) rs.getObject("build"), (Integer) rs.getObject("ubr"),
                rs.getString("build_class"), rs.getString("edition"), rs.getString("licence"), rs.getString("cpu"), rs.getString("chpe"),
                rs.getString("vbs"), rs.getString("join_type"), rs.getString("management"), rs.getString("policy"),
                rs.getBoolean("hotpatched_before"), instant(rs, "last_check_in"));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp value = rs.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
