package io.hotpatchcycle.fleet;

import java.time.Instant;

/**
 * What the service for Windows updates says of a device.
 *
 * @param entraId   its Entra device id, or its object id: Microsoft does not say which
 * @param state     of its enrolment for quality updates, raw; null when not said
 * @param errors    what keeps it from being enrolled or updated, in the service's own words; empty when nothing does, null when not said
 * @param changedAt when the state last changed; null when not said
 */
public record EnrolmentFact(String entraId, String state, String errors, Instant changedAt) {
}
