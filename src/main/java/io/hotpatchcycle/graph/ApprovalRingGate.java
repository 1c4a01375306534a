package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.kiota.HttpMethod;
import io.hotpatchcycle.rollout.GraphAnswer;
import io.hotpatchcycle.rollout.GraphAnswer.Outcome;
import io.hotpatchcycle.rollout.RingGate;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The {@code approval} gate: one quality update policy per unit, everything manual, items approved or suspended in it. */
final class ApprovalRingGate implements RingGate {

    private final GraphCalls calls;
    private final GraphWrites writes;
    private final GraphAddress address;
    private final QualityPolicies policies;

    ApprovalRingGate(GraphCalls calls, GraphWrites writes, GraphAddress address, QualityPolicies policies) {
        this.calls = calls;
        this.writes = writes;
        this.address = address;
        this.policies = policies;
    }

    @Override
    public GraphAnswer createPolicy(String unit) {
        return GraphWrites.created(writes.send(HttpMethod.POST, address.beta(QualityPolicies.PATH), QualityPolicies.newPolicy(unit)), "Policy of unit '" + unit + "'");
    }

    @Override
    public GraphAnswer deletePolicy(String policyId) {
        Optional<GraphAnswer> foreign = againstForeign(policyId);
        if (foreign.isPresent()) {
            return foreign.get();
        }
        return GraphWrites.goneIsDone(writes.send(HttpMethod.DELETE, address.beta(QualityPolicies.PATH + "/{}", policyId), null));
    }

    @Override
    public GraphAnswer assignPolicy(String policyId, String groupId) {
        return writes.send(HttpMethod.POST, address.beta(QualityPolicies.PATH + "/{}/assign", policyId), Targets.only(groupId));
    }

    @Override
    public GraphAnswer approve(String policyId, String catalogItemId) {
        return bulkAction("approve", policyId, catalogItemId);
    }

    @Override
    public GraphAnswer suspend(String policyId, String catalogItemId) {
        return bulkAction("suspend", policyId, catalogItemId);
    }

    /** The action answers 200 also when it did nothing; only the id among the successful ones is a yes. */
    private GraphAnswer bulkAction(String action, String policyId, String catalogItemId) {
        ObjectNode body = Json.object().put("action", action);
        body.putArray("ids").add(catalogItemId);
        GraphAnswer answer = writes.send(HttpMethod.POST, address.beta(QualityPolicies.PATH + "/{}/bulkAction", policyId), body);
        if (answer.outcome() != Outcome.DONE) {
            return answer;
        }
        JsonNode result = GraphWrites.content(answer);
        if (result != null && has(result.path("failedIds"), catalogItemId)) {
            return GraphWrites.corrected(answer, Outcome.REFUSED, "Policy " + policyId + " did not " + action
                    + " catalog item " + catalogItemId + ": it is among the failed ids. Check both in Intune.");
        }
        return result != null && has(result.path("successfulIds"), catalogItemId) ? answer
                : GraphWrites.corrected(answer, Outcome.LOST, "Policy " + policyId + ": the answer to " + action
                        + " does not name catalog item " + catalogItemId + ". Read its approval.");
    }

