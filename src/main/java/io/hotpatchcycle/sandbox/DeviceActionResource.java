package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;

/** Restarts and check-ins asked for through Intune, one device at a time or many. */
final class DeviceActionResource {

    private static final String PATH = "deviceManagement/managedDevices/";
    private static final int MOST_DEVICES = 100;

    private final Tenant tenant;

    DeviceActionResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        tenant.router.on(In.BETA, "POST", PATH + "executeAction", this::execute)
                .on(In.BOTH, "POST", PATH + "{id}/rebootNow", this::reboot)
                .on(In.BOTH, "POST", PATH + "{id}/syncDevice", this::sync);
    }

    private Reply execute(Request request) {
        String action = request.body().path("actionName").asText();
        JsonNode ids = request.body().path("deviceIds");
        if (!action.equals("rebootNow")) {
            throw GraphException.badRequest("The action '" + action + "' is not supported.");
        }
        if (!ids.isArray() || ids.isEmpty() || ids.size() > MOST_DEVICES) {
            throw GraphException.badRequest("deviceIds must name 1 to " + MOST_DEVICES + " devices.");
        }
        ObjectNode body = Json.object().put("@odata.context", request.context("microsoft.graph.bulkManagedDeviceActionResult"));
        ArrayNode successful = body.putArray("successfulDeviceIds");
        ArrayNode failed = body.putArray("failedDeviceIds");
        ArrayNode notFound = body.putArray("notFoundDeviceIds");
        ArrayNode notSupported = body.putArray("notSupportedDeviceIds");
        for (JsonNode id : ids) {
            int device = tenant.fleet.byManagedId(id.asText());
            if (device < 0) {
                notFound.add(id);
            } else if (tenant.fleet.facts.kind(device) == DeviceFacts.Kind.CO_MANAGED) {
                notSupported.add(id);
            } else if (tenant.fleet.facts.kind(device) == DeviceFacts.Kind.RETIRED) {
                failed.add(id);
            } else {
                tenant.simulation.reboot(device);
                successful.add(id);
            }
        }
        return Reply.ok(body);
    }

    private Reply reboot(Request request) {
        tenant.simulation.reboot(device(request));
        return Reply.noContent();
    }

    private Reply sync(Request request) {
        tenant.simulation.sync(device(request));
        return Reply.noContent();
    }

    private int device(Request request) {
        int device = tenant.fleet.byManagedId(request.value("id"));
        if (device < 0) {
            throw GraphException.notFound("ResourceNotFound", "The managed device " + request.value("id") + " does not exist.");
        }
        return device;
    }
}
