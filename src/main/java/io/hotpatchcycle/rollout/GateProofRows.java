package io.hotpatchcycle.rollout;

import io.hotpatchcycle.fleet.VisibleRings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of the proof that the gate held. */
public final class GateProofRows {

    /** Devices on a build of the release, or above it, that no approval plainly let through. Takes the cycle twice. */
    private static final String CANDIDATES = """
            with fixed as (
                select v.build, min(v.ubr) as ubr from hotpatch.revision v join hotpatch.cycle c on c.release_id = v.release_id
                where c.id = ? and v.line = 'WINDOWS_11' group by v.build),
            levels as (
                select v.release_id, v.build, v.ubr, max(v.hotpatch) as hotpatch from hotpatch.revision v
                where v.line = 'WINDOWS_11' group by v.release_id, v.build, v.ubr),
            baselines as (
                select l.build, max(l.ubr) as ubr from levels l join hotpatch.release r on r.id = l.release_id
                where r.cadence = 'monthly' group by l.release_id, l.build having max(l.hotpatch) = 'NO'),
            brought as (
                select c.id as cycle_id, l.build, l.ubr from levels l join hotpatch.cycle c on c.release_id = l.release_id
                union select c.id, l.build, max(b.ubr) from levels l join hotpatch.cycle c on c.release_id = l.release_id
                join baselines b on b.build = l.build and b.ubr <= l.ubr where l.hotpatch = 'YES' group by c.id, l.build),
            approved as (
                select a.cycle_id, a.ring, a.intended_at as since, (select min(s.settled_at) from hotpatch.graph_write s
                    where s.cycle_id = a.cycle_id and s.ring = a.ring and s.kind = 'SUSPEND' and s.state = 'DONE'
                        and s.settled_at > a.intended_at) as until
                from hotpatch.graph_write a where a.kind in ('APPROVE', 'FORWARD_LCU') and a.state <> 'FAILED'),
            let_through as materialized (
                select a.ring, b.build, b.ubr, a.since, a.until from approved a join brought b on b.cycle_id = a.cycle_id
                join fixed f on f.build = b.build and b.ubr >= f.ubr),
            candidate as (
                select p.device_id, p.ring, p.track, d.build, d.ubr, d.level_before, d.level_after as not_before,
                    coalesce(d.level_since, p.last_check_in, d.last_check_in) as not_after, d.enrolled_at, d.enrolled_before, d.object_id,
                    d.management, c.created_at as begun
                from hotpatch.plan_device p join hotpatch.device d on d.id = p.device_id join hotpatch.cycle c on c.id = p.cycle_id
                where p.cycle_id = ? and p.controlled and d.line = 'WINDOWS_11' and not d.retired
                    and d.ubr >= (select f.ubr from fixed f where f.build = d.build)
                    and not exists (select 1 from let_through t where t.ring = p.ring and t.build = d.build and t.ubr = d.ubr
                        and t.since < coalesce(d.level_since, p.last_check_in, d.last_check_in)
                        and (t.until is null or d.level_after is null or t.until >= d.level_after))
                    and not exists (select 1 from hotpatch.canary_device t join hotpatch.canary_proof q on q.id = t.proof_id
                        where t.device_id = p.device_id and t.build = d.build and d.ubr in (t.target_ubr, t.lcu_ubr)
                            and q.approved_at < coalesce(d.level_since, p.last_check_in, d.last_check_in)
                            and (q.ended_at is null or d.level_after is null or d.level_after <= q.ended_at))
                    and exists (select 1 from hotpatch.unit u where u.ring = p.ring and coalesce(u.policy_id, u.known_policy) is not null)
                    and not exists (select 1 from hotpatch.unapproved_install i where i.cycle_id = p.cycle_id and i.device_id = p.device_id))
            """;

    private static final String SELECT = "select i.*, coalesce(d.name, i.device_id) as name from hotpatch.unapproved_install i "
            + "left join hotpatch.device d on d.id = i.device_id where i.cycle_id = ? and (?::text is null or i.ring = any (string_to_array(?, ',')))";

    private final JdbcTemplate jdbc;

