package io.hotpatchcycle.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A device on a day. Sources look now and then: what a device ran is known at each look, and between two looks that
 * agree; where they differ, it changed at some moment in between.
 *
 * @param says    what it ran, in a sentence
 * @param certain whether every look around the day agrees
 * @param before  last look not after the day; null when there is none
 * @param after   first look after {@code before}; null when there is none
 * @param looks   all looks, oldest first
 * @param planned cycles that had planned the device by the end of the day
 */
public record DeviceDay(Desk.Device device, String says, boolean certain, Look before, Look after, List<Look> looks, Listing planned) {

    /** One look of a source. {@code build} is null where only its absence was noted. */
    public record Look(Instant at, String build, String source) {
    }

    static DeviceDay of(Desk.Device device, Instant start, Instant end, List<Look> looks, Listing planned) {
        Look before = null;
        Look after = null;
        for (Look look : looks) {
            if (look.at().isBefore(end)) {
                before = look;
            } else if (after == null) {
                after = look;
            }
        }
        boolean during = before != null && !before.at().isBefore(start);
        String changedOnTheDay = during ? changed(looks, start, end) : null;
        boolean agree = before != null && after != null && Objects.equals(before.build(), after.build());
        return new DeviceDay(device, changedOnTheDay != null ? changedOnTheDay : says(before, after, during, agree),
                changedOnTheDay == null && (during || agree), before, after, looks, planned);
    }

    /** Two looks of that very day, or the one before it and one of that day, that differ. */
    private static String changed(List<Look> looks, Instant start, Instant end) {
        Look last = null;
        for (Look look : looks) {
            if (look.at().isBefore(end)) {
                if (last != null && !look.at().isBefore(start) && !Objects.equals(last.build(), look.build())) {
                    return "It changed from " + build(last) + " to " + build(look) + ": the former was last seen " + Plain.when(last.at())
                            + ", the latter first seen " + Plain.when(look.at()) + " UTC. When in between is not known.";
                }
                last = look;
            }
        }
        return null;
    }

    private static String says(Look before, Look after, boolean during, boolean agree) {
        if (before == null) {
            return after == null ? "No source ever saw it." : "Not known: it was first seen later, " + Plain.when(after.at()) + " UTC, with " + build(after) + ".";
        }
        String ran = build(before) + ", as seen " + Plain.when(before.at()) + " UTC";
        if (during) {
            return ran + ", on that day.";
        }
        if (agree) {
            return ran + " and again " + Plain.when(after.at()) + " UTC, so also on that day unless it changed and changed back.";
        }
        if (after == null) {
            return ran + "; nothing was seen of it since, so what it ran on that day is likely but not certain.";
        }
        return build(before) + " or " + build(after) + ": the former was last seen " + Plain.when(before.at()) + ", the latter first seen "
                + Plain.when(after.at()) + " UTC. It changed somewhere in between.";
    }

    private static String build(Look look) {
        return look.build() == null ? "a build not recorded" : look.build();
    }
}
