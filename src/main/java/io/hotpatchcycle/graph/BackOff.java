package io.hotpatchcycle.graph;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** Waits between the attempts at a read: as long as Graph says, else longer each time with jitter. */
final class BackOff {

    /** Attempts at one read, the first included. */
    static final int ATTEMPTS = 4;

    /** No job thread waits longer than this for one attempt; longer throttling goes back to the caller. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final long FIRST_MILLIS = 1_000;

    private final Sleeper sleeper;
    private final DoubleSupplier random;
    private final int attempts;

    /** Waits in real time; tests do not. */
    @FunctionalInterface
    interface Sleeper {

        void sleep(Duration time) throws InterruptedException;

        static Sleeper real() {
            return time -> TimeUnit.MILLISECONDS.sleep(time.toMillis());
        }
    }

    /** @param random 0 (included) to 1 (excluded) */
    BackOff(Sleeper sleeper, DoubleSupplier random) {
        this(sleeper, random, ATTEMPTS);
    }

    private BackOff(Sleeper sleeper, DoubleSupplier random, int attempts) {
        this.attempts = attempts;
        this.sleeper = sleeper;
        this.random = random;
    }

    /** Never waits: a person does. */
    static BackOff none() {
        return new BackOff(time -> { }, () -> 0, 1);
    }

    /**
     * Waits after a failed attempt.
     *
     * @param retryAfter what Graph said; null when it said nothing
     * @return false when there is to be no further attempt: they are used up, or Graph asks for too long a wait
     */
    boolean another(int failedAttempts, Duration retryAfter) {
        if (failedAttempts >= attempts) {
            return false;
        }
        Duration wait = retryAfter != null ? retryAfter : jittered(FIRST_MILLIS << failedAttempts - 1);
        return wait.compareTo(LONGEST_WAIT) <= 0 && sleep(wait);
    }

    /** Between half and all of the time, so that nodes do not come back together. */
    private Duration jittered(long millis) {
        return Duration.ofMillis(millis / 2 + (long) (random.getAsDouble() * millis / 2));
    }

    /** @return false when the thread was asked to stop */
    boolean sleep(Duration time) {
        try {
            sleeper.sleep(time);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
