package io.hotpatchcycle.fleet;

/**
 * What Entra says of a person who has devices.
 *
 * @param principalName what Intune calls the owner of a device
 * @param qualifying    whether he holds a licence that covers hotpatch
 * @param region        where he uses his licences, as a country of two letters; null when not said
 */
public record UserFact(String principalName, boolean qualifying, String region) {
}