    private static boolean has(JsonNode list, String id) {
        for (JsonNode element : list) {
            if (element.isTextual() && element.textValue().equalsIgnoreCase(id)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public GraphAnswer addMembers(String groupId, List<String> objectIds) {
        requireNotTooMany(groupId, objectIds);
        ObjectNode body = Json.object();
        ArrayNode members = body.putArray("members@odata.bind");
        objectIds.forEach(id -> members.add(address.v1("/directoryObjects/{}", id).toString()));
        return writes.send(HttpMethod.PATCH, address.v1("/groups/{}", groupId), body);
    }

    /** Not a member, or no such group: either way it is not in it. */
    @Override
    public List<GraphAnswer> removeMembers(String groupId, List<String> objectIds) {
        requireNotTooMany(groupId, objectIds);
        if (objectIds.size() == 1) {
            return List.of(GraphWrites.goneIsDone(writes.send(HttpMethod.DELETE, address.v1("/groups/{}/members/{}/$ref", groupId, objectIds.get(0)), null)));
        }
        ObjectNode batch = Json.object();
        ArrayNode requests = batch.putArray("requests");
        for (int i = 0; i < objectIds.size(); i++) {
            requests.addObject().put("id", Integer.toString(i + 1)).put("method", "DELETE")
                    .put("url", GraphAddress.relative("/groups/{}/members/{}/$ref", groupId, objectIds.get(i)));
        }
        return writes.sendTogether(address.v1("/$batch"), batch, objectIds.size()).stream().map(GraphWrites::goneIsDone).toList();
    }

    private static void requireNotTooMany(String groupId, List<String> objectIds) {
        if (objectIds.isEmpty() || objectIds.size() > MEMBERS_PER_CALL) {
            throw new IllegalArgumentException("Group " + groupId + ": 1 to " + MEMBERS_PER_CALL + " members in one call, not " + objectIds.size() + ".");
        }
    }

    /** What does not carry our marker is not removed, whoever asks. */
    private Optional<GraphAnswer> againstForeign(String policyId) {
        try {
            return policies.find(policyId).filter(policy -> Marker.unit(policy) == null).map(policy -> new GraphAnswer(Outcome.REFUSED, 0, "Policy '"
                    + Json.text(policy, "displayName", policyId) + "' (" + policyId + ") does not carry our marker: it is not ours and is left as it is.", null, null));
        } catch (GraphUnavailable e) {
            return Optional.of(new GraphAnswer(Outcome.LATER, 0, e.getMessage(), null, e.retryAfter()));
        }
    }

    @Override
    public Policy readPolicy(String policyId) {
        return policies.find(policyId).map(policy -> new Policy(true, Json.isTrue(policy, "hotpatchEnabled"),
                QualityPolicies.manual(policy), assigned(policyId, policy), Marker.unit(policy) != null)).orElse(Policy.GONE);
    }

    /** Who assigns it anew on what he could not read would undo what somebody else did. */
    private Set<String> assigned(String policyId, JsonNode policy) {
        Targets targets = policies.targets(policy);
        if (!targets.readable()) {
            throw GraphUnavailable.unusable(QualityPolicies.purpose(policyId), "it is assigned to a kind of target that is not known here.",
                    "Look at its assignments in Intune, and assign it to the group of its unit only.");
        }
        return targets.names();
    }

    @Override
    public String findPolicy(String unit) {
        List<JsonNode> marked = policies.all().stream().filter(p -> unit.equals(Marker.unit(p))).toList();
        if (marked.size() > 1) {
            throw GraphUnavailable.unusable(new Purpose("the policy with marker " + Marker.of(unit), Purpose.CONFIGURATION),
                    marked.size() + " policies carry it: " + marked.stream().map(p -> Json.text(p, "id")).toList() + ".",
                    "Delete all but one in Intune.");
        }
        return marked.isEmpty() ? null : Json.text(marked.get(0), "id");
    }

    @Override
    public String readApproval(String policyId, String catalogItemId) {
        URI uri = address.beta(QualityPolicies.PATH + "/{}/retrieveWindowsQualityUpdateCatalogItemDetails(ids={})",
                policyId, "['" + catalogItemId.replace("'", "''") + "']");
        Set<String> said = new HashSet<>();
        for (JsonNode detail : calls.all(QualityPolicies.purpose(policyId), uri)) {
            if (catalogItemId.equalsIgnoreCase(Json.text(detail, "catalogItemId"))) {
                said.add(Json.text(detail, "approvalStatus", UNREADABLE));
            }
        }
        return said.isEmpty() ? "unknown" : said.size() == 1 ? said.iterator().next() : UNREADABLE;
    }

    @Override
    public boolean deviceExists(String objectId) {
        return calls.find(new Purpose("device " + objectId + " of Entra", "Device.Read.All"), address.v1("/devices/{}", objectId, "$select", "id")).isPresent();
    }

    @Override
    public Set<String> readMembers(String groupId) {
        Set<String> ids = new HashSet<>();
        if (!calls.pagesIfThere(new Purpose("the members of group " + groupId, Purpose.GROUPS),
                address.v1("/groups/{}/members", groupId, "$select", "id", "$top", "999"),
                page -> page.forEach(member -> ids.add(Json.text(member, "id"))))) {
            throw new GroupGone(groupId);
        }
        ids.remove(null);
        return ids;
    }
}
