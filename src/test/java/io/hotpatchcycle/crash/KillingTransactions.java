package io.hotpatchcycle.crash;

import io.hotpatchcycle.rollout.ShortTransactions;
import java.io.IOException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The ledger's transactions, watched: kills this process when one has just brought a write to the boundary. The program
 * has no such hook; this one stands around a bean, in the harness's own process.
 */
final class KillingTransactions implements ShortTransactions {

    private final ShortTransactions transactions;
    private final JdbcTemplate jdbc;
    private final Boundary boundary;
    private final String kind;
    private final Remote tenant;
    private Map<String, Row> rows;

    KillingTransactions(ShortTransactions transactions, JdbcTemplate jdbc, Boundary boundary, String kind, Remote tenant) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.boundary = boundary;
        this.kind = kind;
        this.tenant = tenant;
    }

    private record Row(String kind, String state, int attempts, Timestamp readBackAt) {
    }

    @Override
    public <T> T run(Supplier<T> work) {
        synchronized (this) {
            rows = rows == null ? read() : rows;
        }
        T result = transactions.run(work);
        synchronized (this) {
            Map<String, Row> before = rows;
            rows = read();
            rows.forEach((key, row) -> strike(before.get(key), row));
        }
        return result;
    }

    private Map<String, Row> read() {
        Map<String, Row> found = new HashMap<>();
        jdbc.query("select natural_key, kind, state, attempts, read_back_at from hotpatch.graph_write",
                rs -> {
                    found.put(rs.getString(1), new Row(rs.getString(2), rs.getString(3), rs.getInt(4), rs.getTimestamp(5)));
                });
        return found;
    }

    private void strike(Row before, Row now) {
        if (!now.kind().equals(kind) || now.equals(before)) {
            return;
        }
        boolean intended = now.state().equals("INTENDED") && (before == null || now.attempts() > before.attempts());
        boolean settled = before != null && before.state().equals("INTENDED") && !now.state().equals("INTENDED");
        boolean readBack = before != null && now.readBackAt() != null && !now.readBackAt().equals(before.readBackAt());
        if (intended && boundary == Boundary.SENT) {
            killOnceItHappened();
        } else if (intended && boundary == Boundary.INTENT || settled && boundary == Boundary.OUTCOME || readBack && boundary == Boundary.READ_BACK) {
            kill();
        }
    }

    /** The sandbox keeps the next answer back; the kill comes when its effect is in the log. */
    private void killOnceItHappened() {
        int writes = writes();
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

    private int writes() {
        return tenant.get("/__sandbox/writes", "test").orElseThrow().size();
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
