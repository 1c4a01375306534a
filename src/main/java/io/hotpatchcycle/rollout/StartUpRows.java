package io.hotpatchcycle.rollout;

import io.hotpatchcycle.rollout.SignalRows.Counted;
import io.hotpatchcycle.rollout.StartupHistory.Start;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of starts of devices, and of how far they were read. */
public final class StartUpRows {

    private final JdbcTemplate jdbc;

    public StartUpRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * How the starts were read last.
     *
     * @param readAt  when all of it was read; null when never
     * @param problem why the last try was none; empty when it was one
     */
    record Reading(Instant readAt, String problem) {
    }

    /** Takes the next reading for this caller; false when somebody tried less than this long ago. */
    boolean take(Instant now, Duration every) {
        return jdbc.update("""
                insert into hotpatch.start_up_reading (tried_at, problem) values (?, '') on conflict (one) do update set tried_at = excluded.tried_at
                where hotpatch.start_up_reading.tried_at <= ?
                """, Timestamp.from(now), Timestamp.from(now.minus(every))) == 1;
    }

    /** @param problem why it was none; empty when all of it was read */
    int ended(Instant now, String problem) {
        return jdbc.update("update hotpatch.start_up_reading set read_at = case when ? = '' then ? else read_at end, problem = ?", problem, Timestamp.from(now), problem);
    }

    Optional<Reading> reading() {
        return jdbc.query("select read_at, problem from hotpatch.start_up_reading", (rs, n) -> new Reading(
                rs.getTimestamp(1) == null ? null : rs.getTimestamp(1).toInstant(), rs.getString(2))).stream().findFirst();
    }

    /** Keeps starts of devices we know; each once. */
    void keep(List<Start> starts, Instant now) {
        jdbc.batchUpdate("""
                insert into hotpatch.start_up (id, device_id, at, category, received_at) select ?, ?, ?, ?, ?
                where exists (select 1 from hotpatch.device d where d.id = ?) on conflict (id) do update set category = excluded.category
                """, starts, Math.max(1, starts.size()), (row, s) -> {
                    row.setString(1, s.id());
                    row.setString(2, s.deviceId());
                    row.setTimestamp(3, Timestamp.from(s.at()));
                    row.setString(4, s.category());
                    row.setTimestamp(5, Timestamp.from(now));
                    row.setString(6, s.deviceId());
                });
    }

    int forget(Instant before) {
        return jdbc.update("delete from hotpatch.start_up where at < ?", Timestamp.from(before));
    }

    List<String> categories() {
        return jdbc.queryForList("select distinct category from hotpatch.start_up", String.class);
    }

    /** Devices that started so, of those that have the release and of which starts are known; and how many of these would have told by now. */
    record Started(Counted counted, int told) {
    }

    /**
     * Devices that started so since they may have taken the release. One of which no start is known at all tells nothing, and does not
     * count as well.
     *
     * @param planned   categories that count where a restart was expected
     * @param unplanned where none was
     * @param told      effective before this time: their starts are in
     */
    Started count(String cycleId, String ring, Collection<String> planned, Collection<String> unplanned, Instant told) {
        return jdbc.queryForObject("""
                select count(*) filter (where hit), count(*), count(*) filter (where effective_at < ?) from (
                    select bool_or(s.at >= coalesce(g.not_effective_at, g.effective_at)
                        and s.category = any (case when p.restart_expected then ?::text[] else ?::text[] end)) as hit, g.effective_at
                    from hotpatch.progress g join hotpatch.plan_device p on p.cycle_id = g.cycle_id and p.device_id = g.device_id
                    join hotpatch.start_up s on s.device_id = g.device_id
                    where g.cycle_id = ? and g.ring = ? and g.counted and g.effective_at is not null
                    group by g.device_id, g.effective_at) d
                """, (rs, n) -> new Started(new Counted(rs.getInt(1), rs.getInt(2)), rs.getInt(3)), Timestamp.from(told), planned.toArray(String[]::new),
                unplanned.toArray(String[]::new), cycleId, ring);
    }
}
