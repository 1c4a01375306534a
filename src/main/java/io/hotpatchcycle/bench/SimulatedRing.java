package io.hotpatchcycle.bench;

import io.hotpatchcycle.ring.RingFigures;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * One opened ring, hour by hour, as its gate sees it. Devices install within a day and a half; a success is known from
 * the next check-in, a failure only from the report, which lags 4 to 48 hours. Every other failed install succeeds when
 * it is tried again. Times are hours since the opening.
 */
final class SimulatedRing {

    private static final double SILENT = 0.03;
    private static final double RETRY_SUCCEEDS = 0.5;
    private static final double CHECK_IN_EVERY = 8;
    private static final double OFF_OVER_NIGHT = 0.3;
    private static final double NIGHT = 14;
    private static final double NEVER = Double.POSITIVE_INFINITY;

    private final double[] heardAt;
    private final double[] failedAt;
    private final double[] effectiveAt;
    private final double[] confirmedAt;

    /** @param failing percent of the devices whose first install fails */
    SimulatedRing(int devices, double failing, SplittableRandom random) {
        heardAt = new double[devices];
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
            failedAt[i] = fails && !silent ? installed + lag : NEVER;
            effectiveAt[i] = silent ? NEVER : checkIn(random, fails ? again : installed);
            confirmedAt[i] = silent ? NEVER : (fails ? again : installed) + lag;
        }
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
        int reported = 0;
        for (int i = 0; i < heardAt.length; i++) {
            reported += heardAt[i] <= hour ? 1 : 0;
            if (effectiveAt[i] <= hour) {
                effective++;
                confirmed += confirmedAt[i] <= hour ? 1 : 0;
            } else if (failedAt[i] <= hour) {
                failed++;
            }
        }
        int silent = 0;
        for (int i = 0; i < heardAt.length; i++) {
            silent += heardAt[i] > hour && effectiveAt[i] > hour && failedAt[i] > hour ? 1 : 0;
        }
        return new RingFigures(heardAt.length, effective, 0, confirmed, failed, silent, reported, Instant.EPOCH);
    }
}
