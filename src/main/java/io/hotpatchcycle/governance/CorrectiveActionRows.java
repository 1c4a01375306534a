package io.hotpatchcycle.governance;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of corrective actions. */
public final class CorrectiveActionRows {

    private final JdbcTemplate jdbc;

    public CorrectiveActionRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether an event is of this cycle, or of none while it ran. */
    boolean isOf(String cycleId, long event) {
        return jdbc.queryForObject("select exists (select 1 from hotpatch.event e join hotpatch.cycle c on c.id = ? where e.id = ? and (e.cycle_id = c.id or e.cycle_id is null "
                + "and e.business_time between c.created_at and coalesce(c.closed_at, 'infinity')))", Boolean.class, cycleId, event);
    }

    /** Whether its history was removed, so that no pack of it can be drawn any more. */
    boolean isCleaned(String cycleId) {
        return jdbc.queryForObject("select exists (select 1 from hotpatch.kept_pack where cycle_id = ? and cleaned_at is not null)", Boolean.class, cycleId);
    }

    CorrectiveActions.Action sign(String cycleId, String about, String cause, String action, String person, Instant at, Instant wall) {
        Long id = jdbc.queryForObject("insert into hotpatch.corrective_action (cycle_id, about, cause, action, signed_by, signed_at, signed_wall) values (?, ?, ?, ?, ?, ?, ?) returning id",
                Long.class, cycleId, about, cause, action, person, Timestamp.from(at), Timestamp.from(wall));
        return new CorrectiveActions.Action(id, cycleId, about, cause, action, person, at);
    }

    List<CorrectiveActions.Action> of(String cycleId) {
        return jdbc.query("select * from hotpatch.corrective_action where cycle_id = ? order by id", (rs, n) -> new CorrectiveActions.Action(rs.getLong("id"),
                rs.getString("cycle_id"), rs.getString("about"), rs.getString("cause"), rs.getString("action"), rs.getString("signed_by"), rs.getTimestamp("signed_at").toInstant()),
                cycleId);
    }
}
