package io.hotpatchcycle.ring;

import io.hotpatchcycle.ring.TenantPolicies.ExpeditePolicy;
import io.hotpatchcycle.ring.TenantPolicies.UpdatePolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the devices that quality update or expedite policies other than ours reach: those are not controlled by us. */
final class ForeignPolicies {

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
    }
}
