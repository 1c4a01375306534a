package io.hotpatchcycle.fleet;

import java.time.Instant;

/**
 * What Intune says of one device, raw: enumerations stay the strings they were read as, so that a value from the
 * future is seen and never taken for a healthy one.
 *
 * @param id             Intune device id
 * @param entraDeviceId  Entra device id; null when not registered
 * @param osVersion      e.g. {@code 10.0.26100.9106}; may be null
 * @param skuFamily      edition family as read; may be null
 * @param architecture   processor architecture as read
 * @param joinType       as read
 * @param managementAgent as read
 * @param managementState as read
 * @param lastCheckIn    last sync with Intune: when these facts were seen
 * @param enrolledAt     when it was enrolled; null when not said
 * @param model          as its maker calls it; null when not said
 */
public record DeviceFact(String id, String entraDeviceId, String serial, String name, String owner, String osVersion,
                         String skuFamily, String architecture, String joinType, String managementAgent,
                         String managementState, Instant lastCheckIn, Instant enrolledAt, String model) {
}
