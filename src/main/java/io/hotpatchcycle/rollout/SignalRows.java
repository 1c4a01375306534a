package io.hotpatchcycle.rollout;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of signals. */
public final class SignalRows {

    private final JdbcTemplate jdbc;

    public SignalRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Devices that show something, of those that could. */
    record Counted(int devices, int of) {
    }

    /** Active devices of the ring that took the release off again, of those whose outcome the report tells. */
    Counted rolledBack(String cycleId, String ring) {
        return jdbc.queryForObject("""
                select count(*) filter (where rolled_back), count(*) filter (where confirmed or rolled_back or outcome = 'FAILED')
                from hotpatch.progress where cycle_id = ? and ring = ? and counted
                """, (rs, n) -> new Counted(rs.getInt(1), rs.getInt(2)), cycleId, ring);
    }

    /** Devices that have not checked in for this long, of those that have been effective for this long. */
    Counted silentSince(String cycleId, String ring, Instant since) {
        return jdbc.queryForObject("""
                select count(*) filter (where d.last_check_in < ?), count(*) from hotpatch.progress g join hotpatch.device d on d.id = g.device_id
                where g.cycle_id = ? and g.ring = ? and g.counted and g.effective_at < ?
                """, (rs, n) -> new Counted(rs.getInt(1), rs.getInt(2)), Timestamp.from(since), cycleId, ring, Timestamp.from(since));
    }

    int controlled(String cycleId, String ring) {
        return jdbc.queryForObject("select controlled from hotpatch.ring where cycle_id = ? and name = ?", Integer.class, cycleId, ring);
    }

    /** Open alerts by code: of devices that are not effective. */
    Map<String, Integer> alerts(String cycleId, String ring) {
        Map<String, Integer> found = new TreeMap<>();
        jdbc.query("""
                select alert, count(*) from hotpatch.progress where cycle_id = ? and ring = ? and counted and outcome in ('PENDING', 'FAILED')
                    and alert <> '' group by alert
                """, rs -> { found.put(rs.getString(1), rs.getInt(2)); }, cycleId, ring);
        return found;
    }

    void store(String cycleId, String ring, Signal s) {
        jdbc.update("""
                insert into hotpatch.signal (cycle_id, ring, name, mode, limit_percent, devices, of_devices, standing, note, measured_at, as_of)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (cycle_id, ring, name) do update set mode = excluded.mode,
                    limit_percent = excluded.limit_percent, devices = excluded.devices, of_devices = excluded.of_devices, standing = excluded.standing,
                    note = excluded.note, measured_at = excluded.measured_at, as_of = excluded.as_of
                """, cycleId, ring, s.name(), s.mode(), s.limit() == null ? null : BigDecimal.valueOf(s.limit()), s.devices(), s.of(), s.standing().name(),
                s.note(), Timestamp.from(s.measuredAt()), s.asOf() == null ? null : Timestamp.from(s.asOf()));
    }

    List<Signal> list(String cycleId, String ring) {
        return jdbc.query("select * from hotpatch.signal where cycle_id = ? and ring = ? order by mode, name", (rs, n) -> signal(rs), cycleId, ring);
    }

    /** Rings of which signals were measured. */
    List<String> measured(String cycleId) {
        return jdbc.queryForList("select distinct ring from hotpatch.signal where cycle_id = ? order by 1", String.class, cycleId);
    }

    /** The worst of these signals that is beyond its limit, of each ring but this one. */
    Map<String, Signal> beyond(String cycleId, String ring, List<String> names) {
        Map<String, Signal> found = new TreeMap<>();
        jdbc.query("select * from hotpatch.signal where cycle_id = ? and ring <> ? and name = any (?) and standing = 'BEYOND' order by mode desc, name desc", rs -> {
            found.put(rs.getString("ring"), signal(rs));
        }, cycleId, ring, names.toArray(String[]::new));
        return found;
    }

    private static Signal signal(ResultSet rs) throws SQLException {
        return new Signal(rs.getString("name"), rs.getString("mode"),
                rs.getBigDecimal("limit_percent") == null ? null : rs.getBigDecimal("limit_percent").doubleValue(),
                (Integer) rs.getObject("devices"), (Integer) rs.getObject("of_devices"), Signal.Standing.valueOf(rs.getString("standing")),
                rs.getString("note"), rs.getTimestamp("measured_at").toInstant(),
                rs.getTimestamp("as_of") == null ? null : rs.getTimestamp("as_of").toInstant());
    }
}
