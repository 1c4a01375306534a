package io.hotpatchcycle.cycle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of decisions not to deploy a release. */
public final class ReleaseDecisionRows {

    private static final String SELECT = "select d.*, r.name as release from hotpatch.release_decision d join hotpatch.release r on r.id = d.release_id ";

    private final JdbcTemplate jdbc;

    public ReleaseDecisionRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    long open(CycleView cycle, int devices, Instant now) {
        return jdbc.queryForObject("""
                insert into hotpatch.release_decision (cycle_id, release_id, ended, devices, state, opened_at, declined_by)
                values (?, ?, ?, ?, 'OPEN', ?, (select decided_by from hotpatch.approval where cycle_id = ? and decision in ('REJECT', 'ABANDON')
                    and subject in ('CHANGE', 'STOP', 'RELEASE') order by id desc limit 1)) returning id
                """, Long.class, cycle.id(), cycle.releaseId(), cycle.state().name(), devices, Timestamp.from(now), cycle.id());
    }

    /** The question of a release without a cycle; devices are those of the newest reading that could take it, at most. */
    long openFor(String releaseId, String declinedBy, Instant now) {
        return jdbc.queryForObject("""
                insert into hotpatch.release_decision (release_id, ended, devices, state, opened_at, declined_by)
                values (?, 'NO_CYCLE', (select count(*) from hotpatch.device where line = 'WINDOWS_11'), 'OPEN', ?, ?) returning id
                """, Long.class, releaseId, Timestamp.from(now), declinedBy);
    }

    /** Nobody else asks about this release until the transaction ends. */
    void lock(String releaseId) {
        jdbc.query("select pg_advisory_xact_lock(hashtext(?))", rs -> { }, "releaseDecision:" + releaseId);
    }

    /** Why nothing can be asked about this release; empty when it can. */
    String againstOpening(String releaseId) {
        return jdbc.queryForList("""
                select case when not exists (select 1 from hotpatch.release where id = r.id) then 'it is not in the catalog as read'
                    when exists (select 1 from hotpatch.cycle where release_id = r.id) then 'cycle ' || (select min(id) from hotpatch.cycle where release_id = r.id) || ' carries it'
                    when exists (select 1 from hotpatch.release_decision where release_id = r.id and state = 'OPEN') then 'it was asked before and nobody has signed yet'
                    when exists (select 1 from hotpatch.release_decision where release_id = r.id and state in ('SIGNED', 'SETTLED')) then 'it has its decision already'
                    else '' end from (values (?::text)) r (id)
                """, String.class, releaseId).get(0);
    }

    /** By one statement for all: see {@link ReleaseDecisions#left}. */
    List<String> left(Instant seenBefore) {
        return jdbc.queryForList("""
                select r.id from hotpatch.release r
                where r.first_seen_at <= ? and r.published_at >= (select min(o.published_at) from hotpatch.release o join hotpatch.cycle c on c.release_id = o.id)
                    and exists (select from hotpatch.revision v where v.release_id = r.id and v.line = 'WINDOWS_11')
                    and not exists (select from hotpatch.cycle c where c.release_id = r.id)
                    and not exists (select from hotpatch.release_decision d where d.release_id = r.id)
                order by r.published_at, r.id
                """, String.class, Timestamp.from(seenBefore));
    }

    void wantStarted(long id, String person) {
        jdbc.update("update hotpatch.release_decision set started_by = ? where id = ? and state = 'OPEN'", person, id);
    }

    boolean wanted(long id) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select started_by is not null from hotpatch.release_decision where id = ?", Boolean.class, id));
    }

    /** The cycle that carries a release about which this was asked as one that none carries. */
    Optional<String> carrier(long id) {
        return jdbc.queryForList("select c.id from hotpatch.cycle c join hotpatch.release_decision d on d.release_id = c.release_id where d.id = ? and d.cycle_id is null",
                String.class, id).stream().findFirst();
    }

    /** Closes what still waits, for a person or for its end, where a cycle carries the release; says whether one does. */
    boolean carry(long id, Instant now) {
        return jdbc.update("""
                update hotpatch.release_decision d set state = 'CARRIED', ended_at = coalesce(ended_at, ?)
                where id = ? and state in ('OPEN', 'SIGNED', 'CARRIED') and d.cycle_id is null and exists (select from hotpatch.cycle c where c.release_id = d.release_id)
                """, Timestamp.from(now), id) == 1;
    }

    void sign(long id, ReleaseDecisions.Acceptance a, String person, String taskId, Instant now, Instant wall) {
        jdbc.update("""
                update hotpatch.release_decision set state = 'SIGNED', reason = ?, residual_risk = ?, owner = ?, expires_at = ?, signed_by = ?, signed_at = ?,
                    signed_wall = ?, shown_hash = (select shown_hash from hotpatch.approval where task_id = ?) where id = ? and state = 'OPEN'
                """, a.reason(), a.residualRisk(), a.owner(), Timestamp.from(a.expiresAt()), person, Timestamp.from(now), Timestamp.from(wall), taskId, id);
    }

    void settle(long id, String reason, String person, Instant now, Instant wall) {
        jdbc.update("update hotpatch.release_decision set state = 'SETTLED', reason = ?, signed_by = ?, signed_at = ?, signed_wall = ?, ended_at = ? "
                + "where id = ? and state = 'OPEN'", reason, person, Timestamp.from(now), Timestamp.from(wall), Timestamp.from(now), id);
    }

    void expire(long id, Instant now) {
        jdbc.update("update hotpatch.release_decision set state = 'EXPIRED', ended_at = ? where id = ? and state = 'SIGNED'", Timestamp.from(now), id);
    }

    List<ReleaseDecisionView> list(String cycleId) {
        return jdbc.query(SELECT + "where ?::text is null or d.cycle_id = ? order by d.id desc", (rs, n) -> view(rs), cycleId, cycleId);
    }

    List<ReleaseDecisionView> ofRelease(String releaseId) {
        return jdbc.query(SELECT + "where d.release_id = ? order by d.id desc", (rs, n) -> view(rs), releaseId);
    }

    ReleaseDecisionView find(long id) {
        return jdbc.queryForObject(SELECT + "where d.id = ?", (rs, n) -> view(rs), id);
    }

    private static ReleaseDecisionView view(ResultSet rs) throws SQLException {
        return new ReleaseDecisionView(rs.getLong("id"), rs.getString("cycle_id"), rs.getString("release_id"), rs.getString("release"),
                rs.getString("ended"), rs.getInt("devices"), rs.getString("state"),
                rs.getTimestamp("opened_at").toInstant(), rs.getString("declined_by"), rs.getString("reason"), rs.getString("residual_risk"),
                rs.getString("owner"), instant(rs, "expires_at"), rs.getString("signed_by"), instant(rs, "signed_at"));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp value = rs.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
