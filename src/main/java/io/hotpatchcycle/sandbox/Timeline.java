package io.hotpatchcycle.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What happened to the tenant, in order. Nobody tells the devices: each finds out from here what it meant for itself when somebody asks
 * for it ({@link Simulation#device}).
 */
final class Timeline {

    /** What happened. */
    enum What { MONTH, LOOK, UNINSTALL, ENROLMENT, RULES }

    /**
     * One thing that may concern any device.
     *
     * @param order      place among all that happened
     * @param stepsUntil steps of a device up to this time came before it
     * @param rules      what holds from then on
     * @param before     only devices that one of these two reaches are concerned; null for all
     * @param share      of the enrolments that are lost
     */
    record Event(int order, long at, long stepsUntil, What what, Rules rules, Assignments before, Assignments after, double share) {

        boolean concerns(Device device) {
            return before == null || before.applyTo(device) || after.applyTo(device);
        }
    }

    private final List<Event> events = new ArrayList<>();
    private long[] times = new long[64];
    private int size;
    /** The last place is one for what is done to single devices. */
    private boolean open;

    /** Something that may concern any device. */
    void add(long at, long stepsUntil, What what, Rules rules, Assignments before, Assignments after, double share) {
        events.add(new Event(next(at), at, stepsUntil, what, rules, before, after, share));
    }

    /** A place for what is done to single devices; the same one for all that is done in one second while nothing else happens. */
    int moment(long at) {
        if (!open || times[size - 1] != at) {
            next(at);
            open = true;
        }
        return size - 1;
    }

    private int next(long at) {
        open = false;
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
        }
        times[size] = at;
        return size++;
    }

    long time(int order) {
        return times[order];
    }

    int events() {
        return events.size();
    }

    Event event(int number) {
        return events.get(number);
    }
}
