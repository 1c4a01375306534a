package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** Entra groups and their members. */
final class GroupResource {

    private static final String BIND = "members@odata.bind";
    private static final int MOST_AT_ONCE = 20;

    private final Tenant tenant;

    GroupResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        tenant.router.on(In.BOTH, "GET", "groups", this::list).on(In.BOTH, "GET", "groups/{id}", this::one)
                .on(In.BOTH, "PATCH", "groups/{id}", this::patch).on(In.BOTH, "POST", "groups/{id}/members/$ref", this::add)
                .on(In.BOTH, "DELETE", "groups/{id}/members/{member}/$ref", this::remove);
        for (String members : List.of("members", "transitiveMembers")) {
            for (String cast : List.of("", "/device")) {
                String path = "groups/{id}/" + members + cast;
                tenant.router.on(In.BOTH, "GET", path + "/$count", this::count).on(In.BOTH, "GET", path, this::members);
            }
            // its groups hold devices only
            tenant.router.on(In.BOTH, "GET", "groups/{id}/" + members + "/user", this::people);
        }
    }

    private Reply list(Request request) {
        Filter filter = Filter.parse(request.option("$filter"));
        List<ObjectNode> groups = tenant.groups.all().stream().map(this::node).filter(filter::accepts)
                .map(node -> Paging.select(request, node)).toList();
        return Paging.of(request, 100, 999).page("groups", groups);
    }

    private Reply one(Request request) {
        Groups.Group group = tenant.groups.require(request.value("id"));
        return Reply.ok(Paging.select(request, node(group)).put("@odata.context", request.context("groups/$entity")));
    }

    private ObjectNode node(Groups.Group group) {
        ObjectNode node = Json.object().put("id", group.id()).put("displayName", group.name()).put("description", group.description())
                .put("mailEnabled", false).put("mailNickname", group.name().toLowerCase(java.util.Locale.ROOT).replace(' ', '-'))
                .put("securityEnabled", true).put("createdDateTime", Json.time(tenant.origin.startedAt() - 365 * 86_400L));
        var types = node.putArray("groupTypes");
        node.putNull("membershipRule").putNull("membershipRuleProcessingState");
        if (group.dynamic()) {
            types.add("DynamicMembership");
            node.put("membershipRule", "(device.deviceOSType -eq \"Windows\")").put("membershipRuleProcessingState", "On");
        }
        return node;
    }

    private Reply members(Request request) {
        Groups.Group group = tenant.groups.require(request.value("id"));
        return Paging.of(request, 100, 999).page("directoryObjects", tenant.fleet.size(), i -> tenant.fleet.in(group.index(), i),
                i -> EntraDeviceResource.node(tenant, i, request).put("@odata.type", "#microsoft.graph.device"));
    }

    private Reply people(Request request) {
        tenant.groups.require(request.value("id"));
        return Paging.of(request, 100, 999).page("directoryObjects", List.of());
    }

    private Reply count(Request request) {
        Groups.Group group = tenant.groups.require(request.value("id"));
        long count = IntStream.range(0, tenant.fleet.size()).filter(i -> tenant.fleet.in(group.index(), i)).count();
        return Reply.bytes("text/plain", String.valueOf(count).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** Adds up to 20 members, all or none. */
    private Reply patch(Request request) {
        Groups.Group group = writable(request);
        JsonNode binds = request.body().path(BIND);
        for (Iterator<String> names = request.body().fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!name.equals(BIND)) {
                throw GraphException.badRequest("The sandbox lets only members of a group be changed, not '" + name + "'.");
            }
        }
        if (!binds.isArray() || binds.isEmpty() || binds.size() > MOST_AT_ONCE) {
            throw GraphException.badRequest("The number of references in " + BIND + " must be 1 to " + MOST_AT_ONCE + ".");
        }
        List<Integer> added = new ArrayList<>();
        for (JsonNode bind : binds) {
            int device = tenant.fleet.byObjectId(lastPart(bind.asText()));
            if (device < 0) {
                throw GraphException.badRequest("One or more references are invalid: '" + bind.asText() + "'.");
            }
            if (added.contains(device)) {
                throw GraphException.badRequest("The reference '" + bind.asText() + "' is given twice.");
            }
            requireNoMember(device, group);
            added.add(device);
        }
        added.forEach(device -> join(device, group));
        return Reply.noContent();
    }

    private Reply add(Request request) {
        Groups.Group group = writable(request);
        String id = lastPart(request.body().path("@odata.id").asText());
        int device = tenant.fleet.byObjectId(id);
        if (device < 0) {
            throw GraphException.notFound("Request_ResourceNotFound", "Resource '" + id + "' does not exist.");
        }
        requireNoMember(device, group);
        join(device, group);
        return Reply.noContent();
    }

    private Reply remove(Request request) {
        Groups.Group group = writable(request);
        int device = tenant.fleet.byObjectId(request.value("member"));
        if (device < 0 || !tenant.fleet.in(group.index(), device)) {
            throw GraphException.notFound("Request_ResourceNotFound", "Resource '" + request.value("member")
                    + "' does not exist or one of its queried reference-property objects are not present.");
        }
        tenant.simulation.move(device, tenant.fleet.groups(device) & ~(1L << group.index()));
        return Reply.noContent();
    }

    private void join(int device, Groups.Group group) {
        tenant.simulation.move(device, tenant.fleet.groups(device) | 1L << group.index());
    }

    private void requireNoMember(int device, Groups.Group group) {
        if (tenant.fleet.in(group.index(), device)) {
            throw new GraphException(400, "Request_BadRequest",
                    "One or more added object references already exist for the following modified properties: 'members'.");
        }
    }

    private Groups.Group writable(Request request) {
        Groups.Group group = tenant.groups.require(request.value("id"));
        if (group.dynamic()) {
            throw new GraphException(400, "Request_BadRequest", "Unable to update the members of a group with dynamic membership.");
        }
        return group;
    }

    private static String lastPart(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }
}
