package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A planned disturbance of calls.
 *
 * @param call        kind of call as {@link Router#nameOf} says it; null for any
 * @param status      answered instead; 0 leaves the answer, or with {@code after} sends none at all
 * @param after       the write happens and its answer is lost; otherwise nothing happens
 * @param dropped     nothing happens and the connection is closed
 * @param stale       a read is answered as it was answered before something changed
 * @param tampering   what is done to the answer; null for nothing
 * @param replacement body sent instead, null for none
 */
record Fault(Pattern method, Pattern path, String call, int status, Integer retryAfterSeconds, boolean after, boolean dropped,
             boolean stale, long delayMillis, boolean cutBody, Tampering tampering, JsonNode replacement) {

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

        /** The fault could not show yet: it stays due once more. */
        synchronized void giveBack(Fault fault) {
            due.stream().filter(d -> d.fault == fault).forEach(d -> d.times[0]++);
        }

        /** The fault that hits a call, or null. */
        synchronized Fault take(Request request, String call) {
            String target = request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
            for (Due one : due) {
                if (one.times[0] > 0 && (one.fault.call == null || one.fault.call.equals(call)) && one.fault.method.matcher(request.method()).matches()
                        && one.fault.path.matcher(target).find()) {
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
                body.path("match").hasNonNull("call") ? body.path("match").get("call").asText() : null,
                body.path("status").asInt(0), retryAfter == null || retryAfter.isNull() ? null : retryAfter.asInt(),
                body.path("effect").asText("before").equals("after"), body.path("drop").asBoolean(false), body.path("stale").asBoolean(false),
                body.path("delayMillis").asLong(0), body.path("cutBody").asBoolean(false), tampering(body.path("tamper")), body.get("replaceBody"));
    }

    private static Tampering tampering(JsonNode name) {
        try {
            return name.isMissingNode() ? null : Tampering.valueOf(name.asText());
        } catch (IllegalArgumentException e) {
            throw GraphException.badRequest("tamper is one of " + List.of(Tampering.values()) + ", not '" + name.asText() + "'.");
        }
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
        return status == 0 && !after && !dropped;
    }
}
