package io.hotpatchcycle.eligibility;

import java.time.Instant;
import java.util.List;

/**
 * A device of a plan in a list.
 *
 * @param number      its place: lists go on after it
 * @param device      Intune device id
 * @param name        as it is called now
 * @param reasons     codes, what to fix first first
 * @param build       build.UBR; null when not known
 * @param ring        null when it is in none
 * @param track       null while the plan is not complete
 * @param controlled  gated by exactly one of our units
 * @param uncontrolledWhy why it is not; null where it is
 */
public record ListedDevice(long number, String device, String name, Eligibility.State eligibility, List<String> reasons, String build, String ring,
                           String track, Instant lastCheckIn, boolean controlled, String uncontrolledWhy) {

    public ListedDevice {
        reasons = List.copyOf(reasons);
    }
}
