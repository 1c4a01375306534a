package io.hotpatchcycle.fleet;

import java.util.List;

/**
 * A device with all that is known of it now.
 *
 * @param id       Intune device id
 * @param objectId Entra object id; null when not known
 */
public record KnownDevice(String id, String name, String objectId, List<KnownFact> facts) {

    public KnownDevice {
        facts = List.copyOf(facts);
    }
}
