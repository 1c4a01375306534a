package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.kiota.HttpMethod;
import io.hotpatchcycle.ring.TenantPolicies.ExpeditePolicy;
import io.hotpatchcycle.rollout.ExpediteActions;
import io.hotpatchcycle.rollout.GraphAnswer;
import io.hotpatchcycle.rollout.GraphAnswer.Outcome;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Expedite policies: Intune calls them quality update profiles. */
final class ExpeditePolicies implements ExpediteActions {

    static final String PATH = "/deviceManagement/windowsQualityUpdateProfiles";
    private static final Purpose ALL = new Purpose("the expedite policies of Intune", Purpose.CONFIGURATION);

    private final GraphCalls calls;
    private final GraphWrites writes;
    private final GraphAddress address;

    ExpeditePolicies(GraphCalls calls, GraphWrites writes, GraphAddress address) {
        this.calls = calls;
        this.writes = writes;
        this.address = address;
    }

    List<ExpeditePolicy> all() {
        return calls.all(ALL, address.beta(PATH, "$expand", "assignments")).stream().map(profile -> {
            String id = Json.text(profile, "id");
            Seen seen = seen(profile);
            return new ExpeditePolicy(id, Json.text(profile, "displayName", id), Marker.expedite(profile), seen.release(), seen.days(), seen.assignedTo());
        }).toList();
    }

    /** Only a clear yes is one: what the catalog does not say cannot be expedited. */
    @Override
    public Optional<String> release(String catalogItemId) {
        return calls.find(new Purpose("Intune's catalog item " + catalogItemId, Purpose.CONFIGURATION),
                address.beta("/deviceManagement/windowsUpdateCatalogItems/{}", catalogItemId)).filter(item -> Json.isTrue(item, "isExpeditable"))
                .map(item -> Json.instant(item, "releaseDateTime")).map(at -> at.atZone(ZoneOffset.UTC).toLocalDate() + "T00:00:00Z");
    }

    @Override
    public GraphAnswer create(String owner, String release, int days) {
        ObjectNode profile = Json.object().put("@odata.type", "#microsoft.graph.windowsQualityUpdateProfile")
                .put("displayName", "Hotpatch Cycle expedite " + owner)
                .put("description", "Expedites one release for one unit, and is removed again. Do not edit by hand. " + Marker.ofExpedite(owner));
        profile.putObject("expeditedUpdateSettings").put("@odata.type", "#microsoft.graph.expeditedWindowsQualityUpdateSettings")
                .put("qualityUpdateRelease", release).put("daysUntilForcedReboot", days);
        profile.putArray("roleScopeTagIds");
        return GraphWrites.created(writes.send(HttpMethod.POST, address.beta(PATH), profile), "Expedite policy of " + owner);
    }

    @Override
    public GraphAnswer assign(String policyId, String groupId) {
        return writes.send(HttpMethod.POST, address.beta(PATH + "/{}/assign", policyId), Targets.only(groupId));
    }

    @Override
    public GraphAnswer delete(String policyId) {
        Optional<JsonNode> there;
        try {
            there = one(policyId);
        } catch (GraphUnavailable e) {
            return new GraphAnswer(Outcome.LATER, 0, e.getMessage(), null, e.retryAfter());
        }
        if (there.isPresent() && Marker.expedite(there.get()) == null) {
            return new GraphAnswer(Outcome.REFUSED, 0, "Expedite policy '" + Json.text(there.get(), "displayName", policyId) + "' (" + policyId
                    + ") does not carry our marker: it is not ours and is left as it is.", null, null);
        }
        return GraphWrites.goneIsDone(writes.send(HttpMethod.DELETE, address.beta(PATH + "/{}", policyId), null));
    }

    @Override
    public List<String> find(String owner) {
        return calls.all(ALL, address.beta(PATH)).stream().filter(profile -> owner.equals(Marker.expedite(profile))).map(profile -> Json.text(profile, "id"))
                .filter(Objects::nonNull).toList();
    }

    @Override
    public Optional<Seen> read(String policyId) {
        return one(policyId).map(this::seen);
    }

    private Optional<JsonNode> one(String policyId) {
        return calls.find(purpose(policyId), address.beta(PATH + "/{}", policyId, "$expand", "assignments"));
    }

    private Seen seen(JsonNode profile) {
        JsonNode settings = profile.path("expeditedUpdateSettings");
        Integer days = Json.integer(settings, "daysUntilForcedReboot");
        return new Seen(Json.text(settings, "qualityUpdateRelease", "not said"), days == null ? -1 : days, Targets.of(calls.expanded(
                purpose(Json.text(profile, "id", "without id")), profile, "assignments")).names());
    }

    private static Purpose purpose(String policyId) {
        return new Purpose("expedite policy " + policyId, Purpose.CONFIGURATION);
    }
}
