package io.hotpatchcycle.ring;

import io.hotpatchcycle.ring.TenantPolicies.UpdatePolicy;
import java.util.List;

/** Finds the devices that quality update or expedite policies other than ours reach: those are not controlled by us. */
final class ForeignPolicies {

    private final TenantPolicies tenant;
    private final UnitRows rows;

    ForeignPolicies(TenantPolicies tenant, UnitRows rows) {
        this.tenant = tenant;
        this.rows = rows;
    }

    void read(List<RingSettings> rings) {
        rows.forgetForeignMembers();
        for (UpdatePolicy policy : tenant.readPolicies()) {
            if (rings.stream().noneMatch(ring -> ring.has(policy))) {
                policy.assignedTo().forEach(group -> tenant.readMembers(group, page -> rows.addForeignMembers(policy.id(), policy.name(), page)));
            }
        }
        tenant.readExpedites().stream().filter(expedite -> expedite.owner() == null).forEach(expedite -> expedite.assignedTo().forEach(
                group -> tenant.readMembers(group, page -> rows.addForeignMembers(expedite.id(), "expedite: " + expedite.name(), page))));
    }
}
