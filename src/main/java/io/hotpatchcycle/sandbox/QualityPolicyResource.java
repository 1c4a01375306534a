package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;

/** Quality update policies: made, read, changed, deleted, assigned. */
final class QualityPolicyResource {

    static final String PATH = "deviceManagement/windowsQualityUpdatePolicies";

    private final Tenant tenant;
    private final AssignedPolicies<QualityPolicy> policies;

    QualityPolicyResource(Tenant tenant) {
        this.tenant = tenant;
        this.policies = all(tenant);
    }

    static AssignedPolicies<QualityPolicy> all(Tenant tenant) {
        return new AssignedPolicies<>(tenant, PATH, "quality update policy", "#microsoft.graph.windowsQualityUpdatePolicyAssignment", tenant.servicing.policies);
    }

    void register() {
        tenant.router.on(In.BETA, "GET", PATH, policies::list).on(In.BETA, "POST", PATH, this::create)
                .on(In.BETA, "GET", PATH + "/{id}", policies::one).on(In.BETA, "PATCH", PATH + "/{id}", this::patch)
                .on(In.BETA, "DELETE", PATH + "/{id}", policies::delete)
                .on(In.BETA, "GET", PATH + "/{id}/assignments", policies::assignments)
                .on(In.BETA, "POST", PATH + "/{id}/assign", policies::assign);
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
        return policies.created(request, policy);
    }

    private Reply patch(Request request) {
        QualityPolicy policy = policies.require(request);
        PolicyRules.check(request.body(), false);
        ObjectNode changed = policy.properties.deepCopy();
        PolicyRules.apply(request.body(), changed);
        refuseIfTold(new QualityPolicy(policy.id, changed));
        policy.properties.setAll(changed);
        policy.properties.put("lastModifiedDateTime", Json.time(tenant.now()));
        tenant.simulation.reconsider(policy.assignments, policy.assignments);
        return policies.one(request);
    }

    private void refuseIfTold(QualityPolicy policy) {
        if (tenant.settings.gateAnswer() == GateAnswer.REFUSED && policy.hotpatch() && policy.anyManual()) {
            throw GraphException.badRequest("Hotpatch can only be enabled with automatic approval of updates.");
        }
    }
}
