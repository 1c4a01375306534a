package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.util.List;

/** Quality update policies: made, read, changed, deleted, assigned. */
final class QualityPolicyResource {

    static final String PATH = "deviceManagement/windowsQualityUpdatePolicies";
    private static final String ASSIGNMENT = "#microsoft.graph.windowsQualityUpdatePolicyAssignment";

    private final Tenant tenant;

    QualityPolicyResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        tenant.router.on(In.BETA, "GET", PATH, this::list).on(In.BETA, "POST", PATH, this::create)
                .on(In.BETA, "GET", PATH + "/{id}", this::one).on(In.BETA, "PATCH", PATH + "/{id}", this::patch)
                .on(In.BETA, "DELETE", PATH + "/{id}", this::delete)
                .on(In.BETA, "GET", PATH + "/{id}/assignments", this::assignments)
                .on(In.BETA, "POST", PATH + "/{id}/assign", this::assign);
    }

    static QualityPolicy require(Tenant tenant, Request request) {
        QualityPolicy policy = tenant.servicing.policies.get(request.value("id"));
        if (policy == null) {
            throw GraphException.notFound("ResourceNotFound", "The quality update policy " + request.value("id") + " does not exist.");
        }
        return policy;
    }

    private Reply list(Request request) {
        Filter filter = Filter.parse(request.option("$filter"));
        List<ObjectNode> nodes = tenant.servicing.policies.values().stream().map(policy -> node(request, policy)).filter(filter::accepts).toList();
        return Paging.of(request, 100, 1000).page(PATH, nodes);
    }

    private Reply one(Request request) {
        return Reply.ok(node(request, require(tenant, request)).put("@odata.context", request.context(PATH + "/$entity")));
    }

    private static ObjectNode node(Request request, QualityPolicy policy) {
        ObjectNode node = policy.properties.deepCopy();
        String expand = request.option("$expand");
        if (expand != null && expand.contains("assignments")) {
            node.set("assignments", policy.assignments.json(policy.id, ASSIGNMENT));
        }
        return node;
    }

    private Reply create(Request request) {
        PolicyRules.check(request.body(), true);
        String id = Ids.guid(tenant.dice, Dice.Purpose.POLICY, 0, tenant.nextNumber());
        ObjectNode node = Json.object().put("@odata.type", "#microsoft.graph.windowsQualityUpdatePolicy").put("id", id)
                .putNull("description").put("hotpatchEnabled", false);
        node.putArray("approvalSettings");
        node.putArray("roleScopeTagIds").add("0");
        PolicyRules.apply(request.body(), node);
        node.put("createdDateTime", Json.time(tenant.now())).put("lastModifiedDateTime", Json.time(tenant.now()));
        QualityPolicy policy = new QualityPolicy(id, node);
        refuseIfTold(policy);
        tenant.servicing.policies.put(id, policy);
        return Reply.created(node(request, policy).put("@odata.context", request.context(PATH + "/$entity")));
    }

    private Reply patch(Request request) {
        QualityPolicy policy = require(tenant, request);
        PolicyRules.check(request.body(), false);
        ObjectNode changed = policy.properties.deepCopy();
        PolicyRules.apply(request.body(), changed);
        refuseIfTold(new QualityPolicy(policy.id, changed));
        policy.properties.setAll(changed);
        policy.properties.put("lastModifiedDateTime", Json.time(tenant.now()));
        tenant.simulation.reconsider(policy.assignments, policy.assignments);
        return one(request);
    }

    private void refuseIfTold(QualityPolicy policy) {
        if (tenant.settings.gateAnswer() == GateAnswer.REFUSED && policy.hotpatch() && policy.anyManual()) {
            throw GraphException.badRequest("Hotpatch can only be enabled with automatic approval of updates.");
        }
    }

    private Reply delete(Request request) {
        QualityPolicy policy = require(tenant, request);
        tenant.servicing.policies.remove(policy.id);
        tenant.simulation.reconsider(policy.assignments, policy.assignments);
        return Reply.noContent();
    }

    private Reply assignments(Request request) {
        QualityPolicy policy = require(tenant, request);
        var nodes = policy.assignments.json(policy.id, ASSIGNMENT);
        return Paging.of(request, 100, 1000).page(PATH + "('" + policy.id + "')/assignments", nodes.size(), i -> true, nodes::get);
    }

    private Reply assign(Request request) {
        QualityPolicy policy = require(tenant, request);
        JsonNode wanted = request.body().get("assignments");
        Assignments before = policy.assignments;
        policy.assignments = Assignments.parse(wanted, tenant.groups);
        tenant.simulation.reconsider(before, policy.assignments);
        return Reply.noContent();
    }
}
