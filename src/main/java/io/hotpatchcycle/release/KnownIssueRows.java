package io.hotpatchcycle.release;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of known issues. */
public final class KnownIssueRows {

    private static final String SOURCE = "known-issues";

    private final JdbcTemplate jdbc;

    public KnownIssueRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void store(List<KnownIssue> issues, Instant now) {
        for (KnownIssue i : issues) {
            jdbc.update("""
                    insert into hotpatch.known_issue (id, product, title, status, kb, url, started_at, updated_at, observed_at, open_since)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    on conflict (id, product) do update set title = excluded.title, status = excluded.status, kb = excluded.kb,
                        open_since = case when excluded.open_since is not null and known_issue.kb = excluded.kb then coalesce(known_issue.open_since, excluded.open_since)
                            else excluded.open_since end,
                        url = excluded.url, started_at = excluded.started_at, updated_at = excluded.updated_at, observed_at = excluded.observed_at
                    """, i.id(), i.product(), i.title(), i.status(), i.kb(), i.url(), timestamp(i.startedAt()), timestamp(i.updatedAt()), timestamp(now),
                    i.standing() == KnownIssue.Standing.OPEN ? timestamp(now) : null);
        }
        jdbc.update("insert into hotpatch.source_reading (source, read_until, received_at, rows_read) values (?, ?, ?, ?) on conflict (source) "
                + "do update set read_until = excluded.read_until, received_at = excluded.received_at, rows_read = excluded.rows_read",
                SOURCE, timestamp(now), timestamp(now), issues.size());
    }

    List<KnownIssue> all() {
        return jdbc.query("select * from hotpatch.known_issue order by id, product", (rs, n) -> new KnownIssue(rs.getString("id"),
                rs.getString("product"), rs.getString("title"), rs.getString("status"), rs.getString("kb"), rs.getString("url"),
                instant(rs.getTimestamp("started_at")), instant(rs.getTimestamp("updated_at")), instant(rs.getTimestamp("observed_at"))));
    }

    /** When the last of these issues was first seen open; null when none is. */
    Instant openSince(Collection<String> ids) {
        return jdbc.queryForObject("select max(open_since) from hotpatch.known_issue where id = any (string_to_array(?, ','))",
                (rs, n) -> instant(rs.getTimestamp(1)), String.join(",", ids));
    }

    Instant readAt() {
        return jdbc.query("select read_until from hotpatch.source_reading where source = ?", (rs, n) -> instant(rs.getTimestamp(1)), SOURCE)
                .stream().findFirst().orElse(null);
    }

    private static Timestamp timestamp(Instant value) {
        return value == null ? null : Timestamp.from(value);
    }

    private static Instant instant(Timestamp value) {
        return value == null ? null : value.toInstant();
    }
}
