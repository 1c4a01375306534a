package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The groups a policy or update ring is assigned to, and those it leaves out. */
final class Assignments {

    private static final String INCLUDE = "#microsoft.graph.groupAssignmentTarget";
    private static final String EXCLUDE = "#microsoft.graph.exclusionGroupAssignmentTarget";
    private static final String ALL = "#microsoft.graph.allDevicesAssignmentTarget";

    private record Target(String type, Groups.Group group) {
    }

    private final List<Target> targets;
    private final long include;
    private final long exclude;
    private final boolean everybody;

    private Assignments(List<Target> targets) {
        this.targets = targets;
        long in = 0;
        long out = 0;
        boolean all = false;
        for (Target target : targets) {
            switch (target.type) {
                case INCLUDE -> in |= 1L << target.group.index();
                case EXCLUDE -> out |= 1L << target.group.index();
                default -> all = true;
            }
        }
        include = in;
        exclude = out;
        everybody = all;
    }

    static Assignments none() {
        return new Assignments(List.of());
    }

    static Assignments to(Groups.Group group) {
        return new Assignments(List.of(new Target(INCLUDE, group)));
    }

    /** Reads the body of {@code assign}; unknown groups and targets are refused. */
    static Assignments parse(JsonNode assignments, Groups groups) {
        if (assignments == null || !assignments.isArray()) {
            throw GraphException.badRequest("The parameter assignments must be a collection.");
        }
        List<Target> targets = new ArrayList<>();
        for (JsonNode assignment : assignments) {
            JsonNode target = assignment.path("target");
            String type = target.path("@odata.type").asText();
            switch (type) {
                case INCLUDE, EXCLUDE -> {
                    Groups.Group group = groups.byId(target.path("groupId").asText());
                    if (group == null) {
                        throw GraphException.badRequest("The group " + target.path("groupId").asText() + " of an assignment does not exist.");
                    }
                    targets.add(new Target(type, group));
                }
                case ALL -> targets.add(new Target(type, null));
                default -> throw GraphException.badRequest("The assignment target '" + type + "' is not supported.");
            }
        }
        return new Assignments(targets);
    }

    boolean applyTo(Device device) {
        return applyTo(device.groups);
    }

    boolean applyTo(long groupBits) {
        return (everybody || (groupBits & include) != 0) && (groupBits & exclude) == 0;
    }

    ArrayNode json(String ownerId, String type) {
        ArrayNode array = Json.array();
        for (Target target : targets) {
            ObjectNode node = array.addObject();
            node.put("@odata.type", type);
            node.put("id", ownerId + "_" + (target.group == null ? "allDevices" : target.group.id()));
            ObjectNode inner = node.putObject("target");
            inner.put("@odata.type", target.type);
            if (target.group != null) {
                inner.put("groupId", target.group.id());
            }
        }
        return array;
    }
}
