package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the tenant owns before anyone does anything: an update ring per unit and a foreign policy for the VIPs. */
final class Furniture {

    /** Deferral, deadline and grace in days, per unit. */
    private static final int[][] DAYS = {{0, 2, 0}, {0, 3, 1}, {0, 3, 2}, {0, 4, 2}};
    private static final long A_YEAR = 365 * 86_400L;

    private Furniture() {
    }

    static void place(Tenant tenant, long startedAt) {
        for (int i = 0; i < Groups.UNITS.size(); i++) {
            String id = Ids.guid(tenant.dice, Dice.Purpose.POLICY, -1, i);
            UpdateRing ring = UpdateRing.of(id, Groups.UNITS.get(i), startedAt - A_YEAR, DAYS[i][0], DAYS[i][1], DAYS[i][2]);
            ring.assignments = Assignments.to(tenant.groups.all().get(i));
            tenant.servicing.rings.put(id, ring);
        }
        String id = Ids.guid(tenant.dice, Dice.Purpose.POLICY, -2, 0);
        ObjectNode node = Json.object().put("@odata.type", "#microsoft.graph.windowsQualityUpdatePolicy").put("id", id)
                .put("displayName", "VIP automatic").put("description", "Security updates for the board as soon as they are out")
                .put("hotpatchEnabled", true).put("createdDateTime", Json.time(startedAt - A_YEAR))
                .put("lastModifiedDateTime", Json.time(startedAt - A_YEAR));
        node.putArray("roleScopeTagIds").add("0");
        var settings = node.putArray("approvalSettings");
        for (String cadence : new String[] {"monthly", "outOfBand"}) {
            settings.addObject().put("@odata.type", "#microsoft.graph.windowsQualityUpdateApprovalSetting")
                    .put("windowsQualityUpdateCategory", "security").put("windowsQualityUpdateCadence", cadence)
                    .put("approvalMethodType", "automatic").put("deferredDeploymentInDay", 0);
        }
        QualityPolicy policy = new QualityPolicy(id, node);
        policy.assignments = Assignments.to(tenant.groups.all().get(Groups.VIP));
        tenant.servicing.policies.put(id, policy);
    }
}
