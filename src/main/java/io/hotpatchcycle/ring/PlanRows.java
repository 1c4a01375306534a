package io.hotpatchcycle.ring;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of a cycle's plan, all of it set-based. */
public final class PlanRows {

    private final JdbcTemplate jdbc;

    public PlanRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Freezes the facts of every device for the cycle. */
    void draw(String cycleId, Instant staleBefore) {
        jdbc.update("delete from hotpatch.plan_device where cycle_id = ?", cycleId);
        jdbc.update("""
                insert into hotpatch.plan_device (cycle_id, device_id, object_id, population, line, build, ubr, edition, cpu,
                    chpe, join_type, management, licence, vbs, policy, hotpatched_before, last_check_in)
                select ?, d.id, d.object_id, p.population, d.line, d.build, d.ubr, d.edition, d.cpu, d.chpe, d.join_type,
                    d.management, d.licence, d.vbs, 'NONE', d.hotpatched_at is not null, d.last_check_in
                from hotpatch.device d join hotpatch.device_population(?) p on p.device_id = d.id
                """, cycleId, Timestamp.from(staleBefore));
        jdbc.execute("select hotpatch.learn_plan()");
        jdbc.update("""
                update hotpatch.plan_device p set uncontrolled_why = case
                    when p.population in ('RETIRED', 'DUPLICATE') then p.population
                    when p.object_id is null then 'NO_ENTRA_OBJECT'
                    else 'NO_REVISION_FOR_BUILD' end
                where p.cycle_id = ? and (p.population in ('RETIRED', 'DUPLICATE') or p.object_id is null
                    or not exists (select 1 from hotpatch.revision v join hotpatch.cycle c on c.release_id = v.release_id
                        where c.id = p.cycle_id and v.line = p.line and v.build = p.build))
                """, cycleId);
    }

    void assignMembers(String cycleId, String ring, List<String> objectIds) {
        jdbc.update("update hotpatch.plan_device set ring = ? where cycle_id = ? and ring is null "
                + "and uncontrolled_why is null and object_id = any (?)", ring, cycleId, objectIds.toArray(String[]::new));
    }

    /** A ring's share of the hash: buckets from (included) to (excluded). */
    record Share(String ring, int from, int to) {
    }

    void assignShares(String cycleId, List<Share> shares, int buckets) {
        jdbc.update("""
                update hotpatch.plan_device p set ring = s.ring
                from unnest(?::text[], ?::int[], ?::int[]) as s (ring, first, next)
                where p.cycle_id = ? and p.ring is null and p.uncontrolled_why is null
                    and (('x' || substr(md5(p.device_id), 1, 7))::bit(28)::int % ?) >= s.first
                    and (('x' || substr(md5(p.device_id), 1, 7))::bit(28)::int % ?) < s.next
                """, shares.stream().map(Share::ring).toArray(String[]::new), shares.stream().map(Share::from).toArray(Integer[]::new),
                shares.stream().map(Share::to).toArray(Integer[]::new), cycleId, buckets, buckets);
    }

    /**
     * Says of each device whether we control it, and why not. Devices that another policy reaches too are not
     * controlled: our gate alone does not hold them.
     */
    void classifyPolicies(String cycleId) {
        jdbc.update("""
                update hotpatch.plan_device p set policy = case when f.object_id is not null then 'FOREIGN' when p.ring is not null then 'UNIT' else 'NONE' end,
                    controlled = f.object_id is null and p.ring is not null,
                    uncontrolled_why = case when f.object_id is not null then 'FOREIGN_POLICY' when p.ring is null then coalesce(p.uncontrolled_why, 'NO_RING') end
                from hotpatch.plan_device same left join (select distinct object_id from hotpatch.foreign_policy_member) f on f.object_id = same.object_id
                where p.cycle_id = ? and same.cycle_id = p.cycle_id and same.device_id = p.device_id
                """, cycleId);
    }

    /**
     * A device gets the hotpatch when it is eligible and its own build has one. Unknown eligibility is planned as a
     * restart: the pessimistic side.
     */
    void decideTracks(String cycleId, boolean withoutRestart) {
        jdbc.update("""
                update hotpatch.plan_device p set track = case when t.hotpatch then 'HOTPATCH' when p.ring is null then 'NONE' else 'LCU' end,
                    restart_expected = p.ring is not null and not (t.hotpatch and coalesce(p.build_class = 'CURRENT', false))
                from hotpatch.plan_device same cross join lateral (
                    select coalesce(same.ring is not null and ? and same.eligibility = 'ELIGIBLE' and same.build in (
                        select v.build from hotpatch.revision v join hotpatch.cycle c on c.release_id = v.release_id
                        where c.id = ? and v.line = 'WINDOWS_11' and v.hotpatch = 'YES'), false) as hotpatch) t
                where p.cycle_id = ? and same.cycle_id = p.cycle_id and same.device_id = p.device_id
                """, withoutRestart, cycleId, cycleId);
    }

    PlanCounts counts(String cycleId) {
        return jdbc.queryForObject("""
                select count(*) filter (where population <> 'DUPLICATE'), count(*) filter (where active),
                    count(*) filter (where population = 'STALE'), count(*) filter (where active and controlled),
                    count(*) filter (where active and not controlled),
                    count(*) filter (where active and eligibility = 'ELIGIBLE'),
                    count(*) filter (where active and eligibility = 'NOT_ELIGIBLE'),
                    count(*) filter (where active and coalesce(eligibility, 'UNKNOWN') = 'UNKNOWN'),
                    count(*) filter (where active and controlled and track = 'HOTPATCH'),
                    count(*) filter (where active and controlled and track = 'LCU'),
                    count(*) filter (where active and controlled and build_class = 'BEHIND'),
                    count(*) filter (where active and controlled and restart_expected)
                from (select *, population = 'ACTIVE' as active from hotpatch.plan_device where cycle_id = ?) p
                """, (rs, n) -> new PlanCounts(rs.getInt(1), rs.getInt(2), rs.getInt(3), rs.getInt(4), rs.getInt(5),
                        rs.getInt(6), rs.getInt(7), rs.getInt(8), rs.getInt(9), rs.getInt(10), rs.getInt(11), rs.getInt(12)), cycleId);
    }

    String hash(String cycleId) {
        return jdbc.queryForObject("""
                select encode(sha256(convert_to(coalesce(string_agg(device_id || '|' || coalesce(ring, '-') || '|' || coalesce(track, '-')
                    || '|' || restart_expected || '|' || controlled, E'\\n' order by device_id), ''), 'UTF8')), 'hex')
                from hotpatch.plan_device where cycle_id = ?
                """, String.class, cycleId);
    }
}
