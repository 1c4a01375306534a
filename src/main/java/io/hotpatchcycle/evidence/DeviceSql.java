package io.hotpatchcycle.evidence;

/** Questions about one device. */
final class DeviceSql {

    static final String BY_ID = """
            select no, id, name, entra_device_id, owner, serial from hotpatch.device
            where id = :text or hotpatch.device_key(entra_device_id, serial, id) = hotpatch.device_key(:text, null, null) and entra_device_id = :text
                or object_id = :text order by duplicate, last_check_in desc nulls last, id limit 1""";

    /** Names are not unique and have no index: only asked when no id fits. */
    static final String BY_NAME = """
            select no, id, name, entra_device_id, owner, serial from hotpatch.device where name = :text
            order by duplicate, last_check_in desc nulls last, id limit 1""";

    /** Every moment at which a source saw the device, and the build it ran then, as far as it is kept. */
    static final String LOOKS = """
            with planned as (
                select c.id as cycle, c.no, k.build, k.ubr, m.last_check_in, d.id as device
                from hotpatch.device d cross join hotpatch.cycle c join hotpatch.plan_member m on m.cycle = c.no and m.device = d.no
                join hotpatch.plan_class k on k.class = m.class and k.cycle_id = c.id where d.no = :no),
            seen as (
                select p.last_check_in as at, p.build, p.ubr, 'snapshot of cycle ' || p.cycle as source from planned p
                union all
                select g.not_effective_at, case when g.not_effective_at <= coalesce(g.effective_at, 'infinity') then p.build end,
                    p.ubr, 'last seen without the update of cycle ' || p.cycle
                from planned p join hotpatch.progress g on g.cycle_id = p.cycle and g.device_id = p.device
                union all
                select g.effective_at, g.build, g.ubr, 'first seen with the update of cycle ' || p.cycle
                from planned p join hotpatch.progress g on g.cycle_id = p.cycle and g.device_id = p.device
                union all
                select g.last_check_in, g.build, g.ubr, 'last look while cycle ' || p.cycle || ' followed it'
                from planned p join hotpatch.progress g on g.cycle_id = p.cycle and g.device_id = p.device
                union all
                select coalesce(d.observed_at, d.last_check_in), d.build, d.ubr, 'newest reading of the fleet' from hotpatch.device d where d.no = :no)
            select at, build || coalesce('.' || ubr, '') as build, source from seen where at is not null order by at, source""";

    /** The cycles that had planned the device by the end of the day, newest first. */
    static final String PLANNED = """
            select c.id as cycle, k.ring, k.population, k.controlled, k.track, k.eligibility, k.reasons,
                (select string_agg(distinct v.kb || ' (' || v.build || '.' || v.ubr || ')', ', ') from hotpatch.revision v
                    where v.release_id = c.release_id and v.line = k.line and v.build = k.build
                        and (k.track is null or k.track = 'NONE' or (v.hotpatch = 'YES') = (k.track = 'HOTPATCH'))) as update,
                a.decision, a.decided_by, a.decided_at, g.opened_at, g.overridden_by, greatest(g.opened_at, s.not_offered_at) as offered_not_before,
                s.offered_at as offered_not_after, s.not_effective_at as last_seen_without,
                s.effective_at as first_seen_with, s.outcome, c.state as cycle_state
            from hotpatch.device d cross join hotpatch.cycle c join hotpatch.plan_member m on m.cycle = c.no and m.device = d.no
            join hotpatch.plan_class k on k.class = m.class and k.cycle_id = c.id
            left join hotpatch.ring g on g.cycle_id = c.id and g.name = k.ring
            left join hotpatch.progress s on s.cycle_id = c.id and s.device_id = d.id
            left join lateral (select x.decision, x.decided_by, x.decided_at from hotpatch.approval x
                where x.cycle_id = c.id and x.subject = 'CHANGE' and x.decided_at < :end order by x.decided_at desc limit 1) a on true
            where d.no = :no and c.created_at < :end order by c.created_at desc""";

    private DeviceSql() {
    }
}
