package io.hotpatchcycle.rollout;

import io.hotpatchcycle.ring.EndedCycles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads what the guard decides on, under a share lock of the cycle. */
public final class GuardRows {

    private final JdbcTemplate jdbc;

    public GuardRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The facts of one moment. A fact that is missing reads as the unsafe side. */
    record Facts(boolean ended, boolean halted, boolean superseded, boolean approved, Instant approvalExpires, boolean planned,
                 boolean everOpened, String earlierUnfinished, int restarts, boolean windowAgreed, Instant windowStarts,
                 Instant windowEnds, String unitProblem, String freeze, Instant frozenUntil, String calendarProblem, boolean waived,
                 Instant exemptUntil, Long exemptionOpen, String yieldsTo, int lateBeyond) {

        static final Facts NONE = new Facts(true, true, true, false, null, false, false, null, 0, false, null, null, "The cycle is not known.",
                null, null, "The cycle is not known.", false, null, null, null, 0);
    }

    Facts lock(String cycleId, String ring, Instant now) {
        Timestamp at = Timestamp.from(now);
        boolean known = !jdbc.queryForList("select id from hotpatch.cycle where id = ? for share", String.class, cycleId).isEmpty();
        return known ? jdbc.queryForObject("""
                select c.state in {ended} as ended,
                    exists (select 1 from hotpatch.halt h where h.cycle_id = c.id and h.lifted_at is null) as halted,
                    c.superseded_by is not null as superseded,
                    coalesce(a.decision = 'APPROVE' and a.plan_hash = c.plan_hash, false) as approved, a.expires_at,
                    r.name is not null as planned, r.opened_at is not null as ever_opened,
                    (select e.name from hotpatch.ring e where e.cycle_id = c.id and e.ordinal < r.ordinal
                        and not (e.state = 'PASSED' and (coalesce(e.verdict = 'PROCEED', false) or e.overridden_by is not null))
                        and not (e.state = 'ROLLED_BACK' and exists (select 1 from hotpatch.roll_back b join hotpatch.approval s on s.cycle_id = b.cycle_id
                            and s.subject = 'STOP' and s.decision = 'RESUME' and s.decided_at >= b.done_at
                            where b.cycle_id = c.id and b.ring = e.name and b.state = 'DONE'))
                        order by e.ordinal limit 1) as earlier,
                    (select count(*) from hotpatch.late_joiner l where l.cycle_id = c.id and l.ring = r.name and l.fate = 'JOINED') - coalesce(r.late_allowed, 0)
                        as late_beyond,
                    coalesce(r.restarts, 0) as restarts, w.starts_at, w.ends_at, w.starts_at is not null as agreed,
                    z.reason as freeze, z.ends_at as frozen_until,
                    (select coalesce(s.problem, s.label || ' was not read yet.') from hotpatch.freeze_source s
                        where s.good_until is null or s.good_until <= ? order by s.key limit 1) as calendar_problem,
                    coalesce(u.problem, 'Its unit is not known.') as problem, coalesce(c.change_type = 'EMERGENCY', false) and exists (
                        select 1 from hotpatch.exemption e where e.scope = 'FREEZE' and e.target = c.id and e.state = 'GRANTED' and e.expires_at > ?)
                        as waived,
                    (select max(e.expires_at) from hotpatch.exemption e where e.scope = 'RING' and e.target = r.name and e.state = 'GRANTED'
                        and e.expires_at > ?) as exempt_until,
                    (select min(e.id) from hotpatch.exemption e where e.scope in ('DEVICE', 'GROUP') and e.state = 'GRANTED' and e.expires_at > ?
                        and e.applied_at is null) as exemption_open,
                    (select y.id from hotpatch.cycle y where y.id = c.yields_to
                        and y.state not in {ended}) as yields_to
                from hotpatch.cycle c
                left join lateral (select * from hotpatch.approval where cycle_id = c.id and subject = 'CHANGE'
                    and decision is not null order by id desc limit 1) a on true
                left join hotpatch.ring r on r.cycle_id = c.id and r.name = ?
                left join lateral (select * from hotpatch.restart_window where cycle_id = c.id and ring = r.name
                    and state = 'AGREED' order by number desc limit 1) w on true
                left join hotpatch.unit u on u.ring = r.name
                left join lateral (select reason, ends_at from hotpatch.freeze where starts_at <= ? and ends_at > ?
                    order by ends_at desc limit 1) z on true
                where c.id = ?
                """.replace("{ended}", EndedCycles.STATES), (rs, n) -> facts(rs), at, at, at, at, ring, at, at, cycleId) : Facts.NONE;
    }

    /** Until when a person's waiver lets this emergency open in a freeze; empty without one. */
    Optional<Instant> waivedUntil(String cycleId, Instant now) {
        return Optional.ofNullable(jdbc.queryForObject("""
                select max(e.expires_at) from hotpatch.exemption e join hotpatch.cycle c on c.id = e.target and c.change_type = 'EMERGENCY'
                where e.scope = 'FREEZE' and e.target = ? and e.state = 'GRANTED' and e.expires_at > ?
                """, Timestamp.class, cycleId, Timestamp.from(now))).map(Timestamp::toInstant);
    }

    /** Notes a control that an emergency left out, once. */
    void skipped(String cycleId, String ring, String control, String usual, String instead, Instant now) {
        jdbc.update("insert into hotpatch.skipped_control (cycle_id, ring, control, usual, instead, noted_at) values (?, ?, ?, ?, ?, ?) "
                + "on conflict do nothing", cycleId, ring, control, usual, instead, Timestamp.from(now));
    }

    /** The running emergency that this cycle gives way to; empty when there is none. */
    Optional<String> yieldsTo(String cycleId) {
        return jdbc.queryForList("select y.id from hotpatch.cycle c join hotpatch.cycle y on y.id = c.yields_to "
                + "and y.state not in " + EndedCycles.STATES + " where c.id = ?", String.class, cycleId).stream().findFirst();
    }

    /** Whether a stop is in force, as committed by now. */
    boolean halted(String cycleId) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select 1 from hotpatch.halt where cycle_id = ? and lifted_at is null)", Boolean.class, cycleId));
    }

    private static Facts facts(ResultSet rs) throws SQLException {
        return new Facts(rs.getBoolean("ended"), rs.getBoolean("halted"), rs.getBoolean("superseded"), rs.getBoolean("approved"),
                instant(rs.getTimestamp("expires_at")), rs.getBoolean("planned"), rs.getBoolean("ever_opened"),
                rs.getString("earlier"), rs.getInt("restarts"), rs.getBoolean("agreed"),
                instant(rs.getTimestamp("starts_at")), instant(rs.getTimestamp("ends_at")), rs.getString("problem"),
                rs.getString("freeze"), instant(rs.getTimestamp("frozen_until")), rs.getString("calendar_problem"),
                rs.getBoolean("waived"), instant(rs.getTimestamp("exempt_until")), (Long) rs.getObject("exemption_open"), rs.getString("yields_to"),
                rs.getInt("late_beyond"));
    }

    private static Instant instant(Timestamp value) {
        return value == null ? null : value.toInstant();
    }
}
