package io.hotpatchcycle.ring;

import io.hotpatchcycle.ring.TenantPolicies.ExpeditePolicy;
import io.hotpatchcycle.ring.TenantPolicies.UpdatePolicy;
import io.hotpatchcycle.ring.TenantPolicies.UpdateRing;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Rows of what Graph had of the tenant when a snapshot was taken. They are written on a connection of their own, each statement by itself. */
final class TenantRows {

    private static final int PAGE = 10_000;

    /** No cycle is left that would draw its plan from it. */
    private static final String DRAWN = "t.snapshot_id <> ? and not exists (select from hotpatch.sync s left join hotpatch.cycle c on c.id = s.cycle_id "
            + "where t.snapshot_id in (s.snapshot_id, s.fleet_snapshot) and coalesce(c.state, '') not in " + EndedCycles.STATES + ")";

    private final JdbcTemplate shared;
    private final JdbcTemplate own;

    TenantRows(JdbcTemplate shared) {
        this.shared = shared;
        // Another object than the one that transactions are bound to.
        this.own = new JdbcTemplate(new DelegatingDataSource(shared.getDataSource()));
    }

    /** Whose members: the devices in a group, or the people in it. */
    enum What { DEVICES, PEOPLE }

    /** A template in no transaction. */
    JdbcTemplate own() {
        return own;
    }

    /** Begins, or goes on; what no plan can ask for any more is forgotten. */
    void begin(long snapshot, Instant now) {
        own.update("delete from hotpatch.staged_member m using hotpatch.staged_group t where t.id = m.staged_group and " + DRAWN, snapshot);
        own.update("delete from hotpatch.staged_tenant t where " + DRAWN, snapshot);
        own.update("delete from hotpatch.staged_gone g where not exists (select from hotpatch.staged_tenant t where t.snapshot_id = g.snapshot_id)");
        own.update("insert into hotpatch.staged_tenant (snapshot_id, begun_at) values (?, ?) on conflict do nothing", snapshot, Timestamp.from(now));
    }

    boolean listed(long snapshot) {
        return is("listed", snapshot);
    }

    boolean finished(long snapshot) {
        return is("finished_at is not null", snapshot);
    }

    private boolean is(String what, long snapshot) {
        return Boolean.TRUE.equals(shared.queryForObject("select exists (select from hotpatch.staged_tenant where snapshot_id = ? and " + what + ")", Boolean.class, snapshot));
    }

    void finish(long snapshot, Instant now) {
        own.update("update hotpatch.staged_tenant set finished_at = ? where snapshot_id = ?", Timestamp.from(now), snapshot);
    }

    /** Keeps the lists; only {@link #list} makes them count. */
    void keep(long snapshot, List<UpdateRing> rings, List<UpdatePolicy> policies, List<ExpeditePolicy> expedites) {
        own.update("delete from hotpatch.staged_policy where snapshot_id = ?", snapshot);
        for (int i = 0; i < rings.size(); i++) {
            UpdateRing r = rings.get(i);
            own.update("insert into hotpatch.staged_policy (snapshot_id, ordinal, what, id, name, deferral_days, deadline_days, grace_days, paused, pause_ends, everybody, "
                    + "assigned_to, excluded, filtered) values (?, ?, 'UPDATE_RING', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", snapshot, i, r.id(), r.name(), r.deferralDays(), r.deadlineDays(),
                    r.graceDays(), r.paused(), r.pauseEnds() == null ? null : Timestamp.from(r.pauseEnds()), r.allDevices(), array(r.assignedTo()), array(r.excluded()), r.filtered());
        }
        for (int i = 0; i < policies.size(); i++) {
            UpdatePolicy p = policies.get(i);
            own.update("insert into hotpatch.staged_policy (snapshot_id, ordinal, what, id, name, ours, hotpatch, manual, assigned_to) "
                    + "values (?, ?, 'POLICY', ?, ?, ?, ?, ?, ?)", snapshot, i, p.id(), p.name(), p.unit(), p.hotpatchEnabled(), p.manual(), array(p.assignedTo()));
        }
        for (int i = 0; i < expedites.size(); i++) {
            ExpeditePolicy e = expedites.get(i);
            own.update("insert into hotpatch.staged_policy (snapshot_id, ordinal, what, id, name, ours, release, forced_days, assigned_to) "
                    + "values (?, ?, 'EXPEDITE', ?, ?, ?, ?, ?, ?)", snapshot, i, e.id(), e.name(), e.owner(), e.release(), e.days(), array(e.assignedTo()));
        }
    }

