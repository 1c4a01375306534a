package io.hotpatchcycle.rollout;

import io.hotpatchcycle.rollout.SignalRows.Counted;
import io.hotpatchcycle.rollout.StartupHistory.Start;
import java.sql.Timestamp;
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

    /**
     * A go at reading that is this caller's alone.
     *
     * @param from    null for the beginning
     * @param begunAt when the reading began that it belongs to: what it tells is as of then
     * @param pages   read before
     */
    record Turn(String from, Instant begunAt, int pages) {
    }

    /**
     * Takes the next go for this caller. Whoever dies in it leaves nothing to go on from: the next one begins anew.
     *
     * @param tried a try that is no newer is repeated
     * @param begun a reading that began no later is not gone on with
     * @return empty when nothing is to be read now
     */
    Optional<Turn> take(Instant now, Instant tried, Instant begun) {
        jdbc.update("insert into hotpatch.start_up_reading (tried_at, problem) values (?, '') on conflict do nothing", Timestamp.from(Instant.EPOCH));
        Optional<Turn> turn = jdbc.query("select next_link, begun_at, pages, tried_at from hotpatch.start_up_reading for update", (rs, n) -> {
            boolean goesOn = rs.getString(1) != null && rs.getTimestamp(2).toInstant().isAfter(begun);
            return goesOn ? Optional.of(new Turn(rs.getString(1), rs.getTimestamp(2).toInstant(), rs.getInt(3)))
                    : rs.getTimestamp(4).toInstant().isAfter(tried) && rs.getString(1) == null ? Optional.<Turn>empty() : Optional.of(new Turn(null, now, 0));
        }).get(0);
        turn.ifPresent(t -> jdbc.update("update hotpatch.start_up_reading set tried_at = ?, begun_at = ?, next_link = null", Timestamp.from(now),
                Timestamp.from(t.begunAt())));
        return turn;
    }

    /**
     * @param problem why it was none; empty when all of it was read
     * @param rest    to go on from; null when nobody is to
     */
    int ended(Instant begunAt, String problem, int pages, String rest) {
        return jdbc.update("update hotpatch.start_up_reading set read_at = case when ? = '' then ? else read_at end, problem = ?, pages = ?, next_link = ?", problem,
                Timestamp.from(begunAt), problem, pages, rest);
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
