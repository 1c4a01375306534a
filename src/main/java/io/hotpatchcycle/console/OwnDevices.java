package io.hotpatchcycle.console;

import io.hotpatchcycle.eligibility.DeviceEligibility;
import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Person;
import io.hotpatchcycle.ring.RingSettings;
import io.hotpatchcycle.ring.Rings;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Owners see the devices of the rings their groups own; everybody with a role for the whole fleet sees all. */
@Component
class OwnDevices {

    private final Rings rings;
    private final CurrentPerson currentPerson;

    OwnDevices(Rings rings, CurrentPerson currentPerson) {
        this.rings = rings;
        this.currentPerson = currentPerson;
    }

    /** What the person who is signed in may see. */
    VisibleRings rings() {
        Person person = currentPerson.get();
        return Allowed.SEE_ALL_DEVICES.to(person) ? VisibleRings.ALL : new VisibleRings(rings.settings().stream()
                .filter(ring -> person.isIn(ring.ownerGroup()) || person.isIn(ring.restartOwnerGroup())).map(RingSettings::name).collect(Collectors.toSet()));
    }

    boolean sees(DeviceEligibility device) {
        return rings().shows(device.ring());
    }
}
