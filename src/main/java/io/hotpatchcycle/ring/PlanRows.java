package io.hotpatchcycle.ring;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of a cycle's plan, all of it set-based. */
public final class PlanRows {

    /**
     * What is true of a device beside its facts, in one number: 16 x claiming ring (0 is none) + 4 x population
     * (0 active, 1 stale, 2 retired, 3 duplicate) + 2 where it has no Entra object + 1 where another policy reaches it.
     */
    private static final String SEEN = """
            select d.no, d.facts, d.object_id, d.last_check_in,
                case when d.duplicate then 12 when d.retired then 8
                    else case when d.last_check_in >= ? then 0 else 4 end
                        + 16 * coalesce(q.ring, (?::int[])[width_bucket(d.bucket::int, ?::int[])], 0) end
                + case when d.object_id is null then 2 else 0 end + case when f.object_id is null then 0 else 1 end as code
            from hotpatch.device d left join hotpatch.ring_claim q on q.object_id = d.object_id
            left join (select distinct object_id from hotpatch.foreign_policy_member) f on f.object_id = d.object_id
            """;

    /** Key of a class. Were two classes ever to share one, the primary key would refuse the plan. */
    private static final String CLASS = "hashint8extended(s.facts, c.no * 4294967296 + s.code)";

    /** Devices that another policy reaches too are not controlled: our gate alone does not hold them. */
    private static final String CLASSES = """
            insert into hotpatch.plan_class (class, cycle_id, devices, population, line, build, ubr, edition, cpu, chpe, join_type, management,
                licence, vbs, hotpatched_before, ring, policy, controlled, uncontrolled_why)
            select w.class, w.id, w.devices, w.population, w.line, w.build, w.ubr, w.edition, w.cpu, w.chpe, w.join_type, w.management, w.licence,
                w.vbs, w.hotpatched_at is not null, r.ring,
                case when w.foreign_policy then 'FOREIGN' when r.ring is not null then 'UNIT' else 'NONE' end,
                not w.foreign_policy and r.ring is not null,
                case when w.foreign_policy then 'FOREIGN_POLICY' when r.ring is null then coalesce(w.why, 'NO_RING') end
            from (
                select """ + " " + CLASS + """
                     as class, c.id, s.devices, s.code / 16 as claim, s.code % 2 = 1 as foreign_policy,
                    (array['ACTIVE', 'STALE', 'RETIRED', 'DUPLICATE'])[1 + s.code / 4 % 4] as population,
                    case when s.code / 4 % 4 = 2 then 'RETIRED' when s.code / 4 % 4 = 3 then 'DUPLICATE'
                        when s.code / 2 % 2 = 1 then 'NO_ENTRA_OBJECT'
                        when not exists (select 1 from hotpatch.revision v where v.release_id = c.release_id and v.line = d.line
                            and v.build = d.build) then 'NO_REVISION_FOR_BUILD' end as why,
                    d.line, d.build, d.ubr, d.edition, d.cpu, d.chpe, d.join_type, d.management, d.licence, d.vbs, d.hotpatched_at
                from grouped s join hotpatch.device d on d.no = s.example, hotpatch.cycle c) w
            cross join lateral (select case when w.why is null then (?::text[])[w.claim] end as ring) r
            where w.id = ?
            """;

    private final JdbcTemplate jdbc;

    public PlanRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Who is in the group of a ring, by Entra object id. The first ring that claims a device keeps it. */
    void claim(int ring, List<String> objectIds) {
        jdbc.update("insert into hotpatch.ring_claim (object_id, ring) select distinct unnest(?::text[]), ? on conflict do nothing",
                objectIds.toArray(String[]::new), ring);
    }

    void forgetClaims() {
        jdbc.update("delete from hotpatch.ring_claim");
    }

    /** A ring's share of the hash: buckets from {@code from} on. {@code ring} counts from 1 in ring order. */
    record Share(int ring, int from) {
    }

