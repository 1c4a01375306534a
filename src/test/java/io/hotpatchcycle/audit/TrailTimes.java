package io.hotpatchcycle.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** Seals and verifies many events as a node does, and prints how long each took; fails when verifying takes over a minute. */
final class TrailTimes {

    private static final Duration ALLOWED = Duration.ofSeconds(60);

    private TrailTimes() {
    }

    /** @param arguments how many events */
    public static void main(String[] arguments) throws Exception {
        int events = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("trail-times");
        boolean good;
        try (SealedTrail trail = new SealedTrail(folder.resolve("key.pem"), Clock.systemUTC())) {
            trail.app.update("insert into hotpatch.event (business_time, wall_time, actor, actor_kind, type, cycle_id, ring, data) select now(), clock_timestamp(), 'anna', 'PERSON', "
                    + "'ring.opened', '2026.08-B', 'pilot', jsonb_build_object('number', n, 'note', 'what happened to the ring, in a sentence', 'share', 0.5) "
                    + "from generate_series(1, ?) n", events);
            timed("sealed", events, () -> {
                trail.sealer.seal();
                return trail.number("select count(*) from hotpatch.seal") == events;
            });
            good = timed("verified", events, () -> {
                Verification found = trail.verify();
                return found.intact() && found.waiting() == 0;
            });
        }
        System.out.println(good ? "1 passed, 0 failed" : "0 passed, 1 failed");
        System.exit(good ? 0 : 1);
    }

    private static boolean timed(String what, int events, Supplier<Boolean> work) {
        long start = System.nanoTime();
        boolean good = work.get();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf("%,d events %s in %.1f s%s%n", events, what, took.toMillis() / 1e3, good ? "" : ", and not all of them were as they should");
        return good && took.compareTo(ALLOWED) <= 0;
    }
}
