package io.hotpatchcycle.ring;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of units, and of what other policies reach. */
public final class UnitRows {

    private final JdbcTemplate jdbc;

    public UnitRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A policy that was there once stays known; from when on it is gone is told by the questions that had been asked by then. */
    void store(Unit unit, Instant now) {
        jdbc.update("""
                insert into hotpatch.unit as u (name, ring, group_id, owned, policy_id, update_ring, deferral_days, deadline_days,
                    grace_days, paused, problem, read_at, known_policy)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (name) do update set ring = excluded.ring, group_id = excluded.group_id, owned = excluded.owned,
                    policy_id = excluded.policy_id, update_ring = excluded.update_ring, deferral_days = excluded.deferral_days,
                    deadline_days = excluded.deadline_days, grace_days = excluded.grace_days, paused = excluded.paused,
                    problem = excluded.problem, read_at = excluded.read_at, known_policy = coalesce(excluded.policy_id, u.known_policy),
                    gone_after = case when excluded.policy_id is null and u.known_policy is not null
                        then coalesce(u.gone_after, (select coalesce(max(id), 0) from hotpatch.approval)) end
                """, unit.name(), unit.ring(), unit.groupId(), unit.owned(), unit.policyId(), unit.updateRing(),
                unit.deferralDays(), unit.deadlineDays(), unit.graceDays(), unit.paused(), unit.problem(), Timestamp.from(now), unit.policyId());
    }

    void setPolicy(String unit, String policyId) {
        jdbc.update("update hotpatch.unit set policy_id = ?, known_policy = ?, gone_after = null where name = ?", policyId, policyId, unit);
    }

    /** Notes that a policy was found gone while nothing else of the tenant was read. */
    void policyGone(String unit, String policyId, String problem) {
        jdbc.update("update hotpatch.unit set policy_id = null, problem = ?, gone_after = coalesce(gone_after, (select coalesce(max(id), 0) from hotpatch.approval)) "
                + "where name = ? and policy_id = ?", problem, unit, policyId);
    }

    /** The policy that a unit had and has no more; empty when it has one, or never had. */
    Optional<String> missingPolicy(String unit) {
        return jdbc.queryForList("select known_policy from hotpatch.unit where name = ? and policy_id is null and known_policy is not null", String.class, unit)
                .stream().findFirst();
    }

    /** The policy that a unit had and nobody let be replaced since it was found gone; empty when one may be created. */
    Optional<String> irreplaceable(String unit) {
        return jdbc.queryForList("""
                select known_policy from hotpatch.unit u where name = ? and known_policy is not null and not exists (
                    select 1 from hotpatch.approval a where a.id > u.gone_after and (a.subject = 'CHANGE' and a.decision = 'APPROVE'
                        or a.subject = 'RING' and a.ring = u.ring and a.decision = 'RECREATE' or a.subject = 'STOP' and a.decision = 'RECREATE'))
                """, String.class, unit).stream().findFirst();
    }

    void setProblem(String unit, String problem) {
        jdbc.update("update hotpatch.unit set problem = ? where name = ?", problem, unit);
    }

    Optional<Unit> find(String ring) {
        return jdbc.query("select * from hotpatch.unit where ring = ?", (rs, n) -> new Unit(rs.getString("name"),
                rs.getString("ring"), rs.getString("group_id"), rs.getBoolean("owned"), rs.getString("policy_id"),
                rs.getString("update_ring"), rs.getInt("deferral_days"), (Integer) rs.getObject("deadline_days"),
                rs.getInt("grace_days"), rs.getBoolean("paused"), rs.getString("problem")), ring).stream().findFirst();
    }

    /** @param hotpatch whether devices in no policy get hotpatches; null where the tenant does not say */
    void setTenantDefault(Boolean hotpatch, Instant now) {
        jdbc.update("delete from hotpatch.tenant_default");
        jdbc.update("insert into hotpatch.tenant_default (hotpatch, received_at) values (?, ?)", hotpatch, Timestamp.from(now));
    }

    /** @param ring number of the unit's ring, from 1 */
    Governed governing(String objectId, Unit unit, int ring) {
        List<String> foreign = jdbc.queryForList("select distinct policy_name from hotpatch.foreign_policy_member where object_id = ? order by 1", String.class, objectId);
        List<String> clashes = unit == null ? List.of() : clashes().of(objectId, ring);
        return jdbc.query("select hotpatch, received_at from hotpatch.tenant_default", (rs, n) -> new Governed(unit, foreign, clashes, (Boolean) rs.getObject(1),
                rs.getTimestamp(2).toInstant())).stream().findFirst().orElse(new Governed(unit, foreign, clashes, null, null));
    }

    /** Rows of devices that not one update ring alone reaches. */
    ClashRows clashes() {
        return new ClashRows(jdbc);
    }

    void forgetForeignMembers() {
        jdbc.update("delete from hotpatch.foreign_policy_member");
    }

    /** @param hotpatch whether the policy allows it; null where it does not decide */
    void addForeignMembers(String policyId, String policyName, Boolean hotpatch, List<String> objectIds) {
        jdbc.update("insert into hotpatch.foreign_policy_member (object_id, policy_id, policy_name, hotpatch) select distinct unnest(?::text[]), ?, ?, ?::boolean "
                + "on conflict do nothing", objectIds.toArray(String[]::new), policyId, policyName, hotpatch);
    }

    /** Devices that these people own. */
    void addForeignOwners(String policyId, String policyName, Boolean hotpatch, List<String> principalNames) {
        jdbc.update("insert into hotpatch.foreign_policy_member (object_id, policy_id, policy_name, hotpatch) select distinct d.object_id, ?, ?, ?::boolean from hotpatch.device d "
                + "where d.object_id is not null and lower(d.owner) = any(?::text[]) on conflict do nothing", policyId, policyName, hotpatch, lower(principalNames));
    }

    void removeForeignOwners(String policyId, List<String> principalNames) {
        jdbc.update("delete from hotpatch.foreign_policy_member f using hotpatch.device d where f.policy_id = ? and d.object_id = f.object_id and lower(d.owner) = any(?::text[])",
                policyId, lower(principalNames));
    }

    private static String[] lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toArray(String[]::new);
    }

    /** Group of the unit of a ring; empty when it has none. */
    Optional<String> groupOf(String ring) {
        return find(ring).map(Unit::groupId);
    }

    void removeForeignMembers(String policyId, List<String> objectIds) {
        jdbc.update("delete from hotpatch.foreign_policy_member where policy_id = ? and object_id = any(?::text[])", policyId,
                objectIds.toArray(String[]::new));
    }
}
