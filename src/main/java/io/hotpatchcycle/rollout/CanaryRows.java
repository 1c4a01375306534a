package io.hotpatchcycle.rollout;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of gate proofs and their test devices, of one tenant. */
public final class CanaryRows {

    private final JdbcTemplate jdbc;
    private final String tenant;

    /** @param tenant id of the tenant; {@code sandbox} for a sandbox */
    public CanaryRows(JdbcTemplate jdbc, String tenant) {
        this.jdbc = jdbc;
        this.tenant = tenant;
    }

    /** A test device. @param lcuUbr of the cumulative update of the release @param updatedAt the check-in that first showed the release, or when it began before the test; null while it lacks it */
    record TestDevice(String id, String name, int build, int ubr, int targetUbr, int lcuUbr, Instant seenAt, Instant updatedAt,
                      Instant takenBackAt, Instant forwardedAt) {
    }

    /** The newest ended proof that says anything. */
    Optional<CanaryProof> standing() {
        return jdbc.query("select * from hotpatch.canary_proof where tenant = ? and ended_at is not null and outcome <> 'INCONCLUSIVE' order by id desc limit 1",
                (rs, n) -> proof(rs), tenant).stream().findFirst();
    }

    Optional<CanaryProof> running() {
        return jdbc.query("select * from hotpatch.canary_proof where tenant = ? and step <> 'ENDED'", (rs, n) -> proof(rs), tenant).stream().findFirst();
    }

    CanaryProof get(long id) {
        return jdbc.queryForObject("select * from hotpatch.canary_proof where id = ?", (rs, n) -> proof(rs), id);
    }

    void declare(CanaryProof.Outcome outcome, String seen, Instant now) {
        Timestamp at = Timestamp.from(now);
        jdbc.update("insert into hotpatch.canary_proof (tenant, method, asked_by, step, outcome, seen, started_at, ended_at) "
                + "values (?, 'DECLARED', 'hotpatch-cycle', 'ENDED', ?, ?, ?, ?)", tenant, outcome.name(), seen, at, at);
    }

    long begin(String person, String group, String release, String item, int waitDays, String updateRing, List<TestDevice> devices, Instant now) {
        Long id = jdbc.queryForObject("insert into hotpatch.canary_proof (tenant, method, asked_by, group_id, release, catalog_item, wait_days, update_ring, step, "
                + "step_at, started_at) values (?, 'OBSERVED', ?, ?, ?, ?, ?, ?, 'CREATE', ?, ?) returning id", Long.class, tenant, person, group, release, item,
                waitDays, updateRing, Timestamp.from(now), Timestamp.from(now));
        jdbc.batchUpdate("insert into hotpatch.canary_device (proof_id, device_id, name, build, ubr, target_ubr, lcu_ubr, seen_at) "
                + "values (?, ?, ?, ?, ?, ?, ?, ?)",
                devices.stream().map(d -> new Object[] {id, d.id(), d.name(), d.build(), d.ubr(), d.targetUbr(), d.lcuUbr(), Timestamp.from(d.seenAt())}).toList());
        return id;
    }

    void policy(long id, String policyId) {
        jdbc.update("update hotpatch.canary_proof set policy_id = ? where id = ?", policyId, id);
    }

    void move(long id, CanaryProof.Step step, Instant now) {
        Timestamp at = Timestamp.from(now);
        jdbc.update("update hotpatch.canary_proof set step = ?, step_at = ?, held_from = case when ? = 'HOLD' then coalesce(held_from, ?::timestamptz) else held_from end, "
                + "approved_at = case when ? = 'DELIVER' then ?::timestamptz else approved_at end, ended_at = case when ? = 'ENDED' then ?::timestamptz else ended_at end where id = ?",
                step.name(), at, step.name(), at, step.name(), at, step.name(), at, id);
    }

    void conclude(long id, CanaryProof.Outcome outcome, String seen, Instant validUntil) {
        jdbc.update("update hotpatch.canary_proof set outcome = ?, seen = ?, valid_until = ? where id = ?", outcome.name(), seen,
                validUntil == null ? null : Timestamp.from(validUntil), id);
    }

    List<TestDevice> devices(long id) {
        return jdbc.query("select * from hotpatch.canary_device where proof_id = ? order by device_id", (rs, n) -> new TestDevice(
                rs.getString("device_id"), rs.getString("name"), rs.getInt("build"), rs.getInt("ubr"), rs.getInt("target_ubr"), rs.getInt("lcu_ubr"),
                instant(rs, "seen_at"), instant(rs, "updated_at"), instant(rs, "taken_back_at"), instant(rs, "forwarded_at")), id);
    }

    void seen(long id, String device, Instant at, boolean updated) {
        jdbc.update("update hotpatch.canary_device set seen_at = ?, updated_at = coalesce(updated_at, case when ? then ?::timestamptz end) "
                + "where proof_id = ? and device_id = ?", Timestamp.from(at), updated, Timestamp.from(at), id, device);
    }

    /** The report shows that the device had begun before the test could hold it: from then on it counts as updated. */
    void begun(long id, String device, Instant at) {
        jdbc.update("update hotpatch.canary_device set updated_at = ? where proof_id = ? and device_id = ?", Timestamp.from(at), id, device);
    }

    void takenBack(long id, String device, Instant at) {
        jdbc.update("update hotpatch.canary_device set taken_back_at = coalesce(taken_back_at, ?) where proof_id = ? and device_id = ?", Timestamp.from(at), id,
                device);
    }

    void forwarded(long id, String device, Instant at) {
        jdbc.update("update hotpatch.canary_device set forwarded_at = coalesce(forwarded_at, ?) where proof_id = ? and device_id = ?", Timestamp.from(at), id,
                device);
    }

    void rollBackSeen(long id, String seen) {
        jdbc.update("update hotpatch.canary_proof set roll_back_seen = concat_ws('; ', nullif(roll_back_seen, ''), ?) where id = ?", seen, id);
    }

    private static CanaryProof proof(ResultSet rs) throws SQLException {
        String outcome = rs.getString("outcome");
        return new CanaryProof(rs.getLong("id"), rs.getString("tenant"), "OBSERVED".equals(rs.getString("method")), rs.getString("asked_by"),
                rs.getString("group_id"), rs.getString("release"), rs.getString("catalog_item"), rs.getInt("wait_days"), rs.getString("policy_id"),
                CanaryProof.Step.valueOf(rs.getString("step")), outcome == null ? null : CanaryProof.Outcome.valueOf(outcome), rs.getString("seen"),
                instant(rs, "started_at"), instant(rs, "held_from"), instant(rs, "approved_at"), instant(rs, "ended_at"), instant(rs, "valid_until"), rs.getString("update_ring"),
                instant(rs, "step_at"), rs.getString("roll_back_seen"));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp value = rs.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
