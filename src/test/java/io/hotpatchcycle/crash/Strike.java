package io.hotpatchcycle.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * When to kill.
 *
 * @param task   a waiting task of this key, or null for a write
 * @param answered whether the task is answered first
 * @param path   regular expression of the written path
 * @param nth    at which write that fits, from now on
 * @param held   whether the sandbox keeps its answer back: the effect is there and the application does not know
 */
record Strike(String task, boolean answered, String method, String path, int nth, boolean held) {

    private static final int HOLD_MILLIS = 15_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    static Strike beforeAnswer(String task) {
        return new Strike(task, false, "", "", 0, false);
    }

    static Strike afterAnswer(String task) {
        return new Strike(task, true, "", "", 0, false);
    }

    static Strike atWrite(String method, String path, int nth) {
        return new Strike(null, false, method, path, nth, false);
    }

    static Strike inWrite(String method, String path, int nth) {
        return new Strike(null, false, method, path, nth, true);
    }

    boolean fits(JsonNode write) {
        return write.path("method").asText().equals(method) && write.path("path").asText().matches(".*" + path);
    }

    /** Plan of faults for the sandbox: the first ones pass, the nth one waits for its answer. */
    ArrayNode faults() {
        ArrayNode faults = JSON.createArrayNode();
        if (held) {
            faults.add(fault(nth - 1, 0));
            faults.add(fault(1, HOLD_MILLIS));
        }
        return faults;
    }

    /** The next write happens, and its answer waits longer than anybody lives. */
    static ObjectNode holdNextWrite() {
        ObjectNode fault = JSON.createObjectNode().put("times", 1).put("delayMillis", 60_000);
        fault.putObject("match").put("method", "POST|PATCH|DELETE").put("path", "windowsQualityUpdatePolicies|windowsQualityUpdateProfiles|deviceConfigurations|/groups/|executeAction");
        return fault;
    }

    private ObjectNode fault(int times, int delay) {
        ObjectNode fault = JSON.createObjectNode().put("times", times).put("delayMillis", delay);
        fault.putObject("match").put("method", method).put("path", path + "$");
        return fault;
    }
}
