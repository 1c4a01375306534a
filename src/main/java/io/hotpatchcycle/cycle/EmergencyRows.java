package io.hotpatchcycle.cycle;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of emergencies: who asked, what gives way, what was skipped. */
public final class EmergencyRows {

    private final JdbcTemplate jdbc;

    public EmergencyRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    boolean request(String cycleId, String reason, Emergencies.Expedite expedite, String person, Instant now) {
        return jdbc.update("insert into hotpatch.emergency_request (cycle_id, reason, requested_by, requested_at, expedite_days, expedite_release) "
                + "values (?, ?, ?, ?, ?, ?) on conflict do nothing", cycleId, reason, person, Timestamp.from(now), expedite == null ? null : expedite.days(),
                expedite == null ? null : expedite.release()) == 1;
    }

    Optional<Emergencies.Request> find(String cycleId) {
        return jdbc.query("select * from hotpatch.emergency_request where cycle_id = ?", (rs, n) -> new Emergencies.Request(rs.getString("reason"),
                rs.getString("requested_by"), rs.getTimestamp("requested_at").toInstant(), rs.getObject("expedite_days") == null ? null
                        : new Emergencies.Expedite(rs.getString("expedite_release"), rs.getInt("expedite_days"))), cycleId).stream().findFirst();
    }

    /** Whether a person was asked whether the running roll-out goes on as an emergency. */
    boolean asked(String cycleId) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.approval where cycle_id = ? and subject = 'EMERGENCY')", Boolean.class, cycleId));
    }

    /** Whether people were asked, and nobody has decided. */
    boolean undecided(String cycleId) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select bool_and(decision is null) from hotpatch.approval where cycle_id = ? and subject = 'EMERGENCY'",
                Boolean.class, cycleId));
    }

    /** Whether the last decision about going on as an emergency says so. */
    boolean spedUp(String cycleId) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select coalesce((select decision from hotpatch.approval where cycle_id = ? and subject = 'EMERGENCY' "
                + "and decision is not null order by id desc limit 1) = 'SPEED_UP', false)", Boolean.class, cycleId));
    }

    String changeWhy(String cycleId) {
        return jdbc.queryForObject("select coalesce(change_why, '') from hotpatch.cycle where id = ?", String.class, cycleId);
    }

    void yieldTo(String cycleId, String emergency) {
        jdbc.update("update hotpatch.cycle set yields_to = ? where id = ?", emergency, cycleId);
    }

    void supersede(String cycleId, String emergency) {
        jdbc.update("update hotpatch.cycle set superseded_by = ? where id = ? and superseded_by is null", emergency, cycleId);
    }

    void changeType(String cycleId, String type, String why) {
        jdbc.update("update hotpatch.cycle set change_type = ?, change_why = ? where id = ?", type, why, cycleId);
    }

    void skipped(String cycleId, Emergencies.Skipped s, Instant now) {
        jdbc.update("insert into hotpatch.skipped_control (cycle_id, ring, control, usual, instead, noted_at) values (?, ?, ?, ?, ?, ?) "
                + "on conflict do nothing", cycleId, s.ring(), s.control(), s.usual(), s.instead(), Timestamp.from(now));
    }

    List<Emergencies.Skipped> skipped(String cycleId) {
        return jdbc.query("select ring, control, usual, instead from hotpatch.skipped_control where cycle_id = ? order by id",
                (rs, n) -> new Emergencies.Skipped(rs.getString(1), rs.getString(2), rs.getString(3), rs.getString(4)), cycleId);
    }

    /** Whether this person approved the emergency beforehand, or it was approved in his place. */
    boolean approvedBefore(String cycleId, String person) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                select exists (select 1 from hotpatch.approval where cycle_id = ? and ? in (decided_by, decided_for)
                    and (subject = 'CHANGE' and decision = 'APPROVE' or subject = 'EMERGENCY' and decision = 'SPEED_UP'))
                """, Boolean.class, cycleId, person));
    }
}
