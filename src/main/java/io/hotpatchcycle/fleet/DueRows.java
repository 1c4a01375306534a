package io.hotpatchcycle.fleet;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Devices whose hardware facts are missing, or could have changed since; a running VBS stays until it is doubted. They are fetched while they
 * are gone through, so that a fleet is never held: each once, also those that meanwhile are due no longer.
 */
final class DueRows extends AbstractCollection<String> {

    private static final int PAGE = 10_000;
    private static final String DUE = "from hotpatch.device where not retired and line = 'WINDOWS_11' "
            + "and (vbs_observed_at is null or vbs <> 'RUNNING' and vbs_observed_at < ?)";

    private final JdbcTemplate jdbc;
    private final Timestamp before;
    private final int size;

    DueRows(JdbcTemplate jdbc, Instant before) {
        this.jdbc = jdbc;
        this.before = Timestamp.from(before);
        this.size = jdbc.queryForObject("select count(*) " + DUE, Integer.class, this.before);
    }

    /** How many there were at first. */
    @Override
    public int size() {
        return size;
    }

    @Override
    public Iterator<String> iterator() {
        return new Iterator<>() {

            private final List<String> page = new ArrayList<>();
            private long last = Long.MIN_VALUE;
            private int next;
            private boolean ended = size == 0;

            @Override
            public boolean hasNext() {
                if (next == page.size() && !ended) {
                    fetch();
                }
                return next < page.size();
            }

            @Override
            public String next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return page.get(next++);
            }

            private void fetch() {
                page.clear();
                next = 0;
                jdbc.query("select no, id " + DUE + " and no > ? order by no limit " + PAGE, rs -> {
                    last = rs.getLong(1);
                    page.add(rs.getString(2));
                }, before, last);
                ended = page.size() < PAGE;
            }
        };
    }
}
