package io.hotpatchcycle.rollout;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads who belongs into a unit's group. */
public final class MemberRows {

    private final JdbcTemplate jdbc;

    public MemberRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Object ids of the ring's devices by the cycle's plan and of as many late joiners as were approved, less those exempted by now and those found gone, in no order; records of one
     * device may share one.
     */
    List<String> wanted(String cycleId, String ring, Instant now) {
        Timestamp at = Timestamp.from(now);
        return jdbc.queryForList("select object_id from (select object_id, ring from hotpatch.plan_device where cycle_id = ? and ring = ? "
                + "union all select * from (select d.object_id, l.ring from hotpatch.late_joiner l join hotpatch.device d on d.id = l.device_id "
                + "where l.cycle_id = ? and l.ring = ? and l.fate = 'JOINED' order by l.joined_at, l.device_id "
                + "limit (select late_allowed from hotpatch.ring where cycle_id = ? and name = ?)) joined) w where object_id is not null "
                + "and object_id not in (select object_id from hotpatch.exempted(?)) and ring not in (select ring from hotpatch.exempted_ring(?)) "
                + "and object_id not in (select object_id from hotpatch.gone_object)", String.class, cycleId, ring, cycleId, ring, cycleId, ring, at, at);
    }

    /** Entra has no such object any more: no group can hold it, and no device has it, until Entra lists it again. */
    void forget(String cycleId, String objectId, Instant now) {
        jdbc.update("insert into hotpatch.gone_object (object_id, cycle_id, found_at) values (?, ?, ?) on conflict do nothing", objectId, cycleId, Timestamp.from(now));
        jdbc.update("update hotpatch.device set object_id = null where object_id = ?", objectId);
        jdbc.update("delete from hotpatch.entra_device where object_id = ?", objectId);
    }

    /**
     * Those of these members that stay where they are, because the release has nothing for their build: the policy of
     * their unit holds other releases back from them, also those of a cycle that runs beside this one.
     */
    List<String> untouched(String cycleId, String ring, List<String> members, Instant now) {
        Timestamp at = Timestamp.from(now);
        return jdbc.queryForList("select distinct object_id from hotpatch.plan_device where cycle_id = ? and uncontrolled_why = 'NO_REVISION_FOR_BUILD' "
                + "and object_id = any(?::text[]) and object_id not in (select object_id from hotpatch.exempted(?)) "
                + "and ? not in (select ring from hotpatch.exempted_ring(?))", String.class, cycleId, members.toArray(String[]::new), at, ring, at);
    }

    /** The groups were seen without the devices of every exemption in force: the guard may open again. */
    int applied(Instant now) {
        Timestamp at = Timestamp.from(now);
        return jdbc.update("update hotpatch.exemption set applied_at = ? where state = 'GRANTED' and applied_at is null and expires_at > ?", at, at);
    }
}
