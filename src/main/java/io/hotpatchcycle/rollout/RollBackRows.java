package io.hotpatchcycle.rollout;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of roll-backs, all of it set-based. */
public final class RollBackRows {

    /** Nothing of it is opened any more by us: also while a stop is not shown to be complete, and while an emergency that was given up waits to be judged. */
    private static final String STOPPED = "(c.state in ('STOPPED', 'ABANDONED') or c.state in ('STOPPING', 'CLOSING') and exists (select 1 from hotpatch.halt h "
            + "where h.cycle_id = c.id and h.lifted_at is null))";

    private final JdbcTemplate jdbc;
    private final String tenant;

    /** @param tenant id of the tenant whose proofs count; {@code sandbox} for a sandbox */
    public RollBackRows(JdbcTemplate jdbc, String tenant) {
        this.jdbc = jdbc;
        this.tenant = tenant;
    }

    /** What the guard of a step decides on. Missing reads as the unsafe side. */
    record Facts(String state, boolean secondPerson, boolean stopped, boolean proven, Optional<String> newer) {

        static final Facts NONE = new Facts("UNKNOWN", false, false, false, Optional.empty());
    }

    /**
     * The newest later cycle that has opened the same ring: policy and update ring of the unit are its own by now, also when it took the ring back, which ends
     * in its cumulative update.
     */
    private static final String NEWER = "(select n.id from hotpatch.cycle n join hotpatch.ring r on r.cycle_id = n.id where n.created_at > c.created_at and r.name = %s "
            + "and r.opened_at is not null order by n.created_at desc limit 1)";

    Facts lock(long id, String step, Instant now) {
        return jdbc.query("""
                select b.state, coalesce(b.decided_by <> b.requested_by and b.decided_for is distinct from b.requested_by, false), %s,
                    exists (select 1 from hotpatch.roll_back_proof p where p.tenant = ? and p.step = ? and p.valid_until > ?), %s
                from hotpatch.roll_back b join hotpatch.cycle c on c.id = b.cycle_id where b.id = ? for share of c
                """.formatted(STOPPED, NEWER.formatted("b.ring")), (rs, n) -> new Facts(rs.getString(1), rs.getBoolean(2), rs.getBoolean(3), rs.getBoolean(4),
                        Optional.ofNullable(rs.getString(5))), tenant, step, Timestamp.from(now), id).stream().findFirst().orElse(Facts.NONE);
    }

    /** A later cycle whose release an uninstall in this ring would take away; empty when there is none. */
    Optional<String> newer(String cycleId, String ring) {
        return Optional.ofNullable(jdbc.queryForObject("select " + NEWER.formatted("?") + " from hotpatch.cycle c where c.id = ?", String.class, ring, cycleId));
    }

    long insert(String cycleId, String ring, String reason, String person, Instant now) {
        return jdbc.queryForObject("""
                insert into hotpatch.roll_back (cycle_id, ring, reason, requested_by, requested_at, devices, effective, state)
                select cycle_id, name, ?, ?, ?, controlled, effective, 'REQUESTED' from hotpatch.ring where cycle_id = ? and name = ? returning id
                """, Long.class, reason, person, Timestamp.from(now), cycleId, ring);
    }