    /**
     * Freezes every device for the cycle, each row written once, with the class it belongs to: facts, population, what
     * reaches it and the ring that claims it. All that is decided later is decided of classes.
     */
    void draw(String cycleId, Instant staleBefore, List<String> rings, List<Share> shares) {
        jdbc.execute("set local work_mem = '64MB'");
        jdbc.update("delete from hotpatch.plan_member where cycle = (select no from hotpatch.cycle where id = ?)", cycleId);
        jdbc.update("delete from hotpatch.plan_class where cycle_id = ?", cycleId);
        Integer[] owners = shares.stream().map(Share::ring).toArray(Integer[]::new);
        Integer[] firsts = shares.stream().map(Share::from).toArray(Integer[]::new);
        Timestamp stale = Timestamp.from(staleBefore);
        jdbc.update("with seen as (" + SEEN + "), grouped as (select facts, code, count(*) as devices, min(no) as example from seen group by facts, code)"
                + CLASSES, stale, owners, firsts, rings.toArray(String[]::new), cycleId);
        jdbc.update("with seen as (" + SEEN + ") insert into hotpatch.plan_member (class, device, last_check_in, cycle, object_id) select "
                + CLASS + ", s.no, s.last_check_in, c.no, s.object_id from seen s, hotpatch.cycle c where c.id = ?", stale, owners, firsts, cycleId);
        jdbc.execute("select hotpatch.learn_plan()");
    }

    /**
     * A device gets the hotpatch when it is eligible and its own build has one. Unknown eligibility is planned as a
     * restart: the pessimistic side.
     */
    void decideTracks(String cycleId, boolean withoutRestart) {
        jdbc.update("""
                update hotpatch.plan_class p set track = case when t.hotpatch then 'HOTPATCH' when p.ring is null then 'NONE' else 'LCU' end,
                    restart_expected = p.ring is not null and not (t.hotpatch and coalesce(p.build_class = 'CURRENT', false))
                from hotpatch.plan_class same cross join lateral (
                    select coalesce(same.ring is not null and ? and same.eligibility = 'ELIGIBLE' and same.build in (
                        select v.build from hotpatch.revision v join hotpatch.cycle c on c.release_id = v.release_id
                        where c.id = ? and v.line = 'WINDOWS_11' and v.hotpatch = 'YES'), false) as hotpatch) t
                where p.cycle_id = ? and same.class = p.class
                """, withoutRestart, cycleId, cycleId);
    }

    PlanCounts counts(String cycleId) {
        return jdbc.queryForObject("""
                select sum(devices) filter (where population <> 'DUPLICATE'), sum(devices) filter (where active),
                    sum(devices) filter (where population = 'STALE'), sum(devices) filter (where active and controlled),
                    sum(devices) filter (where active and not controlled),
                    sum(devices) filter (where active and eligibility = 'ELIGIBLE'),
                    sum(devices) filter (where active and eligibility = 'NOT_ELIGIBLE'),
                    sum(devices) filter (where active and coalesce(eligibility, 'UNKNOWN') = 'UNKNOWN'),
                    sum(devices) filter (where active and controlled and track = 'HOTPATCH'),
                    sum(devices) filter (where active and controlled and track = 'LCU'),
                    sum(devices) filter (where active and controlled and build_class = 'BEHIND'),
                    sum(devices) filter (where active and controlled and restart_expected)
                from (select *, population = 'ACTIVE' as active from hotpatch.plan_class where cycle_id = ?) p
                """, (rs, n) -> new PlanCounts(rs.getInt(1), rs.getInt(2), rs.getInt(3), rs.getInt(4), rs.getInt(5),
                        rs.getInt(6), rs.getInt(7), rs.getInt(8), rs.getInt(9), rs.getInt(10), rs.getInt(11), rs.getInt(12)), cycleId);
    }

    String hash(String cycleId) {
        return jdbc.queryForObject("select hotpatch.plan_hash(?)", String.class, cycleId);
    }
}
