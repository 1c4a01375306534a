package io.hotpatchcycle.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** How long a committed event waits for its seal while nodes are killed: looked at from outside, ten times a second. */
final class Sealing {

    /** What is promised. */
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 100;
    private static final String GAPS = "select count(*) from (select sequence - lag(sequence, 1, 0::bigint) over (order by sequence) as step from hotpatch.seal) s "
            + "where step <> 1";

    private final JdbcTemplate jdbc;
    private final Map<Long, Long> waiting = new HashMap<>();
    private final List<String> late = new ArrayList<>();
    private String last = "the start";
    private String slowest = "";
    private long longest;
    private long sealed;
    private boolean watching;
    private ScheduledExecutorService looks;

    Sealing(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A node is up: from now on events are sealed. */
    synchronized void watch() {
        if (!watching) {
            waiting.clear();
            watching = true;
        }
        if (looks == null) {
            looks = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "seal-watch");
                thread.setDaemon(true);
                return thread;
            });
            looks.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** The nodes end one after another: who is last seals the rest. */
    synchronized void rest() {
        watching = false;
    }

    synchronized void after(String kill) {
        last = kill;
    }

    private void look() {
        try {
            seen(new HashSet<>(jdbc.queryForList("select event_id from hotpatch.unsealed", Long.class)));
        } catch (DataAccessException e) {
            // before the first start there is no table yet
            synchronized (this) {
                waiting.clear();
            }
        }
    }

    private synchronized void seen(Set<Long> now) {
        if (!watching) {
            return;
        }
        long nanos = System.nanoTime();
        now.forEach(id -> waiting.putIfAbsent(id, nanos));
        waiting.entrySet().removeIf(entry -> {
            long millis = (nanos - entry.getValue()) / 1_000_000;
            if (millis > longest) {
                longest = millis;
                slowest = last;
            }
            boolean gone = !now.contains(entry.getKey());
            if (gone) {
                sealed++;
                if (millis > LIMIT.toMillis()) {
                    late.add("event " + entry.getKey() + " waited " + millis + " ms for its seal after " + last);
                }
            }
            return gone;
        });
    }

    /** What was sealed too late, not at all, or with a gap. */
    synchronized List<String> problems() {
        List<String> problems = new ArrayList<>(late);
        if (longest > LIMIT.toMillis() && late.isEmpty()) {
            problems.add("an event waited " + longest + " ms for its seal after " + slowest);
        }
        long left = jdbc.queryForObject("select count(*) from hotpatch.unsealed", Long.class);
        long gaps = jdbc.queryForObject(GAPS, Long.class);
        if (left > 0) {
            problems.add(left + " events are not sealed");
        }
        if (gaps > 0) {
            problems.add(gaps + " gaps in the chain of seals");
        }
        if (sealed == 0) {
            problems.add("nothing was sealed while the nodes ran");
        }
        return problems;
    }

    @Override
    public synchronized String toString() {
        return "sealing " + sealed + " events seen waiting, the longest " + longest + " ms (after " + slowest + "); "
                + jdbc.queryForObject("select count(*) from hotpatch.seal", Long.class) + " seals, " + jdbc.queryForObject(GAPS, Long.class) + " gaps";
    }
}
