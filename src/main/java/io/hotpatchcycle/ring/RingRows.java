package io.hotpatchcycle.ring;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of rings, their counts and verdicts. */
public final class RingRows {

    private final JdbcTemplate jdbc;

    public RingRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void replacePlanned(String cycleId, List<RingSettings> settings) {
        jdbc.update("delete from hotpatch.ring where cycle_id = ? and opened_at is null", cycleId);
        for (int i = 0; i < settings.size(); i++) {
            jdbc.update("""
                    insert into hotpatch.ring (cycle_id, name, ordinal, state, devices, controlled, hotpatch, lcu, restarts)
                    select ?, ?, ?, 'PLANNED', coalesce(sum(devices), 0), coalesce(sum(devices) filter (where controlled), 0),
                        coalesce(sum(devices) filter (where controlled and track = 'HOTPATCH'), 0),
                        coalesce(sum(devices) filter (where controlled and track = 'LCU'), 0),
                        coalesce(sum(devices) filter (where controlled and restart_expected), 0)
                    from hotpatch.plan_class where cycle_id = ? and ring = ? and population = 'ACTIVE'
                    on conflict (cycle_id, name) do nothing
                    """, cycleId, settings.get(i).name(), i + 1, cycleId, settings.get(i).name());
        }
    }

    List<RingView> list(String cycleId) {
        return jdbc.query("select * from hotpatch.ring where cycle_id = ? order by ordinal", (rs, n) -> view(rs), cycleId);
    }

    Optional<RingView> find(String cycleId, String ring) {
        return jdbc.query("select * from hotpatch.ring where cycle_id = ? and name = ?", (rs, n) -> view(rs), cycleId, ring)
                .stream().findFirst();
    }

    /**
     * A ring that opens is looked at anew: what was found, or decided by a person, before that lets nothing follow any
     * more. A suspended one has not passed either.
     */
    void move(String cycleId, String ring, RingState state, String holdReason, Instant now) {
        jdbc.update("""
                update hotpatch.ring r set state = m.state, hold_reason = m.hold_reason,
                    opened_at = case when m.opens then coalesce(r.opened_at, m.at) else r.opened_at end,
                    observed_from = case when m.opens then m.at else r.observed_from end,
                    verdict = case when m.opens then null else r.verdict end,
                    verdict_reason = case when m.opens then null else r.verdict_reason end,
                    overridden_by = case when m.opens or m.state = 'SUSPENDED' then null else r.overridden_by end,
                    passed_at = case when m.state = 'PASSED' then m.at when m.opens or m.state in ('SUSPENDED', 'HELD') then null else r.passed_at end
                from (select ? as state, ? as hold_reason, ? as opens, ?::timestamptz as at) m
                where r.cycle_id = ? and r.name = ?
                """, state.name(), holdReason, state == RingState.OPEN, Timestamp.from(now), cycleId, ring);
    }

    void setPolicy(String cycleId, String ring, RingPolicy policy, Instant now) {
        jdbc.update("""
                update hotpatch.ring set failure_limit = ?, soak = ?, observe_for = ?, silent_limit = ?, observed_from = ?
                where cycle_id = ? and name = ?
                """, BigDecimal.valueOf(policy.failureLimit()), policy.soak().toString(), policy.observeFor().toString(),
                BigDecimal.valueOf(policy.silentLimit()), Timestamp.from(now), cycleId, ring);
    }

    void shorten(String cycleId, String ring, Duration soak, Duration observeFor) {
        jdbc.update("update hotpatch.ring set soak = ?, observe_for = ? where cycle_id = ? and name = ? and soak is not null", soak.toString(),
                observeFor.toString(), cycleId, ring);
    }

    void override(String cycleId, String ring, String person) {
        jdbc.update("update hotpatch.ring set overridden_by = ? where cycle_id = ? and name = ?", person, cycleId, ring);
    }

    void supersedeUnopened(String cycleId) {
        jdbc.update("update hotpatch.ring set state = 'SUPERSEDED', hold_reason = null where cycle_id = ? and opened_at is null "
                + "and state not in ('PASSED', 'ROLLED_BACK')", cycleId);
    }

    /** Devices that are exempted now count no longer, unless they are effective already. */
    void leaveOut(String cycleId, Instant now) {
        Timestamp at = Timestamp.from(now);
        jdbc.update("""
                update hotpatch.ring r set controlled = c.controlled, hotpatch = c.hotpatch, lcu = c.lcu, restarts = c.restarts
                from (select p.ring, count(*) as controlled, count(*) filter (where p.track = 'HOTPATCH') as hotpatch,
                        count(*) filter (where p.track = 'LCU') as lcu, count(*) filter (where p.restart_expected) as restarts
                    from hotpatch.plan_device p left join hotpatch.progress g on g.cycle_id = p.cycle_id and g.device_id = p.device_id
                    left join hotpatch.exempted(?) e on e.object_id = p.object_id
                    where p.cycle_id = ? and p.population = 'ACTIVE' and p.controlled
                        and (e.object_id is null or coalesce(g.outcome like 'EFFECTIVE%', false)) group by p.ring) c
                where r.cycle_id = ? and r.name = c.ring and r.controlled <> c.controlled
                """, at, cycleId, cycleId);
        jdbc.update("""
                update hotpatch.progress g set counted = false
                from hotpatch.plan_device p join hotpatch.exempted(?) e on e.object_id = p.object_id
                where g.cycle_id = ? and p.cycle_id = g.cycle_id and p.device_id = g.device_id and g.counted and g.outcome not like 'EFFECTIVE%'
                """, at, cycleId);
    }

