package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** People whose groups are looked up at a sign-in; who they are, and in which groups, is told by the control API. */
final class PeopleResource {

    private static final String SOME_ROLE = "fdd7a751-b60b-444a-984c-02652fe8fa1c";

    private final Tenant tenant;
    private final Map<String, List<String>> groups = new TreeMap<>();

    PeopleResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        tenant.router.on(In.CONTROL, "POST", "__sandbox/people", this::play).on(In.BOTH, "GET", "users/{id}/transitiveMemberOf", this::memberOf);
    }

    private Reply play(Request request) {
        String id = request.body().path("id").asText();
        if (!id.matches("[0-9a-fA-F-]{36}") || !request.body().path("groups").isArray()) {
            throw GraphException.badRequest("A person needs 'id' (an object id) and 'groups' (a list of object ids).");
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode group : request.body().path("groups")) {
            ids.add(group.asText());
        }
        groups.put(id, ids);
        return Reply.noContent();
    }

    /** As in a real tenant there are also things in it that are no groups. */
    private Reply memberOf(Request request) {
        List<String> ids = groups.get(request.value("id"));
        if (ids == null) {
            throw GraphException.notFound("Request_ResourceNotFound", "Resource '" + request.value("id")
                    + "' does not exist or one of its queried reference-property objects are not present.");
        }
        List<ObjectNode> nodes = new ArrayList<>();
        nodes.add(Json.object().put("@odata.type", "#microsoft.graph.directoryRole").put("id", SOME_ROLE));
        ids.forEach(id -> nodes.add(Json.object().put("@odata.type", "#microsoft.graph.group").put("id", id)));
        return Paging.of(request, 100, 999).page("directoryObjects", nodes);
    }
}
