package io.hotpatchcycle;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.preflight.ServiceTime;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the machine's clock with that of the tenant's service once a day and tells the trail, so that an auditor knows what its times are worth.
 * People are told when it went wrong, and when it is right again. What sets the clock the program cannot see.
 */
final class ClockWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    /** What lies beyond makes the order of events across systems doubtful. */
    private static final Duration TOLERATED = Duration.ofSeconds(30);
    private static final String RIGHT = "clock.compared";
    private static final String WRONG = "clock.wrong";
    /** Whether it is another finding than the last one of this machine; the outbox tells people of these only. */
    private static final String CHANGED = "changed";
    private static final String NODE = "node";

    private final URI service;
    private final String node;
    private final Trail trail;
    private final Clock wallClock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "clock-watch");
        thread.setDaemon(true);
        return thread;
    });

    /** @param node name of this machine: each has a clock of its own */
    ClockWatch(URI service, String node, Trail trail, Clock wallClock) {
        this.service = service;
        this.node = node;
        this.trail = trail;
        this.wallClock = wallClock;
    }

    void start() {
        timer.scheduleWithFixedDelay(this::look, 30, TimeUnit.DAYS.toSeconds(1), TimeUnit.SECONDS);
    }

    void look() {
        try {
            ServiceTime time = ServiceTime.of(service, wallClock);
            boolean wrong = time.apart().minus(time.within()).compareTo(TOLERATED) > 0;
            if (wrong) {
                LOG.error("The clock of this machine is {} s from that of {}: times in the trail are wrong. Synchronise it by NTP.", time.apart().toSeconds(), service);
            }
            boolean wasWrong = trail.newest(List.of(RIGHT, WRONG), NODE, node).filter(WRONG::equals).isPresent();
            trail.system(wrong ? WRONG : RIGHT, null, null, Map.of("source", service.toString(), NODE, node, "there", time.there().toString(),
                    "here", time.here().toString(), "apartSeconds", seconds(time.apart()), "withinSeconds", seconds(time.within()), CHANGED, wrong != wasWrong));
        } catch (IOException e) {
            LOG.warn("The clock of this machine could not be compared with that of {}: {}. It is tried again tomorrow.", service, e.getMessage());
            trail.system("clock.notCompared", null, null, Map.of("source", service.toString(), NODE, node, "message", String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("What the clock of this machine is worth could not be noted; it is tried again tomorrow: {}", e.getMessage());
        }
    }

    private static String seconds(Duration time) {
        return Double.toString(Math.round(time.toMillis() / 100.0) / 10.0);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
