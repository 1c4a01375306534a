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

    private static final Map<String, BiFunction<Tenant, Integer, JsonNode>> PROPERTIES = properties();

    private final Tenant tenant;

    EntraDeviceResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        EntraDelta delta = new EntraDelta(tenant);
        tenant.router.on(In.BOTH, "GET", "devices", this::list).on(In.BOTH, "GET", "devices/delta", delta::read).on(In.BOTH, "GET", "devices/delta()", delta::read).on(In.BOTH, "GET", "devices/{id}", this::one);
    }

    private Reply list(Request request) {
        if (request.value("deviceId") != null) {
            return byDeviceId(request);
        }
        Filter filter = Filter.parse(request.option("$filter"));
        return Paging.of(request, 100, 999).page("devices", tenant.fleet.size(),
                i -> !tenant.fleet.facts.duplicate(i) && !tenant.fleet.log.outOfEntra(i) && (request.option("$filter") == null || filter.accepts(name -> shown(name, i))),
                i -> node(tenant, i, request));
    }

    private JsonNode shown(String property, int device) {
        return PROPERTIES.containsKey(property) ? PROPERTIES.get(property).apply(tenant, device) : null;
    }

    private Reply byDeviceId(Request request) {
        int device = tenant.fleet.byDeviceId(request.value("deviceId"));
        if (device < 0) {
            throw missing(request.value("deviceId"));
        }
        return found(request, device);
    }

    private Reply one(Request request) {
        int device = tenant.fleet.byObjectId(request.value("id"));
        if (device < 0) {
            throw missing(request.value("id"));
        }
        return found(request, device);
    }

    private Reply found(Request request, int device) {
        return Reply.ok(node(tenant, device, request).put("@odata.context", request.context("devices/$entity")));
    }

    private static GraphException missing(String id) {
        return GraphException.notFound("Request_ResourceNotFound",
                "Resource '" + id + "' does not exist or one of its queried reference-property objects are not present.");
    }

    /** A device as the directory shows it: the properties that {@code $select} names, without it all; the id always. */
    static ObjectNode node(Tenant tenant, int device, Request request) {
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

    private static Map<String, BiFunction<Tenant, Integer, JsonNode>> properties() {
        Map<String, BiFunction<Tenant, Integer, JsonNode>> all = new LinkedHashMap<>();
        all.put("id", (tenant, d) -> TextNode.valueOf(tenant.fleet.objectId(d)));
        all.put("deviceId", (tenant, d) -> TextNode.valueOf(tenant.fleet.entraDeviceId(d)));
        all.put("displayName", (tenant, d) -> TextNode.valueOf(tenant.fleet.facts.name(d)));
        all.put("accountEnabled", (tenant, d) -> BooleanNode.valueOf(kind(tenant, d) == DeviceFacts.Kind.STALE
                || kind(tenant, d) != DeviceFacts.Kind.RETIRED && tenant.device(d).goneFrom > tenant.now()));
        all.put("operatingSystem", (tenant, d) -> TextNode.valueOf("Windows"));
        all.put("operatingSystemVersion", (tenant, d) -> {
            long first = tenant.device(d).levels.value(0);
            return TextNode.valueOf("10.0." + Device.buildOf(first) + "." + Device.ubrOf(first));
        });
        all.put("trustType", (tenant, d) -> TextNode.valueOf(kind(tenant, d) == DeviceFacts.Kind.HYBRID ? "ServerAd" : "AzureAd"));
        all.put("isManaged", (tenant, d) -> BooleanNode.TRUE);
        all.put("isCompliant", (tenant, d) -> BooleanNode.valueOf(kind(tenant, d) != DeviceFacts.Kind.OLD_WINDOWS));
        all.put("deviceOwnership", (tenant, d) -> TextNode.valueOf("Company"));
        all.put("manufacturer", (tenant, d) -> TextNode.valueOf(tenant.fleet.facts.manufacturer(d)));
        all.put("model", (tenant, d) -> TextNode.valueOf(tenant.fleet.facts.model(d)));
        all.put("profileType", (tenant, d) -> TextNode.valueOf("RegisteredDevice"));
        return all;
    }

    private static DeviceFacts.Kind kind(Tenant tenant, int device) {
        return tenant.fleet.facts.kind(device);
    }
}
