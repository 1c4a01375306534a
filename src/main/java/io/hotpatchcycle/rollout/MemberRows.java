package io.hotpatchcycle.rollout;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads who belongs into a unit's group. */
public final class MemberRows {

    private final JdbcTemplate jdbc;

    public MemberRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Object ids of the ring's devices by the cycle's plan, in no order; records of one device may share one. */
    List<String> wanted(String cycleId, String ring) {
        return jdbc.queryForList("select object_id from hotpatch.plan_device where cycle_id = ? and ring = ? "
                + "and object_id is not null", String.class, cycleId, ring);
    }
}
