package io.hotpatchcycle.evidence;

/**
 * What a pack tells of a cycle in rows. Only what no longer changes once the cycle has ended: the same cycle gives the
 * same rows, so device names and owners, which live on, are not here.
 */
enum Table {

    CYCLE("""
            select c.id, c.state, c.release_id, c.kind, r.planned_kind, c.surprise, c.change_type, c.kind_decided_by, c.catalog_item,
                c.plan_version, c.plan_hash, c.model_set, c.created_at, c.closed_at, c.closing_note, c.superseded_by,
                coalesce((select a.decided_by from hotpatch.approval a where a.cycle_id = c.id and a.subject = 'CHANGE' and a.decision = 'APPROVE' order by a.id desc limit 1),
                    (select q.requested_by from hotpatch.emergency_request q where q.cycle_id = c.id)) as answers_for_stop, hotpatch.pack_before(c.id) as supplements,
                s.id as snapshot, s.taken_at as snapshot_taken_at, s.rows_read as snapshot_rows_read, s.rows_rejected as snapshot_rows_rejected,
                s.rejected_why as snapshot_rejected_why, s.complete as snapshot_complete
            from hotpatch.cycle c join hotpatch.release r on r.id = c.release_id left join hotpatch.snapshot s on s.id = c.snapshot_id
            where c.id = :cycle"""),
    RELEASE("""
            select r.id as catalog_entry, r.name, r.display_name, r.published_at, r.classification, r.cadence, r.planned_kind, r.max_severity,
                r.max_base_score, r.exploited_cves, r.first_seen_at, r.fingerprint
            from hotpatch.release r join hotpatch.cycle c on c.release_id = r.id where c.id = :cycle"""),
    REVISIONS("""
            select v.product, v.line, v.version, v.build, v.ubr, v.kb, v.hotpatch
            from hotpatch.revision v join hotpatch.cycle c on c.release_id = v.release_id where c.id = :cycle
            order by v.line, v.build, v.ubr, v.kb collate "C", v.product collate "C\""""),
    APPROVALS("""
            select row_number() over (order by id) as number, subject, ring, task_id, asked, requested_at, due_at, decision, decided_by,
                decided_for, comment, change_reference, decided_at, decided_wall, extract(epoch from decided_at - requested_at)::bigint as waited_seconds, expires_at,
                plan_hash, shown_hash, proved_at, proved_by, rules
            from hotpatch.approval where cycle_id = :cycle order by id"""),
    SUBSTITUTES("""
            select s.person, s.substitute, s.from_at, least(s.until_at, case when s.ended_at <= c.closed_at then s.ended_at end) as until_at, s.reason,
                s.named_by, s.named_at, case when s.ended_at <= c.closed_at then s.ended_by end as ended_by
            from hotpatch.substitute s join hotpatch.cycle c on c.id = :cycle
            where s.named_at < c.closed_at and s.from_at < c.closed_at and s.until_at > c.created_at
                and (s.ended_at is null or s.ended_at > c.created_at) order by s.id"""),
    SHOWN("""
            select row_number() over (order by id) as number, lower(subject) as subject, shown
            from hotpatch.approval where cycle_id = :cycle order by id"""),
    RINGS("""
            select name, ordinal, state, devices, controlled, hotpatch as planned_hotpatch, lcu as planned_lcu, restarts as planned_restarts,
                failure_limit, soak, observe_for, silent_limit, opened_at, observed_from, passed_at, as_of, effective, effective_hotpatch,
                effective_lcu, failed, silent, pending, verdict, verdict_reason, overridden_by, hold_reason
            from hotpatch.ring where cycle_id = :cycle order by ordinal, name collate "C\""""),
    VERDICTS("select ring, at, as_of, verdict, reason, figures from hotpatch.verdict where cycle_id = :cycle order by id"),
    /** Pictures that were replaced because the figures had changed while the question was open. */
    SHOWN_BEFORE("""
            select a.subject, a.ring, a.task_id, row_number() over (partition by a.id order by b.id) as picture, b.shown_hash, b.replaced_at, b.shown
            from hotpatch.approval_shown b join hotpatch.approval a on a.task_id = b.task_id where a.cycle_id = :cycle order by a.id, b.id"""),
    STOP_COUNTS("""
            select h.requested_at as asked_at, h.lifted_at, s.ring, s.suspended_at, s.devices, s.before, s.out_of_reach, s.committed, s.not_seen, s.not_held, s.offline,
                s.installed_after, s.as_of, s.counted_at
            from hotpatch.stop_count s join hotpatch.halt h on h.id = s.halt_id where h.cycle_id = :cycle order by h.id, s.ring collate "C\""""),
    /** Each count of a stop that differed from the one before; the percentage is of the devices that had not taken the release when it was suspended. */
    STOP_PROGRESS("""
            select h.requested_at as asked_at, p.ring, p.counted_at, p.as_of, p.devices, p.before, p.out_of_reach, p.committed, p.not_seen, p.offline, p.installed_after,
                round(100.0 * p.out_of_reach / nullif(p.devices - p.before, 0), 2) as percent_out_of_reach
            from hotpatch.stop_progress p join hotpatch.halt h on h.id = p.halt_id where h.cycle_id = :cycle order by h.id, p.ring collate "C", p.counted_at"""),
    /** When half, nine tenths and all of these devices were out of reach; no time where that was not so before the stop was lifted. */
    STOP_MILESTONES("""
            select h.requested_at as asked_at, k.ring, k.suspended_at, h.lifted_at, m.percent, x.counted_at as reached_at, x.as_of,
                round((extract(epoch from x.counted_at - h.requested_at) / 3600)::numeric, 2) as hours_from_asking, k.installed_after as leaked
            from hotpatch.halt h join hotpatch.stop_count k on k.halt_id = h.id cross join (values (50), (90), (100)) m (percent)
            left join lateral (select p.counted_at, p.as_of from hotpatch.stop_progress p where p.halt_id = h.id and p.ring = k.ring and p.devices > p.before
                and p.out_of_reach * 100 >= m.percent * (p.devices - p.before) order by p.counted_at limit 1) x on true
            where h.cycle_id = :cycle order by h.id, k.ring collate "C", m.percent"""),
    /** The devices behind the figure: what they got after a stop, and before it was lifted. */
    INSTALLED_AFTER_STOP("""
            select h.requested_at as asked_at, h.lifted_at, k.suspended_at, g.ring, g.device_id, g.not_effective_at as last_seen_without, g.effective_at as first_seen_with
            from hotpatch.halt h join hotpatch.stop_count k on k.halt_id = h.id
            join hotpatch.progress g on g.cycle_id = h.cycle_id and g.ring = k.ring and g.effective_at > coalesce(k.held_from, k.suspended_at)
                and (h.lifted_at is null or g.effective_at <= h.lifted_at)
                and not exists (select 1 from hotpatch.roll_back b where b.cycle_id = h.cycle_id and b.ring = g.ring and b.state = 'DONE' and b.done_at < g.effective_at)
            where h.cycle_id = :cycle order by h.id, g.effective_at, g.device_id collate "C\""""),
    /** Changes of status of the issues that concern the release, as the program noticed them while the cycle ran. */
    KNOWN_ISSUES("""
            select e.business_time as at, e.data ->> 'issue' as issue, e.data ->> 'product' as product, e.data ->> 'kb' as kb, e.data ->> 'status' as status,
                e.data ->> 'title' as title
            from hotpatch.event e join hotpatch.cycle c on c.id = :cycle
            where e.type = 'knownIssue.status' and e.business_time <= c.closed_at
                and e.data ->> 'kb' in (select v.kb from hotpatch.revision v where v.release_id = c.release_id) order by e.id"""),
    /** The second source: what scanners said, while the cycle ran, of its devices, against what Windows reported. */
    SCANNER("""
            select i.imported_at, i.imported_by, f.line, f.device_id, f.matched_by, f.cve, f.kb, f.verdict, f.why, f.build, f.ubr, f.as_of, g.outcome,
                case when f.verdict = 'UNKNOWN' then 'CANNOT_BE_SAID' when (f.verdict = 'REAL') = (g.effective_at is null or g.effective_at > i.imported_at) then 'AGREES' else 'DIFFERS' end as against_cycle
            from hotpatch.finding f join hotpatch.finding_import i on i.id = f.import_id join hotpatch.cycle c on c.id = :cycle
            join hotpatch.plan_device p on p.cycle_id = c.id and p.device_id = f.device_id
            left join hotpatch.progress g on g.cycle_id = c.id and g.device_id = f.device_id
            where i.imported_at between c.created_at and c.closed_at order by i.id, f.line"""),
    HALTS("select reason, requested_by, requested_at, lifted_by, lifted_at from hotpatch.stop_request where cycle_id = :cycle order by halt_id, number"),
    /** Whose fleet the snapshot is of, and what was read for it: the newest reading of each source when it was taken. */
    SOURCES("""
            select e.business_time as snapshot_taken_at, e.data ->> 'tenant' as tenant, e.data ->> 'graph' as graph, e.data ->> 'application' as application,
                s.one ->> 'source' as source, s.one ->> 'address' as address, (s.one ->> 'rows')::bigint as rows, s.one ->> 'from' as read_from, s.one ->> 'until' as read_until
            from hotpatch.event e left join lateral jsonb_array_elements(e.data -> 'sources') with ordinality s (one, place) on true
            where e.cycle_id = :cycle and e.type = 'cycle.snapshotTaken' order by e.id, s.place"""),
    WRITES("""
            select natural_key, kind, ring, target, call, application, before_value, request, state, attempts, intended_at, intended_wall, status, response,
                request_id, settled_at, settled_wall, read_back, read_back_at
            from hotpatch.graph_write where cycle_id = :cycle order by id"""),
    /** For the summary: without requests, which list every device. */
    WRITES_BRIEF("""
            select kind, ring, target, state, intended_at, status, left(read_back, 100) as read_back
            from hotpatch.graph_write where cycle_id = :cycle order by id"""),
    /** With who was asked, and what stands behind the answer; the form about a single device tells its name, so only its hash is here. */
    EXEMPTIONS("""
            select e.id, e.renews, e.scope, e.target, e.reason, e.compensating_control, e.requested_by, e.requested_for, e.requested_at, e.expires_at, e.state, e.decided_by,
                e.decided_at, e.comment, e.applied_at, e.ended_at, a.asked, a.decided_for, a.proved_at, a.proved_by, a.rules, a.shown_hash,
                case when e.scope <> 'DEVICE' then a.shown end as shown
            from hotpatch.exemption e join hotpatch.cycle c on c.id = :cycle
            left join lateral (select x.* from hotpatch.approval x where x.exemption_id = e.id and x.subject = 'EXEMPTION' order by x.id desc limit 1) a on true
            where e.scope = 'FREEZE' and e.target = c.id or e.scope <> 'FREEZE' and e.state in ('GRANTED', 'EXPIRED') and e.expires_at > c.created_at
                and e.decided_at < coalesce(c.closed_at, e.decided_at + interval '1 second') order by e.id"""),
    SKIPPED("""
            select s.ring, s.control, s.usual, s.instead, s.noted_at, r.reason, r.requested_by, r.requested_at
            from hotpatch.skipped_control s left join hotpatch.emergency_request r on r.cycle_id = s.cycle_id where s.cycle_id = :cycle order by s.id"""),
    DECISIONS("""
            select id, ended, devices, state, opened_at, declined_by, reason, residual_risk, owner, expires_at, signed_by, signed_at, signed_wall, shown_hash,
                ended_at
            from hotpatch.release_decision where cycle_id = :cycle order by id"""),
    ROLL_BACKS("""
            select id, ring, reason, requested_by, requested_at, devices, effective, state, decided_by, decided_for, decided_at, uninstall_at, taken_back, counted_at,
                done_at
            from hotpatch.roll_back where cycle_id = :cycle order by id"""),
    WINDOWS("""
            select ring, number, starts_at, ends_at, state, devices from hotpatch.restart_window where cycle_id = :cycle
            order by ring collate "C", number"""),
    RESTARTS("""
            select device_id, ring, reason, planned, known, asked_at, seen_waiting_at, not_before, not_after from hotpatch.restart where cycle_id = :cycle
            order by device_id collate "C", reason"""),
    POPULATION("""
            select population, controlled, uncontrolled_why, eligibility, track, count(*) as devices from hotpatch.plan_device
            where cycle_id = :cycle group by 1, 2, 3, 4, 5 order by 1, 2 desc, 3 nulls first, 4 nulls first, 5 nulls first"""),
    COVERAGE("""
            with counted as (
                select g.effective_at from hotpatch.plan_device p
                left join hotpatch.progress g on g.cycle_id = p.cycle_id and g.device_id = p.device_id
                where p.cycle_id = :cycle and p.population = 'ACTIVE' and p.controlled),
            hourly as (
                select date_trunc('hour', effective_at, 'UTC') + interval '1 hour' as until, count(*) as devices
                from counted where effective_at is not null group by 1)
            select until, devices, (sum(devices) over (order by until))::bigint as effective,
                round(100.0 * sum(devices) over (order by until) / (select count(*) from counted), 2) as percent
            from hourly order by until"""),
    MILESTONES("""
            with counted as (
                select g.effective_at from hotpatch.plan_device p
                left join hotpatch.progress g on g.cycle_id = p.cycle_id and g.device_id = p.device_id
                where p.cycle_id = :cycle and p.population = 'ACTIVE' and p.controlled),
            curve as (select effective_at, row_number() over (order by effective_at) as k from counted where effective_at is not null)
            select m.percent, x.effective_at as reached_at,
                round((extract(epoch from x.effective_at - r.published_at) / 86400)::numeric, 2) as days_from_publication
            from (values (50), (80), (90), (95)) m (percent)
            join hotpatch.cycle c on c.id = :cycle join hotpatch.release r on r.id = c.release_id
            left join curve x on x.k = ceil(m.percent * (select count(*) from counted) / 100.0) order by m.percent"""),
    DEVICES("""
            select p.device_id, p.object_id, p.population, p.line, p.build, p.ubr, p.edition, p.cpu, p.chpe, p.join_type, p.management, p.licence,
                p.vbs, p.last_check_in, p.build_class, p.eligibility, p.reasons, p.hotpatched_before, p.policy, p.ring, p.controlled,
                p.uncontrolled_why, p.track, p.restart_expected, g.outcome, g.build as seen_build, g.ubr as seen_ubr,
                g.last_check_in as seen_at, g.not_effective_at, g.effective_at, g.alert, g.alert_at, g.waits_for_restart, g.confirmed, g.rolled_back,
                case when p.controlled then greatest(r.opened_at, g.not_offered_at) end as offered_not_before, g.offered_at as offered_not_after, case when p.controlled then s.reason end as restart_reason,
                s.not_before as restarted_not_before, s.not_after as restarted_not_after, s.known as restart_known
            from hotpatch.plan_device p left join hotpatch.progress g on g.cycle_id = p.cycle_id and g.device_id = p.device_id
            left join hotpatch.ring r on r.cycle_id = p.cycle_id and r.name = p.ring
            left join (select distinct on (device_id) device_id, reason, not_before, not_after, known from hotpatch.restart where cycle_id = :cycle
                order by device_id, not_after desc nulls last, reason) s on s.device_id = p.device_id
            where p.cycle_id = :cycle order by p.device_id collate "C\""""),
    /** Whoever approved the change had their numbers before him, of stale and retired devices too (shown/, population). */
    EXCLUDED("""
            with owners as (%2$s)
            select p.device_id, p.population, p.ring, p.controlled, coalesce(p.uncontrolled_why, p.population) as why, p.policy, p.management, p.last_check_in, o.owners,
                a.decided_by as accepted_by, a.decided_at as accepted_at
            from hotpatch.plan_device p left join owners o on o.ring = p.ring left join lateral (select x.decided_by, x.decided_at from hotpatch.approval x
                where x.cycle_id = :cycle and x.subject = 'CHANGE' and x.decision = 'APPROVE' order by x.id desc limit 1) a on p.population = 'ACTIVE'
            where p.cycle_id = :cycle and (p.population <> 'ACTIVE' or not p.controlled) order by p.device_id collate "C\""""),
    LATE("""
            with due as (
                select e.published_at + make_interval(days => coalesce(case when coalesce(e.exploited_cves, '') <> '' then p.exploited_within_days end, p.within_days)) as at
                from hotpatch.cycle c join hotpatch.release e on e.id = c.release_id
                left join lateral (select x.within_days, x.exploited_within_days from hotpatch.patch_policy x
                    where x.decision = 'APPROVE' and x.decided_at <= c.created_at and x.valid_from <= (c.created_at at time zone 'UTC')::date
                    order by x.valid_from desc, x.version desc limit 1) p on true where c.id = :cycle)
            select p.device_id, p.ring, case when g.effective_at is not null then 'EFFECTIVE_LATE' when r.opened_at is null then 'RING_NOT_OPENED' when g.outcome = 'FAILED' then 'FAILED'
                    when g.waits_for_restart then 'WAITS_FOR_RESTART'
                    when g.last_check_in is null or g.last_check_in < r.opened_at then 'SILENT' else 'PENDING' end as why,
                p.track, g.build as seen_build, g.ubr as seen_ubr, g.last_check_in as seen_at, g.alert, g.alert_at,
                due.at as due_at, g.effective_at
            from hotpatch.plan_device p cross join due left join hotpatch.progress g on g.cycle_id = p.cycle_id and g.device_id = p.device_id
            left join hotpatch.ring r on r.cycle_id = p.cycle_id and r.name = p.ring
            where p.cycle_id = :cycle and p.population = 'ACTIVE' and p.controlled and (g.effective_at is null or g.effective_at > due.at)
            order by 3, p.device_id collate "C\""""),
    EARLY("""
            with fixed as (
                select v.build, min(v.ubr) as ubr from hotpatch.revision v join hotpatch.cycle c on c.release_id = v.release_id
                where c.id = :cycle and v.line = 'WINDOWS_11' group by v.build)
            select p.device_id, p.population, p.ring, p.controlled, 'IN_SNAPSHOT' as seen, p.build, p.ubr, p.last_check_in as at
            from hotpatch.plan_device p join fixed on fixed.build = p.build and p.ubr >= fixed.ubr
            where p.cycle_id = :cycle and p.line = 'WINDOWS_11'
            union all
            select g.device_id, p.population, g.ring, p.controlled, 'BEFORE_OPENING', g.build, g.ubr, g.effective_at
            from hotpatch.progress g join hotpatch.ring r on r.cycle_id = g.cycle_id and r.name = g.ring
            join hotpatch.plan_device p on p.cycle_id = g.cycle_id and p.device_id = g.device_id
            where g.cycle_id = :cycle and g.effective_at < r.opened_at order by 1, 5"""),
    UNAPPROVED("""
            select device_id, ring, build, ubr, level_before, not_before, not_after, approval, delivered, track, enrolled_anew, known_before, newer_windows,
                other_source, class, because, found_at
            from hotpatch.unapproved_install where cycle_id = :cycle order by ring collate "C", device_id collate "C\""""),
    DRIFT("""
            select d.unit, d.kind, d.fact, d.target, d.before, d.after, d.not_before, d.not_after, d.effect, d.meaning, w.natural_key as write,
                e.id as event, e.actor, e.activity, e.at as changed_at
            from hotpatch.drift d left join hotpatch.graph_write w on w.id = d.write_id left join hotpatch.audit_event e on e.id = d.event_id
            where d.cycle_id = :cycle order by d.id"""),
    SIGNALS("""
            select ring, name, mode, limit_percent, devices, of_devices, standing, note, measured_at, as_of from hotpatch.signal
            where cycle_id = :cycle order by ring collate "C", name collate "C\""""),
    ENROLMENT("""
            select ring, measured_at, reporting, members from hotpatch.enrolment where cycle_id = :cycle order by ring collate "C", measured_at"""),
    GATE_PROOF("""
            select ring, proved_at, as_of, devices, unapproved, leaks, unknown from hotpatch.gate_proof where cycle_id = :cycle order by ring collate "C\""""),
    /** What had been proven of the tenant's gate by the end of the cycle, the one that counted last. */
    CANARY("""
            select p.tenant, p.method, p.asked_by, p.group_id, p.release, p.started_at, p.held_from, p.approved_at, p.ended_at, p.valid_until, p.outcome, p.seen
            from hotpatch.canary_proof p join hotpatch.cycle c on c.id = :cycle
            where p.ended_at is not null and p.ended_at <= coalesce(c.closed_at, p.ended_at) order by p.id"""),
    /** Openings that mode observe did not carry out. */
    OBSERVED("""
            select o.ring, o.at, o.obstacle, o.devices, o.already, r.effective, r.failed, o.restarts as planned_restarts
            from hotpatch.observed_opening o join hotpatch.ring r on r.cycle_id = o.cycle_id and r.name = o.ring
            where o.cycle_id = :cycle order by r.ordinal"""),
    /** Exploited ones as the catalog named them until the end of the cycle; the others as MSRC's document did when the cycle was planned last. */
    CVES("""
            with named as (select v.cve, v.read_at from hotpatch.release_cve v join hotpatch.cycle c on c.release_id = v.release_id
                where c.id = :cycle and v.read_at <= coalesce(c.closed_at, v.read_at)),
            guide as (select e.data, e.business_time from hotpatch.event e where e.cycle_id = :cycle and e.type = 'msrc.read' order by e.id desc limit 1),
            fixed as (select f.key as cve, f.value from guide g, jsonb_each(g.data -> 'fixed') f)
            select coalesce(v.cve, f.cve) as cve, v.cve is not null as exploited, v.read_at, r.max_severity as highest_severity_of_the_release,
                r.max_base_score as highest_score_of_the_release, case when v.cve is not null then jsonb_exists(k.data -> 'listed', v.cve) end as on_kev_list,
                k.data -> 'listed' ->> v.cve as kev_due, k.data ->> 'catalogVersion' as kev_version, k.business_time as kev_read_at,
                f.value ->> 'severity' as msrc_severity, f.value ->> 'score' as msrc_base_score, f.value ->> 'exploited' as msrc_exploited,
                m.data ->> 'document' as msrc_document, m.data ->> 'asOf' as msrc_as_of, m.data ->> 'sha256' as msrc_sha256, m.business_time as msrc_read_at
            from named v full join fixed f on f.cve = v.cve
            join hotpatch.cycle c on c.id = :cycle join hotpatch.release r on r.id = c.release_id
            left join lateral (select e.data, e.business_time from hotpatch.event e where e.cycle_id = :cycle and e.type = 'kev.read' order by e.id desc limit 1) k on true
            left join guide m on true order by coalesce(v.cve, f.cve) collate "C\""""),
    /** What the catalog said of the release as a whole, each time it said something else until the end of the cycle. */
    SEVERITY("""
            select s.read_at, s.max_severity, s.max_base_score, s.exploited_cves from hotpatch.release_severity s join hotpatch.cycle c on c.release_id = s.release_id
            where c.id = :cycle and s.read_at <= coalesce(c.closed_at, s.read_at) order by s.read_at"""),
    /**
     * Every entry of the catalog for our products from the release of the cycle before on, as known at the end of this one: its cycle, the signed
     * decision not to deploy it, or that nobody had decided. What was signed about this very cycle counts whenever that was.
     */
    CATALOG("""
            with z as (select c.*, r.published_at from hotpatch.cycle c join hotpatch.release r on r.id = c.release_id where c.id = :cycle)
            select r.id as entry, r.name as release, w.standing, r.published_at, r.classification, r.cadence, (select string_agg(distinct v.kb, ' ' order by v.kb)
                    from hotpatch.revision v where v.release_id = r.id and v.line = 'WINDOWS_11') as kbs, c.id as cycle, w.state,
                n.reason as decision_not_to_deploy, n.residual_risk, n.owner, n.signed_by as decided_by, n.signed_at as decided_at, n.expires_at as good_until
            from z join hotpatch.release r on r.published_at <= z.closed_at and (r.first_seen_at <= z.closed_at or r.id = z.release_id)
                and r.published_at >= coalesce((select max(b.published_at) from hotpatch.release b join hotpatch.cycle o on o.release_id = b.id
                    where b.published_at < z.published_at and o.created_at <= z.closed_at), z.published_at)
            left join hotpatch.cycle c on c.release_id = r.id and c.created_at <= z.closed_at
            left join lateral (select d.*, d.state = 'EXPIRED' and d.ended_at <= z.closed_at as lapsed from hotpatch.release_decision d where d.release_id = r.id
                and d.signed_by is not null and (d.cycle_id = z.id or d.signed_at <= z.closed_at) order by d.id desc limit 1) n on true
            cross join lateral (select case when c.closed_at <= z.closed_at then c.state when c.id is not null then 'RUNNING' end as state) s
            cross join lateral (select s.state, case when n.id is not null and not coalesce(n.lapsed, false) then 'SIGNED' when s.state = 'SUPERSEDED' then 'SUPERSEDED'
                when s.state is null or s.state in ('REJECTED', 'ABANDONED') then 'UNDECIDED' else 'CARRIED' end as standing) w
            where exists (select 1 from hotpatch.revision v where v.release_id = r.id and v.line = 'WINDOWS_11')
            order by r.published_at, r.id collate "C\""""),
    /** The machine's clock beside that of the tenant's service: the last comparison before the cycle, and those during it. */
    CLOCK("""
            select e.business_time as at, e.wall_time as wall_at, e.type, e.data ->> 'node' as node, e.data ->> 'source' as source, e.data ->> 'there' as there, e.data ->> 'here' as here,
                e.data ->> 'apartSeconds' as apart_seconds, e.data ->> 'withinSeconds' as within_seconds, e.data ->> 'message' as message
            from hotpatch.event e join hotpatch.cycle c on c.id = :cycle
            where e.type in ('clock.compared', 'clock.wrong', 'clock.notCompared') and e.business_time <= coalesce(c.closed_at, 'infinity')
                and (e.business_time >= c.created_at or e.id = (select max(x.id) from hotpatch.event x where x.type in ('clock.compared', 'clock.wrong') and x.business_time < c.created_at))
            order by e.id"""),
    FREEZES("""
            select f.source, f.label, f.starts_at, f.ends_at, f.reason, f.read_at from hotpatch.freeze_seen f where f.cycle_id = :cycle
            order by f.starts_at, f.ends_at, f.source collate "C", f.reason collate "C\""""),
    FREEZE_HOLDS("""
            select e.business_time as at, e.type, e.ring, e.actor as by, e.data from hotpatch.event e
            where e.cycle_id = :cycle and e.type in ('ring.frozen', 'ring.openedInFreeze', 'freeze.unreadable') order by e.id"""),
    /** How the people who decided or stopped had proven who they are, and every use of a break-glass account meanwhile. */
    SIGN_INS("""
            select e.business_time as at, e.wall_time as wall_at, e.actor as person, e.type, e.data ->> 'method' as method, e.data ->> 'provedAt' as proved_at,
                e.data ->> 'use' as use
            from hotpatch.event e join hotpatch.cycle c on c.id = :cycle
            where e.business_time between c.created_at - interval '12 hours' and c.closed_at and (e.type = 'breakGlass.used' or e.type = 'person.signedIn'
                and e.actor in (select a.decided_by from hotpatch.approval a where a.cycle_id = :cycle
                    union select h.requested_by from hotpatch.stop_request h where h.cycle_id = :cycle
                    union select h.lifted_by from hotpatch.halt h where h.cycle_id = :cycle))
            order by e.id"""),
    /** Every version of the patch policy in force at some time of the cycle, as known at its end; none when none was approved by then. */
    POLICY("""
            select p.version, p.title, p.valid_from::text as valid_from, (select min(n.valid_from) - 1 from hotpatch.patch_policy n where n.decision = 'APPROVE'
                    and n.decided_at <= c.closed_at and n.valid_from > p.valid_from)::text as valid_to,
                p.decided_at <= c.created_at and p.valid_from <= (c.created_at at time zone 'UTC')::date as in_force_at_start, p.sha256, p.proposed_by, p.proposed_at,
                p.decided_by as approved_by, p.decided_at as approved_at, p.comment, p.within_days, p.exploited_within_days, p.due_dates, p.text
            from hotpatch.patch_policy p join hotpatch.cycle c on c.id = :cycle
            where p.decision = 'APPROVE' and p.decided_at <= c.closed_at and p.valid_from <= (c.closed_at at time zone 'UTC')::date
                and not exists (select 1 from hotpatch.patch_policy n where n.decision = 'APPROVE' and n.decided_at <= c.created_at and n.valid_from > p.valid_from
                    and n.valid_from <= (c.created_at at time zone 'UTC')::date)
            order by p.valid_from, p.version"""),
    /** The rules of ring membership in force when the cycle started, and who had approved them by its end. */
    RING_RULES("""
            select m.id, m.sha256, m.proposed_by as noted_by, m.proposed_at as in_force_from, case when m.decided_at <= c.closed_at then m.decision end as decision,
                case when m.decided_at <= c.closed_at then m.decided_by end as decided_by, case when m.decided_at <= c.closed_at then m.decided_at end as decided_at,
                case when m.decided_at <= c.closed_at then m.comment end as comment, m.rings::jsonb as rings
            from hotpatch.ring_membership m join hotpatch.cycle c on c.id = :cycle where m.proposed_at <= c.created_at order by m.id desc limit 1"""),
    /**
     * Controls that did not do what they are there for, while the cycle ran: of this cycle, and of none in particular. A slip in a form is none of them, nor
     * an answer that came too late. A row of the write ledger that was removed, or changed otherwise than the program does, is one.
     */
    CONTROL_FAILURES("""
            select e.id as event, e.business_time as at, e.wall_time as wall_at, e.type, e.actor as by, e.cycle_id as cycle, e.ring,
                case when e.type = 'decision.refused' then e.data ->> 'rule' end as rule, e.data,
                a.signed_by as corrected_by, a.signed_at as corrected_at, a.cause, a.action
            from hotpatch.event e join hotpatch.cycle c on c.id = :cycle
            left join lateral (select * from hotpatch.corrective_action x where x.cycle_id = c.id and x.about = 'EVENT ' || e.id order by x.id desc limit 1) a on true
            where e.business_time between c.created_at and coalesce(c.closed_at, 'infinity') and (e.cycle_id = :cycle or e.cycle_id is null)
                and e.type in ('decision.refused', 'deciders.short', 'ring.openingRefused', 'gate.notProven', 'incident.opened', 'freeze.unreadable', 'knownIssues.unreadable',
                    'tenant.auditEventsUnreadable', 'restart.ambiguous', 'restart.notConfirmed', 'rollBack.stepNotProven', 'notice.undeliverable', 'notice.ambiguous',
                    'trail.notIntact', 'trail.notSealed', 'trail.headNotOutside', 'clock.wrong', 'access.reviewDue', 'graphWrite.removed', 'graphWrite.changed')
                and (e.type <> 'decision.refused' or coalesce(e.data ->> 'kind', '') not in ('INPUT', 'STATE')) order by e.id"""),
    /** What people signed about failures of controls, incidents, and what they did by hand. */
    CORRECTIVE_ACTIONS("""
            select a.about, a.cause, a.action, a.signed_by, a.signed_at, a.signed_wall from hotpatch.corrective_action a where a.cycle_id = :cycle order by a.id"""),
    /** Tests that people signed for a ring, with the rules that kept tester and approver apart. */
    MANUAL_TESTS("""
            select t.ring, t.what, t.result, t.note, t.tested_by, t.tested_at, t.tested_wall, r.passed_at as gate_passed_at, t.rules
            from hotpatch.manual_test t left join hotpatch.ring r on r.cycle_id = t.cycle_id and r.name = t.ring where t.cycle_id = :cycle order by t.id"""),
    /** Each due date the policy in force names; 2, 14 and 30 days where it names none beside its own: how many devices made it. */
    DUE_DATES("""
            with due as (%1$s)
            select d.name, d.days, d.at as due_at, d.source, count(*) as devices, count(*) filter (where g.effective_at <= d.at) as effective_in_time,
                count(*) filter (where g.effective_at is null or g.effective_at > d.at) as late,
                round(100.0 * count(*) filter (where g.effective_at <= d.at) / greatest(count(*), 1), 2) as percent_in_time
            from due d join hotpatch.plan_device p on p.cycle_id = :cycle and p.population = 'ACTIVE' and p.controlled
            left join hotpatch.progress g on g.cycle_id = p.cycle_id and g.device_id = p.device_id
            group by d.name, d.days, d.at, d.source order by d.at, d.name collate "C\""""),
    /** Every device that missed one of them, with the reason and who answers for its ring. */
    OVERDUE("""
            with due as (%1$s), owners as (%2$s)
            select d.name as due, d.at as due_at, p.device_id, p.ring, case when g.effective_at is not null then 'EFFECTIVE_LATE' when r.opened_at is null then 'RING_NOT_OPENED'
                    when r.opened_at > d.at then 'RING_OPENED_LATER' when g.outcome = 'FAILED' then 'FAILED' when g.waits_for_restart then 'WAITS_FOR_RESTART'
                    when g.last_check_in is null or g.last_check_in < r.opened_at then 'SILENT' else 'PENDING' end as why,
                o.owners, g.effective_at, r.opened_at as ring_opened_at, e.reason as exception_reason, e.decided_by as exception_granted_by
            from due d join hotpatch.plan_device p on p.cycle_id = :cycle and p.population = 'ACTIVE' and p.controlled
            left join hotpatch.progress g on g.cycle_id = p.cycle_id and g.device_id = p.device_id
            left join hotpatch.ring r on r.cycle_id = p.cycle_id and r.name = p.ring left join owners o on o.ring = p.ring
            left join lateral (select x.reason, x.decided_by from hotpatch.exemption x where x.state in ('GRANTED', 'EXPIRED') and x.expires_at > d.at - make_interval(days => d.days)
                and (x.scope = 'RING' and x.target = p.ring or x.scope = 'DEVICE' and x.target = p.device_id) order by x.id desc limit 1) e on true
            where g.effective_at is null or g.effective_at > d.at order by d.at, d.name collate "C", p.device_id collate "C\""""),
    /** Devices that were effective in the cycle before and ran an older level again in the snapshot of this one: it was removed, or they came anew. */
    REMOVED("""
            with before as (select p.id from hotpatch.cycle c join hotpatch.cycle p on (p.created_at, p.id) < (c.created_at, c.id) where c.id = :cycle
                and exists (select 1 from hotpatch.progress x where x.cycle_id = p.id) order by p.created_at desc, p.id desc limit 1)
            select b.id as effective_in, g.device_id, g.build as build_then, g.ubr as ubr_then, g.effective_at, g.last_check_in as seen_then, p.build, p.ubr, p.last_check_in as seen_at,
                g.rolled_back as roll_back_reported, p.ring
            from before b join hotpatch.progress g on g.cycle_id = b.id and g.effective_at is not null
            join hotpatch.plan_device p on p.cycle_id = :cycle and p.device_id = g.device_id
            where p.build = g.build and p.ubr < g.ubr or p.build < g.build order by g.device_id collate "C\""""),
    /** The confirmation of rights that was the last when the cycle started, and those while it ran. */
    ACCESS_REVIEWS("""
            select r.id, r.confirmed_by, r.confirmed_at, r.confirmed_wall, r.lines, r.comment, r.sha256, r.next_due, r.held
            from hotpatch.access_review r join hotpatch.cycle c on c.id = :cycle
            where r.confirmed_at <= c.closed_at and r.id >= coalesce((select max(l.id) from hotpatch.access_review l where l.confirmed_at <= c.created_at), 0) order by r.id"""),
    RETENTION("""
            select e.business_time as set_at, e.data from hotpatch.event e join hotpatch.cycle c on c.id = :cycle
            where e.type = 'retention.set' and e.business_time <= c.closed_at order by e.id desc limit 1"""),
    /** Who took the model set into use, before the cycle began; it was checked then, and one that lacks something is refused. */
    ACTIVATED("""
            select e.business_time as at, e.actor as by, e.data - 'deployment' as says from hotpatch.event e join hotpatch.cycle c on c.id = :cycle
            where e.type = 'modelSet.activated' and e.data ->> 'deployment' = c.model_set and e.business_time <= c.created_at order by e.id"""),
    /** Who asked for the set and for those taken into use since the cycle before, who wrote and deployed each, what the check found, who approved. */
    MODEL_APPROVALS("""
            select m.id, m.deployment_id as model_set, m.reason, m.author, m.deployed_by, m.compared_with, m.changes, m.findings, m.sha256 as difference_sha256,
                m.proposed_by, m.proposed_at, m.decision, m.decided_by as approved_by, m.decided_at as approved_at, m.comment
            from hotpatch.model_set_proposal m join hotpatch.cycle c on c.id = :cycle
            where m.decision = 'APPROVE' and m.decided_at <= c.created_at and (m.deployment_id = c.model_set
                or m.decided_at > (select max(p.created_at) from hotpatch.cycle p where (p.created_at, p.id) < (c.created_at, c.id))) order by m.id"""),
    /** Process instances that were moved to another model version: what became of each step, and who had approved that version. */
    MIGRATIONS("""
            select e.business_time as at, e.actor as by, e.data ->> 'instances' as instances, e.data ->> 'from' as from, e.data ->> 'to' as to, e.data ->> 'mapping' as mapping,
                e.data ->> 'modelSet' as model_set, m.decided_by as approved_by, m.decided_at as approved_at
            from hotpatch.event e left join lateral (select p.decided_by, p.decided_at from hotpatch.model_set_proposal p where p.deployment_id = e.data ->> 'modelSet'
                and p.decision = 'APPROVE' and p.decided_at <= e.business_time order by p.id desc limit 1) m on true
            where e.cycle_id = :cycle and e.type = 'instance.migrated' order by e.id"""),
    /** The model set of the cycle before. */
    PREVIOUS("""
            select p.id as cycle, p.model_set from hotpatch.cycle c join hotpatch.cycle p on (p.created_at, p.id) < (c.created_at, c.id)
            where c.id = :cycle and p.model_set is not null order by p.created_at desc, p.id desc limit 1"""),
    TRAIL("""
            select e.id, e.business_time, e.wall_time, e.actor, e.actor_kind, e.type, e.cycle_id as cycle, e.ring, e.device_id, e.subject, e.data,
                s.sequence as seal_sequence, encode(s.previous, 'hex') as seal_previous, encode(s.hash, 'hex') as seal_hash
            from hotpatch.event e left join hotpatch.seal s on s.event_id = e.id
            where e.cycle_id = :cycle or (e.type in ('modelSet.proposed', 'modelSet.decided', 'modelSet.activated') and e.id < (select min(id) from hotpatch.event where cycle_id = :cycle)
                and e.data ->> 'deployment' = (select model_set from hotpatch.cycle where id = :cycle))
            order by e.id"""),
    /** Every link of the chain from the first event of the cycle to the signed head: what it seals for other cycles is in it by its hash only. */
    CHAIN("""
            select s.sequence, encode(s.previous, 'hex') as previous, encode(s.hash, 'hex') as hash, case when e.cycle_id = :cycle then s.event_id end as event
            from hotpatch.seal s left join hotpatch.event e on e.id = s.event_id
            where s.sequence between (select min(f.sequence) from hotpatch.seal f join hotpatch.event o on o.id = f.event_id where o.cycle_id = :cycle)
                and (select min(n.sequence) from hotpatch.seal_head n where n.sequence >= (
                    select max(l.sequence) from hotpatch.seal l join hotpatch.event o on o.id = l.event_id where o.cycle_id = :cycle))
            order by s.sequence"""),
    UNSEALED("""
            select count(*) as events from hotpatch.event e where e.cycle_id = :cycle
                and not exists (select 1 from hotpatch.seal s where s.event_id = e.id)"""),
    HEADS("""
            select h.sequence, encode(h.hash, 'hex') as hash, h.previous_head, to_char(h.wall_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as wall_time, h.key_id, encode(h.signature, 'hex') as signature
            from hotpatch.seal_head h where h.sequence = (
                select min(n.sequence) from hotpatch.seal_head n where n.sequence >= (
                    select max(s.sequence) from hotpatch.seal s join hotpatch.event e on e.id = s.event_id where e.cycle_id = :cycle))""");

