package io.hotpatchcycle.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What each change says: right in all of it, about what exists ({@link Things}), since it is taken back ({@link DryRun}). {@code $me} is who asks, any
 * other {@code $name} the id of a thing.
 */
final class Bodies {

    /** Before the path of a resource of the engine, whichever of its three ways in. */
    private static final Pattern ENGINE = Pattern.compile("^(/engine-rest/engine/\\{[^}]*}|/engine-rest|/camunda/api/engine/engine/\\{[^}]*})/");
    private static final Pattern THING = Pattern.compile("\\$([a-z-]+)");
    private static final String PART = "part";
    private static final Map<String, Said> SAID = new LinkedHashMap<>();

    /** Content type and content. */
    record Said(String type, String text) {
    }

    static {
        engineWide();
        instances();
        tasks();
        definitions();
        history();
        people();
        ours();
    }

    private Bodies() {
    }

    private static void json(String call, String text) {
        SAID.put(call, new Said("application/json", text));
    }

    /** @param parts name, file name (empty for none) and content of each */
    private static void parts(String call, String... parts) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.length; i += 3) {
            text.append("--").append(PART).append("\r\nContent-Disposition: form-data; name=\"").append(parts[i]).append('"')
                    .append(parts[i + 1].isEmpty() ? "" : "; filename=\"" + parts[i + 1] + "\"\r\nContent-Type: application/octet-stream").append("\r\n\r\n").append(parts[i + 2]).append("\r\n");
        }
        SAID.put(call, new Said("multipart/form-data; boundary=" + PART, text + "--" + PART + "--\r\n"));
    }

    private static void engineWide() {
        json("POST condition", "{\"variables\":{\"matrix\":{\"value\":1,\"type\":\"Integer\"}}}");
        json("POST message", "{\"messageName\":\"matrixMessage\",\"processInstanceId\":\"$own-instance\"}");
        json("POST signal", "{\"name\":\"none\"}");
        json("PUT batch/{id}/suspended", "{\"suspended\":true}");
        json("PUT job-definition/suspended", "{\"processDefinitionId\":\"$definition\",\"suspended\":true}");
        json("PUT job-definition/{id}/suspended", "{\"suspended\":true}");
        json("PUT job-definition/{id}/jobPriority", "{\"priority\":5}");
        json("PUT job-definition/{id}/retries", "{\"retries\":3}");
        json("POST job/retries", "{\"jobIds\":[\"$own-job\"],\"retries\":3}");
        json("PUT job/suspended", "{\"processDefinitionId\":\"$definition\",\"suspended\":true}");
        json("PUT job/{id}/suspended", "{\"suspended\":true}");
        json("PUT job/{id}/priority", "{\"priority\":0}");
        json("PUT job/{id}/retries", "{\"retries\":3}");
        json("PUT job/{id}/duedate", "{\"duedate\":\"2050-01-01T00:00:00.000+0000\"}");
        json("PUT incident/{id}/annotation", "{\"annotation\":\"matrix\"}");
        json("POST external-task/fetchAndLock", "{\"workerId\":\"$me\",\"maxTasks\":1,\"topics\":[{\"topicName\":\"none\",\"lockDuration\":1000}]}");
        json("PUT external-task/retries", "{\"externalTaskIds\":[\"$external-task\"],\"retries\":3}");
        json("POST external-task/retries-async", "{\"externalTaskIds\":[\"$external-task\"],\"retries\":3}");
        json("POST external-task/{id}/bpmnError", "{\"workerId\":\"matrix\",\"errorCode\":\"matrix\"}");
        json("POST external-task/{id}/complete", "{\"workerId\":\"matrix\"}");
        json("POST external-task/{id}/extendLock", "{\"workerId\":\"matrix\",\"newDuration\":1000}");
        json("POST external-task/{id}/failure", "{\"workerId\":\"matrix\",\"errorMessage\":\"m\",\"retries\":1,\"retryTimeout\":1000}");
        json("POST external-task/{id}/lock", "{\"workerId\":\"matrix\",\"lockDuration\":1000}");
        json("PUT external-task/{id}/priority", "{\"priority\":5}");
        json("PUT external-task/{id}/retries", "{\"retries\":3}");
        String plan = "{\"sourceProcessDefinitionId\":\"$definition\",\"targetProcessDefinitionId\":\"$definition\",\"instructions\":$mapping}";
        json("POST migration/generate", "{\"sourceProcessDefinitionId\":\"$definition\",\"targetProcessDefinitionId\":\"$definition\"}");
        json("POST migration/validate", plan);
        json("POST migration/execute", "{\"migrationPlan\":" + plan + ",\"processInstanceIds\":[\"$process-instance\"]}");
        json("POST migration/executeAsync", "{\"migrationPlan\":" + plan + ",\"processInstanceIds\":[\"$process-instance\"]}");
        String start = ",\"instructions\":[{\"type\":\"startBeforeActivity\",\"activityId\":\"user\"}]}";
        json("POST modification/execute", "{\"processInstanceIds\":[\"$own-instance\"],\"processDefinitionId\":\"$matrix\"" + start);
        json("POST modification/executeAsync", "{\"processInstanceIds\":[\"$own-instance\"],\"processDefinitionId\":\"$matrix\"" + start);
    }

    private static void instances() {
        String own = "{\"processInstanceIds\":[\"$own-instance\"]";
        String start = "\"instructions\":[{\"type\":\"startBeforeActivity\",\"activityId\":\"user\"}]}";
        json("POST process-instance/delete", own + ",\"deleteReason\":\"matrix\"}");
        json("POST process-instance/delete-historic-query-based", own + ",\"deleteReason\":\"matrix\"}");
        json("POST process-instance/job-retries", "{\"processInstances\":[\"$own-instance\"],\"retries\":3}");
        json("POST process-instance/job-retries-historic-query-based", "{\"processInstances\":[\"$own-instance\"],\"retries\":3}");
        json("POST process-instance/message-async", own + ",\"messageName\":\"matrixMessage\"}");
        json("PUT process-instance/suspended", own + ",\"suspended\":true}");
        json("POST process-instance/suspended-async", own + ",\"suspended\":true}");
        json("PUT process-instance/{id}/suspended", "{\"suspended\":true}");
        json("POST process-instance/variables-async", own + ",\"variables\":{\"none\":{\"value\":1,\"type\":\"Integer\"}}}");
        json("POST process-instance/{id}/modification", "{" + start);
        json("POST process-instance/{id}/modification-async", "{" + start);
        json("PUT process-instance/{id}/comment", "{\"id\":\"$cycle-comment\",\"message\":\"matrix\"}");
        String modifications = "{\"modifications\":{\"more\":{\"value\":1,\"type\":\"Integer\"}}}";
        json("POST execution/{id}/create-incident", "{\"incidentType\":\"matrix\",\"configuration\":\"matrix\"}");
        json("POST execution/{id}/signal", "{\"variables\":{}}");
        json("POST execution/{id}/messageSubscriptions/{messageName}/trigger", "{\"variables\":{}}");
        for (String variables : new String[] {"process-instance/{id}/variables", "execution/{id}/localVariables", "task/{id}/variables", "task/{id}/localVariables"}) {
            json("POST " + variables, modifications);
            json("PUT " + variables + "/{varId}", "{\"value\":\"y\",\"type\":\"String\"}");
            parts("POST " + variables + "/{varId}/data", "data", "x.bin", "x", "valueType", "", "Bytes");
        }
    }

    private static void tasks() {
        json("POST task/create", "{\"name\":\"matrix\"}");
        json("PUT task/{id}", "{\"name\":\"matrix\",\"priority\":50}");
        json("POST task/{id}/assignee", "{\"userId\":\"cab.member\"}");
        json("POST task/{id}/delegate", "{\"userId\":\"cab.member\"}");
        json("POST task/{id}/claim", "{\"userId\":\"$me\"}");
        String answer = "{\"variables\":{\"decision\":{\"value\":\"REJECT\",\"type\":\"String\"},\"comment\":{\"value\":\"matrix\",\"type\":\"String\"}}}";
        json("POST task/{id}/complete", answer);
        json("POST task/{id}/submit-form", answer);
        json("POST task/{id}/bpmnError", "{\"errorCode\":\"matrix\"}");
        json("POST task/{id}/bpmnEscalation", "{\"escalationCode\":\"matrix\"}");
        json("POST task/{id}/comment/create", "{\"message\":\"matrix\"}");
        json("PUT task/{id}/comment", "{\"id\":\"$cycle-comment\",\"message\":\"matrix\"}");
        json("POST task/{id}/identity-links", "{\"userId\":\"matrix.target\",\"type\":\"watcher\"}");
        json("POST task/{id}/identity-links/delete", "{\"userId\":\"matrix.target\",\"type\":\"watcher\"}");
        parts("POST task/{id}/attachment/create", "attachment-name", "", "matrix", "attachment-type", "", "text", "content", "x.txt", "x");
    }

    private static void definitions() {
        parts("POST deployment/create", "deployment-name", "", "note", "data", "note.txt", "x");
        json("POST deployment/{id}/redeploy", "{}");
        for (String of : new String[] {"process-definition/{id}", "process-definition/key/{key}"}) {
            json("PUT " + of + "/history-time-to-live", "{\"historyTimeToLive\":400}");
            json("PUT " + of + "/suspended", "{\"suspended\":true}");
            json("POST " + of + "/start", "{\"businessKey\":\"matrix\"}");
            json("POST " + of + "/submit-form", "{\"variables\":{},\"businessKey\":\"matrix\"}");
            String again = "{\"processInstanceIds\":[\"$ended\"],\"instructions\":[{\"type\":\"startBeforeActivity\",\"activityId\":\"end2\"}]}";
            json("POST " + of + "/restart", again);
            json("POST " + of + "/restart-async", again);
        }
        json("PUT process-definition/suspended", "{\"processDefinitionKey\":\"matrix-idle\",\"suspended\":true}");
        for (String of : new String[] {"decision-definition/{id}", "decision-definition/key/{key}"}) {
            json("POST " + of + "/evaluate", "{\"variables\":{}}");
            json("PUT " + of + "/history-time-to-live", "{\"historyTimeToLive\":400}");
        }
    }

    private static void history() {
        String at = "\"absoluteRemovalTime\":\"2050-01-01T00:00:00.000+0000\"";
        json("POST history/batch/set-removal-time", "{" + at + ",\"historicBatchIds\":[\"$batch\"]}");
        json("POST history/decision-instance/delete", "{\"historicDecisionInstanceIds\":[\"$decision-instance\"]}");
        json("POST history/decision-instance/set-removal-time", "{" + at + ",\"historicDecisionInstanceIds\":[\"$decision-instance\"]}");
        json("POST history/process-instance/delete", "{\"historicProcessInstanceIds\":[\"$ended\"]}");
        json("POST history/process-instance/set-removal-time", "{" + at + ",\"historicProcessInstanceIds\":[\"$ended\"]}");
        json("PUT history/user-operation/{operationId}/set-annotation", "{\"annotation\":\"matrix\"}");
    }

    private static void people() {
        json("POST authorization/create", "{\"type\":1,\"permissions\":[\"READ\"],\"userId\":\"matrix.target\",\"resourceType\":7,\"resourceId\":\"none\"}");
        json("PUT authorization/{id}", "{\"permissions\":[\"READ\"],\"userId\":\"matrix.target\",\"resourceType\":14,\"resourceId\":\"matrix\"}");
        json("POST filter/create", "{\"resourceType\":\"Task\",\"name\":\"more\",\"query\":{},\"properties\":{}}");
        json("PUT filter/{id}", "{\"resourceType\":\"Task\",\"name\":\"more\",\"query\":{},\"properties\":{}}");
        json("POST group/create", "{\"id\":\"matrix-group\",\"name\":\"m\",\"type\":\"WORKFLOW\"}");
        json("PUT group/{id}", "{\"id\":\"cab\",\"name\":\"CAB\",\"type\":\"WORKFLOW\"}");
        json("POST identity/password-policy", "{\"password\":\"matrix\"}");
        json("POST identity/verify", "{\"username\":\"matrix.target\",\"password\":\"matrix.target\"}");
        json("POST user/create", "{\"profile\":{\"id\":\"matrix.new\"},\"credentials\":{\"password\":\"matrix.new\"}}");
        json("PUT user/{id}/profile", "{\"id\":\"matrix.target\",\"firstName\":\"M\",\"lastName\":\"T\"}");
        json("PUT user/{id}/credentials", "{\"password\":\"matrix.other\",\"authenticatedUserPassword\":\"$me\"}");
    }

    private static void ours() {
        String why = "{\"reason\":\"matrix\"}";
        String approve = "{\"decision\":\"APPROVE\",\"comment\":\"matrix\"}";
        json("POST /api/v1/access-reviews", "{\"sha256\":\"$rights-for-me\"}");
        for (String asked : new String[] {"emergency", "halt", "hold", "rings/{ring}/roll-back"}) {
            json("POST /api/v1/cycles/{id}/" + asked, why);
        }
        json("POST /api/v1/cycles/{id}/writes/{write}/decision", "{\"happened\":true,\"reason\":\"matrix\"}");
        json("POST /api/v1/cycles/{id}/tests", "{\"ring\":\"pilot\",\"what\":\"w\",\"result\":\"PASSED\",\"note\":\"n\"}");
        json("POST /api/v1/cycles/{id}/corrective-actions", "{\"about\":\"INCIDENT 2026-01-01T00:00:00Z\",\"cause\":\"c\",\"action\":\"a\"}");
        json("POST /camunda/api/admin/setup/{engine}/user/create", "{\"profile\":{\"id\":\"matrix.new\"},\"credentials\":{\"password\":\"matrix.new\"}}");
        json("POST /api/v1/exceptions", "{\"scope\":\"RING\",\"target\":\"pilot\",\"reason\":\"r\",\"compensatingControl\":\"c\",\"expiresAt\":\"$soon\"}");
        SAID.put("POST /api/v1/findings", new Said("text/csv", "device,kb\r\nx,KB1\r\n"));
        json("POST /api/v1/model-sets/{deploymentId}/activate", "{\"reason\":\"matrix\"}");
        json("POST /api/v1/model-sets/proposals/{id}/decision", approve);
        json("POST /api/v1/policies", "{\"title\":\"t\",\"text\":\"x\",\"validFrom\":\"2051-01-01\"}");
        json("POST /api/v1/policies/{version}/decision", approve);
        json("POST /api/v1/ring-memberships/{id}/decision", approve);
        json("POST /api/v1/substitutes", "{\"person\":\"$me\",\"substitute\":\"matrix.target\",\"until\":\"$soon\",\"reason\":\"matrix\"}");
        parts("POST /findings", "file", "matrix.csv", "device,kb\r\nx,KB1\r\n");
    }

    /** The path of a route, without that of the engine. */
    static String resource(Route route) {
        return ENGINE.matcher(route.path()).replaceFirst("");
    }

    static Said of(Route route, String person, Map<String, String> ids) {
        Said said = SAID.getOrDefault(route.method() + " " + resource(route), new Said("application/json", "{}"));
        Matcher thing = THING.matcher(said.text().replace("$me", String.valueOf(person)).replace("$rights-for-me", ids.getOrDefault("rights-for-" + person, "none")));
        return new Said(said.type(), thing.replaceAll(found -> Matcher.quoteReplacement(ids.getOrDefault(found.group(1), "none"))));
    }
}
