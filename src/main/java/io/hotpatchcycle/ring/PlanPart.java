package io.hotpatchcycle.ring;

import io.hotpatchcycle.fleet.BinaryRows;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Devices of a plan whose numbers follow each other, as one row: each has its place in the row's arrays, planned or not. */
final class PlanPart {

    /** As function {@code plan_part_of} divides. Two parts fill a page of the database. */
    static final int SIZE = 120;

    static final String COLUMNS = "(cycle, part, classes, seen, objects, named)";

    private static final int VALUES = 6;
    private static final int UUID_LENGTH = 36;

    private final long[] classes = new long[SIZE];
    private final BitSet planned = new BitSet(SIZE);
    private final long[] seen = new long[SIZE];
    private final BitSet everSeen = new BitSet(SIZE);
    private final long[] high = new long[SIZE];
    private final long[] low = new long[SIZE];
    private final BitSet ids = new BitSet(SIZE);
    private String[] named;

    void plan(int place, long of) {
        classes[place] = of;
        planned.set(place);
    }

    /** @param micros as the database counts */
    void seen(int place, long micros) {
        seen[place] = micros;
        everSeen.set(place);
    }

    /** Entra's ids are UUIDs, kept as such where that gives the same text again. @param text in the bytes from {@code from} on */
    void object(int place, byte[] text, int from, int length) {
        if (length == UUID_LENGTH && uuid(place, text, from)) {
            ids.set(place);
            return;
        }
        if (named == null) {
            named = new String[SIZE];
        }
        named[place] = new String(text, from, length, StandardCharsets.UTF_8);
    }

    private boolean uuid(int place, byte[] text, int from) {
        long[] halves = new long[2];
        int digits = 0;
        for (int i = 0; i < UUID_LENGTH; i++) {
            int c = text[from + i];
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (dash ? c != '-' : digit < 0) {
                return false;
            }
            if (!dash) {
                halves[digits / 16] = halves[digits / 16] << 4 | digit;
                digits++;
            }
        }
        high[place] = halves[0];
        low[place] = halves[1];
        return true;
    }

    void write(int cycle, long part, BinaryRows rows) {
        rows.row(VALUES).integer(cycle).longInteger(part).longs(BinaryRows.BIGINT, classes, planned).longs(BinaryRows.TIMESTAMPTZ, seen, everSeen)
                .uuids(high, low, ids).texts(named);
    }
}
