package io.hotpatchcycle.fleet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Tells whether any two of the keys it was given may be the same: by a number of 64 bits for each, so that two of a million that are not the
 * same are taken for the same once in millions of fleets. The numbers are only put in order when that is asked. It takes 8 bytes for each; of
 * a fleet of many millions it tells nothing.
 */
final class SharedKeys {

    private static final int FIRST = 1 << 12;
    private static final int MOST = 1 << 22;
    private static final long BASIS = 0xCBF29CE484222325L;
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private long[] numbers = new long[FIRST];
    private int used;

    /** Whether it is certain that no two were the same. */
    boolean apart() {
        if (numbers == null) {
            return false;
        }
        Arrays.sort(numbers, 0, used);
        for (int i = 1; i < used; i++) {
            if (numbers[i] == numbers[i - 1]) {
                return false;
            }
        }
        return true;
    }

    void add(byte[] key) {
        if (numbers == null) {
            return;
        }
        if (used == numbers.length) {
            numbers = used < MOST ? Arrays.copyOf(numbers, 2 * used) : null;
        }
        if (numbers != null) {
            numbers[used++] = number(key);
        }
    }

    private static long number(byte[] key) {
        long number = BASIS ^ key.length;
        int at = 0;
        for (; at + Long.BYTES <= key.length; at += Long.BYTES) {
            number = mixed(number, (long) WORDS.get(key, at));
        }
        for (; at < key.length; at++) {
            number = mixed(number, key[at]);
        }
        return number;
    }

    private static long mixed(long number, long next) {
        long mixed = (number ^ next) * MIX;
        return mixed ^ mixed >>> Integer.SIZE;
    }
}
