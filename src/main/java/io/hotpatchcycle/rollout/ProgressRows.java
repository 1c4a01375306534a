package io.hotpatchcycle.rollout;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of progress: what became of each device, set-based, from what the sources said last. */
public final class ProgressRows {

    private final JdbcTemplate jdbc;

    public ProgressRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Takes over the builds devices reported since. A device is effective from the check-in that first showed the
     * fixed build: the pessimistic bound; the last check-in without it is the other.
     */
    void follow(String cycleId) {
        // Until statistics know a new cycle, a planner takes its rows for a few and loops over them: quadratic.
        jdbc.execute("set local enable_nestloop = off");
        jdbc.update("""
                with target as (
                    select v.build, min(v.ubr) filter (where v.hotpatch = 'YES') as hotpatch, min(v.ubr) filter (where v.hotpatch <> 'YES') as lcu
                    from hotpatch.revision v join hotpatch.cycle c on c.release_id = v.release_id
                    where c.id = ? and v.line = 'WINDOWS_11' group by v.build),
                seen as (
                    select p.cycle_id, p.device_id, p.ring, d.build, d.ubr, d.last_check_in,
                        case when d.ubr >= t.lcu then 'EFFECTIVE_LCU' when d.ubr >= t.hotpatch then 'EFFECTIVE_HOTPATCH'
                             else 'PENDING' end as outcome
                    from hotpatch.plan_device p join hotpatch.ring r on r.cycle_id = p.cycle_id and r.name = p.ring and r.opened_at is not null
                    join hotpatch.device d on d.id = p.device_id left join target t on t.build = d.build and d.line = 'WINDOWS_11'
                    left join hotpatch.progress g on g.cycle_id = p.cycle_id and g.device_id = p.device_id
                    where p.cycle_id = ? and p.controlled
                        and (g.device_id is null or g.last_check_in is distinct from d.last_check_in)
                        and coalesce(g.outcome, 'PENDING') in ('PENDING', 'FAILED'))
                insert into hotpatch.progress as g (cycle_id, device_id, ring, outcome, build, ubr, last_check_in, not_effective_at, effective_at)
                select cycle_id, device_id, ring, outcome, build, ubr, last_check_in,
                    case when outcome = 'PENDING' then last_check_in end, case when outcome <> 'PENDING' then last_check_in end
                from seen
                on conflict (cycle_id, device_id) do update set build = excluded.build, ubr = excluded.ubr,
                    last_check_in = excluded.last_check_in,
                    outcome = case when excluded.outcome = 'PENDING' then g.outcome else excluded.outcome end,
                    not_effective_at = coalesce(excluded.not_effective_at, g.not_effective_at),
                    effective_at = excluded.effective_at,
                    waits_for_restart = g.waits_for_restart and excluded.outcome = 'PENDING'
                """, cycleId, cycleId);
    }

    /** Takes over a page of the install report. Only what the report says plainly changes anything. */
    void report(String cycleId, String ring, List<InstallReports.Install> page) {
        jdbc.batchUpdate("""
                update hotpatch.progress set
                    outcome = case when ? and outcome = 'PENDING' then 'FAILED' else outcome end,
                    waits_for_restart = ? and outcome = 'PENDING',
                    alert = coalesce(?, alert), alert_at = case when ?::text is null then alert_at else coalesce(alert_at, ?) end
                where cycle_id = ? and ring = ? and device_id = ? and outcome in ('PENDING', 'FAILED')
                """, page.stream().map(i -> new Object[] {failed(i), waitsForRestart(i), i.alert(), i.alert(),
                    i.observedAt() == null ? null : Timestamp.from(i.observedAt()), cycleId, ring, i.deviceId()}).toList());
    }

    private static boolean failed(InstallReports.Install install) {
        return "Error".equals(install.state()) || "RollbackInitiated".equals(install.substatus());
    }

    private static boolean waitsForRestart(InstallReports.Install install) {
        return "RestartRequired".equals(install.substatus());
    }

    /**
     * Writes the restarts that the new builds imply into the restart ledger, and remembers who was seen hotpatched.
     * A cumulative update is effective only after a restart; a hotpatch on top of a missed baseline needed one too.
     */
    void inferRestarts(String cycleId, boolean baseline, Instant now) {
        jdbc.execute("set local enable_nestloop = off");
        jdbc.update("""
                insert into hotpatch.restart (cycle_id, device_id, ring, reason, planned, known, not_before, not_after)
                select g.cycle_id, g.device_id, g.ring, case when ? then 'BASELINE' when g.outcome = 'EFFECTIVE_LCU' then 'LCU' else 'BASELINE_DEBT' end,
                    p.restart_expected, 'INFERRED', g.not_effective_at, g.effective_at
                from hotpatch.progress g join hotpatch.plan_device p on p.cycle_id = g.cycle_id and p.device_id = g.device_id
                where g.cycle_id = ? and (g.outcome = 'EFFECTIVE_LCU' or g.outcome = 'EFFECTIVE_HOTPATCH' and p.build_class = 'BEHIND')
                    and not exists (select 1 from hotpatch.restart known where known.cycle_id = g.cycle_id
                        and known.device_id = g.device_id and known.not_after is not null)
                on conflict (cycle_id, device_id, reason) do update set not_before = excluded.not_before, not_after = excluded.not_after,
                    known = excluded.known
                    where hotpatch.restart.not_after is null
                """, baseline, cycleId);
        jdbc.update("""
                update hotpatch.device d set hotpatched_at = g.effective_at from hotpatch.progress g
                where g.cycle_id = ? and g.device_id = d.id and g.outcome = 'EFFECTIVE_HOTPATCH'
                    and d.hotpatched_at is distinct from g.effective_at
                """, cycleId);
        if (!baseline) {
            jdbc.update("""
                    update hotpatch.device d set hotpatched_at = null from hotpatch.progress g
                    where g.cycle_id = ? and g.device_id = d.id and g.outcome = 'EFFECTIVE_LCU' and d.hotpatched_at is not null
                    """, cycleId);
        }
    }

    /** Ends what {@link #follow} began: the rest of the transaction is planned as usual. */
    void planAsUsual() {
        jdbc.execute("set local enable_nestloop = on");
    }
}
