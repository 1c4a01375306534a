package io.hotpatchcycle.rollout;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows about expedite policies. What of them exists is told by the write ledger alone. */
public final class ExpediteRows {

    static final String CREATE = "expedite-create:";
    static final String ASSIGN = "expedite-assign:";
    static final String DELETE = "expedite-delete:";

    private final JdbcTemplate jdbc;

    public ExpediteRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** What was asked for. */
    record Wish(String release, int days) {
    }

    /** A creation that was not taken back. @param ids as far as they were read back */
    record Begun(String owner, boolean settled, List<String> ids) {
    }

    Optional<Wish> wish(String cycleId) {
        return jdbc.query("select expedite_release, expedite_days from hotpatch.emergency_request where cycle_id = ? and expedite_days is not null",
                (rs, n) -> new Wish(rs.getString(1), rs.getInt(2)), cycleId).stream().findFirst();
    }

    /** Whether somebody else than who asked approved, after he was shown exactly this, and that still holds. */
    boolean approved(String cycleId, Instant now) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                select exists (select 1 from hotpatch.emergency_request r join hotpatch.cycle c on c.id = r.cycle_id and c.change_type = 'EMERGENCY'
                    join hotpatch.approval a on a.cycle_id = r.cycle_id and a.decided_by <> r.requested_by and a.expires_at > ?
                        and (a.subject = 'CHANGE' and a.decision = 'APPROVE' or a.subject = 'EMERGENCY' and a.decision = 'SPEED_UP')
                        and a.shown::jsonb -> 'expedite' ->> 'days' = r.expedite_days::text and a.shown::jsonb -> 'expedite' ->> 'release' = r.expedite_release
                    where r.cycle_id = ?)
                """, Boolean.class, Timestamp.from(now), cycleId));
    }

    /** Whether the ring is open now. */
    boolean open(String cycleId, String ring) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.ring where cycle_id = ? and name = ? and state = 'OPEN')",
                Boolean.class, cycleId, ring));
    }

    List<String> openRings(String cycleId) {
        return jdbc.queryForList("select name from hotpatch.ring where cycle_id = ? and state = 'OPEN' order by ordinal", String.class, cycleId);
    }

    /** Whether any of this one's policies was taken away, by us. */
    boolean takenBack(String owner) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.graph_write where starts_with(natural_key, ?) and state = 'DONE')",
                Boolean.class, DELETE + owner + ":"));
    }

    /** What this write read back once it was done; empty before. */
    Optional<String> readBack(String key) {
        return jdbc.queryForList("select read_back from hotpatch.graph_write where natural_key = ? and state = 'DONE' and read_back is not null", String.class, key)
                .stream().findFirst();
    }

    boolean unsettled(String key) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.graph_write where natural_key = ? and state = 'INTENDED')",
                Boolean.class, key));
    }

    List<String> rings(String cycleId) {
        return jdbc.queryForList("select distinct ring from hotpatch.graph_write where cycle_id = ? and kind = 'CREATE_EXPEDITE' and state <> 'FAILED' order by ring",
                String.class, cycleId);
    }

    List<Begun> begun(String cycleId, String ring) {
        List<Begun> found = new ArrayList<>();
        jdbc.query("select substring(natural_key from ?), state, read_back from hotpatch.graph_write where cycle_id = ? and ring = ? and kind = 'CREATE_EXPEDITE' "
                + "and state <> 'FAILED' order by id", rs -> {
                    if (!takenBack(rs.getString(1))) {
                        found.add(new Begun(rs.getString(1), "DONE".equals(rs.getString(2)), rs.getString(3) == null ? List.of() : Arrays.asList(rs.getString(3).split(","))));
                    }
                }, CREATE.length() + 1, cycleId, ring);
        return found;
    }

    /** @return whether that is new */
    boolean note(String cycleId, String ring, String state, String note, Instant now) {
        return jdbc.update("""
                insert into hotpatch.expedite (cycle_id, ring, state, note, since) values (?, ?, ?, ?, ?)
                on conflict (cycle_id, ring) do update set state = excluded.state, note = excluded.note, since = excluded.since
                    where expedite.state <> excluded.state or expedite.note <> excluded.note
                """, cycleId, ring, state, note, Timestamp.from(now)) == 1;
    }

    List<Expedites.Standing> standing(String cycleId) {
        return jdbc.query("select e.* from hotpatch.expedite e left join hotpatch.ring r on r.cycle_id = e.cycle_id and r.name = e.ring where e.cycle_id = ? "
                + "order by r.ordinal", (rs, n) -> new Expedites.Standing(rs.getString("ring"), rs.getString("state"), rs.getString("note"),
                rs.getTimestamp("since").toInstant()), cycleId);
    }
}
