package io.hotpatchcycle.ring;

/**
 * What is opened, suspended and observed: one Entra group, one quality update policy. By default one per ring.
 *
 * @param groupId      null when the group is gone or was never found
 * @param owned        we write its members
 * @param policyId     null before it is created
 * @param updateRing   name of the one update ring that applies; null unless exactly one does
 * @param deadlineDays null when the update ring sets none
 * @param problem      why it cannot be opened; empty when it can
 */
public record Unit(String name, String ring, String groupId, boolean owned, String policyId, String updateRing,
                   int deferralDays, Integer deadlineDays, int graceDays, boolean paused, String problem) {

    /** Whether nothing known speaks against opening it. */
    public boolean ready() {
        return problem.isEmpty();
    }
}
