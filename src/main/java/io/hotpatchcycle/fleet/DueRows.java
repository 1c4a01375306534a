package io.hotpatchcycle.fleet;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Devices whose hardware facts are missing, or could have changed since they were told: a device that was not seen since says nothing new. VBS that
 * does not run may do so after any restart; where it runs it is asked for again after two to three months, a part of the fleet at a time, or
 * once it is doubted. They are fetched while they are gone through, so that a fleet is never held: each once, also those that meanwhile are
 * due no longer.
 */
final class DueRows extends AbstractCollection<String> {

    private static final int PAGE = 10_000;
    private static final String DUE = """
            from hotpatch.device where not retired and not gone and line = 'WINDOWS_11' and (vbs_observed_at is null or last_check_in > vbs_observed_at
                and (vbs <> 'RUNNING' or vbs_observed_at < ?::timestamptz - (60 + bucket % 30) * interval '1 day'))
            """;

    /** Whoever was to be hotpatched and got the cumulative update instead: VBS that stopped is a likely reason. */
    private static final String DOUBTED = """
            with took as materialized (
                select d.id, hotpatch.plan_part_of(d.no) as part, hotpatch.plan_place_of(d.no) as place, c.id as cycle_id, c.no as cycle
                from hotpatch.progress g join hotpatch.cycle c on c.id = g.cycle_id join hotpatch.device d on d.id = g.device_id
                where g.outcome = 'EFFECTIVE_LCU' and c.kind in ('HOTPATCH', 'OOB_HOTPATCH') and c.created_at > ?::timestamptz - interval '90 days'
                    and d.vbs = 'RUNNING' and d.vbs_observed_at < g.effective_at),
            doubted as materialized (
                select distinct t.id from took t join hotpatch.plan_part p on p.cycle = t.cycle and p.part = t.part
                join hotpatch.plan_class k on k.class = p.classes[t.place] and k.cycle_id = t.cycle_id and k.track = 'HOTPATCH')
            update hotpatch.device d set vbs_observed_at = null from doubted where d.id = doubted.id
            """;

    private final JdbcTemplate jdbc;
    private final Timestamp now;
    private final int size;

    /** @param devices how many are due; empty where they have to be counted */
    DueRows(JdbcTemplate jdbc, Instant now, Optional<Integer> devices) {
        this.jdbc = jdbc;
        this.now = Timestamp.from(now);
        jdbc.update(DOUBTED, this.now);
        this.size = devices.orElseGet(() -> jdbc.queryForObject("select count(*) " + DUE, Integer.class, this.now));
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
                }, now, last);
                ended = page.size() < PAGE;
            }
        };
    }
}
