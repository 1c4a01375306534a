package io.hotpatchcycle.fleet;

/**
 * What only a call per device tells.
 *
 * @param deviceId Intune device id
 * @param vbsState {@code deviceGuardVirtualizationBasedSecurityState} as read; null when not said
 * @param vbsNeeds {@code deviceGuardVirtualizationBasedSecurityHardwareRequirementState} as read; null when not said
 * @param edition  {@code operatingSystemEdition} as read; null when not said
 */
public record HardwareFact(String deviceId, String vbsState, String vbsNeeds, String edition) {
}