    private final String sql;

    Table(String sql) {
        this.sql = sql.contains("%1$s") || sql.contains("%2$s") ? sql.replace("%1$s", Due.DATES).replace("%2$s", Due.OWNERS) : sql;
    }

    /** What several tables ask alike. */
    private static final class Due {

        /** The due dates of the policy in force when the cycle started. */
        static final String DATES = """
                select n.name, n.days, e.published_at + make_interval(days => n.days) as at, n.source from hotpatch.cycle c join hotpatch.release e on e.id = c.release_id
                left join lateral (select x.within_days, x.exploited_within_days, x.due_dates from hotpatch.patch_policy x
                    where x.decision = 'APPROVE' and x.decided_at <= c.created_at and x.valid_from <= (c.created_at at time zone 'UTC')::date
                    order by x.valid_from desc, x.version desc limit 1) p on true
                cross join lateral (
                    select 'Patch policy' as name, coalesce(case when coalesce(e.exploited_cves, '') <> '' then p.exploited_within_days end, p.within_days) as days, 'policy' as source
                    union all select d ->> 'name', (d ->> 'days')::integer, 'policy' from jsonb_array_elements(coalesce(p.due_dates, '[]')) d
                    union all select f.name, f.days, 'usual' from (values ('48 hours', 2), ('14 days', 14), ('30 days', 30)) f (name, days)
                        where jsonb_array_length(coalesce(p.due_dates, '[]')) = 0) n
                where c.id = :cycle and n.days is not null""";
        /** Who answers for each ring, by the rules of membership in force when the cycle started. */
        static final String OWNERS = """
                select o ->> 'name' as ring, concat_ws(', ', o ->> 'owners', nullif(o ->> 'restartOwners', '')) as owners
                from (select m.rings from hotpatch.ring_membership m join hotpatch.cycle c on c.id = :cycle where m.proposed_at <= c.created_at order by m.id desc limit 1) m,
                    jsonb_array_elements(m.rings::jsonb) o""";

