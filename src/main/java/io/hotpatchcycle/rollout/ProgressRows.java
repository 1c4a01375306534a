package io.hotpatchcycle.rollout;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of progress: what became of each device, set-based, from what the sources said last. */
public final class ProgressRows {

    /** What follows an offer, as the report writes it; on hold may be either. */
    private static final Set<String> OFFERED = Set.of("Offering", "Installing", "Installed");

    /** As substatus, and as code of an alert. */
    private static final String ROLLED_BACK = "RollbackInitiated";

    private final JdbcTemplate jdbc;

    public ProgressRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Takes over the builds devices reported since. A device is effective from the check-in that first showed the
     * fixed build: the pessimistic bound; the last check-in without it is the other.
     */
    void follow(String cycleId) {
        jdbc.update("""
                with target as (
                    select v.build, min(v.ubr) filter (where v.hotpatch = 'YES') as hotpatch, min(v.ubr) filter (where v.hotpatch <> 'YES') as lcu
                    from hotpatch.revision v join hotpatch.cycle c on c.release_id = v.release_id
                    where c.id = ? and v.line = 'WINDOWS_11' group by v.build)
                update hotpatch.progress g set build = d.build, ubr = d.ubr, last_check_in = d.last_check_in, outcome = coalesce(seen.reached, g.outcome),
                    not_effective_at = case when seen.reached is null then d.last_check_in else g.not_effective_at end,
                    effective_at = case when seen.reached is not null then d.last_check_in end,
                    waits_for_restart = g.waits_for_restart and seen.reached is null
                from hotpatch.device d left join target t on t.build = d.build and d.line = 'WINDOWS_11'
                cross join lateral (select case when d.ubr >= t.lcu then 'EFFECTIVE_LCU' when d.ubr >= t.hotpatch then 'EFFECTIVE_HOTPATCH' end as reached) seen
                where g.cycle_id = ? and g.device_id = d.id and g.outcome in ('PENDING', 'FAILED') and g.last_check_in is distinct from d.last_check_in
                """, cycleId, cycleId);
        lose(cycleId);
    }

    /**
     * A device that was effective and checked in with a lower build since is not any more. It has failed, and taken the release off again, unless it was reset
     * and enrolled anew: that one has it still to come. What we take back ourselves is counted there.
     */
    private void lose(String cycleId) {
        jdbc.update("""
                with target as (
                    select v.build, min(v.ubr) as ubr from hotpatch.revision v join hotpatch.cycle c on c.release_id = v.release_id
                    where c.id = ? and v.line = 'WINDOWS_11' group by v.build)
                update hotpatch.progress g set outcome = case when d.enrolled_at > g.effective_at then 'PENDING' else 'FAILED' end,
                    rolled_back = g.rolled_back or not coalesce(d.enrolled_at > g.effective_at, false),
                    effective_at = null, not_effective_at = d.last_check_in, confirmed = false, waits_for_restart = false, restart_inferred = false, build = d.build, ubr = d.ubr,
                    last_check_in = d.last_check_in
                from hotpatch.device d join target t on t.build = d.build and d.line = 'WINDOWS_11' and d.ubr < t.ubr
                where g.cycle_id = ? and g.device_id = d.id and g.outcome in ('EFFECTIVE_HOTPATCH', 'EFFECTIVE_LCU') and d.last_check_in > g.effective_at
                    and not exists (select from hotpatch.roll_back b where b.cycle_id = g.cycle_id and b.ring = g.ring and b.uninstall_at is not null)
                """, cycleId, cycleId);
    }

