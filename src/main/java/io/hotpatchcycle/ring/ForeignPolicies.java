package io.hotpatchcycle.ring;

import io.hotpatchcycle.ring.TenantPolicies.ExpeditePolicy;
import io.hotpatchcycle.ring.TenantPolicies.UpdatePolicy;
import io.hotpatchcycle.ring.TenantPolicies.UpdateRing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the devices that quality update or expedite policies other than ours reach: those are not controlled by us. */
final class ForeignPolicies {

    private static final int PEOPLE_AT_A_TIME = 50_000;
    private static final String BY_PERSON = "/by-person";

    private final TenantPolicies tenant;
    private final UnitRows rows;

    ForeignPolicies(TenantPolicies tenant, UnitRows rows) {
        this.tenant = tenant;
        this.rows = rows;
    }

    /** @return the groups that each of them leaves out, by its id; only those that leave some out */
    Map<String, Set<String>> read(List<RingSettings> rings) {
        rows.forgetForeignMembers();
        Map<String, Set<String>> leftOut = new HashMap<>();
        for (UpdatePolicy policy : tenant.readPolicies()) {
            if (rings.stream().noneMatch(ring -> ring.has(policy))) {
                read(policy.id(), policy.name(), policy.hotpatchEnabled(), policy.assignedTo(), leftOut);
            }
        }
        for (UpdateRing other : tenant.readUpdateRings()) {
            if (rings.stream().noneMatch(ring -> rows.groupOf(ring.name()).filter(other::appliesTo).isPresent())) {
                people(other.id(), "update ring by person: " + other.name(), null, other.assignedTo(), other.excluded());
            }
        }
        for (ExpeditePolicy expedite : tenant.readExpedites()) {
            if (expedite.owner() == null) {
                read(expedite.id(), "expedite: " + expedite.name(), null, expedite.assignedTo(), leftOut);
            }
        }
        return leftOut;
    }

    /** Whoever is left out is so whatever includes him. */
    private void read(String id, String name, Boolean hotpatch, Set<String> assignedTo, Map<String, Set<String>> leftOut) {
        TenantPolicies.included(assignedTo).forEach(group -> tenant.readMembers(group, page -> rows.addForeignMembers(id, name, hotpatch, page)));
        Set<String> excluded = TenantPolicies.excluded(assignedTo);
        excluded.forEach(group -> tenant.readMembers(group, page -> rows.removeForeignMembers(id, page)));
        if (!excluded.isEmpty()) {
            leftOut.put(id, excluded);
        }
        people(id, name, hotpatch, TenantPolicies.included(assignedTo), excluded);
    }

    /**
     * Who is reached because of his owner. Intune leaves nobody out of that by a group of devices, so these rows are kept apart; a group of people does.
     */
    private void people(String id, String name, Boolean hotpatch, Set<String> included, Set<String> excluded) {
        String key = id + BY_PERSON;
        included.stream().filter(group -> !TenantPolicies.ALL_DEVICES.equals(group))
                .forEach(group -> inParts(group, part -> rows.addForeignOwners(key, name, hotpatch, part)));
        excluded.forEach(group -> inParts(group, part -> rows.removeForeignOwners(key, part)));
    }

    /** Each look for owners goes through the fleet: so many people at a time as memory bears. */
    private void inParts(String group, Consumer<List<String>> parts) {
        List<String> part = new ArrayList<>();
        tenant.readPeople(group, page -> {
            part.addAll(page);
            if (part.size() >= PEOPLE_AT_A_TIME) {
                parts.accept(List.copyOf(part));
                part.clear();
            }
        });
        if (!part.isEmpty()) {
            parts.accept(part);
        }
    }
}
