package io.hotpatchcycle.ring;

import io.hotpatchcycle.eligibility.DecisionTables;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The gate policy of a ring, decided by {@code ring-policy.dmn} when the ring starts; a later edit does not change a
 * running ring.
 *
 * @param soak         least time between the earliest possible offer and a pass
 * @param observeFor   time after which a person is asked
 * @param failureLimit percent of the sample
 * @param silentLimit  percent of the controlled devices
 */
public record RingPolicy(Duration soak, Duration observeFor, double failureLimit, double silentLimit) {

    /**
     * What the table says of a ring: its first rule that fits; empty where none does.
     *
     * @param kind       null while it is not decided, and likewise the type of change
     */
    public static Optional<Map<String, Object>> rule(DecisionTables.Table table, String ring, String kind, String changeType) {
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("ringName", ring);
        inputs.put("kind", kind);
        inputs.put("changeType", changeType);
        return table.evaluate(inputs).stream().findFirst();
    }

    public RingPolicy {
        if (soak.isNegative() || observeFor.compareTo(soak) <= 0) {
            throw new IllegalArgumentException("ring-policy: observeFor " + observeFor + " must be longer than soak " + soak + ".");
        }
        if (!(failureLimit > 0 && failureLimit <= 100) || !(silentLimit >= 0 && silentLimit <= 100)) {
            throw new IllegalArgumentException("ring-policy: limits must be percent, but failureLimit is " + failureLimit
                    + " and silentLimit " + silentLimit + ".");
        }
    }
}