        private Due() {
        }
    }

    String sql() {
        return sql;
    }

    /** Name of the file with these rows. */
    String file(String extension) {
        return switch (this) {
            case WRITES -> "graph-writes";
            case WINDOWS -> "restart-windows";
            case EARLY -> "early-installs";
            case SKIPPED -> "skipped-controls";
            case DECISIONS -> "release-decisions";
            case ROLL_BACKS -> "roll-backs";
            case UNAPPROVED -> "unapproved-installs";
            case DRIFT -> "tenant-changes";
            case GATE_PROOF -> "gate-proof";
            case HEADS -> "seal-head";
            case FREEZE_HOLDS -> "freeze-holds";
            case SHOWN_BEFORE -> "shown-before";
            case STOP_COUNTS -> "stop-counts";
            case STOP_PROGRESS -> "stop-progress";
            case STOP_MILESTONES -> "stop-milestones";
            case INSTALLED_AFTER_STOP -> "installed-after-stop";
            case KNOWN_ISSUES -> "known-issues";
            case SCANNER -> "scanner-findings";
            case SIGN_INS -> "sign-ins";
            case CONTROL_FAILURES -> "control-failures";
            case ACCESS_REVIEWS -> "access-reviews";
            case CORRECTIVE_ACTIONS -> "corrective-actions";
            case MANUAL_TESTS -> "manual-tests";
            case DUE_DATES -> "due-dates";
            case OVERDUE -> "late-by-due-date";
            case REMOVED -> "removed-since";
            default -> name().toLowerCase(java.util.Locale.ROOT);
        } + "." + extension;
    }
}
