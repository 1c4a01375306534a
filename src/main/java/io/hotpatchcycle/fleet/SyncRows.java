package io.hotpatchcycle.fleet;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Rows of who reads the fleet. All but the taking of a result are on a connection of their own, each statement by itself. */
public final class SyncRows {

    private final JdbcTemplate shared;
    private final JdbcTemplate own;

    public SyncRows(JdbcTemplate shared) {
        this.shared = shared;
        this.own = new JdbcTemplate(new DelegatingDataSource(shared.getDataSource()));
    }

    /** How a reading stands; {@code snapshot} and {@code failure} are null while it runs. */
    record Standing(Long snapshot, String failure) {
    }

    /**
     * Takes the reading on where nobody has it, or the one who had it is no longer believed to. The fleet is read for one cycle at a time: two
     * readings would each take the other's half for the whole.
     *
     * @return whether it is ours now
     */
    boolean takeOn(String cycleId, String node, Instant now, Instant until) {
        boolean cycle = own.update("""
                insert into hotpatch.sync as s (cycle_id, node, lease_until) values (?, ?, ?)
                on conflict (cycle_id) do update set node = excluded.node, lease_until = excluded.lease_until
                where s.snapshot_id is null and s.failure is null and s.lease_until <= ?
                """, cycleId, node, Timestamp.from(until), Timestamp.from(now)) == 1;
        boolean fleet = cycle && own.update("""
                insert into hotpatch.fleet_reading as f (cycle_id, node, lease_until) values (?, ?, ?)
                on conflict (one) do update set cycle_id = excluded.cycle_id, node = excluded.node, lease_until = excluded.lease_until
                where f.cycle_id = excluded.cycle_id or f.lease_until <= ?
                """, cycleId, node, Timestamp.from(until), Timestamp.from(now)) == 1;
        if (cycle && !fleet) {
            own.update("update hotpatch.sync set lease_until = '-infinity' where cycle_id = ? and node = ? and snapshot_id is null and failure is null", cycleId, node);
        }
        return fleet;
    }

    /** Whether somebody who is believed to reads the fleet. */
    boolean beingRead(Instant now) {
        return Boolean.TRUE.equals(own.queryForObject("select exists (select from hotpatch.fleet_reading where lease_until > ?)", Boolean.class, Timestamp.from(now)));
    }

    /** The snapshot that this reading has taken already; empty when it took none, or so long ago that a new one is due. */
    Optional<Long> snapshotSince(String cycleId, Instant since) {
        return own.queryForList("select fleet_snapshot from hotpatch.sync where cycle_id = ? and fleet_read_at >= ?", Long.class, cycleId, Timestamp.from(since)).stream()
                .findFirst();
    }

    void snapshotTaken(String cycleId, String node, long snapshot, Instant now) {
        own.update("update hotpatch.sync set fleet_snapshot = ?, fleet_read_at = ? where cycle_id = ? and node = ?", snapshot, Timestamp.from(now), cycleId, node);
    }

    void renew(String cycleId, String node, Instant until) {
        own.update("update hotpatch.sync set lease_until = ? where cycle_id = ? and node = ? and snapshot_id is null", Timestamp.from(until), cycleId, node);
        own.update("update hotpatch.fleet_reading set lease_until = ? where cycle_id = ? and node = ? and lease_until > '-infinity'", Timestamp.from(until),
                cycleId, node);
    }

    /** What a node that lost its lease brings does not count. */
    void finished(String cycleId, String node, long snapshot) {
        own.update("update hotpatch.sync set snapshot_id = ? where cycle_id = ? and node = ?", snapshot, cycleId, node);
        leave(cycleId, node);
    }

    void failed(String cycleId, String node, String why) {
        own.update("update hotpatch.sync set failure = ? where cycle_id = ? and node = ?", why, cycleId, node);
        leave(cycleId, node);
    }

    private void leave(String cycleId, String node) {
        own.update("update hotpatch.fleet_reading set lease_until = '-infinity' where cycle_id = ? and node = ?", cycleId, node);
    }

    Optional<Standing> find(String cycleId) {
        return own.query("select snapshot_id, failure from hotpatch.sync where cycle_id = ?",
                (rs, n) -> new Standing((Long) rs.getObject(1), rs.getString(2)), cycleId).stream().findFirst();
    }

    void forgetFailure(String cycleId) {
        own.update("update hotpatch.sync set failure = null, lease_until = '-infinity' where cycle_id = ? and failure is not null", cycleId);
    }

    /** The snapshot, once; in the transaction of the caller. */
    Optional<Long> takeSnapshot(String cycleId) {
        return shared.queryForList("delete from hotpatch.sync where cycle_id = ? and snapshot_id is not null returning snapshot_id", Long.class, cycleId)
                .stream().findFirst();
    }
}
