package io.hotpatchcycle.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was done to single devices, by index: 16 bytes for each time, and 4 more for each device of a block of 1,024 of which one was
 * touched. A device that nothing was done to has no entry.
 */
final class DeviceLog {

    /** What was done; PLACED is GROUPS without a look of the device at what that means for it. RESET to LEAK are ways in which a build comes to it. */
    enum What { GROUPS, PLACED, OUT_OF_ENTRA, OUT_OF_INTUNE, REBOOT, SYNC, RESET, REIMAGE, FEATURE_UPGRADE, BY_HAND, LEAK }

    private static final What[] WHATS = What.values();
    private static final int[] NONE = {};
    private static final int BLOCK = 1024;
    private static final int FIELDS = 4;
    private static final int IN_ENTRA_GONE = 1;
    private static final int IN_INTUNE_GONE = 1 << 1;
    private static final int WHAT_AT = 2;
    private static final int RELEASE_AT = WHAT_AT + 4;

    /** Number of the newest entry of each device, plus one. */
    private final int[][] heads;
    /** Previous entry of the device plus one, order, what it came to, and its groups. */
    private int[][] entries = new int[16][];
    private int size;

    /** In the order in which they were deleted. */
    private final List<Integer> deletedInEntra = new ArrayList<>();

    DeviceLog(int devices) {
        heads = new int[(devices + BLOCK - 1) / BLOCK][];
    }

    /** Notes something that leaves the groups of the device as they are. @param groups those it has, needed for its first entry */
    void add(int device, int order, What what, int release, long groups) {
        add(device, order, what, release, groups, outOfEntra(device), outOfIntune(device));
    }

    /** Notes that somebody deleted a device in Entra, which takes it out of every group, or in Intune. */
    void addDeleted(int device, int order, boolean inEntra, long groups) {
        if (inEntra) {
            if (!outOfEntra(device)) {
                deletedInEntra.add(device);
            }
            add(device, order, What.OUT_OF_ENTRA, 0, 0, true, outOfIntune(device));
        } else {
            add(device, order, What.OUT_OF_INTUNE, 0, groups, outOfEntra(device), true);
        }
    }

    private void add(int device, int order, What what, int release, long groups, boolean noEntra, boolean noIntune) {
        if (groups >>> Groups.MOST != 0 || release >= 1 << Integer.SIZE - RELEASE_AT) {
            throw new IllegalStateException("The log of the sandbox's devices holds " + Groups.MOST + " groups and "
                    + (1 << Integer.SIZE - RELEASE_AT) + " releases, not group bits " + groups + " and release " + release + ".");
        }
        if (size == entries.length * BLOCK) {
            entries = Arrays.copyOf(entries, 2 * entries.length);
        }
        int[] block = entries[size / BLOCK];
        if (block == null) {
            block = new int[BLOCK * FIELDS];
            entries[size / BLOCK] = block;
        }
        int at = size % BLOCK * FIELDS;
        block[at] = head(device);
        block[at + 1] = order;
        block[at + 2] = (noEntra ? IN_ENTRA_GONE : 0) | (noIntune ? IN_INTUNE_GONE : 0) | what.ordinal() << WHAT_AT | release << RELEASE_AT;
        block[at + 3] = (int) groups;
        if (heads[device / BLOCK] == null) {
            heads[device / BLOCK] = new int[BLOCK];
        }
        heads[device / BLOCK][device % BLOCK] = ++size;
    }

    private int head(int device) {
        int[] block = heads[device / BLOCK];
        return block == null ? 0 : block[device % BLOCK];
    }

    private int field(int entry, int field) {
        return entries[(entry - 1) / BLOCK][(entry - 1) % BLOCK * FIELDS + field];
    }

    /** The groups a device is in now; {@code otherwise} when nothing was ever done to it. */
    long groups(int device, long otherwise) {
        int entry = head(device);
        return entry == 0 ? otherwise : Integer.toUnsignedLong(field(entry, 3));
    }

    /** Devices that were deleted in Entra, the first one first. */
    List<Integer> deletedInEntra() {
        return deletedInEntra;
    }

    boolean outOfEntra(int device) {
        int entry = head(device);
        return entry != 0 && (field(entry, 2) & IN_ENTRA_GONE) != 0;
    }

    boolean outOfIntune(int device) {
        int entry = head(device);
        return entry != 0 && (field(entry, 2) & IN_INTUNE_GONE) != 0;
    }

    /** Entries of a device that are younger than one of its own, oldest first; all of them without one, which is 0. */
    int[] since(int device, int last) {
        int count = 0;
        for (int entry = head(device); entry != last; entry = field(entry, 0)) {
            count++;
        }
        if (count == 0) {
            return NONE;
        }
        int[] found = new int[count];
        for (int entry = head(device); count > 0; entry = field(entry, 0)) {
            found[--count] = entry;
        }
        return found;
    }

    /** When an entry happened among all that happened. */
    int order(int entry) {
        return field(entry, 1);
    }

    /** What an entry is: read with {@link #whatOf}, {@link #groupsOf} and {@link #releaseOf}. */
    long value(int entry) {
        return (long) field(entry, 3) << Integer.SIZE | Integer.toUnsignedLong(field(entry, 2));
    }

    static What whatOf(long value) {
        return WHATS[(int) value >>> WHAT_AT & 0xF];
    }

    static long groupsOf(long value) {
        return value >>> Integer.SIZE;
    }

    static int releaseOf(long value) {
        return (int) value >>> RELEASE_AT;
    }
}
