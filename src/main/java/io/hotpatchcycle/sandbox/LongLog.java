package io.hotpatchcycle.sandbox;

import java.util.Arrays;

/** Values with the time from which they held, in the order of time; small on purpose, a fleet has one per device. */
final class LongLog {

    private long[] at = new long[2];
    private long[] values = new long[2];
    private int size;

    void add(long time, long value) {
        if (size == at.length) {
            at = Arrays.copyOf(at, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        at[size] = time;
        values[size++] = value;
    }

    /** Position of the last entry at or before a time, -1 when there is none. */
    int at(long time) {
        int i = size - 1;
        while (i >= 0 && at[i] > time) {
            i--;
        }
        return i;
    }

    long time(int position) {
        return at[position];
    }

    long value(int position) {
        return values[position];
    }

    int size() {
        return size;
    }
}
