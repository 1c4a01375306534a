package io.hotpatchcycle;

import io.hotpatchcycle.governance.AccessReviews;
import io.hotpatchcycle.governance.Retention;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps packs, cleans what is past its time and reminds of the access review, every ten minutes of real time. With several nodes one does it. */
final class RetentionSchedule implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionSchedule.class);
    private static final int EVERY_MINUTES = 10;

    private final Retention retention;
    private final AccessReviews reviews;
    private final ReentrantLock running = new ReentrantLock();
    private final JdbcTemplate jdbc;
    private final TransactionTemplate turn;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "retention");
        thread.setDaemon(true);
        return thread;
    });

    RetentionSchedule(Retention retention, AccessReviews reviews, JdbcTemplate jdbc, TransactionTemplate turn) {
        this.retention = retention;
        this.reviews = reviews;
        this.jdbc = jdbc;
        this.turn = turn;
    }

    void start() {
        timer.scheduleWithFixedDelay(this::run, 2, EVERY_MINUTES, TimeUnit.MINUTES);
    }

    private void run() {
        if (!running.tryLock()) {
            return;
        }
        try {
            turn.executeWithoutResult(status -> {
                // held until the run is over: a second node passes by
                if (Boolean.TRUE.equals(jdbc.queryForObject("select pg_try_advisory_xact_lock(hashtext('hotpatch.retention'))", Boolean.class))) {
                    tell(retention.run());
                    reviews.remind();
                }
            });
        } catch (RuntimeException e) {
            LOG.warn("Packs are not kept and nothing is cleaned; it is tried again in {} minutes: {}", EVERY_MINUTES, e.getMessage());
        } finally {
            running.unlock();
        }
    }

    private static void tell(Retention.Run run) {
        run.problems().forEach(problem -> LOG.warn("{} It is tried again in {} minutes.", problem, EVERY_MINUTES));
        if (run.packsKept() + run.cyclesCleaned() + run.devicesErased() > 0) {
            LOG.info("Retention: {} packs kept, history of {} cycles removed, names of {} devices erased", run.packsKept(), run.cyclesCleaned(),
                    run.devicesErased());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