    boolean open(String cycleId, String ring) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.roll_back where cycle_id = ? and ring = ? "
                + "and state in ('REQUESTED', 'ROLLING_BACK', 'FORWARDING'))", Boolean.class, cycleId, ring));
    }

    /** Until this transaction ends it stays so: a resume waits, and then sees what was asked. */
    boolean stopped(String cycleId) {
        return !jdbc.queryForList("select c.id from hotpatch.cycle c where c.id = ? and " + STOPPED + " for share of c", String.class, cycleId).isEmpty();
    }

    boolean stopping(String cycleId) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.cycle where id = ? and state = 'STOPPING')", Boolean.class, cycleId));
    }

    void decide(long id, String state, String person, String inPlaceOf, Instant now) {
        jdbc.update("update hotpatch.roll_back set state = ?, decided_by = ?, decided_for = ?, decided_at = ? where id = ? and state = 'REQUESTED'", state, person,
                inPlaceOf, Timestamp.from(now), id);
    }

    void uninstallBegun(long id, Instant now) {
        jdbc.update("update hotpatch.roll_back set uninstall_at = coalesce(uninstall_at, ?) where id = ?", Timestamp.from(now), id);
    }

    void done(long id, Instant now) {
        jdbc.update("update hotpatch.roll_back set state = 'DONE', done_at = ? where id = ?", Timestamp.from(now), id);
    }

    /** Steps that were not proven on test devices, or not lately. */
    List<String> unproven(Instant now) {
        return jdbc.queryForList("select s.step from unnest(array['HOTPATCH_OFF', 'SUSPEND', 'UNINSTALL', 'RESUME', 'FORWARD_LCU']) with ordinality s (step, n) "
                + "where not exists (select 1 from hotpatch.roll_back_proof p where p.tenant = ? and p.step = s.step and p.valid_until > ?) order by s.n", String.class,
                tenant, Timestamp.from(now));
    }

    /** Stores that a step works on test devices. */
    void prove(long canary, String step, String seen, String person, Instant now, Instant validUntil) {
        jdbc.update("insert into hotpatch.roll_back_proof (tenant, step, canary, seen, proven_by, proven_at, valid_until) values (?, ?, ?, ?, ?, ?, ?) "
                + "on conflict (tenant, step) do update set canary = excluded.canary, seen = excluded.seen, proven_by = excluded.proven_by, "
                + "proven_at = excluded.proven_at, valid_until = excluded.valid_until", tenant, step, canary, seen, person, Timestamp.from(now),
                Timestamp.from(validUntil));
    }

    /** What was tried and does not work is not proven, whatever was seen before. */
    void disprove(String step) {
        jdbc.update("delete from hotpatch.roll_back_proof where tenant = ? and step = ?", tenant, step);
    }

    /**
     * Devices that were effective and are seen below the release since the uninstall wait for it again; the restart this
     * took is written down. Returns how many still have the release.
     */
    int takenBack(RollBackView b, Instant now) {
        jdbc.update("""
                with target as (
                    select v.build, min(v.ubr) as ubr from hotpatch.revision v join hotpatch.cycle c on c.release_id = v.release_id
                    where c.id = ? and v.line = 'WINDOWS_11' group by v.build),
                back as (
                    update hotpatch.progress g set outcome = 'PENDING', effective_at = null, build = d.build, ubr = d.ubr, restart_inferred = false,
                        not_effective_at = d.last_check_in, last_check_in = d.last_check_in
                    from hotpatch.device d join target t on t.build = d.build
                    where g.cycle_id = ? and g.ring = ? and d.id = g.device_id and g.outcome like 'EFFECTIVE%' and d.ubr < t.ubr and d.last_check_in >= ?
                    returning g.cycle_id, g.device_id, g.ring, d.last_check_in),
                counted as (update hotpatch.roll_back set taken_back = taken_back + (select count(*) from back), counted_at = ? where id = ?)
                insert into hotpatch.restart (cycle_id, device_id, ring, reason, planned, known, not_before, not_after)
                select cycle_id, device_id, ring, 'ROLL_BACK', true, 'INFERRED', ?, last_check_in from back
                on conflict (cycle_id, device_id, reason) do nothing
                """, b.cycleId(), b.cycleId(), b.ring(), Timestamp.from(b.uninstallAt()), Timestamp.from(now), b.id(), Timestamp.from(b.uninstallAt()));
        return jdbc.queryForObject("select count(*) from hotpatch.progress where cycle_id = ? and ring = ? and counted and outcome like 'EFFECTIVE%'",
                Integer.class, b.cycleId(), b.ring());
    }

    RollBackView find(long id) {
        return jdbc.queryForObject("select * from hotpatch.roll_back where id = ?", (rs, n) -> view(rs), id);
    }

    List<RollBackView> list(String cycleId) {
        return jdbc.query("select * from hotpatch.roll_back where cycle_id = ? order by id desc", (rs, n) -> view(rs), cycleId);
    }

    private static RollBackView view(ResultSet rs) throws SQLException {
        return new RollBackView(rs.getLong("id"), rs.getString("cycle_id"), rs.getString("ring"), rs.getString("reason"), rs.getString("requested_by"),
                rs.getTimestamp("requested_at").toInstant(), rs.getInt("devices"), rs.getInt("effective"), rs.getString("state"), rs.getString("decided_by"),
                instant(rs, "decided_at"), instant(rs, "uninstall_at"), rs.getInt("taken_back"), instant(rs, "counted_at"), instant(rs, "done_at"));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        return Optional.ofNullable(rs.getTimestamp(column)).map(Timestamp::toInstant).orElse(null);
    }
}
