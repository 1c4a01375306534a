package io.hotpatchcycle.cycle;

import io.hotpatchcycle.release.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** How the cycles before one went, for who is to approve it: did the gates hold, was anything beyond its limit, what became of the devices. */
public final class EarlierRows {

    /** The newest ones, and the last of the same kind. */
    private static final String EARLIER = """
            with me as (select id, kind, created_at from hotpatch.cycle where id = ?),
            earlier as (
                select c.id, c.kind, c.state, c.created_at, row_number() over (order by c.created_at desc, c.id desc) as place,
                    row_number() over (partition by c.kind order by c.created_at desc, c.id desc) as of_kind
                from hotpatch.cycle c, me where (c.created_at, c.id) < (me.created_at, me.id))
            select e.id, e.kind, e.state, r.*, p.*, s.*, (select count(*) from hotpatch.halt h where h.cycle_id = e.id) as stops,
                (select count(*) from hotpatch.roll_back b where b.cycle_id = e.id and b.state in ('ROLLING_BACK', 'FORWARDING', 'DONE')) as roll_backs
            from me, earlier e
            cross join lateral (select coalesce(sum(controlled), 0) as controlled, coalesce(sum(effective_hotpatch), 0) as hotpatched,
                coalesce(sum(effective_lcu), 0) as lcu, coalesce(sum(failed), 0) as failed, count(overridden_by) as overridden
                from hotpatch.ring where cycle_id = e.id and opened_at is not null) r
            cross join lateral (select count(*) as looked_at, coalesce(sum(devices), 0) as devices, coalesce(sum(unapproved), 0) as unapproved,
                coalesce(sum(leaks), 0) as leaks, coalesce(sum(unknown), 0) as unknown, max(proved_at) as proved_at
                from hotpatch.gate_proof where cycle_id = e.id) p
            cross join lateral (select count(*) as measured,
                string_agg(ring || ' ' || lower(replace(name, '_', ' ')) || ' (' || devices || ' of ' || of_devices || ')', ', ' order by ring, name)
                    filter (where standing = 'BEYOND') as beyond,
                string_agg(distinct lower(replace(name, '_', ' ')), ', ') filter (where standing = 'UNKNOWN') as not_known
                from hotpatch.signal where cycle_id = e.id) s
            where e.place <= 3 or e.of_kind = 1 and e.kind = me.kind order by e.created_at desc, e.id desc""";

    private final JdbcTemplate jdbc;

    public EarlierRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The three cycles before this one and the last of its kind, newest first; as last counted. */
    List<Map<String, Object>> before(String cycleId) {
        return jdbc.query(EARLIER, (rs, n) -> row(rs), cycleId);
    }

    private static Map<String, Object> row(ResultSet rs) throws SQLException {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("cycle", rs.getString("id"));
        row.put("kind", String.valueOf(rs.getString("kind")));
        row.put("kindText", rs.getString("kind") == null ? "not clear" : Shown.kind(Kind.valueOf(rs.getString("kind"))));
        row.put("state", rs.getString("state"));
        row.put("stateText", Shown.words(rs.getString("state")));
        row.put("gate", gate(rs));
        row.put("signals", signals(rs));
        row.put("outcome", outcome(rs));
        return row;
    }

    private static String gate(ResultSet rs) throws SQLException {
        if (rs.getInt("looked_at") == 0) {
            return "not looked at";
        }
        String asOf = ", last looked at " + Shown.when(rs.getTimestamp("proved_at").toInstant());
        if (rs.getInt("leaks") > 0) {
            return "DID NOT HOLD: " + rs.getInt("leaks") + " of " + rs.getInt("devices") + " devices got it without an approval" + asOf;
        }
        if (rs.getInt("unknown") > 0) {
            return "not proven: " + rs.getInt("unknown") + " of " + rs.getInt("devices") + " devices ran it without an approval, nothing known explains it" + asOf;
        }
        return "held: " + (rs.getInt("unapproved") == 0 ? "none" : rs.getInt("unapproved") + " explained") + " of " + rs.getInt("devices")
                + " devices ran it without an approval" + asOf;
    }

    private static String signals(ResultSet rs) throws SQLException {
        if (rs.getInt("measured") == 0) {
            return "none measured";
        }
        String notKnown = rs.getString("not_known");
        return (rs.getString("beyond") == null ? "none beyond its limit" : "BEYOND THE LIMIT: " + rs.getString("beyond")) + (notKnown == null ? "" : "; not known: " + notKnown);
    }

    private static String outcome(ResultSet rs) throws SQLException {
        String text = String.format(Locale.ROOT, "%d of %d effective (%d hotpatched, %d by cumulative update), %d failed", rs.getInt("hotpatched") + rs.getInt("lcu"),
                rs.getInt("controlled"), rs.getInt("hotpatched"), rs.getInt("lcu"), rs.getInt("failed"));
        return (rs.getInt("controlled") == 0 ? "no ring opened" : text) + some(rs.getInt("overridden"), "ring", " let through by a person")
                + some(rs.getInt("stops"), "stop", "") + some(rs.getInt("roll_backs"), "roll-back", " decided");
    }

    private static String some(int number, String what, String how) {
        return number == 0 ? "" : "; " + number + " " + what + (number == 1 ? "" : "s") + how;
    }
}
