package io.hotpatchcycle.eligibility;

/**
 * Which active devices of a plan are listed.
 *
 * @param reason      code of a reason they have; null for any
 * @param eligibility null for any
 */
public record DeviceFilter(String reason, Eligibility.State eligibility) {

    String state() {
        return eligibility == null ? null : eligibility.name();
    }
}
