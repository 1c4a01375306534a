package io.hotpatchcycle.sandbox;

import java.util.UUID;

/** Ids that come from the seed and a number. */
final class Ids {

    private Ids() {
    }

    static String guid(Dice dice, Dice.Purpose purpose, long a, long b) {
        long high = dice.bits(purpose, a, 2 * b);
        long low = dice.bits(purpose, a, 2 * b + 1);
        return new UUID((high & ~0xF000L) | 0x4000L, (low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L).toString();
    }
}
