package io.hotpatchcycle.eligibility;

import java.util.List;

/**
 * How ready the fleet is for hotpatch.
 *
 * @param total     all devices, duplicates once
 * @param active    checked in within 30 days: the denominator of the next three
 * @param reasons   blocking, open and warning reasons with the devices each concerns
 */
public record Readiness(int total, int active, int eligible, int notEligible, int unknown, List<ReasonCount> reasons) {

    public Readiness {
        reasons = List.copyOf(reasons);
    }

    /** A reason and how many active devices it concerns. */
    public record ReasonCount(String code, int devices, String owner, String fix) {
    }
}
