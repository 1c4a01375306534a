package io.hotpatchcycle.rollout;

import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.rollout.InstallReports.Install;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of what a stop has reached. */
public final class StopRows {

    /** A device is effective before the stop only if it was seen so before; between two sightings the later one counts. */
    private static final String STANDING = """
            case when g.effective_at > ?::timestamptz then 'AFTER' when g.effective_at is not null then 'BEFORE'
                when s.standing = 'COMMITTED' or g.waits_for_restart then 'COMMITTED'
                when ? then 'NOT_HELD' when s.standing = 'IDLE' and s.scanned_at > ?::timestamptz then 'OUT_OF_REACH'
                when g.last_check_in >= ?::timestamptz then 'NOT_SEEN' else 'OFFLINE' end
            """;

    private final JdbcTemplate jdbc;

    public StopRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes over a page of the install report of a ring. */
    void seen(String cycleId, Instant openedAt, List<Install> page) {
        jdbc.batchUpdate("insert into hotpatch.stop_seen (cycle_id, device_id, scanned_at, standing, idle_at) values (?, ?, ?, ?, ?) "
                + "on conflict (cycle_id, device_id) do update set scanned_at = excluded.scanned_at, standing = excluded.standing, "
                + "idle_at = coalesce(excluded.idle_at, hotpatch.stop_seen.idle_at)", page.stream().map(i -> seen(cycleId, openedAt, i)).toList());
    }

    private static Object[] seen(String cycleId, Instant openedAt, Install install) {
        Timestamp scanned = install.scannedAt() == null ? null : Timestamp.from(install.scannedAt());
        StopStanding standing = StopStanding.of(install, openedAt);
        return new Object[] {cycleId, install.deviceId(), scanned, standing.name(), standing == StopStanding.IDLE ? scanned : null};
    }

    /** Since when the ring reads as suspended: our last suspension, or the first count when it was somebody else's. */
    Instant suspendedAt(String cycleId, String ring, Instant now) {
        return jdbc.queryForObject("""
                select coalesce((select max(settled_at) from hotpatch.graph_write where cycle_id = ? and ring = ? and kind = 'SUSPEND' and state = 'DONE'),
                    (select suspended_at from hotpatch.stop_count k join hotpatch.halt h on h.id = k.halt_id
                        where h.cycle_id = ? and h.lifted_at is null and k.ring = ?), ?)
                """, (rs, n) -> rs.getTimestamp(1).toInstant(), cycleId, ring, cycleId, ring, Timestamp.from(now));
    }