    public GateProofRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Facts that many devices share. */
    record Combination(String ring, String approval, String delivered, String track, boolean enrolledAnew, boolean knownBefore, boolean newerWindows,
                       boolean otherSource, int unexplained, double unexplainedShare) {
    }

    /** Alarming findings of one ring; of all rings when it is null. */
    record Alarm(String ring, int leaks, int unknown) {
    }

    /**
     * Finds controlled devices on a build of the release, or above it, that was not approved for their unit when they
     * got it: at the earliest when last seen without it, at the latest when first seen with it. In doubt it was later
     * than a suspension, and earlier than an approval. The approval may be of any cycle whose release has the build, or
     * whose hotpatch needs it as its baseline, of the unit into which a newer plan has moved the device, or of the proof whose
     * test device it was. Devices of a
     * unit that never had a policy are not governed; those of one whose policy was deleted are, for nothing holds updates back from them.
     *
     * <p>What holds for a whole ring is materialized: a planner that expects one device would work it out for each. The
     * builds are looked up, not joined: it would go through the fleet once for each. A
     * device that got its build between an approval and the next suspension is let through at once; only the others are
     * judged, and mostly there are none.
     */
    void find(String cycleId, Instant now) {
        if (jdbc.queryForObject(CANDIDATES + "select count(*) from candidate", Integer.class, cycleId, cycleId) == 0) {
            return;
        }
        jdbc.update("""
                %s,
                listed as (select build, ubr, max(hotpatch) as hotpatch from levels group by build, ubr),
                stood as materialized (
                    select w.ring, max(w.settled_at) as since from hotpatch.graph_write w
                    where w.cycle_id = ? and w.state = 'DONE' and w.kind in ('CREATE_POLICY', 'ASSIGN_POLICY', 'ADD_MEMBERS')
                        and not exists (select 1 from approved a where a.cycle_id = w.cycle_id and a.ring = w.ring and a.since <= w.intended_at)
                    group by w.ring),
                judged as (
                    select k.*, case
                        when w.best = 1 then null
                        when s.since is not null and (k.not_before is null or k.not_before < s.since) and not exists (
                            select 1 from hotpatch.plan_device e join hotpatch.cycle ce on ce.id = e.cycle_id
                            where e.device_id = k.device_id and e.controlled and e.ring = k.ring and ce.created_at < k.begun) then 'BEFORE_GATE'
                        when w.best is null then 'NEVER'
                        else (array['COMMITTED', 'UNHEARD', 'IDLE'])[w.best - 1] end as approval
                    from candidate k
                    left join stood s on s.ring = k.ring
                    left join lateral (select e.ring from hotpatch.plan_device e join hotpatch.cycle ce on ce.id = e.cycle_id
                        where e.device_id = k.device_id and e.ring is not null and ce.created_at > k.begun and ce.created_at < k.not_after
                        order by ce.created_at desc limit 1) u on true
                    cross join lateral (
                        select min(case when h.at is null then 1
                            when seen.idle_at > h.at then 4
                            when seen.standing = 'COMMITTED' or g.waits_for_restart or k.not_after < h.at + interval '48 hours' then 2
                            else 3 end) as best
                        from brought b cross join unnest(array[k.ring, u.ring]) as unit (name)
                        cross join lateral (select max(w.intended_at) as at from hotpatch.graph_write w where w.cycle_id = b.cycle_id
                            and w.ring = unit.name and w.kind in ('APPROVE', 'FORWARD_LCU') and w.state <> 'FAILED'
                            and w.intended_at < k.not_after) a
                        left join lateral (select max(w.settled_at) as at from hotpatch.graph_write w where w.cycle_id = b.cycle_id
                            and w.ring = unit.name and w.kind = 'SUSPEND' and w.state = 'DONE' and w.settled_at > a.at
                            and w.settled_at < k.not_before) h on true
                        left join hotpatch.stop_seen seen on seen.cycle_id = b.cycle_id and seen.device_id = k.device_id
                        left join hotpatch.progress g on g.cycle_id = b.cycle_id and g.device_id = k.device_id
                        where b.build = k.build and b.ubr = k.ubr and a.at is not null) w)
                insert into hotpatch.unapproved_install (cycle_id, device_id, ring, build, ubr, level_before, not_before, not_after, approval, delivered,
                    track, enrolled_anew, known_before, newer_windows, other_source, found_at)
                select c.id, j.device_id, j.ring, j.build, j.ubr, j.level_before, j.not_before, j.not_after, j.approval,
                    case l.hotpatch when 'YES' then 'HOTPATCH' when 'NO' then 'LCU' else 'UNLISTED' end, coalesce(j.track, 'NONE'),
                    coalesce(j.enrolled_at >= r.published_at, false), j.enrolled_before is not null or j.level_before is not null,
                    coalesce(split_part(j.level_before, '.', 1)::integer < j.build, false),
                    j.management in ('CO_MANAGED', 'CO_MANAGED_OTHER') or exists (select 1 from hotpatch.foreign_policy_member f where f.object_id = j.object_id), ?
                from judged j join hotpatch.cycle c on c.id = ? join hotpatch.release r on r.id = c.release_id
                left join listed l on l.build = j.build and l.ubr = j.ubr
                where j.approval is not null and j.not_after is not null
                on conflict do nothing
                """.formatted(CANDIDATES.strip()), cycleId, cycleId, cycleId, Timestamp.from(now), cycleId);
    }

