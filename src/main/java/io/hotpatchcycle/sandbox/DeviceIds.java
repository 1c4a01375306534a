package io.hotpatchcycle.sandbox;

import java.util.UUID;

/**
 * The three ids of a device: Intune record, Entra object, Entra device. The first 32 bits of each hide the index of
 * the device reversibly, so that no table of ids is needed.
 */
final class DeviceIds {

    /** Which id. */
    enum Kind { MANAGED, OBJECT, DEVICE, USER }

    private static final int FACTOR = 0x9E3779B1;
    private static final int INVERSE = inverse(FACTOR);

    private final Dice dice;

    DeviceIds(Dice dice) {
        this.dice = dice;
    }

    /** The id of a device. */
    String id(Kind kind, int index) {
        long tail = dice.bits(Dice.Purpose.IDENTITY, kind.ordinal() + 1L, index);
        long low = dice.bits(Dice.Purpose.IDENTITY, kind.ordinal() + 101L, index);
        long high = (Integer.toUnsignedLong(hide(kind, index)) << 32) | (tail & 0xFFFF0FFFL) | 0x4000L;
        return new UUID(high, (low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L).toString();
    }

    /** The index behind an id, or -1 when the id is none of ours. */
    int index(Kind kind, String id, int devices) {
        if (id == null || id.length() != 36) {
            return -1;
        }
        try {
            int index = reveal(kind, Integer.parseUnsignedInt(id.substring(0, 8), 16));
            return index >= 0 && index < devices && id(kind, index).equalsIgnoreCase(id) ? index : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private int hide(Kind kind, int index) {
        int x = (index ^ salt(kind)) * FACTOR;
        return (x ^ (x >>> 16)) * FACTOR;
    }

    private int reveal(Kind kind, int hidden) {
        int x = hidden * INVERSE;
        x ^= x >>> 16;
        return (x * INVERSE) ^ salt(kind);
    }

    private int salt(Kind kind) {
        return (int) dice.bits(Dice.Purpose.IDENTITY, 1000L + kind.ordinal(), 0);
    }

    private static int inverse(int odd) {
        int x = odd;
        for (int i = 0; i < 5; i++) {
            x *= 2 - odd * x;
        }
        return x;
    }
}
