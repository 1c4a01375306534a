package io.hotpatchcycle.sandbox;

import java.util.Arrays;

/** Values with the time from which they held, in the order of time; small on purpose, each device of a fleet has three. */
final class LongLog {

    private static final long[] NOTHING = {};

    /** Time and value in turns. */
    private long[] entries = NOTHING;
    private int size;

    void add(long time, long value) {
        if (2 * size == entries.length) {
            entries = Arrays.copyOf(entries, Math.max(2, 4 * size));
        }
        entries[2 * size] = time;
        entries[2 * size++ + 1] = value;
    }

    /** Position of the last entry at or before a time, -1 when there is none. */
    int at(long time) {
        int i = size - 1;
        while (i >= 0 && time(i) > time) {
            i--;
        }
        return i;
    }

    long time(int position) {
        return entries[2 * position];
    }

    long value(int position) {
        return entries[2 * position + 1];
    }

    int size() {
        return size;
    }
}
