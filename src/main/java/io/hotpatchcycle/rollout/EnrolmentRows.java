package io.hotpatchcycle.rollout;

import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of how many devices report in a unit's policy: those that drop out are held back by nothing any more. */
public final class EnrolmentRows {

    private final JdbcTemplate jdbc;

    public EnrolmentRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** By how many percent fewer devices report now than at the best look of this cycle, the one before the opening among them; null when none ever did. */
    Double drop(String cycleId, String ring) {
        return jdbc.queryForObject("""
                select 100.0 * (max(reporting) - (array_agg(reporting order by measured_at desc))[1]) / nullif(max(reporting), 0)
                from hotpatch.enrolment where cycle_id = ? and ring = ?
                """, Double.class, cycleId, ring);
    }
}
