package io.hotpatchcycle.ring;

import io.hotpatchcycle.fleet.BinaryRows;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A plan while it is drawn: the devices as the database streams them, in any order, put into their parts, and their classes counted. */
final class DrawnPlan {

    private static final int HEAD = 19;

    private final Map<Long, PlanPart> parts = new TreeMap<>();
    private final Map<Long, Drawn> classes = new HashMap<>();
    private boolean begun;
    private long partNumber = -1;
    private PlanPart part;

    /** A class of devices, with how many it has, and the first of them. */
    static final class Drawn {

        private final long number;
        private int devices;
        private long example = Long.MAX_VALUE;

        private Drawn(long number) {
            this.number = number;
        }

        long number() {
            return number;
        }

        int devices() {
            return devices;
        }

        long example() {
            return example;
        }
    }

    /** Takes rows of COPY in its binary format: number of the device, its class, when it was seen, its Entra object. */
    void take(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message);
        if (!begun) {
            begun = true;
            in.position(HEAD + in.getInt(HEAD - Integer.BYTES));
        }
        while (in.hasRemaining() && in.getShort() > 0) {
            in.getInt();
            long device = in.getLong();
            in.getInt();
            long of = in.getLong();
            int place = place(device);
            part.plan(place, of);
            count(of, device);
            if (in.getInt() > 0) {
                part.seen(place, in.getLong());
            }
            int length = in.getInt();
            if (length >= 0) {
                part.object(place, message, in.position(), length);
                in.position(in.position() + length);
            }
        }
    }

    private int place(long device) {
        long number = device / PlanPart.SIZE;
        if (number != partNumber) {
            partNumber = number;
            part = parts.computeIfAbsent(number, n -> new PlanPart());
        }
        return (int) (device % PlanPart.SIZE);
    }

    private void count(long of, long device) {
        Drawn drawn = classes.computeIfAbsent(of, Drawn::new);
        drawn.devices++;
        drawn.example = Math.min(drawn.example, device);
    }

    Collection<Drawn> classes() {
        return classes.values();
    }

    void write(int cycle, BinaryRows rows) {
        parts.forEach((number, found) -> found.write(cycle, number, rows));
    }
}
