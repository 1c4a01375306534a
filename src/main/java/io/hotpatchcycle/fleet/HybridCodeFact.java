package io.hotpatchcycle.fleet;

import java.time.Instant;

/**
 * What the detection script for compiled hybrid code (CHPE) found on a device. Graph itself has no property for it.
 *
 * @param deviceId   Intune device id
 * @param restricted what the script printed of {@code HotPatchRestrictions}: 1 is off, 0 is on; null when it printed neither
 * @param ranAt      when it ran; null when not said
 */
public record HybridCodeFact(String deviceId, Integer restricted, Instant ranAt) {
}
