package io.hotpatchcycle.fleet;

import java.time.Instant;

/**
 * The build a device reported, without its other facts: what observing asks for.
 *
 * @param id          Intune device id
 * @param osVersion   e.g. {@code 10.0.26100.9106}; may be null
 * @param lastCheckIn when it was seen
 * @param enrolledAt  when it was enrolled; null when not said
 */
public record DeviceLevel(String id, String osVersion, Instant lastCheckIn, Instant enrolledAt) {
}
