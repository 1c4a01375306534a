package io.hotpatchcycle.approval;

import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.ring.EndedCycles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of exemptions. */
public final class ExemptionRows {

    private static final String SELECT = """
            select e.*, case e.scope when 'DEVICE' then (select count(*) from hotpatch.device d where d.id = e.target)
                when 'GROUP' then (select count(*) from hotpatch.exempt_member m where m.exemption = e.id)
                when 'RING' then (select coalesce(sum(k.devices), 0) from hotpatch.plan_class k where k.ring = e.target and k.population = 'ACTIVE'
                    and k.cycle_id = (select c.id from hotpatch.cycle c where c.snapshot_id is not null order by c.no desc limit 1))
                else 0 end as devices,
                (select d.name from hotpatch.device d where e.scope = 'DEVICE' and d.id = e.target) as target_name
            from hotpatch.exemption e
            """;

    /** Of single devices only those that somebody may see, or asked for. */
    private static final String VISIBLE = "(e.scope <> 'DEVICE' or e.requested_by = ? or" + VisibleRings.condition("e.target") + ")";

    private final JdbcTemplate jdbc;

    public ExemptionRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    long insert(ExemptionRequest r, String person, String inPlaceOf, Instant now) {
        return jdbc.queryForObject("""
                insert into hotpatch.exemption (renews, scope, target, reason, compensating_control, requested_by, requested_for, requested_at, expires_at, state)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'REQUESTED') returning id
                """, Long.class, r.renews(), r.scope().name(), r.target(), r.reason(), r.compensatingControl(), person, inPlaceOf, Timestamp.from(now),
                Timestamp.from(r.expiresAt()));
    }

    void decide(long id, boolean granted, String person, String comment, Instant now) {
        jdbc.update("update hotpatch.exemption set state = ?, decided_by = ?, decided_at = ?, comment = ? where id = ? and state = 'REQUESTED'",
                granted ? "GRANTED" : "REFUSED", person, Timestamp.from(now), comment, id);
    }

    /** False when it had ended before. */
    boolean end(long id, Instant now) {
        return jdbc.update("update hotpatch.exemption set state = 'EXPIRED', ended_at = ? where id = ? and state = 'GRANTED'", Timestamp.from(now), id) == 1;
    }

    Optional<ExemptionView> find(long id) {
        return jdbc.query(SELECT + " where e.id = ?", (rs, n) -> view(rs), id).stream().findFirst();
    }

    boolean visible(long id, VisibleRings visible, String person) {
        return jdbc.queryForObject("select count(*) from hotpatch.exemption e where e.id = ? and " + VISIBLE, Integer.class, id, person, visible.names(),
                visible.names()) > 0;
    }

    List<ExemptionView> list(VisibleRings visible, String person, int offset, int limit) {
        return jdbc.query(SELECT + " where " + VISIBLE + " order by e.id desc offset ? limit ?", (rs, n) -> view(rs), person, visible.names(), visible.names(),
                offset, limit);
    }

    /** Who asked for this period or for one that it renews, and in whose place. */
    Set<String> requesters(long id) {
        return new TreeSet<>(jdbc.queryForList("select person from hotpatch.exemption_requesters(?)", String.class, id));
    }

    int renewals(long id) {
        return jdbc.queryForObject("with recursive before as (select id, renews from hotpatch.exemption where id = ? union all select e.id, e.renews "
                + "from hotpatch.exemption e join before b on e.id = b.renews) select count(*) - 1 from before", Integer.class, id);
    }

    int count(VisibleRings visible, String person) {
        return jdbc.queryForObject("select count(*) from hotpatch.exemption e where " + VISIBLE, Integer.class, person, visible.names(), visible.names());
    }

    boolean known(ExemptionScope scope, String target) {
        String sql = switch (scope) {
            case DEVICE -> "select exists (select 1 from hotpatch.device where id = ?)";
            case RING -> "select exists (select 1 from hotpatch.unit where ring = ?)";
            case FREEZE -> "select exists (select 1 from hotpatch.cycle where id = ? and state not in " + EndedCycles.STATES + ")";
            case GROUP -> "select ?::text is not null";
        };
        return Boolean.TRUE.equals(jdbc.queryForObject(sql, Boolean.class, target));
    }

    /** The device of this id or, where there is none, the only one of this name. */
    Optional<String> device(String idOrName) {
        List<String> found = jdbc.queryForList("select id from hotpatch.device where id = ? union select id from hotpatch.device where name = ? "
                + "and not exists (select 1 from hotpatch.device where id = ?) limit 2", String.class, idOrName, idOrName, idOrName);
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static ExemptionView view(ResultSet rs) throws SQLException {
        return new ExemptionView(rs.getLong("id"), (Long) rs.getObject("renews"), ExemptionScope.valueOf(rs.getString("scope")),
                rs.getString("target"), rs.getString("reason"), rs.getString("compensating_control"), rs.getString("requested_by"), rs.getString("requested_for"),
                instant(rs, "requested_at"), instant(rs, "expires_at"), rs.getString("state"), rs.getString("decided_by"), instant(rs, "decided_at"),
                rs.getString("comment"), instant(rs, "applied_at"), instant(rs, "ended_at"), rs.getInt("devices"), rs.getString("target_name"),
                instant(rs, "group_gone_at"));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp value = rs.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