    /** The distinct facts of what was found, with how much of it nothing explains in the same ring. */
    List<Combination> combinations(String cycleId) {
        return jdbc.query("""
                with crowd as (
                    select ring, count(*) filter (where approval in ('NEVER', 'IDLE') and not enrolled_anew
                        and not (other_source and delivered <> 'HOTPATCH') and not (newer_windows and delivered <> 'HOTPATCH')) as unexplained
                    from hotpatch.unapproved_install where cycle_id = ? group by ring)
                select distinct i.ring, i.approval, i.delivered, i.track, i.enrolled_anew, i.known_before, i.newer_windows, i.other_source,
                    k.unexplained, coalesce(100.0 * k.unexplained / nullif(r.controlled, 0), 100) as share
                from hotpatch.unapproved_install i join crowd k on k.ring = i.ring
                join hotpatch.ring r on r.cycle_id = i.cycle_id and r.name = i.ring where i.cycle_id = ?
                """, (rs, n) -> new Combination(rs.getString(1), rs.getString(2), rs.getString(3), rs.getString(4), rs.getBoolean(5), rs.getBoolean(6),
                rs.getBoolean(7), rs.getBoolean(8), rs.getInt(9), rs.getDouble(10)), cycleId, cycleId);
    }

    void classify(String cycleId, Combination c, InstallClass found, String because) {
        jdbc.update("""
                update hotpatch.unapproved_install set class = ?, because = ?
                where cycle_id = ? and ring = ? and approval = ? and delivered = ? and track = ? and enrolled_anew = ? and known_before = ?
                    and newer_windows = ? and other_source = ? and (class, because) is distinct from (?, ?)
                """, found.name(), because, cycleId, c.ring(), c.approval(), c.delivered(), c.track(), c.enrolledAnew(), c.knownBefore(),
                c.newerWindows(), c.otherSource(), found.name(), because);
    }

    Instant asOf(String cycleId) {
        Timestamp oldest = jdbc.queryForObject("select min(as_of) from hotpatch.gate_proof where cycle_id = ?", Timestamp.class, cycleId);
        return oldest == null ? null : oldest.toInstant();
    }

    void conclude(String cycleId, Instant asOf, Instant now) {
        jdbc.update("""
                insert into hotpatch.gate_proof (cycle_id, ring, proved_at, as_of, devices, unapproved, leaks, unknown)
                select r.cycle_id, r.name, ?, ?, r.controlled, count(i.device_id), count(*) filter (where i.class = 'GATE_NOT_HELD'),
                    count(*) filter (where i.class = 'UNKNOWN')
                from hotpatch.ring r left join hotpatch.unapproved_install i on i.cycle_id = r.cycle_id and i.ring = r.name
                where r.cycle_id = ? group by r.cycle_id, r.name, r.controlled
                on conflict (cycle_id, ring) do update set proved_at = excluded.proved_at, as_of = excluded.as_of, devices = excluded.devices,
                    unapproved = excluded.unapproved, leaks = excluded.leaks, unknown = excluded.unknown
                """, Timestamp.from(now), asOf == null ? null : Timestamp.from(asOf), cycleId);
    }

