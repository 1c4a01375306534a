package io.hotpatchcycle.ring;

import io.hotpatchcycle.ring.TenantPolicies.UpdateRing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the devices that get other settings than the update ring of their unit says: another group brings them a second update ring, or leaves them
 * out of theirs. Deferral and deadline of a ring are shown for what its unit has; a device with two, or none, is not held by our gate alone.
 */
final class UpdateRingClashes {

    private final TenantPolicies tenant;
    private final ClashRows rows;
    private final List<Optional<Unit>> units;

    /** @param units of our rings, in ring order */
    UpdateRingClashes(TenantPolicies tenant, ClashRows rows, List<Optional<Unit>> units) {
        this.tenant = tenant;
        this.rows = rows;
        this.units = units;
    }

    void read() {
        rows.forget();
        // Who is in a group that we write is there because of an earlier plan; this one takes him out.
        Set<String> written = new HashSet<>();
        units.forEach(unit -> unit.filter(Unit::owned).map(Unit::groupId).ifPresent(written::add));
        for (UpdateRing other : tenant.readUpdateRings()) {
            List<String> readable = new ArrayList<>(other.assignedTo());
            readable.removeAll(written);
            second(other, readable);
            List<String> leftOut = new ArrayList<>(other.excluded());
            leftOut.removeAll(written);
            lacking(other, leftOut);
        }
    }

    private void second(UpdateRing other, List<String> groups) {
        long rings = rings(group -> !other.appliesTo(group) && !other.excluded().contains(group));
        String name = "also update ring '" + other.name() + "'" + (other.filtered() ? " (as far as its assignment filter lets it)" : "");
        if (rings != 0 && !groups.isEmpty()) {
            groups.forEach(group -> {
                tenant.readMembers(group, page -> rows.add(name, rings, page));
                // A group of devices leaves nobody out whom his owner brings in.
                tenant.readPeople(group, page -> rows.addOwners(name + ", by its owner", rings, page));
            });
            other.excluded().forEach(group -> tenant.readMembers(group, page -> rows.remove(name, page)));
        }
    }

    private void lacking(UpdateRing own, List<String> leftOut) {
        long rings = rings(own::appliesTo);
        if (rings != 0) {
            leftOut.forEach(group -> tenant.readMembers(group, page -> rows.add("left out of update ring '" + own.name() + "'", rings, page)));
        }
    }

    private long rings(Predicate<String> wanted) {
        long bits = 0;
        for (int i = 0; i < units.size(); i++) {
            String group = units.get(i).map(Unit::groupId).orElse(null);
            if (group != null && wanted.test(group)) {
                bits |= 1L << i + 1;
            }
        }
        return bits;
    }
}
