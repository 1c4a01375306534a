package io.hotpatchcycle.evidence;

/** What the auditor's desk lists from the program's own tables, newest first. Each list reads the parts of a search it knows. */
public enum DeskList {

    /** Cycles with their release. */
    CYCLES("""
            select c.id as cycle, r.name as release, c.kind, c.change_type, c.state, r.published_at, c.created_at as started_at,
                c.closed_at as ended_at, (select string_agg(distinct v.kb, ' ' order by v.kb) from hotpatch.revision v
                    where v.release_id = c.release_id and v.line = 'WINDOWS_11') as kbs, replace(r.exploited_cves, ',', ' ') as exploited
            from hotpatch.cycle c join hotpatch.release r on r.id = c.release_id
            where (:cycle::text is null or c.id = :cycle)
                and (:from::timestamptz is null or c.closed_at is null or c.closed_at >= :from) and (:to::timestamptz is null or c.created_at < :to)
                and (:person::text is null or exists (select 1 from hotpatch.event e where e.cycle_id = c.id and e.actor = :person))
                and (:ring::text is null or exists (select 1 from hotpatch.ring g where g.cycle_id = c.id and g.name = :ring))
                and (:device::bigint is null or exists (select 1 from hotpatch.plan_member m where m.cycle = c.no and m.device = :device))
                and (:kb::text is null or exists (select 1 from hotpatch.revision v where v.release_id = c.release_id and v.kb = :kb))
                and {fixes}
            order by c.created_at desc, c.id"""),
    /**
     * Questions and answers, also those without a cycle: about exemptions, and releases that none carries. What was asked of a cycle as a whole
     * counts for each of its rings and devices.
     */
    APPROVALS("""
            select a.cycle_id as cycle, a.subject, case when x.id is not null then 'exemption ' || x.id || ': ' || lower(x.scope) || ' ' || x.target
                    else 'release ' || r.name end as about, a.ring, a.asked, a.requested_at, a.decision, a.decided_by, a.decided_at,
                case when a.decided_at is not null then round((extract(epoch from a.decided_at - a.requested_at) / 3600)::numeric, 1) end as waited_hours,
                a.comment, a.shown_hash as shown_sha256
            from hotpatch.approval a left join hotpatch.cycle c on c.id = a.cycle_id left join hotpatch.exemption x on x.id = a.exemption_id
            left join hotpatch.release r on r.id = coalesce(c.release_id, (select n.id from hotpatch.release n where a.cycle_id is null
                and a.subject = 'RELEASE_RISK' and n.name = a.shown::jsonb ->> 'release' order by n.published_at desc, n.id limit 1))
            where (:cycle::text is null or a.cycle_id = :cycle or x.scope = 'FREEZE' and x.target = :cycle)
                and (:from::timestamptz is null or coalesce(a.decided_at, a.requested_at) >= :from)
                and (:to::timestamptz is null or a.requested_at < :to)
                and (:person::text is null or a.decided_by = :person) and (:ring::text is null or a.ring = :ring or x.scope = 'RING' and x.target = :ring
                    or a.ring is null and exists (select 1 from hotpatch.ring g where g.cycle_id = c.id and g.name = :ring))
                and (:device::bigint is null or exists (select 1 from hotpatch.plan_member m
                    join hotpatch.plan_class k on k.class = m.class and k.cycle_id = c.id
                    where m.cycle = c.no and m.device = :device and (a.ring is null or a.ring = k.ring))
                    or x.scope = 'DEVICE' and exists (select 1 from hotpatch.device d where d.no = :device and d.id = x.target))
                and (:kb::text is null or exists (select 1 from hotpatch.revision v where v.release_id = r.id and v.kb = :kb))
                and {fixes}
            order by a.requested_at desc, a.id desc"""),
    /** The trail: what people and the system did; of a decision that was refused also the rule, where it was one. */
    EVENTS("""
            select e.id as event, e.business_time as at, e.wall_time as wall_at, e.actor as by, e.actor_kind as who, e.type, e.cycle_id as cycle,
                e.ring, case when e.type = 'decision.refused' then e.data ->> 'rule' end as rule, e.data, s.sequence as sealed_as
            from hotpatch.event e left join hotpatch.seal s on s.event_id = e.id
            where (:cycle::text is null or e.cycle_id = :cycle or e.data ->> 'cycle' = :cycle)
                and (:from::timestamptz is null or e.business_time >= :from) and (:to::timestamptz is null or e.business_time < :to)
                and (:person::text is null or e.actor = :person) and (:ring::text is null or e.ring = :ring)
                and (:type::text is null or starts_with(lower(e.type), lower(:type)))
                and (:rule::text is null or e.type = 'decision.refused' and e.data ->> 'rule' = upper(:rule))
            order by e.id desc"""),
    /** Sign-ins, refusals and accounts, as far as the trail tells of them. */
    SIGN_INS("""
            select e.id as event, e.wall_time as wall_at, e.business_time as at, e.actor as by, e.type, e.data
            from hotpatch.event e
            where (e.type ~* '^(sign|session|login|access|identity|breakglass|person|account)')
                and (:from::timestamptz is null or e.business_time >= :from) and (:to::timestamptz is null or e.business_time < :to)
                and (:person::text is null or e.actor = :person or e.data ->> 'person' = :person)
                and (:type::text is null or starts_with(lower(e.type), lower(:type)))
            order by e.id desc"""),
    /**
     * Every entry of the catalog for our products, with its cycle or the signed decision not to deploy it; those nobody decided about come first, then
     * those whose cycle gave way to a newer release without a signature. A decision whose time is over decides no longer.
     */
    POPULATION("""
            select r.id as entry, r.name as release, w.standing, r.published_at, c.id as cycle, c.state,
                case when n.id is not null then case when n.state = 'EXPIRED' then 'lapsed: ' else '' end || n.reason || '; residual risk: ' || coalesce(n.residual_risk, 'not said') || '; carried by ' || coalesce(n.owner, 'nobody')
                    when c.state = 'SUPERSEDED' then 'superseded by ' || coalesce(c.superseded_by, 'a newer release')
                    when c.id is null or c.state in ('REJECTED', 'ABANDONED') then 'none recorded' end as decision_not_to_deploy,
                n.signed_by as decided_by, n.signed_at as decided_at, n.expires_at as good_until, (select string_agg(distinct v.kb, ' ' order by v.kb)
                    from hotpatch.revision v where v.release_id = r.id and v.line = 'WINDOWS_11') as kbs, c.change_type, r.classification, r.cadence,
                r.max_severity as severity, replace(r.exploited_cves, ',', ' ') as exploited
            from hotpatch.release r left join hotpatch.cycle c on c.release_id = r.id
            left join lateral (select d.* from hotpatch.release_decision d where d.release_id = r.id and d.signed_by is not null
                order by d.id desc limit 1) n on true
            cross join lateral (select case when n.id is not null and n.state <> 'EXPIRED' then 'SIGNED' when c.state = 'SUPERSEDED' then 'SUPERSEDED'
                when c.id is null or c.state in ('REJECTED', 'ABANDONED') then 'UNDECIDED' else 'CARRIED' end as standing) w
            where exists (select 1 from hotpatch.revision v where v.release_id = r.id and v.line = 'WINDOWS_11')
                and (:from::timestamptz is null or r.published_at >= :from) and (:to::timestamptz is null or r.published_at < :to)
                and (:kb::text is null or exists (select 1 from hotpatch.revision v where v.release_id = r.id and v.kb = :kb))
                and {fixes}
            order by case w.standing when 'UNDECIDED' then 0 when 'SUPERSEDED' then 1 else 2 end, r.published_at desc, r.id""");

    /** Whether the release fixes the CVE: one that the catalog calls exploited, or one that MSRC's document names, also where no cycle told of reading it. */
    private static final String FIXES = """
            (:cve::text is null or :cve = any (string_to_array(r.exploited_cves, ','))
                    or exists (select 1 from hotpatch.fixed_cve f where f.release_id = r.id and f.cve = :cve)
                    or exists (select 1 from hotpatch.event e where e.cycle_id = c.id and e.type = 'msrc.read' and jsonb_exists(e.data -> 'fixed', :cve)))""";

    private final String sql;

    DeskList(String sql) {
        this.sql = sql.replace("{fixes}", FIXES);
    }

    String sql() {
        return sql;
    }
}
