package io.hotpatchcycle.audit;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import org.springframework.jdbc.core.JdbcTemplate;

/** Days whose head was given to the mail. */
public final class HeadMailRows {

    private final JdbcTemplate jdbc;

    public HeadMailRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    boolean isDone(LocalDate day) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.head_mailed where day >= ?)", Boolean.class, day));
    }

    /** Whether the day is ours; false when another node has it. */
    boolean claim(LocalDate day, long sequence, Instant now) {
        return jdbc.update("insert into hotpatch.head_mailed (day, sequence, told_at) values (?, ?, ?) on conflict do nothing", day, sequence, Timestamp.from(now)) > 0;
    }
}
