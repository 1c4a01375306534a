package io.hotpatchcycle.ring;

import java.util.List;

/**
 * A planned ring beside the fleet: whether what it meets is what the rest will meet, and whether its gate can prove anything.
 *
 * @param devices      active devices of the ring
 * @param controlled   those that its gate counts
 * @param sampleNeeded devices with a definite outcome that its gate needs, by the policy table in force; null when no rule says
 * @param failureLimit percent of failures to be proven; null when no rule says
 * @param parts        what it is made of, the largest differences first within each dimension
 */
public record RingMix(String ring, int devices, int controlled, Integer sampleNeeded, Double failureLimit, List<Part> parts) {

    public RingMix {
        parts = List.copyOf(parts);
    }

    /** Whether its gate could ever proceed by itself. */
    public boolean enough() {
        return sampleNeeded != null && controlled >= sampleNeeded;
    }

    /**
     * One value of one dimension.
     *
     * @param dimension  MODEL, REGION (of the owner's licences), BUILD, EDITION, PROCESSOR or REASON (what to fix first)
     * @param devices    of the ring
     * @param share      percent of the ring
     * @param fleetShare percent of all active devices
     */
    public record Part(String dimension, String value, int devices, double share, double fleetShare) {

        /** How far the ring is from the fleet, in percent points. */
        public double difference() {
            return share - fleetShare;
        }
    }
}
