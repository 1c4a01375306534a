package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** The devices of the directory. */
final class EntraDeviceResource {

    private static final Map<String, BiFunction<Tenant, Device, JsonNode>> PROPERTIES = properties();

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
                i -> !tenant.fleet.facts.duplicate(i) && !devices[i].outOfEntra && (request.option("$filter") == null || filter.accepts(name -> shown(name, devices[i]))),
                i -> node(tenant, devices[i], request));
    }

    private JsonNode shown(String property, Device device) {
        return PROPERTIES.containsKey(property) ? PROPERTIES.get(property).apply(tenant, device) : null;
    }

    private Reply byDeviceId(Request request) {
        int index = tenant.fleet.ids.index(DeviceIds.Kind.DEVICE, request.value("deviceId"), tenant.fleet.devices.length);
        if (index < 0 || tenant.fleet.facts.duplicate(index) || tenant.fleet.devices[index].outOfEntra) {
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
        return Reply.ok(node(tenant, device, request).put("@odata.context", request.context("devices/$entity")));
    }

    private static GraphException missing(String id) {
        return GraphException.notFound("Request_ResourceNotFound",
                "Resource '" + id + "' does not exist or one of its queried reference-property objects are not present.");
    }

    /** A device as the directory shows it: the properties that {@code $select} names, without it all; the id always. */
    static ObjectNode node(Tenant tenant, Device device, Request request) {
        String select = request.option("$select");
        ObjectNode node = Json.object();
        Set<String> wanted = select == null ? PROPERTIES.keySet() : Set.of(select.split(",\\s*"));
        PROPERTIES.forEach((name, property) -> {
            if (name.equals("id") || wanted.contains(name)) {
                node.set(name, property.apply(tenant, device));
            }
        });
        return node;
    }

    private static Map<String, BiFunction<Tenant, Device, JsonNode>> properties() {
        Map<String, BiFunction<Tenant, Device, JsonNode>> all = new LinkedHashMap<>();
        all.put("id", (tenant, d) -> TextNode.valueOf(tenant.fleet.objectId(d.index)));
        all.put("deviceId", (tenant, d) -> TextNode.valueOf(tenant.fleet.entraDeviceId(d.index)));
        all.put("displayName", (tenant, d) -> TextNode.valueOf(tenant.fleet.facts.name(d.index)));
        all.put("accountEnabled", (tenant, d) -> BooleanNode.valueOf(kind(tenant, d) != DeviceFacts.Kind.RETIRED && d.goneFrom > tenant.now()
                || kind(tenant, d) == DeviceFacts.Kind.STALE));
        all.put("operatingSystem", (tenant, d) -> TextNode.valueOf("Windows"));
        all.put("operatingSystemVersion", (tenant, d) -> TextNode.valueOf(
                "10.0." + Device.buildOf(d.levels.value(0)) + "." + Device.ubrOf(d.levels.value(0))));
        all.put("trustType", (tenant, d) -> TextNode.valueOf(kind(tenant, d) == DeviceFacts.Kind.HYBRID ? "ServerAd" : "AzureAd"));
        all.put("isManaged", (tenant, d) -> BooleanNode.TRUE);
        all.put("isCompliant", (tenant, d) -> BooleanNode.valueOf(kind(tenant, d) != DeviceFacts.Kind.OLD_WINDOWS));
        all.put("deviceOwnership", (tenant, d) -> TextNode.valueOf("Company"));
        all.put("manufacturer", (tenant, d) -> TextNode.valueOf(tenant.fleet.facts.manufacturer(d.index)));
        all.put("model", (tenant, d) -> TextNode.valueOf(tenant.fleet.facts.model(d.index)));
        all.put("profileType", (tenant, d) -> TextNode.valueOf("RegisteredDevice"));
        return all;
    }

    private static DeviceFacts.Kind kind(Tenant tenant, Device device) {
        return tenant.fleet.facts.kind(device.index);
    }
}
