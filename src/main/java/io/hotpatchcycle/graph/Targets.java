package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.ring.TenantPolicies;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom an Intune assignment reaches.
 *
 * @param groups    included groups that are not excluded too
 * @param excluded  excluded groups
 * @param everybody reaches every device, or somebody we cannot name (all users, a kind of target that is new)
 * @param readable  every kind of target is one that is known here
 * @param filtered  an assignment filter decides whom of them it reaches; only beta tells of those
 */
record Targets(Set<String> groups, Set<String> excluded, boolean everybody, boolean readable, boolean filtered) {

    /** Stands for every device where only group ids fit. */
    static final String ALL_DEVICES = TenantPolicies.ALL_DEVICES;

    private static final String EXCLUDING = TenantPolicies.EXCLUDING;
    private static final Set<String> EVERYBODY = Set.of("#microsoft.graph.allDevicesAssignmentTarget", "#microsoft.graph.allLicensedUsersAssignmentTarget");
    private static final String INCLUDED = "#microsoft.graph.groupAssignmentTarget";

    /** The body that assigns something to this group, and to nothing else. */
    static ObjectNode only(String groupId) {
        ObjectNode body = Json.object();
        body.putArray("assignments").addObject().putObject("target").put("@odata.type", INCLUDED).put("groupId", groupId);
        return body;
    }

    static Targets of(List<JsonNode> assignments) {
        Set<String> groups = new HashSet<>();
        Set<String> excluded = new HashSet<>();
        boolean everybody = false;
        boolean readable = true;
        boolean filtered = false;
        for (JsonNode assignment : assignments) {
            JsonNode target = assignment.path("target");
            filtered |= !"none".equals(Json.text(target, "deviceAndAppManagementAssignmentFilterType", "none"))
                    || Json.text(target, "deviceAndAppManagementAssignmentFilterId") != null;
            String group = Json.text(target, "groupId");
            String type = Json.text(target, "@odata.type", "");
            if (group != null && type.equals("#microsoft.graph.exclusionGroupAssignmentTarget")) {
                excluded.add(group);
            } else if (group != null && type.equals(INCLUDED)) {
                groups.add(group);
            } else {
                everybody = true;
                readable &= EVERYBODY.contains(type);
            }
        }
        groups.removeAll(excluded);
        return new Targets(groups, excluded, everybody, readable, filtered);
    }

    /**
     * All of it as names: group ids, {@value #ALL_DEVICES}, and {@code excluding:GROUP}. Equal to one group's id only
     * when exactly that group is reached and nothing is left out. With a filter nobody knows, which is a name, too.
     */
    Set<String> names() {
        Set<String> names = new HashSet<>(groups);
        excluded.forEach(group -> names.add(EXCLUDING + group));
        if (everybody) {
            names.add(ALL_DEVICES);
        }
        if (filtered) {
            names.add(TenantPolicies.FILTERED);
        }
        return names;
    }

    /** Whether the name says who is left out, so that it reaches nobody. */
    static boolean isExclusion(String name) {
        return name.startsWith(EXCLUDING);
    }
}
