package io.hotpatchcycle.bench;

import io.hotpatchcycle.ring.RingFigures;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * One opened ring, hour by hour, as its gate sees it. Devices install within a day and a half; a success is known from
 * the next check-in, a failure only from the report, which lags 4 to 48 hours. Every other failed install succeeds when
 * it is tried again. With a baseline they wait for a restart: it comes the next night, within three days, or at the
 * deadline, and half of what fails fails in it. Times are hours since the opening.
 */
final class SimulatedRing {

    private static final double SILENT = 0.03;
    private static final double RETRY_SUCCEEDS = 0.5;
    private static final double CHECK_IN_EVERY = 8;
    private static final double OFF_OVER_NIGHT = 0.3;
    private static final double NIGHT = 14;
    private static final double NEVER = Double.POSITIVE_INFINITY;
    private static final double RESTARTS_AT_NIGHT = 0.4;
    private static final double RESTARTS_WITHIN_DAYS = 0.75;
    private static final double FAILS_AT_RESTART = 0.5;

    private final double[] heardAt;
    private final double[] waitsAt;
    private final boolean[] failsAtRestart;
    private final double[] failedAt;
    private final double[] effectiveAt;
    private final double[] confirmedAt;

    /**
     * @param failing  percent of the devices whose first install fails
     * @param deadline hours after the installation in which a device restarts; 0 when it needs no restart
     */
    SimulatedRing(int devices, double failing, double deadline, SplittableRandom random) {
        heardAt = new double[devices];
        waitsAt = new double[devices];
        failsAtRestart = new boolean[devices];
        failedAt = new double[devices];
        effectiveAt = new double[devices];
        confirmedAt = new double[devices];
        for (int i = 0; i < devices; i++) {
            boolean silent = random.nextDouble() < SILENT;
            double installed = between(random, 0, 22) + between(random, 0.5, 9) + (random.nextDouble() < OFF_OVER_NIGHT ? between(random, 0, NIGHT) : 0);
            boolean fails = random.nextDouble() * 100 < failing;
            double again = random.nextDouble() < RETRY_SUCCEEDS ? installed + between(random, 48, 120) : NEVER;
            heardAt[i] = silent ? NEVER : checkIn(random, 0);
            double lag = between(random, 4, 48);
            double restart = deadline == 0 ? 0 : restart(deadline, random);
            failsAtRestart[i] = deadline > 0 && fails && random.nextDouble() < FAILS_AT_RESTART;
            waitsAt[i] = deadline == 0 || silent || fails && !failsAtRestart[i] ? NEVER : installed + lag;
            failedAt[i] = fails && !silent ? installed + (failsAtRestart[i] ? restart : 0) + lag : NEVER;
            effectiveAt[i] = silent ? NEVER : checkIn(random, (fails ? again : installed) + restart);
            confirmedAt[i] = silent ? NEVER : (fails ? again : installed) + restart + lag;
        }
    }

    private static double restart(double deadline, SplittableRandom random) {
        double habit = random.nextDouble();
        return habit < RESTARTS_AT_NIGHT ? between(random, 6, 20) : habit < RESTARTS_WITHIN_DAYS ? Math.min(deadline, between(random, 24, 72)) : deadline;
    }

    private static double checkIn(SplittableRandom random, double after) {
        return after + between(random, 0, CHECK_IN_EVERY) + (random.nextDouble() < OFF_OVER_NIGHT ? between(random, 0, NIGHT) : 0);
    }

    private static double between(SplittableRandom random, double from, double to) {
        return from + random.nextDouble() * (to - from);
    }

    /** What is known at an hour. */
    RingFigures at(double hour) {
        int effective = 0;
        int confirmed = 0;
        int failed = 0;
        int failedAtRestart = 0;
        int waiting = 0;
        int reported = 0;
        for (int i = 0; i < heardAt.length; i++) {
            reported += heardAt[i] <= hour ? 1 : 0;
            if (effectiveAt[i] <= hour) {
                effective++;
                confirmed += confirmedAt[i] <= hour ? 1 : 0;
            } else if (failedAt[i] <= hour) {
                failed++;
                failedAtRestart += failsAtRestart[i] ? 1 : 0;
            } else if (waitsAt[i] <= hour) {
                waiting++;
            }
        }
        int silent = 0;
        for (int i = 0; i < heardAt.length; i++) {
            silent += heardAt[i] > hour && effectiveAt[i] > hour && failedAt[i] > hour ? 1 : 0;
        }
        return new RingFigures(heardAt.length, effective, 0, confirmed, failed, failedAtRestart, waiting, silent, reported, Instant.EPOCH);
    }
}
