package io.hotpatchcycle.eligibility;

import io.hotpatchcycle.fleet.VisibleRings;

/**
 * Which active devices of a plan are listed.
 *
 * @param reason      code of a reason they have; null for any
 * @param eligibility null for any
 * @param visible     those that whoever asks may see
 */
public record DeviceFilter(String reason, Eligibility.State eligibility, VisibleRings visible) {

    String state() {
        return eligibility == null ? null : eligibility.name();
    }
}
