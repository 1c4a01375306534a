package io.hotpatchcycle.approval;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of approvals. */
public final class ApprovalRows {

    private final JdbcTemplate jdbc;

    public ApprovalRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Question q, String shown, String hash, Instant now) {
        jdbc.update("""
                insert into hotpatch.approval (cycle_id, ring, subject, task_id, plan_hash, shown, shown_hash, asked, requested_at, due_at,
                    exemption_id, about_id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, q.cycleId(), q.ring(), q.subject().name(), q.taskId(), q.planHash(), shown, hash,
                String.join(",", new TreeSet<>(q.asked())), Timestamp.from(now), q.dueAt() == null ? null : Timestamp.from(q.dueAt()),
                q.exemption(), q.about());
    }

    Optional<ApprovalView> find(String taskId) {
        return jdbc.query("select * from hotpatch.approval where task_id = ?", (rs, n) -> view(rs), taskId).stream().findFirst();
    }

    /** Locked until the transaction ends. */
    Optional<ApprovalView> byTask(String taskId) {
        return jdbc.query("select * from hotpatch.approval where task_id = ? for update", (rs, n) -> view(rs), taskId).stream().findFirst();
    }

    void decide(String taskId, String decision, Decider person, String comment, String rules, Instant now, Instant wall, Instant expires) {
        jdbc.update("""
                update hotpatch.approval set decision = ?, decided_by = ?, comment = ?, decided_at = ?, decided_wall = ?, expires_at = ?,
                    proved_at = ?, proved_by = ?, rules = ?::jsonb
                where task_id = ?
                """, decision, person.id(), comment, Timestamp.from(now), Timestamp.from(wall), Timestamp.from(expires),
                person.provedAt() == null ? null : Timestamp.from(person.provedAt()), person.provedBy(), rules, taskId);
    }

    /** Replaces what an open question shows, and keeps what it showed before. */
    void replaceShown(String taskId, String shown, String hash, Instant now) {
        jdbc.update("insert into hotpatch.approval_shown (task_id, shown, shown_hash, replaced_at) select task_id, shown, shown_hash, ? "
                + "from hotpatch.approval where task_id = ?", Timestamp.from(now), taskId);
        jdbc.update("update hotpatch.approval set shown = ?, shown_hash = ? where task_id = ? and decision is null", shown, hash, taskId);
    }

    /** What an open question showed before, by the time that the picture names; the newest where there are several. */
    Optional<String> shownBefore(String taskId, String shownAt) {
        return jdbc.queryForList("select shown from hotpatch.approval_shown where task_id = ? and shown::jsonb ->> 'shownAt' = ? order by id desc limit 1", String.class,
                taskId, shownAt).stream().findFirst();
    }

    /** In whose place it was decided, and the number of the change elsewhere. */
    void note(String taskId, String decidedFor, String changeReference) {
        jdbc.update("update hotpatch.approval set decided_for = ?, change_reference = ? where task_id = ?", decidedFor, changeReference, taskId);
    }

    boolean anyApproved() {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select 1 from hotpatch.approval where subject = 'CHANGE' and decision = 'APPROVE')", Boolean.class));
    }

    void setAsked(String taskId, String asked) {
        jdbc.update("update hotpatch.approval set asked = ? where task_id = ?", asked, taskId);
    }

    List<ApprovalView> list(String cycleId) {
        return jdbc.query("select * from hotpatch.approval where cycle_id = ? order by id", (rs, n) -> view(rs), cycleId);
    }

    private static ApprovalView view(ResultSet rs) throws SQLException {
        return new ApprovalView(rs.getString("cycle_id"), rs.getString("ring"), Subject.valueOf(rs.getString("subject")),
                rs.getString("task_id"), rs.getString("shown"), rs.getString("shown_hash"), rs.getString("asked"),
                instant(rs.getTimestamp("requested_at")), instant(rs.getTimestamp("due_at")), rs.getString("decision"),
                rs.getString("decided_by"), rs.getString("comment"), instant(rs.getTimestamp("decided_at")),
                rs.getString("decided_for"), rs.getString("change_reference"),
                (Long) rs.getObject("exemption_id"), (Long) rs.getObject("about_id"));
    }

    private static Instant instant(Timestamp value) {
        return value == null ? null : value.toInstant();
    }
}
