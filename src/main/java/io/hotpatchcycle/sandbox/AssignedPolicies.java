package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What Intune answers alike for everything that is assigned to groups.
 *
 * @param path       without the version
 * @param noun       what one is called in an error
 * @param assignment type of an assignment
 * @param all        by id
 */
record AssignedPolicies<T extends AssignedPolicy>(Tenant tenant, String path, String noun, String assignment, Map<String, T> all) {

    /** @throws GraphException 404 where there is none of this id */
    T require(Request request) {
        T policy = all.get(request.value("id"));
        if (policy == null) {
            throw GraphException.notFound("ResourceNotFound", "The " + noun + " " + request.value("id") + " does not exist.");
        }
        return policy;
    }

    Reply list(Request request) {
        Filter filter = Filter.parse(request.option("$filter"));
        List<ObjectNode> nodes = all.values().stream().map(policy -> node(request, policy)).filter(filter::accepts).toList();
        return Paging.of(request, 100, 1000).page(path, nodes);
    }

    Reply one(Request request) {
        return Reply.ok(entity(request, require(request)));
    }

    Reply created(Request request, T policy) {
        all.put(policy.id, policy);
        return Reply.created(entity(request, policy));
    }

    private ObjectNode entity(Request request, T policy) {
        return node(request, policy).put("@odata.context", request.context(path + "/$entity"));
    }

    private ObjectNode node(Request request, T policy) {
        return expanded(request, policy.properties.deepCopy(), policy);
    }

    /** With the assignments where they are asked for. */
    ObjectNode expanded(Request request, ObjectNode node, T policy) {
        String expand = request.option("$expand");
        if (expand != null && expand.contains("assignments")) {
            node.set("assignments", assigned(policy));
        }
        return node;
    }

    Reply delete(Request request) {
        T policy = require(request);
        all.remove(policy.id);
        tenant.simulation.reconsider(policy.assignments, policy.assignments);
        return Reply.noContent();
    }

    ArrayNode assigned(T policy) {
        return policy.assignments.json(policy.id, assignment);
    }

    Reply assignments(Request request) {
        T policy = require(request);
        ArrayNode nodes = assigned(policy);
        return Paging.of(request, 100, 1000).page(path + "('" + policy.id + "')/assignments", nodes.size(), i -> true, nodes::get);
    }

    Reply assign(Request request) {
        reassign(request);
        return Reply.noContent();
    }

    T reassign(Request request) {
        T policy = require(request);
        Assignments before = policy.assignments;
        policy.assignments = Assignments.parse(request.body().get("assignments"), tenant.groups);
        tenant.simulation.reconsider(before, policy.assignments);
        return policy;
    }
}
