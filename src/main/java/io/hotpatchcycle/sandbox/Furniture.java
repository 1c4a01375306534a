package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the tenant owns before anyone does anything: an update ring per unit and a foreign policy for the VIPs; and what Autopatch adds. */
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
        int[] days = DAYS[DAYS.length - 1];
        for (Groups.Group group : tenant.groups.more()) {
            String id = Ids.guid(tenant.dice, Dice.Purpose.POLICY, -1, group.index());
            UpdateRing ring = UpdateRing.of(id, group.name().replaceFirst("^Hotpatch Cycle ", ""), startedAt - A_YEAR, days[0], days[1], days[2]);
            ring.assignments = Assignments.to(group);
            tenant.servicing.rings.put(id, ring);
        }
        automatic(tenant, Ids.guid(tenant.dice, Dice.Purpose.POLICY, -2, 0), "VIP automatic", "Security updates for the board as soon as they are out",
                tenant.groups.all().get(Groups.VIP), startedAt - A_YEAR);
    }

    /** What Autopatch makes of an Autopatch group: per ring of its a group, an update ring and a quality update policy that approves by itself. */
    static void autopatch(Tenant tenant, long now) {
        for (Groups.Group group : tenant.groups.addAutopatch()) {
            String ring = group.name().replaceFirst(".* - ", "");
            String id = Ids.guid(tenant.dice, Dice.Purpose.POLICY, -3, group.index());
            UpdateRing updateRing = UpdateRing.of(id, ring, now, group.index() == Groups.AUTOPATCH_TEST ? 0 : 1, 5, 2);
            updateRing.properties.put("displayName", "Windows Autopatch Update Policy - default - " + ring).put("description", "Made by Windows Autopatch");
            updateRing.assignments = Assignments.to(group);
            tenant.servicing.rings.put(id, updateRing);
            automatic(tenant, Ids.guid(tenant.dice, Dice.Purpose.POLICY, -4, group.index()), "Windows Autopatch - default - " + ring,
                    "Made by Windows Autopatch", group, now);
        }
    }

    private static void automatic(Tenant tenant, String id, String name, String description, Groups.Group group, long made) {
        ObjectNode node = Json.object().put("@odata.type", "#microsoft.graph.windowsQualityUpdatePolicy").put("id", id)
                .put("displayName", name).put("description", description)
                .put("hotpatchEnabled", true).put("createdDateTime", Json.time(made)).put("lastModifiedDateTime", Json.time(made));
        node.putArray("roleScopeTagIds").add("0");
        var settings = node.putArray("approvalSettings");
        for (String cadence : new String[] {"monthly", "outOfBand"}) {
            settings.addObject().put("@odata.type", "#microsoft.graph.windowsQualityUpdateApprovalSetting")
                    .put("windowsQualityUpdateCategory", "security").put("windowsQualityUpdateCadence", cadence)
                    .put("approvalMethodType", "automatic").put("deferredDeploymentInDay", 0);
        }
        QualityPolicy policy = new QualityPolicy(id, node);
        policy.assignments = Assignments.to(group);
        tenant.servicing.policies.put(id, policy);
    }
}
