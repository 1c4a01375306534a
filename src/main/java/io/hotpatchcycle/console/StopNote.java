package io.hotpatchcycle.console;

import io.hotpatchcycle.rollout.StopCount;
import java.time.Instant;
import java.util.List;

/**
 * What a stop has reached, on the cycle's page.
 *
 * @param says      whether the stop is true, in a sentence
 * @param installed devices that installed after it, the latest first, not all
 */
record StopNote(boolean complete, String says, List<Row> rings, List<Device> installed, Moment asOf, Moment countedAt) {

    /** One ring. */
    record Row(String name, Moment suspendedAt, String outOfReach, String committed, String notSeen, String notHeld, String offline, String installedAfter,
               String before) {
    }

    /** A device that installed after the stop, between two sightings. */
    record Device(String name, String ring, Moment from, Moment to) {

        static Device of(StopCount.Installed i, Instant now) {
            return new Device(i.device(), i.ring(), Moment.of(i.from(), now), Moment.of(i.to(), now));
        }
    }

    static StopNote of(StopCount c, List<StopCount.Installed> installed, Instant now) {
        return new StopNote(c.complete(), says(c), c.rings().stream().map(r -> new Row(r.name(), Moment.of(r.suspendedAt(), now), Words.number(r.outOfReach()),
                Words.number(r.committed()), Words.number(r.notSeen()), Words.number(r.notHeld()), Words.number(r.offline()), Words.number(r.installedAfter()),
                Words.number(r.before()))).toList(), installed.stream().map(i -> Device.of(i, now)).toList(), Moment.of(c.asOf(), now), Moment.of(c.countedAt(), now));
    }

    private static String says(StopCount c) {
        if (c.open() != null) {
            return "NOT stopped yet. Still open: " + c.open() + ". It is tried again every five minutes; suspend the release in Intune if that takes long. "
                    + "A policy that is gone is decided about on the task 'Resume or abandon?'.";
        }
        if (c.countedAt() == null) {
            return c.complete() ? "No ring was open, or the cycle only observes: there is nothing that the stop has to hold back." : "The units are being suspended and read back; devices are counted afterwards.";
        }
        if (c.butForAccepted()) {
            return "NOT true for every ring: nothing holds back " + Words.number(c.notHeld()) + " devices, because the policy of their unit is gone, and a person accepted "
                    + "that. Every other device that is online is out of reach or committed.";
        }
        return c.complete() ? "The stop is true: every device that is online is out of reach or committed."
                : "Not proven yet: " + Words.number(c.notSeen()) + " devices that are online have not been heard of since, "
                        + "or the reports had no time to say so.";
    }
}
