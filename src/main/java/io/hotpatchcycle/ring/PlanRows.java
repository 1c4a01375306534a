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

    void assignBuckets(String cycleId, String ring, int from, int to, int buckets) {
        jdbc.update("""
                update hotpatch.plan_device set ring = ? where cycle_id = ? and ring is null and uncontrolled_why is null
                and (('x' || substr(md5(device_id), 1, 7))::bit(28)::int % ?) >= ?
                and (('x' || substr(md5(device_id), 1, 7))::bit(28)::int % ?) < ?
                """, ring, cycleId, buckets, from, buckets, to);
    }

    void explainUnassigned(String cycleId) {
        jdbc.update("update hotpatch.plan_device set uncontrolled_why = 'NO_RING' where cycle_id = ? and ring is null "
                + "and uncontrolled_why is null", cycleId);
    }

    /** Devices that another policy reaches too are not controlled: our gate alone does not hold them. */
    void classifyPolicies(String cycleId) {
        jdbc.update("update hotpatch.plan_device set policy = 'UNIT', controlled = true where cycle_id = ? and ring is not null", cycleId);
        jdbc.update("""
                update hotpatch.plan_device set policy = 'FOREIGN', uncontrolled_why = 'FOREIGN_POLICY', controlled = false
                where cycle_id = ? and object_id in (select object_id from hotpatch.foreign_policy_member)
                """, cycleId);
    }

    /**
     * A device gets the hotpatch when it is eligible and its own build has one. Unknown eligibility is planned as a
     * restart: the pessimistic side.
     */
    void decideTracks(String cycleId, boolean withoutRestart) {
        jdbc.update("""
                update hotpatch.plan_device set track = case
                    when ring is null then 'NONE'
                    when ? and eligibility = 'ELIGIBLE' and build in (
                        select v.build from hotpatch.revision v join hotpatch.cycle c on c.release_id = v.release_id
                        where c.id = ? and v.line = 'WINDOWS_11' and v.hotpatch = 'YES') then 'HOTPATCH'
                    else 'LCU' end
                where cycle_id = ?
                """, withoutRestart, cycleId, cycleId);
        jdbc.update("""
                update hotpatch.plan_device set restart_expected =
                    ring is not null and not (track = 'HOTPATCH' and coalesce(build_class = 'CURRENT', false))
                where cycle_id = ?
                """, cycleId);
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
