package io.hotpatchcycle.approval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of shortages. */
public final class ShortageRows {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate jdbc;

    public ShortageRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Subject and ring of each that is open. */
    Set<String> open(String cycleId) {
        return new TreeSet<>(jdbc.queryForList("select trim(subject || ' ' || ring) from hotpatch.decider_shortage where cycle_id = ? and resolved_at is null",
                String.class, cycleId));
    }

    Set<String> cycles() {
        return new TreeSet<>(jdbc.queryForList("select distinct cycle_id from hotpatch.decider_shortage where resolved_at is null", String.class));
    }

    void put(String cycleId, Shortages.Shortage shortage, Instant now) {
        try {
            jdbc.update("""
                    insert into hotpatch.decider_shortage (cycle_id, subject, ring, able, excluded, left_out, found_at) values (?, ?, ?, ?, ?::jsonb, ?::jsonb, ?)
                    on conflict (cycle_id, subject, ring) where resolved_at is null do update set able = excluded.able, excluded = excluded.excluded, left_out = excluded.left_out
                    """, cycleId, shortage.subject().name(), shortage.ring(), String.join(",", shortage.able()),
                    JSON.writeValueAsString(shortage.excluded()), JSON.writeValueAsString(shortage.leftOut()), Timestamp.from(now));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Excluded people are no JSON: " + e.getOriginalMessage(), e);
        }
    }

    void close(String cycleId, String key, Instant now) {
        jdbc.update("update hotpatch.decider_shortage set resolved_at = ? where cycle_id = ? and trim(subject || ' ' || ring) = ? and resolved_at is null",
                Timestamp.from(now), cycleId, key);
    }
}
