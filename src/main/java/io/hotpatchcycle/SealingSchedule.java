package io.hotpatchcycle;

import io.hotpatchcycle.audit.HeadMail;
import io.hotpatchcycle.audit.Sealer;
import io.hotpatchcycle.audit.TimeStamps;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.audit.TrailProof;
import io.hotpatchcycle.audit.Verification;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals every second, takes the head outside (folder, time stamp, mail) once a day and verifies once a day, in real time. Every node runs it; one at a time seals. */
final class SealingSchedule implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SealingSchedule.class);

    private final Sealer sealer;
    private final TrailProof proof;
    private final TimeStamps stamps;
    /** Sealing has a thread to itself: neither a long look at the chain nor a silent server holds it up. */
    private final ScheduledExecutorService sealing = threads(1, "sealer");
    private final ScheduledExecutorService timer = threads(2, "trail");
    private final HeadMail mail;
    private final Trail trail;
    private final Clock wallClock;
    private final Map<String, LocalDate> told = new ConcurrentHashMap<>();
    private String trouble = "";

    SealingSchedule(Sealer sealer, TrailProof proof, TimeStamps stamps, HeadMail mail, Trail trail, Clock wallClock) {
        this.wallClock = wallClock;
        this.mail = mail;
        this.trail = trail;
        this.stamps = stamps;
        this.sealer = sealer;
        this.proof = proof;
    }

    private static ScheduledExecutorService threads(int count, String name) {
        return Executors.newScheduledThreadPool(count, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        sealing.scheduleWithFixedDelay(this::seal, 1, 1, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(this::verify, 10, TimeUnit.DAYS.toSeconds(1), TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(this::anchor, 15, TimeUnit.MINUTES.toSeconds(5), TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(this::stamp, 20, TimeUnit.MINUTES.toSeconds(5), TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(this::mail, 25, TimeUnit.MINUTES.toSeconds(5), TimeUnit.SECONDS);
    }

    /** What goes wrong is said once, not every second. */
    void seal() {
        try {
            sealer.seal();
            trouble = "";
        } catch (RuntimeException e) {
            if (!trouble.equals(e.getMessage())) {
                trouble = String.valueOf(e.getMessage());
                LOG.error("The audit trail is not sealed: {}", trouble);
                tell("trail.notSealed", Map.of("message", trouble));
            }
        }
    }

    void verify() {
        try {
            Verification found = proof.verify();
            if (!found.intact()) {
                LOG.error("The audit trail is not intact: {}", found.finding().sentence());
                tell("trail.notIntact", Map.of("kind", found.finding().kind().name(), "message", found.finding().sentence()));
            }
        } catch (RuntimeException e) {
            LOG.warn("The audit trail could not be verified; it is tried again tomorrow: {}", e.getMessage());
        }
    }

    void anchor() {
        try {
            proof.anchorOfTheDay().ifPresent(file -> LOG.info("The head of the audit trail is anchored in {}", file));
        } catch (RuntimeException e) {
            failed("anchored", e);
        }
    }

    private void stamp() {
        try {
            stamps.ofTheDay().ifPresent(at -> LOG.info("The head of the audit trail is time-stamped as of {}", at));
        } catch (RuntimeException e) {
            failed("time-stamped", e);
        }
    }

    private void mail() {
        try {
            mail.ofTheDay().ifPresent(sequence -> LOG.info("The head of the audit trail at {} is given to the mail", sequence));
        } catch (RuntimeException e) {
            failed("mailed", e);
        }
    }

    private void failed(String what, RuntimeException why) {
        LOG.error("The audit trail is not {}: {}", what, why.getMessage());
        tell("trail.headNotOutside", Map.of("what", what, "message", String.valueOf(why.getMessage())));
    }

    /** People are told of the same thing once a day. */
    private void tell(String type, Map<String, String> data) {
        LocalDate today = LocalDate.ofInstant(wallClock.instant(), ZoneOffset.UTC);
        String thing = type + data.getOrDefault("what", "");
        if (!today.equals(told.put(thing, today))) {
            try {
                trail.system(type, null, null, data);
            } catch (RuntimeException e) {
                told.remove(thing);
                LOG.error("Nobody could be told that the audit trail is in trouble: {}", e.getMessage());
            }
        }
    }

    /** Seals what the last second brought. */
    @Override
    public void close() {
        sealing.shutdownNow();
        timer.shutdownNow();
        seal();
    }
}
