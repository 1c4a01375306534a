package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A planned disturbance of calls.
 *
 * @param status      answered instead; 0 leaves the answer, or with {@code after} sends none at all
 * @param after       the write happens and its answer is lost; otherwise nothing happens
 * @param replacement body sent instead, null for none
 */
record Fault(Pattern method, Pattern path, int status, Integer retryAfterSeconds, boolean after, long delayMillis, boolean cutBody,
             JsonNode replacement) {

    /** All disturbances that are planned, each with the number of times it is still due. */
    static final class Plan {

        private record Due(Fault fault, int[] times) {
        }

        private final List<Due> due = new ArrayList<>();

        /** Adds one or an array of them. @throws GraphException 400 when it is not understood */
        synchronized void add(JsonNode body) {
            if (body.isArray()) {
                body.forEach(this::add);
                return;
            }
            if (!body.isObject()) {
                throw GraphException.badRequest("A fault is an object with match, status, times and effect.");
            }
            due.add(new Due(parse(body), new int[] {body.path("times").asInt(1)}));
        }

        synchronized void clear() {
            due.clear();
        }

        /** How often faults are still due. */
        synchronized int left() {
            return due.stream().mapToInt(d -> d.times[0]).sum();
        }

        /** The fault that hits a call, or null. */
        synchronized Fault take(Request request) {
            String target = request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
            for (Due one : due) {
                if (one.times[0] > 0 && one.fault.method.matcher(request.method()).matches() && one.fault.path.matcher(target).find()) {
                    one.times[0]--;
                    return one.fault;
                }
            }
            return null;
        }
    }

    private static Fault parse(JsonNode body) {
        JsonNode retryAfter = body.get("retryAfterSeconds");
        return new Fault(pattern(body.path("match").path("method").asText(".*")), pattern(body.path("match").path("path").asText(".*")),
                body.path("status").asInt(0), retryAfter == null || retryAfter.isNull() ? null : retryAfter.asInt(),
                body.path("effect").asText("before").equals("after"), body.path("delayMillis").asLong(0), body.path("cutBody").asBoolean(false),
                body.get("replaceBody"));
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw GraphException.badRequest("The pattern " + text + " of a fault is not a regular expression.");
        }
    }

    /** Leaves the call alone but for delay, cut or another body. */
    boolean harmless() {
        return status == 0 && !after;
    }
}
