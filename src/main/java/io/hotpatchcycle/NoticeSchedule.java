package io.hotpatchcycle;

import io.hotpatchcycle.approval.Substitutes;
import io.hotpatchcycle.notice.Notices;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what waits every second of real time. Every node runs it; each message is sent by one. */
final class NoticeSchedule implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeSchedule.class);
    private static final int PATIENCE_SECONDS = 5;
    /** A server that does not answer must not hold up what goes elsewhere. */
    private static final int SENDERS = 3;

    private final Notices notices;
    private final Substitutes substitutes;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(SENDERS + 1, work -> {
        Thread thread = new Thread(work, "notices");
        thread.setDaemon(true);
        return thread;
    });
    private volatile String trouble = "";

    NoticeSchedule(Notices notices, Substitutes substitutes) {
        this.notices = notices;
        this.substitutes = substitutes;
    }

    void start() {
        for (int i = 0; i < SENDERS; i++) {
            timer.scheduleWithFixedDelay(() -> carefully(notices::send), 1, 1, TimeUnit.SECONDS);
        }
        timer.scheduleWithFixedDelay(() -> carefully(substitutes::noteOver), 5, 30, TimeUnit.SECONDS);
    }

    /** What goes wrong is said once, not every second. */
    private void carefully(Runnable work) {
        try {
            work.run();
            trouble = "";
        } catch (RuntimeException e) {
            if (!trouble.equals(String.valueOf(e.getMessage()))) {
                trouble = String.valueOf(e.getMessage());
                LOG.error("Notices are not sent; they are kept and tried again: {}", trouble);
            }
        }
    }

    /** What is being sent is settled before the database goes away. */
    @Override
    public void close() {
        timer.shutdown();
        try {
            timer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
