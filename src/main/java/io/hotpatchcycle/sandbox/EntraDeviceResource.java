package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;

/** The devices of the directory. */
final class EntraDeviceResource {

    private final Tenant tenant;

    EntraDeviceResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        tenant.router.on(In.BOTH, "GET", "devices", this::list).on(In.BOTH, "GET", "devices/{id}", this::one);
    }

    private Reply list(Request request) {
        if (request.value("deviceId") != null) {
            return byDeviceId(request);
        }
        Filter filter = Filter.parse(request.option("$filter"));
        Device[] devices = tenant.fleet.devices;
        return Paging.of(request, 100, 999).page("devices", devices.length,
                i -> !tenant.fleet.facts.duplicate(i) && (request.option("$filter") == null || filter.accepts(node(tenant, devices[i]))),
                i -> Paging.select(request, node(tenant, devices[i])));
    }

    private Reply byDeviceId(Request request) {
        int index = tenant.fleet.ids.index(DeviceIds.Kind.DEVICE, request.value("deviceId"), tenant.fleet.devices.length);
        if (index < 0 || tenant.fleet.facts.duplicate(index)) {
            throw missing(request.value("deviceId"));
        }
        return found(request, tenant.fleet.devices[index]);
    }

    private Reply one(Request request) {
        Device device = tenant.fleet.byObjectId(request.value("id"));
        if (device == null) {
            throw missing(request.value("id"));
        }
        return found(request, device);
    }

    private Reply found(Request request, Device device) {
        return Reply.ok(Paging.select(request, node(tenant, device)).put("@odata.context", request.context("devices/$entity")));
    }

    private static GraphException missing(String id) {
        return GraphException.notFound("Request_ResourceNotFound",
                "Resource '" + id + "' does not exist or one of its queried reference-property objects are not present.");
    }

    /** A device as the directory shows it. */
    static ObjectNode node(Tenant tenant, Device device) {
        DeviceFacts facts = tenant.fleet.facts;
        int i = device.index;
        long level = device.levels.value(0);
        return Json.object().put("id", tenant.fleet.objectId(i)).put("deviceId", tenant.fleet.entraDeviceId(i))
                .put("displayName", facts.name(i)).put("accountEnabled", facts.kind(i) != DeviceFacts.Kind.RETIRED && device.goneFrom > tenant.now()
                        || facts.kind(i) == DeviceFacts.Kind.STALE)
                .put("operatingSystem", "Windows").put("operatingSystemVersion", "10.0." + Device.buildOf(level) + "." + Device.ubrOf(level))
                .put("trustType", facts.kind(i) == DeviceFacts.Kind.HYBRID ? "ServerAd" : "AzureAd")
                .put("isManaged", true).put("isCompliant", facts.kind(i) != DeviceFacts.Kind.OLD_WINDOWS)
                .put("deviceOwnership", "Company").put("manufacturer", facts.manufacturer(i)).put("model", facts.model(i))
                .put("profileType", "RegisteredDevice");
    }
}
