package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Update rings: Intune device configurations of the type for Windows Update. */
final class UpdateRingResource {

    private static final String PATH = "deviceManagement/deviceConfigurations";
    private static final Set<String> READ_ONLY = Set.of("id", "createdDateTime", "lastModifiedDateTime", "version",
            "qualityUpdatesPauseExpiryDateTime", "qualityUpdatesPauseStartDate");

    private final Tenant tenant;
    private final AssignedPolicies<UpdateRing> rings;

    UpdateRingResource(Tenant tenant) {
        this.tenant = tenant;
        this.rings = new AssignedPolicies<>(tenant, PATH, "device configuration", "#microsoft.graph.deviceConfigurationAssignment", tenant.servicing.rings);
    }

    void register() {
        tenant.router.on(In.BOTH, "GET", PATH, this::list).on(In.BOTH, "GET", PATH + "/{id}", this::one)
                .on(In.BOTH, "PATCH", PATH + "/{id}", this::patch)
                .on(In.BOTH, "GET", PATH + "/{id}/assignments", rings::assignments)
                .on(In.BOTH, "POST", PATH + "/{id}/assign", this::assign);
    }

    private Reply list(Request request) {
        Filter filter = Filter.parse(request.option("$filter"));
        List<ObjectNode> nodes = tenant.servicing.rings.values().stream().map(ring -> node(request, ring)).filter(filter::accepts)
                .map(node -> select(request, node)).toList();
        return Paging.of(request, 100, 1000).page(PATH, nodes);
    }

    private static ObjectNode select(Request request, ObjectNode node) {
        JsonNode assignments = node.get("assignments");
        ObjectNode selected = Paging.select(request, node);
        if (assignments != null) {
            selected.set("assignments", assignments);
        }
        return selected;
    }

    private Reply one(Request request) {
        return Reply.ok(select(request, node(request, rings.require(request))).put("@odata.context", request.context(PATH + "/$entity")));
    }

    private ObjectNode node(Request request, UpdateRing ring) {
        ObjectNode node = ring.properties.deepCopy();
        if (ring.pausedUntil() != 0 && ring.pausedUntil() <= tenant.now()) {
            node.put("qualityUpdatesPaused", false);
        }
        return rings.expanded(request, node, ring);
    }

    private Reply patch(Request request) {
        UpdateRing ring = rings.require(request);
        check(ring, request.body());
        for (Iterator<Map.Entry<String, JsonNode>> fields = request.body().fields(); fields.hasNext();) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (field.getKey().equals("qualityUpdatesPaused")) {
                ring.pause(field.getValue().asBoolean(), tenant.now());
            } else if (field.getKey().equals("qualityUpdatesWillBeRolledBack")) {
                boolean begins = field.getValue().asBoolean() && !ring.uninstalling();
                ring.uninstall(field.getValue().asBoolean(), tenant.now());
                if (begins) {
                    tenant.simulation.uninstall(ring.assignments);
                }
            } else if (!READ_ONLY.contains(field.getKey())) {
                ring.properties.set(field.getKey(), field.getValue());
            }
        }
        ring.properties.put("lastModifiedDateTime", Json.time(tenant.now())).put("version", ring.properties.path("version").asInt() + 1);
        tenant.simulation.reconsider(ring.assignments, ring.assignments);
        return Reply.ok(ring.properties.deepCopy().put("@odata.context", request.context(PATH + "/$entity")));
    }

    /** Refuses the whole change when one of its properties is not one of an update ring or out of range. */
    private static void check(UpdateRing ring, JsonNode body) {
        if (!body.isObject()) {
            throw GraphException.badRequest("The body of a change must be an object.");
        }
        for (Iterator<Map.Entry<String, JsonNode>> fields = body.fields(); fields.hasNext();) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!ring.properties.has(field.getKey())) {
                throw GraphException.badRequest("The property '" + field.getKey() + "' does not exist on type 'windowsUpdateForBusinessConfiguration'.");
            }
            if (field.getKey().equals("qualityUpdatesPaused") && !field.getValue().isBoolean()) {
                throw GraphException.badRequest("qualityUpdatesPaused must be true or false.");
            }
            if (field.getKey().equals("qualityUpdatesWillBeRolledBack") && !field.getValue().isBoolean()) {
                throw GraphException.badRequest("qualityUpdatesWillBeRolledBack must be true or false.");
            }
            if (field.getKey().equals("@odata.type") && !field.getValue().equals(ring.properties.get("@odata.type"))) {
                throw GraphException.badRequest("The type of a device configuration cannot be changed.");
            }
            range(field, "qualityUpdatesDeferralPeriodInDays", 30);
            range(field, "deadlineForQualityUpdatesInDays", 30);
            range(field, "deadlineGracePeriodInDays", 7);
        }
    }

    private static void range(Map.Entry<String, JsonNode> field, String name, int max) {
        JsonNode value = field.getValue();
        if (field.getKey().equals(name) && !(value.isInt() && value.asInt() >= 0 && value.asInt() <= max)) {
            throw GraphException.badRequest(name + " must be 0 to " + max + ", not " + value + ".");
        }
    }

    private Reply assign(Request request) {
        UpdateRing ring = rings.reassign(request);
        ObjectNode body = Json.object().put("@odata.context", request.context("Collection(deviceConfigurationAssignment)"));
        body.set("value", rings.assigned(ring));
        return Reply.ok(body);
    }
}