    /** Alarming findings that were made at this time, ring by ring. */
    List<Alarm> alarming(String cycleId, Instant foundAt) {
        return jdbc.query("""
                select ring, count(*) filter (where class = 'GATE_NOT_HELD'), count(*) filter (where class = 'UNKNOWN') from hotpatch.unapproved_install
                where cycle_id = ? and found_at = ? and class in ('GATE_NOT_HELD', 'UNKNOWN') group by ring order by ring
                """, (rs, n) -> new Alarm(rs.getString(1), rs.getInt(2), rs.getInt(3)), cycleId, Timestamp.from(foundAt));
    }

    /** Those on which no person has decided since. */
    Alarm open(String cycleId) {
        return jdbc.queryForObject("""
                select count(*) filter (where class = 'GATE_NOT_HELD'), count(*) filter (where class = 'UNKNOWN') from hotpatch.unapproved_install i
                where cycle_id = ? and class in ('GATE_NOT_HELD', 'UNKNOWN') and not exists (select 1 from hotpatch.approval a
                    where a.cycle_id = i.cycle_id and a.subject in ('RING', 'STOP') and a.decision in ('PROCEED', 'WAIT', 'RESUME')
                        and a.requested_at >= i.found_at)
                """, (rs, n) -> new Alarm(null, rs.getInt(1), rs.getInt(2)), cycleId);
    }

    GateStanding standing(String cycleId) {
        if (jdbc.queryForObject("select count(*) from hotpatch.gate_proof where cycle_id = ?", Integer.class, cycleId) == 0) {
            return null;
        }
        Alarm open = open(cycleId);
        return open.leaks() > 0 ? GateStanding.NOT_HELD : open.unknown() > 0 ? GateStanding.UNKNOWN : GateStanding.HELD;
    }

    Map<InstallClass, Integer> counts(String cycleId) {
        Map<InstallClass, Integer> counts = new EnumMap<>(InstallClass.class);
        jdbc.query("select class, count(*) from hotpatch.unapproved_install where cycle_id = ? group by class",
                rs -> { counts.put(InstallClass.valueOf(rs.getString(1)), rs.getInt(2)); }, cycleId);
        return counts;
    }

    int count(String cycleId, VisibleRings visible) {
        return jdbc.queryForObject("select count(*) from hotpatch.unapproved_install where cycle_id = ? and (?::text is null or ring = any (string_to_array(?, ',')))",
                Integer.class, cycleId, visible.names(), visible.names());
    }

    List<UnapprovedInstall> list(String cycleId, VisibleRings visible, int offset, int limit) {
        return jdbc.query(SELECT + """
                 order by case i.class when 'GATE_NOT_HELD' then 0 when 'UNKNOWN' then 1 else 2 end, i.class, i.device_id
                offset ? limit ?
                """, (rs, n) -> install(rs), cycleId, visible.names(), visible.names(), offset, limit);
    }

    /** The part of the list behind a device, in the order of devices: what is found meanwhile, or classed anew, moves none of them. */
    List<UnapprovedInstall> behind(String cycleId, VisibleRings visible, String device, int limit) {
        return jdbc.query(SELECT + " and i.device_id > ? order by i.device_id limit ?", (rs, n) -> install(rs), cycleId, visible.names(), visible.names(), device, limit);
    }

    private static UnapprovedInstall install(ResultSet rs) throws SQLException {
        return new UnapprovedInstall(rs.getString("device_id"), rs.getString("name"), rs.getString("ring"),
                rs.getInt("build") + "." + rs.getInt("ubr"), rs.getString("level_before"), rs.getString("approval"), rs.getString("delivered"),
                InstallClass.valueOf(rs.getString("class")), rs.getString("because"), instant(rs, "not_before"), instant(rs, "not_after"),
                instant(rs, "found_at"));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp value = rs.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
