package io.hotpatchcycle.eligibility;

import java.time.Instant;
import java.util.List;

/**
 * What the newest plan that knows a device says of it.
 *
 * @param device           Intune device id
 * @param cycle            the cycle whose plan this is
 * @param reasons          every rule that fired, what to fix first first
 * @param ring             null when it is in none
 * @param track            {@code HOTPATCH}, {@code LCU} or {@code NONE}; null while the plan is not complete
 * @param controlled       whether exactly one of our units gates it
 * @param uncontrolledWhy  why not; null when it is
 * @param asOf             when the snapshot was taken
 */
public record DeviceEligibility(String device, String cycle, Eligibility.State eligibility, List<Reason> reasons, Facts facts, String ring,
                                String track, boolean controlled, String uncontrolledWhy, Instant asOf) {

    public DeviceEligibility {
        reasons = List.copyOf(reasons);
    }

    /** The facts the decision looked at, as classes. {@code lastCheckIn} is when the device itself was last seen. */
    public record Facts(String population, String line, Integer build, Integer ubr, String buildClass, String edition, String licence,
                        String cpu, String chpe, String vbs, String joinType, String management, String policy, boolean hotpatchedBefore,
                        Instant lastCheckIn) {
    }
}
