package io.hotpatchcycle.fleet;

/**
 * Tells whether any two of the keys it was given may be the same: by a number of 64 bits for each, so that two of a million that are not the
 * same are taken for the same once in millions of fleets. It takes 16 bytes for each; of a fleet of many millions it tells nothing.
 */
final class SharedKeys {

    private static final int FIRST = 1 << 12;
    private static final int MOST = 1 << 23;
    private static final long BASIS = 0xCBF29CE484222325L;
    private static final long PRIME = 0x100000001B3L;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private long[] places = new long[FIRST];
    private int used;
    private boolean apart = true;

    /** Whether it is certain that no two were the same. */
    boolean apart() {
        return apart;
    }

    void add(String key) {
        if (!apart) {
            return;
        }
        if (2 * used >= places.length) {
            grow();
        }
        if (apart) {
            apart = put(places, number(key));
            used++;
        }
    }

    private void grow() {
        if (places.length >= MOST) {
            apart = false;
            places = null;
            return;
        }
        long[] larger = new long[2 * places.length];
        for (long number : places) {
            if (number != 0) {
                put(larger, number);
            }
        }
        places = larger;
    }

    /** @return false where it is there */
    private static boolean put(long[] places, long number) {
        int at = (int) (number >>> Integer.SIZE) & places.length - 1;
        while (places[at] != 0) {
            if (places[at] == number) {
                return false;
            }
            at = at + 1 & places.length - 1;
        }
        places[at] = number;
        return true;
    }

    /** Never 0, which is a free place. */
    private static long number(String key) {
        long number = BASIS;
        for (int i = 0; i < key.length(); i++) {
            number = (number ^ key.charAt(i)) * PRIME;
        }
        number = (number ^ number >>> Integer.SIZE) * MIX;
        return number == 0 ? 1 : number;
    }
}
