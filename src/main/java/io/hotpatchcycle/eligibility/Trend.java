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
 * @param hotpatch planned to get the hotpatch; none in a baseline month
 * @param lcu      planned to restart
 * @param reasons  active devices per reason, the most frequent first
 */
public record Trend(String cycle, Instant publishedAt, String kind, int active, int eligible, int hotpatch, int lcu, Map<String, Integer> reasons) {

    public Trend {
        reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
    }
}
