package io.hotpatchcycle.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of the trail. */
public final class EventRows {

    private static final ObjectMapper JSON = new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private static final String ALL = "(?::text is null or cycle_id = ?)";
    /** What tells of people rather than of the cycle is left out; no cycle has no work. */
    private static final String WORK = "?::text is not null and cycle_id = ? and type not in ('decision.refused', 'deciders.short', 'deciders.enough') and type not like 'graphWrite.%'";

    private final JdbcTemplate jdbc;

    public EventRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The id of the new row. */
    long insert(Instant business, Instant wall, String actor, String kind, String type, String cycleId, String ring, Map<String, ?> data) {
        return jdbc.queryForObject("""
                insert into hotpatch.event (business_time, wall_time, actor, actor_kind, type, cycle_id, ring, data)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb) returning id
                """, Long.class, Timestamp.from(business), Timestamp.from(wall), actor, kind, type, cycleId, ring, json(data));
    }

    List<Trail.Event> list(String cycleId, int offset, int limit) {
        return list(ALL, cycleId, offset, limit);
    }

    Optional<String> newest(List<String> types, String member, String value) {
        return jdbc.queryForList("select type from hotpatch.event where type = any (?) and data ->> ? = ? order by id desc limit 1", String.class,
                types.toArray(String[]::new), member, value).stream().findFirst();
    }

    int count(String cycleId) {
        return count(ALL, cycleId);
    }

    List<Trail.Event> work(String cycleId, int offset, int limit) {
        return list(WORK, cycleId, offset, limit);
    }

    int countWork(String cycleId) {
        return count(WORK, cycleId);
    }

    private List<Trail.Event> list(String where, String cycleId, int offset, int limit) {
        return jdbc.query("select e.*, s.sequence, encode(s.hash, 'hex') as hash from (select * from hotpatch.event where " + where
                        + " order by id offset ? limit ?) e left join hotpatch.seal s on s.event_id = e.id order by e.id",
                (rs, n) -> new Trail.Event(rs.getLong("id"), rs.getTimestamp("business_time").toInstant(),
                        rs.getTimestamp("wall_time").toInstant(), rs.getString("actor"), rs.getString("actor_kind"),
                        rs.getString("type"), rs.getString("cycle_id"), rs.getString("ring"), rs.getString("data"),
                        rs.getObject("sequence", Long.class), rs.getString("hash")),
                cycleId, cycleId, offset, limit);
    }

    private int count(String where, String cycleId) {
        return jdbc.queryForObject("select count(*) from hotpatch.event where " + where, Integer.class, cycleId, cycleId);
    }

    private static String json(Map<String, ?> data) {
        try {
            return JSON.writeValueAsString(data).replace("\\u0000", "");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The event's data is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
