package io.hotpatchcycle.rehearsal;

import io.hotpatchcycle.TenantTime;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.process.EnginePace;
import io.hotpatchcycle.process.RunningCycles;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the sandbox's time run fast while nobody is waited for, and at the pace of the wall clock while somebody is, so
 * that due dates in Tasklist mean what they say. Until the first approval it always runs at pace 1.
 */
public final class Pacemaker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pacemaker.class);

    private final TenantTime time;
    private final RunningCycles running;
    private final Approvals approvals;
    private final int fast;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "pacemaker");
        thread.setDaemon(true);
        return thread;
    });
    private boolean approved;

    public Pacemaker(TenantTime time, RunningCycles running, Approvals approvals, EnginePace engine, int fast) {
        this.time = time;
        this.running = running;
        this.approvals = approvals;
        this.fast = fast;
        engine.follow(Math.max(1, fast));
    }

    /** Begins to adjust the pace, once a second. */
    public void start() {
        timer.scheduleWithFixedDelay(this::adjust, 1, 1, TimeUnit.SECONDS);
    }

    private void adjust() {
        try {
            approved = approved || approvals.anyApproved();
            int wanted = approved && running.waitingCount() == 0 ? fast : Math.min(1, fast);
            if (wanted != time.pace()) {
                time.setPace(wanted);
            }
        } catch (RuntimeException e) {
            // A sandbox or database that is away for a moment must not end the pacemaker.
            LOG.warn("The pace of business time could not be adjusted: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
