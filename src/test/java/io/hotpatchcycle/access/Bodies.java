package io.hotpatchcycle.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a change says that would be refused for saying nothing: enough to come to the question of rights, and harmless where it is done. {@code $me} is who
 * asks; {@code $instance}, {@code $definition}, {@code $task}, {@code $job} and {@code $batch} exist. The administrator says nothing: he may do all of it.
 */
final class Bodies {

    /** Before the path of a resource of the engine, whichever of its three ways in. */
    private static final Pattern ENGINE = Pattern.compile("^(/engine-rest/engine/\\{[^}]*}|/engine-rest|/camunda/api/engine/engine/\\{[^}]*})/");
    private static final Map<String, String> SAID = new LinkedHashMap<>();
    private static final String INSTANCES = "{\"processInstanceIds\":[\"$instance\"]";

    static {
        SAID.put("POST authorization/create", "{\"type\":1,\"permissions\":[\"READ\"],\"userId\":\"matrix.target\",\"resourceType\":7,\"resourceId\":\"none\"}");
        SAID.put("PUT authorization/{id}", "{\"permissions\":[\"READ\"],\"userId\":\"matrix.target\",\"resourceType\":7,\"resourceId\":\"none\"}");
        SAID.put("POST condition", "{\"businessKey\":\"none\",\"variables\":{\"none\":{\"value\":1,\"type\":\"Integer\"}}}");
        SAID.put("POST decision-definition/{id}/evaluate", "{\"variables\":{}}");
        SAID.put("PUT decision-definition/{id}/history-time-to-live", "{\"historyTimeToLive\":400}");
        SAID.put("POST external-task/fetchAndLock", "{\"workerId\":\"$me\",\"maxTasks\":1,\"topics\":[]}");
        SAID.put("POST filter/create", "{\"resourceType\":\"Task\",\"name\":\"matrix\",\"query\":{},\"properties\":{}}");
        SAID.put("PUT filter/{id}", "{\"resourceType\":\"Task\",\"name\":\"matrix\",\"query\":{},\"properties\":{}}");
        SAID.put("POST group/create", "{\"id\":\"matrix-group\",\"name\":\"m\",\"type\":\"WORKFLOW\"}");
        SAID.put("PUT group/{id}", "{\"id\":\"cab\",\"name\":\"CAB\",\"type\":\"WORKFLOW\"}");
        SAID.put("POST tenant/create", "{\"id\":\"matrix-tenant\",\"name\":\"m\"}");
        SAID.put("POST history/batch/set-removal-time", "{\"clearedRemovalTime\":true,\"historicBatchIds\":[\"none\"]}");
        SAID.put("POST history/decision-instance/delete", "{\"historicDecisionInstanceIds\":[\"none\"]}");
        SAID.put("POST history/decision-instance/set-removal-time", "{\"clearedRemovalTime\":true,\"historicDecisionInstanceIds\":[\"none\"]}");
        SAID.put("POST history/process-instance/delete", "{\"historicProcessInstanceIds\":[\"$instance\"]}");
        SAID.put("POST history/process-instance/set-removal-time", "{\"clearedRemovalTime\":true,\"historicProcessInstanceIds\":[\"$instance\"]}");
        SAID.put("POST identity/password-policy", "{\"password\":\"matrix\"}");
        SAID.put("POST identity/verify", "{\"username\":\"matrix.target\",\"password\":\"matrix.target\"}");
        SAID.put("PUT job-definition/suspended", "{\"processDefinitionId\":\"$definition\",\"suspended\":false}");
        SAID.put("POST job/retries", "{\"jobIds\":[\"$job\"],\"retries\":3}");
        SAID.put("PUT job/suspended", "{\"jobId\":\"$job\",\"suspended\":false}");
        SAID.put("PUT job/{id}/priority", "{\"priority\":0}");
        String plan = "{\"sourceProcessDefinitionId\":\"$definition\",\"targetProcessDefinitionId\":\"$definition\",\"instructions\":[]}";
        SAID.put("POST migration/generate", plan);
        SAID.put("POST migration/validate", plan);
        SAID.put("POST migration/execute", "{\"migrationPlan\":" + plan + ",\"processInstanceIds\":[\"$instance\"]}");
        SAID.put("POST migration/executeAsync", "{\"migrationPlan\":" + plan + ",\"processInstanceIds\":[\"$instance\"]}");
        String start = ",\"instructions\":[{\"type\":\"startBeforeActivity\",\"activityId\":\"none\"}]";
        SAID.put("POST modification/execute", INSTANCES + ",\"processDefinitionId\":\"$definition\"" + start + "}");
        SAID.put("POST modification/executeAsync", INSTANCES + ",\"processDefinitionId\":\"$definition\"" + start + "}");
        SAID.put("POST process-definition/{id}/restart", INSTANCES + start + "}");
        SAID.put("POST process-definition/{id}/restart-async", INSTANCES + start + "}");
        SAID.put("POST process-definition/key/{key}/restart", INSTANCES + start + "}");
        SAID.put("POST process-definition/key/{key}/restart-async", INSTANCES + start + "}");
        SAID.put("PUT process-definition/suspended", "{\"processDefinitionKey\":\"patch-cycle\",\"suspended\":false}");
        SAID.put("POST process-instance/delete", INSTANCES + "}");
        SAID.put("POST process-instance/delete-historic-query-based", INSTANCES + "}");
        SAID.put("POST process-instance/job-retries", "{\"processInstances\":[\"$instance\"],\"retries\":3}");
        SAID.put("POST process-instance/job-retries-historic-query-based", "{\"processInstances\":[\"$instance\"],\"retries\":3}");
        SAID.put("POST process-instance/message-async", INSTANCES + ",\"messageName\":\"none\"}");
        SAID.put("PUT process-instance/suspended", INSTANCES + ",\"suspended\":false}");
        SAID.put("POST process-instance/suspended-async", INSTANCES + ",\"suspended\":false}");
        SAID.put("POST process-instance/variables-async", INSTANCES + ",\"variables\":{\"none\":{\"value\":1,\"type\":\"Integer\"}}}");
        SAID.put("POST process-instance/{id}/modification-async", "{" + start.substring(1) + "}");
        SAID.put("POST signal", "{\"name\":\"none\"}");
        SAID.put("POST task/{id}/comment/create", "{\"message\":\"matrix\"}");
        SAID.put("POST task/{id}/identity-links", "{\"userId\":\"matrix.target\",\"type\":\"watcher\"}");
        SAID.put("POST task/{id}/identity-links/delete", "{\"userId\":\"matrix.target\",\"type\":\"watcher\"}");
        SAID.put("POST telemetry/configuration", "{\"enableTelemetry\":false}");
        SAID.put("POST user/create", "{\"profile\":{\"id\":\"matrix.new\"},\"credentials\":{\"password\":\"matrix.new\"}}");
        SAID.put("PUT user/{id}/profile", "{\"id\":\"matrix.target\",\"firstName\":\"M\",\"lastName\":\"T\"}");
        SAID.put("PUT user/{id}/credentials", "{\"password\":\"matrix.other\",\"authenticatedUserPassword\":\"$me\"}");
    }

    private Bodies() {
    }

    /** The path of a route, without that of the engine. */
    static String resource(Route route) {
        return ENGINE.matcher(route.path()).replaceFirst("");
    }

    /** @param ids what exists, by the segment of a path before it */
    static String of(Route route, String person, Map<String, String> ids) {
        if (person == null || person.equals("admin")) {
            return "{}";
        }
        String text = SAID.getOrDefault(route.method() + " " + resource(route), "{}");
        return text.replace("$me", person).replace("$instance", ids.getOrDefault("process-instance", "none"))
                .replace("$definition", ids.getOrDefault("process-definition", "none")).replace("$job", ids.getOrDefault("job", "none"));
    }
}
