package io.hotpatchcycle.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of what is to be told. */
public final class NoticeRows {

    private static final ObjectMapper JSON = new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private final JdbcTemplate jdbc;

    public NoticeRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void insert(long eventId, Instant at, NoticeKind kind, String event, String cycleId, String ring, String task, List<String> asked, Map<String, ?> data) {
        jdbc.update("""
                insert into hotpatch.notice (event_id, kind, event, cycle_id, ring, task_id, asked, data, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)
                """, eventId, kind.name(), event, cycleId, ring, task, String.join(",", asked), json(data), Timestamp.from(at));
    }

    /** Notices without messages, oldest first, locked until the transaction ends; other nodes pass over them. */
    List<Notice> takeUnaddressed(int atMost) {
        return jdbc.query("select * from hotpatch.notice where addressed_at is null order by event_id limit ? for update skip locked",
                (rs, n) -> notice(rs), atMost);
    }

    void setAddressed(long eventId, Instant wall) {
        jdbc.update("update hotpatch.notice set addressed_at = ? where event_id = ?", Timestamp.from(wall), eventId);
    }

    /** Its recipients will be looked up again; who has a message keeps it. */
    void addressAgain(long eventId) {
        jdbc.update("update hotpatch.notice set addressed_at = null where event_id = ?", eventId);
    }

    static Notice notice(ResultSet rs) throws SQLException {
        String asked = rs.getString("asked");
        return new Notice(rs.getLong("event_id"), NoticeKind.valueOf(rs.getString("kind")), rs.getString("event"), rs.getString("cycle_id"),
                rs.getString("ring"), rs.getString("task_id"), asked.isEmpty() ? List.of() : Arrays.asList(asked.split(",")), rs.getString("data"),
                rs.getTimestamp("created_at").toInstant());
    }

    private static String json(Map<String, ?> data) {
        try {
            return JSON.writeValueAsString(data).replace("\\u0000", "");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The event's data is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
