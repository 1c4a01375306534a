package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Releases approved and suspended in a quality update policy. */
final class ApprovalResource {

    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Tenant tenant;
    private final AssignedPolicies<QualityPolicy> policies;

    ApprovalResource(Tenant tenant) {
        this.tenant = tenant;
        this.policies = QualityPolicyResource.all(tenant);
    }

    void register() {
        String path = QualityPolicyResource.PATH + "/{id}/";
        tenant.router.on(In.BETA, "POST", path + "bulkAction", this::decide)
                .on(In.BETA, "GET", path + "retrieveWindowsQualityUpdateCatalogItemDetails", this::details);
    }

    private Reply decide(Request request) {
        QualityPolicy policy = policies.require(request);
        String action = request.body().path("action").asText();
        JsonNode ids = request.body().path("ids");
        if (!action.equals("approve") && !action.equals("suspend")) {
            throw GraphException.badRequest("The action '" + action + "' is not one of approve and suspend.");
        }
        if (!ids.isArray() || ids.isEmpty()) {
            throw GraphException.badRequest("The parameter ids must name at least one catalog item.");
        }
        ObjectNode body = Json.object().put("@odata.context", request.context("microsoft.graph.bulkCatalogItemActionResult"));
        ArrayNode successful = body.putArray("successfulIds");
        ArrayNode failed = body.putArray("failedIds");
        for (JsonNode id : ids) {
            Release release = tenant.catalog.byItem(id.asText(), tenant.now());
            if (release == null) {
                failed.add(id);
            } else {
                policy.decide(release, action.equals("approve"), tenant.now());
                successful.add(id);
            }
        }
        tenant.simulation.reconsider(policy.assignments, policy.assignments);
        return Reply.ok(body);
    }

    private Reply details(Request request) {
        QualityPolicy policy = policies.require(request);
        ObjectNode body = Json.object().put("@odata.context", request.context("Collection(microsoft.graph.windowsQualityUpdateCatalogItemPolicyDetail)"));
        ArrayNode value = body.putArray("value");
        Matcher ids = GUID.matcher(request.value("ids") == null ? "" : request.value("ids"));
        while (ids.find()) {
            Release release = tenant.catalog.byItem(ids.group(), tenant.now());
            QualityPolicy.Approval approval = release == null ? null : policy.approval(release);
            value.addObject().put("policyId", policy.id).put("catalogItemId", ids.group())
                    .put("approvalStatus", approval == null ? "unknown" : approval.approved() ? "approved" : "suspended");
        }
        return Reply.ok(body);
    }
}
