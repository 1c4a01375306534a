package io.hotpatchcycle.rollout;

import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of how many devices report in a unit's policy: those that drop out are held back by nothing any more. */
public final class EnrolmentRows {

    private final JdbcTemplate jdbc;

    public EnrolmentRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * By how many percent the share of the ring's members that report is less now than at the best look of this cycle, the one before the opening among them;
     * null when none ever did.
     */
    Double drop(String cycleId, String ring) {
        return jdbc.queryForObject("""
                select 100.0 * (max(share) - (array_agg(share order by measured_at desc))[1]) / nullif(max(share), 0)
                from (select measured_at, reporting::numeric / nullif(members, 0) as share from hotpatch.enrolment where cycle_id = ? and ring = ?) looks
                where share is not null
                """, Double.class, cycleId, ring);
    }
}
