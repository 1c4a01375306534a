package io.hotpatchcycle.eligibility;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One cycle of the trend: what its plan found when it was drawn.
 *
 * @param kind     null when not clear
 * @param active   the denominator
 * @param eligible could be hotpatched
 * @param controlled active devices that one of our units governs: the next three count these only, as the form of the change does
 * @param hotpatch planned to get the hotpatch; none in a baseline month
 * @param lcu      planned to get the cumulative update
 * @param restarts planned to restart, for the cumulative update or because they are behind the baseline
 * @param reasons  active devices per reason, the most frequent first
 */
public record Trend(String cycle, Instant publishedAt, String kind, int active, int eligible, int controlled, int hotpatch, int lcu, int restarts, Map<String, Integer> reasons) {

    public Trend {
        reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
    }
}
