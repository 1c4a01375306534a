package io.hotpatchcycle.crash;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.io.IOException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The ledger's transactions, watched: kills this process when one has just brought a write to the boundary. The program
 * has no such hook; this one stands around a bean, in the harness's own process.
 */
final class KillingTransactions implements ShortTransactions {

    /** What this transaction itself has written: another node writes into the same ledger. */
    private static final String WRITTEN = " where xmin = pg_current_xact_id()::xid";

    private final ShortTransactions transactions;
    private final JdbcTemplate jdbc;
    private final Arms arms;
    private final Remote tenant;

    KillingTransactions(ShortTransactions transactions, JdbcTemplate jdbc, Arms arms, Remote tenant) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.arms = arms;
        this.tenant = tenant;
    }

    /** Tells where this process is to die. */
    @FunctionalInterface
    interface Arms {

        /** Of the boundaries that a write of this kind has just come to, the one to strike at. */
        Optional<Boundary> take(String kind, List<Boundary> reached);
    }

    private record Row(String kind, String state, int attempts, Timestamp readBackAt) {
    }

    private record Done<T>(T result, Map<String, Row> before, Map<String, Row> written) {
    }

    @Override
    public <T> T run(Supplier<T> work) {
        Done<T> done = transactions.run(() -> {
            Map<String, Row> before = read("");
            T result = work.get();
            return new Done<>(result, before, read(WRITTEN));
        });
        done.written().forEach((key, row) -> strike(done.before().get(key), row));
        return done.result();
    }

    private Map<String, Row> read(String which) {
        Map<String, Row> found = new HashMap<>();
        jdbc.query("select natural_key, kind, state, attempts, read_back_at from hotpatch.graph_write" + which,
                rs -> {
                    found.put(rs.getString(1), new Row(rs.getString(2), rs.getString(3), rs.getInt(4), rs.getTimestamp(5)));
                });
        return found;
    }

    private void strike(Row before, Row now) {
        arms.take(now.kind(), reached(before, now)).ifPresent(boundary -> {
            if (boundary == Boundary.SENT) {
                killOnceItHappened();
            } else {
                kill();
            }
        });
    }

    private static List<Boundary> reached(Row before, Row now) {
        List<Boundary> reached = new ArrayList<>();
        if (now.state().equals("INTENDED") && (before == null || now.attempts() > before.attempts())) {
            reached.addAll(List.of(Boundary.INTENT, Boundary.SENT));
        }
        if (before != null && before.state().equals("INTENDED") && !now.state().equals("INTENDED")) {
            reached.add(Boundary.OUTCOME);
        }
        if (before != null && now.readBackAt() != null && !now.readBackAt().equals(before.readBackAt())) {
            reached.add(Boundary.READ_BACK);
        }
        return reached;
    }

    /** The sandbox keeps the next answer back; the kill comes when its effect is in the log. */
    private void killOnceItHappened() {
        long writes = writes();
        tenant.post("/__sandbox/faults", "test", Strike.holdNextWrite());
        Thread watch = new Thread(() -> {
            while (writes() == writes) {
                LockSupport.parkNanos(1_000_000);
            }
            kill();
        }, "crash-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /** Without those of the control API: somebody may set the clock. */
    private long writes() {
        JsonNode all = tenant.get("/__sandbox/writes", "test").orElseThrow();
        return StreamSupport.stream(all.spliterator(), false).filter(w -> !w.path("path").asText().startsWith("/__sandbox")).count();
    }

    /** SIGKILL of this process; returns never. */
    static void kill() {
        try {
            System.out.println("KILL");
            System.out.flush();
            new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start();
        } catch (IOException e) {
            Runtime.getRuntime().halt(137);
        }
        while (true) {
            LockSupport.park();
        }
    }
}
