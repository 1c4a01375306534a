package io.hotpatchcycle.restart;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of restart windows and of the restart ledger. */
public final class RestartRows {

    private final JdbcTemplate jdbc;

    public RestartRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Window propose(String cycleId, String ring, Instant start, Instant end, int devices) {
        int number = newest(cycleId, ring).map(w -> w.number() + 1).orElse(1);
        jdbc.update("insert into hotpatch.restart_window (cycle_id, ring, number, starts_at, ends_at, state, devices) "
                + "values (?, ?, ?, ?, ?, 'PROPOSED', ?)", cycleId, ring, number, Timestamp.from(start), Timestamp.from(end), devices);
        return new Window(number, start, end, false, devices);
    }

    Optional<Window> newest(String cycleId, String ring) {
        return windows("cycle_id = ? and ring = ?", cycleId, ring);
    }

    Optional<Window> agreed(String cycleId, String ring) {
        return windows("cycle_id = ? and ring = ? and state = 'AGREED'", cycleId, ring);
    }

    private Optional<Window> windows(String where, String cycleId, String ring) {
        return jdbc.query("select * from hotpatch.restart_window where " + where + " order by number desc limit 1",
                (rs, n) -> new Window(rs.getInt("number"), rs.getTimestamp("starts_at").toInstant(),
                        rs.getTimestamp("ends_at").toInstant(), "AGREED".equals(rs.getString("state")), rs.getInt("devices")),
                cycleId, ring).stream().findFirst();
    }

    void answer(String cycleId, String ring, String state) {
        jdbc.update("update hotpatch.restart_window set state = ? where cycle_id = ? and ring = ? and number = "
                + "(select max(number) from hotpatch.restart_window where cycle_id = ? and ring = ?)", state, cycleId, ring, cycleId, ring);
    }

    /**
     * Devices not asked yet that wait for a restart, as seen at a time or later: by the report, or by a check-in after it
     * that still showed the old build. An older sight may be of a device that has restarted since.
     */
    List<String> waiting(String cycleId, String ring, Instant seenFrom, int limit) {
        return jdbc.queryForList("""
                select g.device_id from hotpatch.progress g
                where g.cycle_id = ? and g.ring = ? and g.outcome = 'PENDING' and g.waits_for_restart
                    and greatest(g.waits_seen_at, g.last_check_in) >= ?
                    and not exists (select 1 from hotpatch.restart r where r.cycle_id = g.cycle_id and r.device_id = g.device_id)
                order by g.device_id limit ?
                """, String.class, cycleId, ring, Timestamp.from(seenFrom), limit);
    }

    /** Devices of calls that were begun and never settled. */
    List<List<String>> begun(String cycleId, String ring) {
        return unnoted(cycleId, ring, List.of("INTENDED"));
    }

    /** Devices of calls that happened, or may have, but were never noted in the restart ledger. */
    List<List<String>> settled(String cycleId, String ring) {
        return unnoted(cycleId, ring, List.of("DONE", "AMBIGUOUS"));
    }

    /** A call is noted when all of its devices are: the restart of one may have been seen before the call was. */
    private List<List<String>> unnoted(String cycleId, String ring, List<String> states) {
        return jdbc.queryForList("""
                select w.request from hotpatch.graph_write w
                where w.cycle_id = ? and w.ring = ? and w.kind = 'RESTART' and w.state = any (?) and exists (
                    select 1 from unnest(string_to_array(w.request, ',')) d (id)
                    where not exists (select 1 from hotpatch.restart r where r.cycle_id = w.cycle_id and r.device_id = d.id))
                order by w.id
                """, String.class, cycleId, ring, states.toArray(String[]::new)).stream().map(ids -> List.of(ids.split(","))).toList();
    }

    void asked(String cycleId, String ring, List<String> deviceIds, Instant now) {
        jdbc.update("""
                insert into hotpatch.restart (cycle_id, device_id, ring, reason, planned, known, asked_at, seen_waiting_at)
                select p.cycle_id, p.device_id, p.ring, case when c.kind in ('BASELINE') then 'BASELINE' when p.track = 'LCU' then 'LCU'
                    else 'BASELINE_DEBT' end, p.restart_expected, 'UNKNOWN', ?, greatest(g.waits_seen_at, g.last_check_in)
                from hotpatch.plan_device p join hotpatch.cycle c on c.id = p.cycle_id
                left join hotpatch.progress g on g.cycle_id = p.cycle_id and g.device_id = p.device_id
                where p.cycle_id = ? and p.device_id = any (?)
                on conflict (cycle_id, device_id, reason) do nothing
                """, Timestamp.from(now), cycleId, deviceIds.toArray(String[]::new));
    }

    /** Calls of which nobody can tell whether they happened, oldest first; of one ring, or of all when null. */
    List<AmbiguousRestart> ambiguous(String cycleId, String ring) {
        return jdbc.query("select id, ring, request, intended_at, response from hotpatch.graph_write where cycle_id = ? and kind = 'RESTART' "
                + "and state = 'AMBIGUOUS' and (?::text is null or ring = ?) order by id", (rs, n) -> new AmbiguousRestart(rs.getLong(1), rs.getString(2),
                List.of(rs.getString(3).split(",")), rs.getTimestamp(4).toInstant(), rs.getString(5)), cycleId, ring, ring);
    }

    /** Stores a person's word on a call; false when somebody was faster, or its devices have told by now. */
    boolean decide(String cycleId, long write, boolean happened, String person, String why, Instant now) {
        return jdbc.update("update hotpatch.graph_write set state = ?, decided_by = ?, decided_why = ?, decided_at = ?, settled_at = ? where id = ? "
                + "and cycle_id = ? and kind = 'RESTART' and state = 'AMBIGUOUS'", happened ? "DONE" : "FAILED", person, why, Timestamp.from(now),
                Timestamp.from(now), write, cycleId) == 1;
    }

    /** Takes back the note that these devices were asked, so that they may be asked again; a restart that was seen stays. */
    void notAsked(String cycleId, List<String> deviceIds) {
        jdbc.update("delete from hotpatch.restart where cycle_id = ? and device_id = any (?) and known = 'UNKNOWN' and not_after is null", cycleId,
                deviceIds.toArray(String[]::new));
    }

    /** Active controlled devices of the ring whose expected restart was not seen. */
    int expected(String cycleId, String ring) {
        return jdbc.queryForObject("""
                select count(*) from hotpatch.plan_device p
                left join hotpatch.progress g on g.cycle_id = p.cycle_id and g.device_id = p.device_id
                where p.cycle_id = ? and p.ring = ? and p.population = 'ACTIVE' and p.controlled and p.restart_expected
                    and coalesce(g.outcome, 'PENDING') = 'PENDING'
                """, Integer.class, cycleId, ring);
    }
}
