package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.kiota.HttpMethod;
import io.hotpatchcycle.rollout.GraphAnswer;
import io.hotpatchcycle.rollout.RollBackActions;

/** Hotpatch of a policy; uninstall and resume of an update ring: a property of the device configuration each. */
final class UpdateRingSwitches implements RollBackActions {

    private static final String RINGS = "/deviceManagement/deviceConfigurations/{}";
    private static final String TYPE = "#microsoft.graph.windowsUpdateForBusinessConfiguration";

    private final GraphCalls calls;
    private final GraphWrites writes;
    private final GraphAddress address;

    UpdateRingSwitches(GraphCalls calls, GraphWrites writes, GraphAddress address) {
        this.calls = calls;
        this.writes = writes;
        this.address = address;
    }

    @Override
    public GraphAnswer allowHotpatch(String policyId, boolean allowed) {
        return writes.send(HttpMethod.PATCH, address.beta(QualityPolicies.PATH + "/{}", policyId), Json.object().put("hotpatchEnabled", allowed));
    }

    @Override
    public GraphAnswer uninstall(String updateRingId) {
        return patch(updateRingId, ring().put("qualityUpdatesWillBeRolledBack", true));
    }

    @Override
    public GraphAnswer resume(String updateRingId) {
        return patch(updateRingId, ring().put("qualityUpdatesWillBeRolledBack", false).put("qualityUpdatesPaused", false));
    }

    private static ObjectNode ring() {
        return Json.object().put("@odata.type", TYPE);
    }

    private GraphAnswer patch(String updateRingId, JsonNode body) {
        return writes.send(HttpMethod.PATCH, address.v1(RINGS, updateRingId), body);
    }

    @Override
    public UpdateRingState readUpdateRing(String updateRingId) {
        Purpose purpose = new Purpose("update ring " + updateRingId, Purpose.CONFIGURATION);
        return calls.find(purpose, address.v1(RINGS, updateRingId)).map(ring -> new UpdateRingState(true,
                clear(purpose, ring, "qualityUpdatesWillBeRolledBack"), clear(purpose, ring, "qualityUpdatesPaused"))).orElse(UpdateRingState.GONE);
    }

    /** "Not said" is neither on nor off: nothing is taken for resumed that may still uninstall. */
    private static boolean clear(Purpose purpose, JsonNode ring, String field) {
        if (!ring.path(field).isBoolean()) {
            throw GraphUnavailable.unusable(purpose, "it does not say whether '" + field + "' is on.", "Look at it in Intune, then retry.");
        }
        return ring.path(field).booleanValue();
    }
}