    /**
     * Counts every opened ring of the cycle, or one, in one pass over the devices that are followed. Controlled devices that
     * nobody follows yet count as silent.
     *
     * @param ring the only one; null for all
     */
    void measure(String cycleId, String ring, Instant asOf) {
        jdbc.update("""
                with counted as (
                    select r.name, count(*) filter (where g.outcome = 'EFFECTIVE_HOTPATCH') as hotpatch,
                        count(*) filter (where g.outcome = 'EFFECTIVE_LCU') as lcu, count(*) filter (where g.outcome = 'FAILED') as failed,
                        count(*) filter (where g.outcome = 'FAILED' and g.waits_seen_at is not null) as failed_at_restart,
                        count(*) filter (where g.outcome = 'PENDING' and g.waits_for_restart) as waiting,
                        count(*) filter (where g.confirmed and g.outcome in ('EFFECTIVE_HOTPATCH', 'EFFECTIVE_LCU')) as confirmed,
                        count(*) filter (where g.outcome = 'PENDING' and g.last_check_in >= r.opened_at) as pending,
                        count(*) filter (where g.last_check_in >= r.opened_at) as reported
                    from hotpatch.ring r left join hotpatch.progress g on g.cycle_id = r.cycle_id and g.ring = r.name and g.counted
                    where r.cycle_id = ? and r.name = coalesce(?, r.name) and r.opened_at is not null group by r.name)
                update hotpatch.ring set effective_hotpatch = c.hotpatch, effective_lcu = c.lcu, effective = c.hotpatch + c.lcu, failed = c.failed,
                    failed_at_restart = c.failed_at_restart, waiting = c.waiting, confirmed = c.confirmed, pending = c.pending, reported = c.reported, silent = controlled - c.hotpatch - c.lcu - c.failed - c.pending, as_of = ?
                from counted c where cycle_id = ? and ring.name = c.name
                """, cycleId, ring, asOf == null ? null : Timestamp.from(asOf), cycleId);
    }

    RingFigures figures(String cycleId, String ring) {
        return jdbc.queryForObject("""
                select controlled, effective_hotpatch, effective_lcu, confirmed, failed, failed_at_restart, waiting, silent, reported, as_of
                from hotpatch.ring where cycle_id = ? and name = ?
                """, (rs, n) -> new RingFigures(rs.getInt(1), rs.getInt(2), rs.getInt(3), rs.getInt(4), rs.getInt(5),
                        rs.getInt(6), rs.getInt(7), rs.getInt(8), rs.getInt(9), instant(rs, "as_of")), cycleId, ring);
    }

    /** Stores a verdict. A person's override answered what was known before it, and does not answer this one. */
    void judge(String cycleId, String ring, Verdict verdict, String reason, RingFigures f, Instant now) {
        String figures = String.format(Locale.ROOT, "{\"controlled\":%d,\"effectiveHotpatch\":%d,\"effectiveLcu\":%d,"
                + "\"confirmed\":%d,\"failed\":%d,\"failedAtRestart\":%d,\"waiting\":%d,\"silent\":%d,\"pending\":%d,\"reported\":%d,\"failureLower\":%.4f,\"failureUpper\":%.4f}",
                f.controlled(), f.effectiveHotpatch(), f.effectiveLcu(), f.confirmed(), f.failed(), f.failedAtRestart(), f.waiting(), f.silent(), f.pending(), f.reported(),
                f.surelyFailing(), f.failureRate().upper());
        jdbc.update("insert into hotpatch.verdict (cycle_id, ring, at, as_of, verdict, reason, figures) values (?, ?, ?, ?, ?, ?, ?::jsonb)",
                cycleId, ring, Timestamp.from(now), f.asOf() == null ? null : Timestamp.from(f.asOf()), verdict.name(), reason, figures);
        jdbc.update("update hotpatch.ring set verdict = ?, verdict_reason = ?, overridden_by = null where cycle_id = ? and name = ?",
                verdict.name(), reason, cycleId, ring);
    }

    private static RingView view(ResultSet rs) throws SQLException {
        BigDecimal limit = rs.getBigDecimal("failure_limit");
        String verdict = rs.getString("verdict");
        return new RingView(rs.getString("cycle_id"), rs.getString("name"), rs.getInt("ordinal"),
                RingState.valueOf(rs.getString("state")), rs.getInt("devices"), rs.getInt("controlled"), rs.getInt("hotpatch"),
                rs.getInt("lcu"), rs.getInt("restarts"), instant(rs, "opened_at"), instant(rs, "passed_at"),
                verdict == null ? null : Verdict.of(verdict), rs.getString("verdict_reason"), rs.getString("overridden_by"),
                rs.getString("hold_reason"), limit == null ? null : limit.doubleValue(), duration(rs, "soak"),
                duration(rs, "observe_for"), instant(rs, "observed_from"), instant(rs, "as_of"), rs.getInt("effective"),
                rs.getInt("effective_hotpatch"), rs.getInt("effective_lcu"), rs.getInt("failed"), rs.getInt("silent"),
                rs.getInt("pending"), rs.getInt("confirmed"));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp value = rs.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    private static Duration duration(ResultSet rs, String column) throws SQLException {
        String value = rs.getString(column);
        return value == null ? null : Duration.parse(value);
    }
}
