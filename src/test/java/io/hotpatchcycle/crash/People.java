package io.hotpatchcycle.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** People who answer every task at once, over the engine's REST. */
final class People {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String[]> ANSWERS = Map.of(
            "approveChange", new String[] {"change.manager", "APPROVE"}, "approveRestart", new String[] {"business.owner", "AGREE"},
            "reviewRing", new String[] {"release.manager", "PROCEED"}, "resolveStop", new String[] {"change.manager", "RESUME"},
            "approveAfterwards", new String[] {"cab.member", "APPROVE"});

    private final Remote application;

    People(Remote application) {
        this.application = application;
    }

    /** The first task that waits. */
    Optional<JsonNode> waiting() {
        return application.get("/engine-rest/task?maxResults=1", "admin").map(tasks -> tasks.get(0));
    }

    /** Whether the answer was accepted. */
    boolean answer(JsonNode task) {
        String[] answer = ANSWERS.get(task.path("taskDefinitionKey").asText());
        if (answer == null) {
            throw new AssertionError("Nobody is scripted for " + task);
        }
        ObjectNode body = JSON.createObjectNode();
        ObjectNode variables = body.putObject("variables");
        variables.putObject("decision").put("value", answer[1]);
        variables.putObject("comment").put("value", "Crash test: as scripted.");
        return application.post("/engine-rest/task/" + task.path("id").asText() + "/complete", answer[0], body);
    }
}
