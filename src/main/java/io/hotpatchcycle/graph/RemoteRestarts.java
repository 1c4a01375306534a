package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.kiota.HttpMethod;
import io.hotpatchcycle.restart.RestartActions;
import io.hotpatchcycle.rollout.GraphAnswer;
import io.hotpatchcycle.rollout.GraphAnswer.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Restarts by Intune's bulk action; DONE carries Graph's four id lists. */
final class RemoteRestarts implements RestartActions {

    private static final String DEVICES = "/deviceManagement/managedDevices";

    private final GraphCalls calls;
    private final GraphWrites writes;
    private final GraphAddress address;

    RemoteRestarts(GraphCalls calls, GraphWrites writes, GraphAddress address) {
        this.calls = calls;
        this.writes = writes;
        this.address = address;
    }

    @Override
    public GraphAnswer restart(List<String> deviceIds) {
        if (deviceIds.isEmpty() || deviceIds.size() > DEVICES_PER_CALL) {
            throw new IllegalArgumentException("1 to " + DEVICES_PER_CALL + " devices in one restart call, not " + deviceIds.size() + ".");
        }
        ObjectNode body = Json.object().put("actionName", "rebootNow");
        ArrayNode ids = body.putArray("deviceIds");
        deviceIds.forEach(ids::add);
        GraphAnswer answer = writes.send(HttpMethod.POST, address.beta(DEVICES + "/executeAction"), body);
        JsonNode result = answer.outcome() == Outcome.DONE ? GraphWrites.content(answer) : null;
        return answer.outcome() == Outcome.DONE && (result == null || !result.path("successfulDeviceIds").isArray())
                ? GraphWrites.corrected(answer, Outcome.LOST, "Restart of " + deviceIds.size()
                        + " devices accepted, but the answer does not say for which. Read their action results.")
                : answer;
    }

    @Override
    public String readRestart(String deviceId, Instant since) {
        Optional<JsonNode> device = calls.find(new Purpose("the last restart of device " + deviceId, Purpose.DEVICES),
                address.beta(DEVICES + "/{}", deviceId, "$select", "id,deviceActionResults"));
        // A device that is gone says nothing any more.
        JsonNode actions = device.map(d -> d.path("deviceActionResults")).orElseGet(Json::object);
        JsonNode latest = null;
        for (JsonNode action : actions) {
            // One without a readable time may be of any month: it proves nothing.
            boolean ours = "rebootNow".equals(Json.text(action, "actionName")) && Json.instant(action, "startDateTime") != null
                    && !started(action).isBefore(since);
            if (ours && (latest == null || !started(action).isBefore(started(latest)))) {
                latest = action;
            }
        }
        return latest == null ? "none" : Json.text(latest, "actionState", "unknown");
    }

    private static Instant started(JsonNode action) {
        Instant started = Json.instant(action, "startDateTime");
        return started == null ? Instant.MIN : started;
    }
}