    /**
     * Devices of rings opened since the last look are awaited from now on: to be called before the fleet is read. One look at a cycle waits until another
     * has been stored: the rings that passed are looked at beside the one under way.
     */
    void begin(String cycleId) {
        jdbc.query("select pg_advisory_xact_lock(hashtext(?))", rs -> { }, "observe:" + cycleId);
        List<String> rings = jdbc.queryForList("""
                select r.name from hotpatch.ring r where r.cycle_id = ? and r.opened_at is not null
                    and not exists (select 1 from hotpatch.progress g where g.cycle_id = r.cycle_id and g.ring = r.name)
                """, String.class, cycleId);
        for (String ring : rings) {
            jdbc.update("""
                    insert into hotpatch.progress (cycle_id, device_id, ring, counted)
                    select cycle_id, device_id, ring, population = 'ACTIVE' from hotpatch.plan_device where cycle_id = ? and ring = ? and controlled
                    on conflict do nothing
                    """, cycleId, ring);
            // Beyond the plan: followed, but no figure that was approved or that a gate looks at counts them.
            jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring, counted) select cycle_id, device_id, ring, false from hotpatch.late_joiner "
                    + "where cycle_id = ? and ring = ? and fate = 'JOINED' on conflict do nothing", cycleId, ring);
        }
        if (!rings.isEmpty()) {
            jdbc.execute("select hotpatch.learn_progress()");
        }
    }

    /** When devices last looked for updates. */
    ScanRows scans() {
        return new ScanRows(jdbc);
    }

    /** Without reports nothing but the builds tells of an outcome: no failure is known, and a success is one. */
    void believeBuilds(String cycleId) {
        jdbc.update("update hotpatch.progress set confirmed = true where cycle_id = ? and not confirmed and outcome in ('EFFECTIVE_HOTPATCH', 'EFFECTIVE_LCU')",
                cycleId);
    }

    /** Whether who reports in the ring's policy was counted for this cycle since then, by reading its report. */
    boolean counted(String cycleId, String ring, Instant since) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.enrolment where cycle_id = ? and ring = ? and measured_at > ?)",
                Boolean.class, cycleId, ring, Timestamp.from(since)));
    }

    /** Whom a reading of who reports is about. */
    ReporterRows reporters(String cycleId, String ring, Instant now) {
        return new ReporterRows(jdbc, cycleId, ring, now);
    }

    /**
     * Takes over a page of the install report. Only what the report says plainly changes anything. A device was offered the update between its last
     * scan without an offer and the first event that tells of one; what lies before its ring was opened is another offer, or a build it had.
     * The report names no release: an event from before the opening tells nothing of this one, neither failure nor success nor a restart. A device that was
     * never seen without the build may have it from before, and then its success is from before as well.
     */
    void report(String cycleId, String ring, List<InstallReports.Install> page) {
        jdbc.update("""
                with said as (
                    select distinct on (device_id) * from unnest(?::text[], ?::boolean[], ?::boolean[], ?::boolean[], ?::boolean[], ?::text[],
                        ?::timestamptz[], ?::timestamptz[], ?::boolean[], ?::boolean[]) with ordinality as s (device_id, failed, succeeded, undone, waits, alert, at, scanned, offered, pending, position)
                        order by device_id, position desc),
                known as (
                    select g.device_id, case when now.lost then 'FAILED' when now.failed and g.outcome = 'PENDING' then 'FAILED' else g.outcome end as outcome,
                        now.waits and g.outcome = 'PENDING' as waits,
                        case when now.waits then coalesce(said.scanned, said.at) else g.waits_seen_at end as waits_seen, coalesce(now.alert, g.alert) as alert,
                        (g.confirmed or now.succeeded) and not now.lost as confirmed, case when not now.lost then g.effective_at end as effective, g.rolled_back or now.undone as undone,
                        case when now.alert is null then g.alert_at else coalesce(g.alert_at, said.at) end as alert_at,
                        case when said.offered and said.at >= r.opened_at then least(g.offered_at, said.at) else g.offered_at end as offered,
                        case when said.pending and g.offered_at is null then greatest(g.not_offered_at, coalesce(said.scanned, said.at)) else g.not_offered_at end as not_offered
                    from said join hotpatch.progress g on g.cycle_id = ? and g.device_id = said.device_id and g.ring = ?
                    join hotpatch.ring r on r.cycle_id = g.cycle_id and r.name = g.ring
                    cross join lateral (select coalesce(said.at < r.opened_at, false) as old,
                        g.outcome in ('EFFECTIVE_HOTPATCH', 'EFFECTIVE_LCU') and g.not_effective_at is null as never_without) event
                    cross join lateral (select said.failed and not event.old as failed, said.undone and not event.old as undone, said.waits and not event.old as waits,
                        said.succeeded and said.at is not null and (not event.old or event.never_without) as succeeded,
                        said.undone and not event.old and g.outcome in ('EFFECTIVE_HOTPATCH', 'EFFECTIVE_LCU') and said.at > g.effective_at as lost,
                        case when not event.old then said.alert end as alert) now
                    where g.outcome in ('PENDING', 'FAILED') or now.succeeded and not g.confirmed or now.undone and not g.rolled_back or now.lost
                        or said.offered and g.offered_at is null)
                update hotpatch.progress g set outcome = known.outcome, waits_for_restart = known.waits, waits_seen_at = known.waits_seen, alert = known.alert, alert_at = known.alert_at,
                    confirmed = known.confirmed, effective_at = known.effective, rolled_back = known.undone, offered_at = known.offered, not_offered_at = known.not_offered
                from known where g.cycle_id = ? and g.device_id = known.device_id
                    and (g.outcome, g.waits_for_restart, g.waits_seen_at, g.alert, g.alert_at, g.confirmed, g.effective_at, g.rolled_back, g.offered_at, g.not_offered_at)
                    is distinct from (known.outcome, known.waits, known.waits_seen, known.alert, known.alert_at, known.confirmed, known.effective, known.undone, known.offered, known.not_offered)
                """, column(page, String[]::new, InstallReports.Install::deviceId), column(page, Boolean[]::new, ProgressRows::failed),
                column(page, Boolean[]::new, i -> "Success".equals(i.state())),
                column(page, Boolean[]::new, ProgressRows::rolledBack), column(page, Boolean[]::new, ProgressRows::waitsForRestart), column(page, String[]::new, InstallReports.Install::alert),
                column(page, String[]::new, i -> text(i.observedAt())), column(page, String[]::new, i -> text(i.scannedAt())),
                column(page, Boolean[]::new, i -> OFFERED.contains(i.status())), column(page, Boolean[]::new, i -> "Pending".equals(i.status())), cycleId, ring, cycleId);
    }

    private static <T> T[] column(List<InstallReports.Install> page, IntFunction<T[]> array, Function<InstallReports.Install, T> value) {
        return page.stream().map(value).toArray(array);
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }

    private static boolean failed(InstallReports.Install install) {
        return "Error".equals(install.state()) || rolledBack(install);
    }

    /** Its alert may stay after a later success. */
    private static boolean rolledBack(InstallReports.Install install) {
        return ROLLED_BACK.equals(install.substatus()) || ROLLED_BACK.equals(install.alert()) && !"Success".equals(install.state());
    }

    private static boolean waitsForRestart(InstallReports.Install install) {
        return "RestartRequired".equals(install.substatus());
    }

    /**
     * Writes the restarts that the new builds imply into the restart ledger, and remembers who was seen hotpatched.
     * A cumulative update is effective only after a restart; a hotpatch on top of a missed baseline needed one too. A level
     * that is a later release's hotpatch was reached without one. Of cycles that run at a time the first to see a restart
     * keeps it: the same level reached, or the debt paid, is no second one.
     */
    void inferRestarts(String cycleId, boolean baseline) {
        // Another cycle may look at the same devices right now: what it writes must be seen below.
        int devices = jdbc.queryForObject("""
                with held as (
                    select d.id from hotpatch.device d join hotpatch.progress g on g.device_id = d.id
                    where g.cycle_id = ? and g.outcome in ('EFFECTIVE_LCU', 'EFFECTIVE_HOTPATCH') and not g.restart_inferred
                    order by d.id for no key update of d)
                select count(*) from held
                """, Integer.class, cycleId);
        if (devices == 0) {
            return;
        }
        jdbc.update("""
                with due as (
                    update hotpatch.progress set restart_inferred = true
                    where cycle_id = ? and outcome in ('EFFECTIVE_LCU', 'EFFECTIVE_HOTPATCH') and not restart_inferred
                    returning cycle_id, device_id, ring, outcome, build, ubr, not_effective_at, effective_at),
                remembered as (
                    update hotpatch.device d set hotpatched_at = case when due.outcome = 'EFFECTIVE_HOTPATCH' then due.effective_at end
                    from due where d.id = due.device_id and (due.outcome = 'EFFECTIVE_HOTPATCH' or not ?)),
                hotpatched as (select distinct build, ubr from hotpatch.revision where line = 'WINDOWS_11' and hotpatch = 'YES'),
                owed as (
                    select v.build, max(v.ubr) as ubr from hotpatch.revision v join hotpatch.release r on r.id = v.release_id
                    where v.line = 'WINDOWS_11' and v.hotpatch = 'NO' and r.cadence = 'monthly' and r.classification = 'security'
                        and r.published_at <= (select n.published_at from hotpatch.cycle c join hotpatch.release n on n.id = c.release_id where c.id = ?)
                        and not exists (select 1 from hotpatch.revision h where h.release_id = r.id and h.build = v.build and h.line = v.line
                            and h.hotpatch <> 'NO')
                    group by v.build),
                implied as (
                    select due.*, p.restart_expected, p.last_check_in as planned_at, due.outcome = 'EFFECTIVE_HOTPATCH' or h.build is not null as by_hotpatch
                    from due join hotpatch.plan_device p on p.cycle_id = due.cycle_id and p.device_id = due.device_id
                    left join hotpatched h on h.build = due.build and h.ubr = due.ubr
                    where ? or h.build is null and due.outcome = 'EFFECTIVE_LCU' or p.build_class = 'BEHIND')
                insert into hotpatch.restart (cycle_id, device_id, ring, reason, planned, known, not_before, not_after)
                select i.cycle_id, i.device_id, i.ring, case when ? then 'BASELINE' when i.by_hotpatch then 'BASELINE_DEBT' else 'LCU' end,
                    i.restart_expected, 'INFERRED',
                    case when i.by_hotpatch then least(i.not_effective_at, i.planned_at) else i.not_effective_at end, i.effective_at
                from implied i
                left join lateral (select true as so from hotpatch.restart r where r.cycle_id = i.cycle_id and r.device_id = i.device_id and r.not_after is not null
                    limit 1) known on true
                where known.so is null
                    and not exists (select 1 from hotpatch.restart other
                        join hotpatch.progress o on o.cycle_id = other.cycle_id and o.device_id = other.device_id
                        where other.device_id = i.device_id and other.cycle_id <> i.cycle_id and other.not_after is not null
                            and other.reason <> 'ROLL_BACK'
                            and (o.build = i.build and o.ubr = i.ubr and other.not_after > coalesce(i.not_effective_at, '-infinity')
                                or i.by_hotpatch and other.not_after > coalesce(i.planned_at, '-infinity')
                                    and o.ubr >= (select owed.ubr from owed where owed.build = o.build)))
                on conflict (cycle_id, device_id, reason) do update set not_before = excluded.not_before, not_after = excluded.not_after,
                    known = excluded.known
                    where hotpatch.restart.not_after is null
                """, cycleId, baseline, cycleId, baseline, baseline);
    }
}
