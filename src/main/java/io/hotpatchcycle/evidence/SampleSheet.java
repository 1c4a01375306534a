package io.hotpatchcycle.evidence;

import java.util.Map;
import java.util.Optional;

/**
 * One page per sample: who described, requested, tested, approved and deployed a release, when, and what was seen.
 *
 * @param entry  the catalog entry, one row
 * @param cycle  its cycle, one row; none when no cycle carried it
 * @param declined every signed decision not to deploy it, newest first
 * @param asked  every question and answer, with the place of what was shown in the pack
 * @param tested what the first ring showed, with its last verdict
 * @param rings  when each ring was opened and passed
 * @param writes what was written to Graph, counted by kind and state
 * @param events milestones of the trail, with their number in the chain
 */
public record SampleSheet(Listing entry, Listing cycle, Listing declined, Listing asked, Listing tested, Listing rings, Listing writes, Listing events) {

    private static final String ENTRY = """
            select r.id as entry, r.name as release, r.display_name as title, r.published_at, r.first_seen_at as read_at, r.max_severity as severity,
                r.max_base_score as score, replace(r.exploited_cves, ',', ' ') as exploited,
                (select string_agg(distinct v.kb || ' (' || v.build || '.' || v.ubr || case v.hotpatch when 'YES' then ', hotpatch' else '' end || ')', ', ')
                    from hotpatch.revision v where v.release_id = r.id and v.line = 'WINDOWS_11') as updates
            from hotpatch.release r where r.id = :entry""";
    private static final String CYCLE = """
            select c.id as cycle, c.kind, c.change_type, c.state, coalesce(e.actor, 'not recorded') as requested_by, c.created_at as requested_at,
                c.kind_decided_by, c.closed_at as ended_at, c.closing_note, c.plan_hash as sha256, c.model_set,
                (select count(*) from hotpatch.legal_hold h where h.cycle_id = c.id and h.lifted_at is null) > 0 as legal_hold, k.file as kept_pack
            from hotpatch.cycle c left join hotpatch.kept_pack k on k.cycle_id = c.id
            left join lateral (select x.actor from hotpatch.event x where x.cycle_id = c.id order by x.id limit 1) e on true
            where c.release_id = :entry""";
    private static final String DECLINED = """
            select d.state, d.ended as cycle_ended, d.declined_by, d.devices, d.reason, d.residual_risk, coalesce(d.owner, 'nobody') as carried_by, d.signed_by, d.signed_at,
                d.expires_at as good_until, d.shown_hash as shown_sha256
            from hotpatch.release_decision d where d.release_id = :entry and d.signed_by is not null order by d.id desc""";
    private static final String ASKED = """
            select row_number() over (order by a.id) as number, a.subject, a.ring, a.asked, a.requested_at, a.decision, a.decided_by, a.decided_at, a.comment,
                a.shown_hash as shown_sha256, 'shown/' || lpad((row_number() over (order by a.id))::text, 4, '0') || '-' || lower(a.subject) || '.json' as in_pack
            from hotpatch.approval a join hotpatch.cycle c on c.id = a.cycle_id where c.release_id = :entry order by a.id""";
    private static final String TESTED = """
            select g.name as ring, g.devices, g.controlled, g.effective, g.failed, g.silent, g.opened_at, g.passed_at, g.verdict, g.verdict_reason,
                g.overridden_by, (select string_agg(t.what || ': ' || lower(t.result) || ' (' || t.tested_by || ')', '; ' order by t.id) from hotpatch.manual_test t
                    where t.cycle_id = g.cycle_id and t.ring = g.name) as tested_by_hand, (select count(*) from hotpatch.verdict v where v.cycle_id = g.cycle_id and v.ring = g.name) as verdicts
            from hotpatch.ring g join hotpatch.cycle c on c.id = g.cycle_id where c.release_id = :entry order by g.ordinal""";
    private static final String RINGS = """
            select g.name as ring, g.state, g.controlled, g.effective, g.failed, g.opened_at, g.passed_at, g.verdict, g.overridden_by
            from hotpatch.ring g join hotpatch.cycle c on c.id = g.cycle_id where c.release_id = :entry order by g.ordinal""";
    private static final String WRITES = """
            select w.kind as what, w.state, count(*) as writes, min(w.intended_at) as first, max(w.read_back_at) as last_read_back
            from hotpatch.graph_write w join hotpatch.cycle c on c.id = w.cycle_id where c.release_id = :entry group by 1, 2 order by 1, 2""";
    private static final String EVENTS = """
            select e.business_time as at, e.actor as by, e.type, e.ring, s.sequence as sealed_as, encode(s.hash, 'hex') as hash
            from hotpatch.event e join hotpatch.cycle c on c.id = e.cycle_id left join hotpatch.seal s on s.event_id = e.id
            where c.release_id = :entry and (e.actor_kind = 'PERSON' or e.type ~ '^(cycle|approval|ring|modelSet)\\.')
            order by e.id limit 60""";

    static Optional<SampleSheet> read(EvidenceRows rows, String entry) {
        Map<String, Object> which = Map.of("entry", entry);
        Listing found = Collected.of(rows, ENTRY, which);
        return found.rows().isEmpty() ? Optional.empty() : Optional.of(new SampleSheet(found, Collected.of(rows, CYCLE, which), Collected.of(rows, DECLINED, which), Collected.of(rows, ASKED, which),
                Collected.of(rows, TESTED, which), Collected.of(rows, RINGS, which), Collected.of(rows, WRITES, which), Collected.of(rows, EVENTS, which)));
    }
}
