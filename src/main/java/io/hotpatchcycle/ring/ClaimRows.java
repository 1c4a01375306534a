package io.hotpatchcycle.ring;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of what claims a device for a ring before a plan is drawn: the groups of the rings, and their shares. */
final class ClaimRows {

    /** Whom a policy of others will not reach any more, because the ring of his share has a group that it leaves out. A group that has him decides first. */
    private static final String SPARE = """
            update hotpatch.foreign_policy_member f set spared = true from hotpatch.device d
            where f.policy_id = ? and d.object_id = f.object_id and not d.duplicate and not d.retired
                and ('{%s}'::int[])[width_bucket(d.bucket::int, '{%s}'::int[])] = any (?::int[])
                and not exists (select from hotpatch.ring_claim c where c.object_id = d.object_id)
            """;

    private final JdbcTemplate jdbc;

    ClaimRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Who is in the group of a ring, by Entra object id. The first ring that claims a device keeps it.
     *
     * @param stays nobody takes it out of this group where another ring has it
     */
    void claim(int ring, List<String> objectIds, boolean stays) {
        jdbc.update("insert into hotpatch.ring_claim as c (object_id, ring) select distinct unnest(?::text[]), ? on conflict (object_id) "
                + "do update set units = c.units + 1 where c.ring <> excluded.ring and ?", objectIds.toArray(String[]::new), ring, stays);
    }

    /**
     * Claims for a ring whose group cannot be read whoever was planned in it last.
     *
     * @return whether an earlier plan had the ring
     */
    boolean claimAsPlanned(int ring, String name, String cycleId) {
        List<String> last = jdbc.queryForList("select c.id from hotpatch.cycle c where c.id <> ? and exists (select from hotpatch.plan_class k where k.cycle_id = c.id "
                + "and k.ring = ?) order by c.created_at desc, c.no desc limit 1", String.class, cycleId, name);
        last.forEach(plan -> jdbc.update("insert into hotpatch.ring_claim (object_id, ring) select distinct object_id, ?::integer from hotpatch.plan_device "
                + "where cycle_id = ? and ring = ? and object_id is not null on conflict do nothing", ring, plan, name));
        return !last.isEmpty();
    }

    /** Members of a ring's group that are in it because we put them there: a plan put them into the ring, not the group. */
    Set<String> written(String ring, String groupId) {
        return new HashSet<>(jdbc.queryForList("""
                select object_id from (select distinct on (m.object_id) m.object_id, w.kind from hotpatch.graph_write w
                    cross join lateral unnest(string_to_array(w.request, ',')) m (object_id)
                    where w.ring = ? and w.target = 'members of group ' || ? and w.kind in ('ADD_MEMBERS', 'REMOVE_MEMBER') and w.state <> 'FAILED'
                    order by m.object_id, w.intended_at desc, w.id desc) last where kind = 'ADD_MEMBERS'
                """, String.class, ring, groupId));
    }

    /** Claims are read anew for each plan. */
    void forget() {
        jdbc.update("delete from hotpatch.ring_claim");
    }

    /** @param rings numbers of the rings by share whose groups the policy leaves out */
    void spare(String policyId, List<Integer> rings, List<PlanRows.Share> shares) {
        jdbc.update(String.format(SPARE, PlanRows.list(shares, PlanRows.Share::ring), PlanRows.list(shares, PlanRows.Share::from)), policyId,
                rings.toArray(Integer[]::new));
    }

    /** The ranges that rings by share took with the last plan. */
    List<ShareRanges.Range> lastShares() {
        return jdbc.query("select from_bucket, ring from hotpatch.ring_share order by from_bucket", (rs, n) -> new ShareRanges.Range(rs.getInt(1), rs.getString(2)));
    }

    /**
     * The ranges that rings by share have from now on. While another cycle follows devices where its plan has them, or this one has opened a ring,
     * nobody moves: then a changed share waits.
     */
    Shares shares(String cycleId, List<RingSettings> rings) {
        jdbc.query("select pg_advisory_xact_lock(hashtext('hotpatch.ring_share'))", rs -> { });
        List<ShareRanges.Range> before = lastShares();
        List<ShareRanges.Range> wanted = ShareRanges.next(before, rings);
        List<String> holding = before.isEmpty() || wanted.equals(before) ? List.of() : holding(cycleId);
        List<ShareRanges.Range> ranges = holding.isEmpty() ? wanted : ShareRanges.held(before, rings);
        if (!ranges.isEmpty() && !ranges.equals(before)) {
            jdbc.update("delete from hotpatch.ring_share");
            ranges.forEach(range -> jdbc.update("insert into hotpatch.ring_share (from_bucket, ring) values (?, ?)", range.from(), range.ring()));
        }
        return new Shares(ranges, ranges.equals(wanted) ? List.of() : holding);
    }

    /** @param waitingFor cycles that have to end before the shares as configured are taken; empty when they are */
    record Shares(List<ShareRanges.Range> ranges, List<String> waitingFor) {
    }

    /** Cycles that go by a plan: they opened a ring by it, or still may. */
    private List<String> holding(String cycleId) {
        return jdbc.queryForList("""
                select c.id from hotpatch.cycle c where c.state not in %s
                    and (exists (select from hotpatch.ring r where r.cycle_id = c.id and r.opened_at is not null)
                        or c.id <> ? and c.superseded_by is null and exists (select from hotpatch.plan_class k where k.cycle_id = c.id))
                order by c.id
                """.formatted(EndedCycles.STATES), String.class, cycleId);
    }
}