    void list(long snapshot, Boolean hotpatchByDefault) {
        own.update("update hotpatch.staged_tenant set listed = true, hotpatch_by_default = ? where snapshot_id = ?", hotpatchByDefault, snapshot);
    }

    List<UpdateRing> updateRings(long snapshot) {
        return kept(snapshot, "UPDATE_RING", (rs, n) -> new UpdateRing(rs.getString("id"), rs.getString("name"), rs.getInt("deferral_days"),
                (Integer) rs.getObject("deadline_days"), rs.getInt("grace_days"), rs.getBoolean("paused"),
                rs.getTimestamp("pause_ends") == null ? null : rs.getTimestamp("pause_ends").toInstant(), set(rs, "assigned_to"), rs.getBoolean("everybody"),
                set(rs, "excluded"), rs.getBoolean("filtered")));
    }

    List<UpdatePolicy> policies(long snapshot) {
        return kept(snapshot, "POLICY", (rs, n) -> new UpdatePolicy(rs.getString("id"), rs.getString("name"), rs.getString("ours"), rs.getBoolean("hotpatch"),
                rs.getBoolean("manual"), set(rs, "assigned_to")));
    }

    List<ExpeditePolicy> expedites(long snapshot) {
        return kept(snapshot, "EXPEDITE", (rs, n) -> new ExpeditePolicy(rs.getString("id"), rs.getString("name"), rs.getString("ours"), rs.getString("release"),
                rs.getInt("forced_days"), set(rs, "assigned_to")));
    }

    private <T> List<T> kept(long snapshot, String what, RowMapper<T> row) {
        return shared.query("select * from hotpatch.staged_policy where snapshot_id = ? and what = ? order by ordinal", row, snapshot, what);
    }

    Optional<Boolean> hotpatchByDefault(long snapshot) {
        return Optional.ofNullable(shared.queryForObject("select hotpatch_by_default from hotpatch.staged_tenant where snapshot_id = ?", Boolean.class, snapshot));
    }

    /** The reading of a group to begin, or to begin anew; empty when all of it is here. */
    Optional<Long> toBeRead(long snapshot, What what, String group) {
        own.update("insert into hotpatch.staged_group (snapshot_id, what, group_id) values (?, ?, ?) on conflict do nothing", snapshot, what.name(), group);
        Optional<Long> found = find(own, snapshot, what, group, false);
        found.ifPresent(id -> own.update("delete from hotpatch.staged_member where staged_group = ?", id));
        return found;
    }

    void add(long stagedGroup, Collection<String> members) {
        own.update("insert into hotpatch.staged_member (staged_group, member) select ?, unnest(?::text[]) on conflict do nothing", stagedGroup, members.toArray(String[]::new));
    }

    /** Entra did not have the group when its members were to be read. */
    void gone(long snapshot, String group) {
        own.update("insert into hotpatch.staged_gone (snapshot_id, group_id) values (?, ?) on conflict do nothing", snapshot, group);
    }

    boolean isGone(long snapshot, String group) {
        return Boolean.TRUE.equals(shared.queryForObject("select exists (select from hotpatch.staged_gone where snapshot_id = ? and group_id = ?)", Boolean.class, snapshot, group));
    }

    void complete(long stagedGroup) {
        own.update("update hotpatch.staged_group set complete = true where id = ?", stagedGroup);
    }

    /** A group that was read to the end; empty when it was not. */
    Optional<Long> find(long snapshot, What what, String group) {
        return find(shared, snapshot, what, group, true);
    }

    private static Optional<Long> find(JdbcTemplate jdbc, long snapshot, What what, String group, boolean complete) {
        return jdbc.queryForList("select id from hotpatch.staged_group where snapshot_id = ? and what = ? and group_id = ? and complete = ?", Long.class, snapshot,
                what.name(), group, complete).stream().findFirst();
    }

    /** Page by page, so that a group of the whole fleet is never held. */
    void members(long stagedGroup, Consumer<List<String>> pages) {
        List<String> page = List.of();
        do {
            page = shared.queryForList("select member from hotpatch.staged_member where staged_group = ? and member > ? order by member limit " + PAGE, String.class,
                    stagedGroup, page.isEmpty() ? "" : page.get(page.size() - 1));
            if (!page.isEmpty()) {
                pages.accept(page);
            }
        } while (page.size() == PAGE);
    }

    private static String[] array(Set<String> names) {
        return names.stream().sorted().toArray(String[]::new);
    }

    private static Set<String> set(ResultSet rs, String column) throws SQLException {
        Array array = rs.getArray(column);
        return Set.of((String[]) array.getArray());
    }
}
