package io.hotpatchcycle.sandbox;

/**
 * Chance as a function: the same seed, purpose and numbers always give the same throw, whatever was thrown before.
 * That is what makes a fleet the same after a restart and between two machines.
 */
final class Dice {

    /** What is decided. Add at the end only: the position is part of the throw. */
    enum Purpose {
        IDENTITY, CLASS, DETAIL, MODEL, PLACE, OWNER, UPGRADE_26200, UPGRADE_26300, DEBT, HABIT, HOURS, AWAY, CHECK_IN,
        SCAN, DOWNLOAD, INSTALL, START, FAIL, RETRY, ROLLBACK, SILENT, RESTART, REBOOT, REIMAGE, RETIRE, REPORT_LAG,
        VIP, DUPLICATE, STRANGE, CATALOG, POLICY, JOB, ALERT, LICENCE, QUIET_TIME, START_UP
    }

    private final long seed;

    Dice(long seed) {
        this.seed = mix(seed + 0x632BE59BD9B4E019L);
    }

    /** 64 well-mixed bits. */
    long bits(Purpose purpose, long a, long b) {
        return mix(mix(mix(seed ^ (purpose.ordinal() + 1L)) ^ a) ^ b);
    }

    /** A number from 0 (inclusive) to 1 (exclusive). */
    double unit(Purpose purpose, long a, long b) {
        return (bits(purpose, a, b) >>> 11) * 0x1.0p-53;
    }

    /** A number of seconds between two numbers of hours. */
    long seconds(Purpose purpose, long a, long b, double fromHours, double toHours) {
        return (long) (3600 * (fromHours + unit(purpose, a, b) * (toHours - fromHours)));
    }

    /** One of the values. */
    <T> T pick(Purpose purpose, long a, long b, T[] values) {
        return values[(int) Math.floorMod(bits(purpose, a, b), (long) values.length)];
    }

    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