    /** Whether the ring was taken back or sent forward during the stop in force, or is so just now. */
    boolean takenBack(String cycleId, String ring) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.roll_back b join hotpatch.halt h on h.cycle_id = b.cycle_id and h.lifted_at is null "
                + "where b.cycle_id = ? and b.ring = ? and b.state in ('ROLLING_BACK', 'FORWARDING', 'DONE') and b.requested_at >= h.requested_at)", Boolean.class, cycleId, ring));
    }

    /** Since when the stop in force holds the ring: what happened to the approval since then makes it no later. */
    Instant heldFrom(String cycleId, String ring, Instant suspendedAt) {
        return jdbc.query("select coalesce(k.held_from, k.suspended_at) from hotpatch.stop_count k join hotpatch.halt h on h.id = k.halt_id where h.cycle_id = ? "
                + "and h.lifted_at is null and k.ring = ?", (rs, n) -> rs.getTimestamp(1).toInstant(), cycleId, ring).stream().filter(from -> from.isBefore(suspendedAt))
                .findFirst().orElse(suspendedAt);
    }

    /** Counts the devices of one ring by what the stop means for them. @param heldFrom what took the release since then installed after the stop */
    void count(String cycleId, String ring, boolean held, Instant suspendedAt, Instant heldFrom, Instant onlineSince, Instant asOf, Instant now) {
        Timestamp suspended = Timestamp.from(suspendedAt);
        Timestamp from = Timestamp.from(heldFrom);
        jdbc.update("""
                insert into hotpatch.stop_count (halt_id, ring, suspended_at, held_from, devices, before, out_of_reach, committed, not_seen, not_held,
                    offline, installed_after, as_of, counted_at)
                select h.id, ?, ?, ?, count(*), count(*) filter (where d.standing = 'BEFORE'), count(*) filter (where d.standing = 'OUT_OF_REACH'),
                    count(*) filter (where d.standing = 'COMMITTED'), count(*) filter (where d.standing = 'NOT_SEEN'),
                    count(*) filter (where d.standing = 'NOT_HELD'),
                    count(*) filter (where d.standing = 'OFFLINE'), count(*) filter (where d.standing = 'AFTER'), ?, ?
                from hotpatch.halt h join lateral (select %s as standing from hotpatch.progress g
                    left join hotpatch.stop_seen s on s.cycle_id = g.cycle_id and s.device_id = g.device_id
                    where g.cycle_id = h.cycle_id and g.ring = ?) d on true
                where h.cycle_id = ? and h.lifted_at is null group by h.id
                on conflict (halt_id, ring) do update set suspended_at = excluded.suspended_at, held_from = excluded.held_from, devices = excluded.devices, before = excluded.before,
                    out_of_reach = excluded.out_of_reach, committed = excluded.committed, not_seen = excluded.not_seen, not_held = excluded.not_held, offline = excluded.offline,
                    installed_after = excluded.installed_after, as_of = excluded.as_of, counted_at = excluded.counted_at
                """.formatted(STANDING), ring, suspended, from, asOf == null ? null : Timestamp.from(asOf), Timestamp.from(now), from, !held, suspended,
                Timestamp.from(onlineSince), ring, cycleId);
        jdbc.update("""
                insert into hotpatch.stop_progress (halt_id, ring, counted_at, as_of, devices, before, out_of_reach, committed, not_seen, offline, installed_after)
                select k.halt_id, k.ring, k.counted_at, k.as_of, k.devices, k.before, k.out_of_reach, k.committed, k.not_seen, k.offline, k.installed_after
                from hotpatch.stop_count k join hotpatch.halt h on h.id = k.halt_id
                left join lateral (select p.devices, p.before, p.out_of_reach, p.committed, p.not_seen, p.offline, p.installed_after from hotpatch.stop_progress p
                    where p.halt_id = k.halt_id and p.ring = k.ring order by p.counted_at desc limit 1) l on true
                where h.cycle_id = ? and h.lifted_at is null and k.ring = ?
                    and (l.devices, l.before, l.out_of_reach, l.committed, l.not_seen, l.offline, l.installed_after)
                        is distinct from (k.devices, k.before, k.out_of_reach, k.committed, k.not_seen, k.offline, k.installed_after)
                on conflict do nothing
                """, cycleId, ring);
    }

    /** Counts a ring that was never opened and that nothing holds back: all its devices are given what the tenant gives everybody. */
    void countUnopened(String cycleId, String ring, int devices, Instant now) {
        jdbc.update("""
                insert into hotpatch.stop_count (halt_id, ring, suspended_at, devices, before, out_of_reach, committed, not_seen, not_held, offline,
                    installed_after, as_of, counted_at)
                select id, ?, ?, ?, 0, 0, 0, 0, ?, 0, 0, null, ? from hotpatch.halt where cycle_id = ? and lifted_at is null
                on conflict (halt_id, ring) do update set devices = excluded.devices, not_held = excluded.not_held, counted_at = excluded.counted_at
                """, ring, Timestamp.from(now), devices, devices, Timestamp.from(now), cycleId);
    }

    /** Forgets the count of a ring that was never opened and is held again. */
    void forgetUnopened(String cycleId, String ring) {
        jdbc.update("delete from hotpatch.stop_count k using hotpatch.halt h where h.id = k.halt_id and h.cycle_id = ? and h.lifted_at is null and k.ring = ?", cycleId, ring);
    }

    /** Takes over which units the stop in force finds without their policy. What is found again keeps what is known of it. */
    void gone(String cycleId, List<Rollouts.Gone> found, Instant now) {
        jdbc.update("delete from hotpatch.stop_gone g using hotpatch.halt h where h.id = g.halt_id and h.cycle_id = ? and h.lifted_at is null and not g.ring = any(?::text[])",
                cycleId, found.stream().map(Rollouts.Gone::ring).toArray(String[]::new));
        found.forEach(g -> jdbc.update("""
                insert into hotpatch.stop_gone as s (halt_id, ring, policy, since, asked, refused)
                select h.id, ?, ?, ?, (select coalesce(max(id), 0) from hotpatch.approval), nullif(?, '') from hotpatch.halt h where h.cycle_id = ? and h.lifted_at is null
                on conflict (halt_id, ring) do update set policy = excluded.policy, since = case when s.policy = excluded.policy then s.since else excluded.since end,
                    asked = case when s.policy = excluded.policy then s.asked else excluded.asked end,
                    told = s.told and s.policy = excluded.policy, refused = coalesce(excluded.refused, s.refused)
                """, g.ring(), g.policy(), Timestamp.from(now), g.refused(), cycleId));
    }

    /** The units that the stop in force finds without their policy, in ring order, with who accepted that. */
    List<PolicyGone> gone(String cycleId) {
        return jdbc.query("""
                select g.ring, g.policy, g.since, g.refused, r.controlled, a.decided_by, a.decided_at from hotpatch.stop_gone g
                join hotpatch.halt h on h.id = g.halt_id and h.cycle_id = ? and h.lifted_at is null
                join hotpatch.ring r on r.cycle_id = h.cycle_id and r.name = g.ring
                left join lateral (select decided_by, decided_at from hotpatch.approval where cycle_id = h.cycle_id and subject = 'STOP' and decision = 'ACCEPT'
                    and id > g.asked order by id desc limit 1) a on true
                order by r.ordinal
                """, (rs, n) -> new PolicyGone(rs.getString("ring"), rs.getString("policy"), instant(rs, "since"), rs.getInt("controlled"), rs.getString("refused"),
                rs.getString("decided_by"), instant(rs, "decided_at")), cycleId);
    }

    /** Whether this is the first time that people are told that the policy of a unit is gone. */
    boolean tellGone(String cycleId) {
        return jdbc.update("update hotpatch.stop_gone g set told = true from hotpatch.halt h where h.id = g.halt_id and h.cycle_id = ? and h.lifted_at is null "
                + "and not g.told", cycleId) > 0;
    }

    /** Notes that the stop in force holds every unit. */
    void held(String cycleId, Instant now) {
        jdbc.update("insert into hotpatch.stop_held (halt_id, since) select id, ? from hotpatch.halt where cycle_id = ? and lifted_at is null on conflict do nothing",
                Timestamp.from(now), cycleId);
    }

    /** Notes that a ring which the stop in force had held lets the release through. Says whether that is new. */
    boolean letThrough(String cycleId, String ring, String seen, Instant now) {
        return jdbc.update("""
                insert into hotpatch.stop_let_through (halt_id, ring, seen, found_at)
                select h.id, ?, ?, ? from hotpatch.halt h join hotpatch.stop_held s on s.halt_id = h.id where h.cycle_id = ? and h.lifted_at is null
                    and not exists (select 1 from hotpatch.stop_let_through t where t.halt_id = h.id and t.ring = ? and t.held_at is null)
                """, ring, seen, Timestamp.from(now), cycleId, ring) == 1;
    }

    /** Notes that a ring is held again, where it was not. */
    void heldAgain(String cycleId, String ring, Instant now) {
        jdbc.update("update hotpatch.stop_let_through t set held_at = ? from hotpatch.halt h where h.id = t.halt_id and h.cycle_id = ? and h.lifted_at is null "
                + "and t.ring = ? and t.held_at is null", Timestamp.from(now), cycleId, ring);
    }

    /** What was found to be let through during the stop in force, oldest first. */
    List<LetThrough> letThrough(String cycleId) {
        return jdbc.query("select t.* from hotpatch.stop_let_through t join hotpatch.halt h on h.id = t.halt_id where h.cycle_id = ? and h.lifted_at is null order by t.id",
                (rs, n) -> new LetThrough(rs.getString("ring"), rs.getString("seen"), instant(rs, "found_at"), instant(rs, "held_at")), cycleId);
    }

    /** Whether anything of the cycle was ever let through, or may have been. */
    boolean approved(String cycleId) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.graph_write where cycle_id = ? and kind = 'APPROVE' "
                + "and not " + LedgerRows.REFUSED + ")", Boolean.class, cycleId));
    }

    /** Notes what the stop in force does not reach, and since when. */
    void open(String cycleId, String what, Instant now) {
        jdbc.update("insert into hotpatch.stop_open (halt_id, what, since) select id, ?, ? from hotpatch.halt where cycle_id = ? and lifted_at is null "
                + "on conflict (halt_id) do update set what = excluded.what", what, Timestamp.from(now), cycleId);
    }

    void nothingOpen(String cycleId) {
        jdbc.update("delete from hotpatch.stop_open o using hotpatch.halt h where h.id = o.halt_id and h.cycle_id = ? and h.lifted_at is null", cycleId);
    }

    /** What the stop in force does not reach since this time or before; empty when nothing. */
    Optional<String> openSince(String cycleId, Instant since) {
        return jdbc.queryForList("select o.what from hotpatch.stop_open o join hotpatch.halt h on h.id = o.halt_id where h.cycle_id = ? and h.lifted_at is null "
                + "and o.since <= ?", String.class, cycleId, Timestamp.from(since)).stream().findFirst();
    }

    /** Whether this is the first time that people are told of it. */
    boolean tell(String cycleId) {
        return jdbc.update("update hotpatch.stop_open o set told = true from hotpatch.halt h where h.id = o.halt_id and h.cycle_id = ? and h.lifted_at is null "
                + "and not o.told", cycleId) == 1;
    }

    /** One ring as last counted, with the two times of the count. */
    record Counted(StopCount.Ring ring, Instant asOf, Instant countedAt) {
    }

    List<Counted> counted(String cycleId) {
        return jdbc.query("""
                select k.* from hotpatch.stop_count k join hotpatch.halt h on h.id = k.halt_id
                join hotpatch.ring r on r.cycle_id = h.cycle_id and r.name = k.ring
                where h.cycle_id = ? and h.lifted_at is null order by r.ordinal
                """, (rs, n) -> new Counted(new StopCount.Ring(rs.getString("ring"), instant(rs, "suspended_at"), rs.getInt("devices"), rs.getInt("before"),
                rs.getInt("out_of_reach"), rs.getInt("committed"), rs.getInt("not_seen"), rs.getInt("not_held"), rs.getInt("offline"), rs.getInt("installed_after")),
                instant(rs, "as_of"), instant(rs, "counted_at")), cycleId);
    }

    private static final String INSTALLED_DEVICE = "select g.device_id, coalesce(d.name, g.device_id) as device, g.ring, g.not_effective_at, g.effective_at ";

    /** What installed after the last stop of a cycle, until that was lifted. */
    private static final String INSTALLED = """
            from hotpatch.halt h join hotpatch.stop_count k on k.halt_id = h.id
            join hotpatch.progress g on g.cycle_id = h.cycle_id and g.ring = k.ring and g.effective_at > coalesce(k.held_from, k.suspended_at)
                and (h.lifted_at is null or g.effective_at <= h.lifted_at)
                and not exists (select 1 from hotpatch.roll_back b where b.cycle_id = h.cycle_id and b.ring = g.ring and b.state = 'DONE' and b.done_at < g.effective_at)
            left join hotpatch.device d on d.id = g.device_id
            where h.id = (select max(l.id) from hotpatch.halt l where l.cycle_id = ?) and (?::text is null or g.ring = any (string_to_array(?, ',')))
            """;

    /** The devices that installed after the last stop, the latest first. */
    List<StopCount.Installed> installedAfter(String cycleId, VisibleRings visible, int offset, int limit) {
        return jdbc.query(INSTALLED_DEVICE + INSTALLED + "order by g.effective_at desc, device, g.device_id offset ? limit ?", (rs, n) -> installed(rs), cycleId,
                visible.names(), visible.names(), offset, limit);
    }

    /** One of them with its id. */
    record Device(String id, StopCount.Installed installed) {
    }

    /** The part of them behind a device, in the order of devices: one that installs meanwhile moves none of them. */
    List<Device> installedBehind(String cycleId, VisibleRings visible, String device, int limit) {
        return jdbc.query(INSTALLED_DEVICE + INSTALLED + "and g.device_id > ? order by g.device_id limit ?",
                (rs, n) -> new Device(rs.getString("device_id"), installed(rs)), cycleId, visible.names(), visible.names(), device, limit);
    }

    private static StopCount.Installed installed(ResultSet rs) throws SQLException {
        return new StopCount.Installed(rs.getString("device"), rs.getString("ring"), instant(rs, "not_effective_at"), instant(rs, "effective_at"));
    }

    int countInstalledAfter(String cycleId, VisibleRings visible) {
        return jdbc.queryForObject("select count(*) " + INSTALLED, Integer.class, cycleId, visible.names(), visible.names());
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp value = rs.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
