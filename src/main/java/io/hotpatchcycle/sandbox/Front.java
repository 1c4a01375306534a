package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Between the network and the tenant: faults, batches, and errors as Graph writes them. */
final class Front {

    private static final int LARGEST_BATCH = 20;

    /** What goes over the wire. @param lost the connection is closed without an answer */
    record Delivery(Reply reply, long delayMillis, boolean cut, boolean lost) {
    }

    private final Tenant tenant;
    private final Fault.Plan faults;
    private final CallLog calls;
    private final Throttle throttle;

    Front(Tenant tenant, Fault.Plan faults, CallLog calls, Throttle throttle) {
        this.tenant = tenant;
        this.faults = faults;
        this.calls = calls;
        this.throttle = throttle;
    }

    Delivery deliver(Request request) {
        int wait = request.version().isEmpty() ? 0 : throttle.refuse(request, tenant.now());
        if (wait > 0) {
            return new Delivery(error(429, "TooManyRequests", "Too many requests.").withHeader("Retry-After", String.valueOf(wait)), 0, false, false);
        }
        if (request.version().isEmpty() && !request.path().startsWith("/__blob")) {
            return new Delivery(answer(request), 0, false, false);
        }
        String call = isBatch(request) ? "POST " + request.version() + "/$batch" : tenant.router.nameOf(request);
        calls.note(call, request);
        Fault fault = faults.take(request, call);
        if (fault == null) {
            Reply reply = answer(request);
            calls.remember(request, reply);
            return new Delivery(reply, 0, false, false);
        }
        return disturbed(fault, request);
    }

    private Delivery disturbed(Fault fault, Request request) {
        Reply reply = fault.harmless() || fault.after() ? answer(request) : null;
        if (fault.stale()) {
            Reply before = calls.last(request);
            if (before == null || before.body().equals(reply.body())) {
                faults.giveBack(fault);
            } else {
                reply = before;
            }
        }
        if (fault.tampering() != null && reply != null && reply.status() < 300) {
            reply = fault.tampering().with(reply);
        }
        if (fault.status() != 0) {
            reply = error(fault.status(), "sandboxFault", "A fault that was asked for.");
        }
        if (fault.replacement() != null) {
            reply = replaced(reply, fault.replacement());
        }
        if (fault.retryAfterSeconds() != null) {
            reply = reply.withHeader("Retry-After", String.valueOf(fault.retryAfterSeconds()));
        }
        return new Delivery(reply, fault.delayMillis(), fault.cutBody(), fault.dropped() || fault.after() && fault.status() == 0);
    }

    private static boolean isBatch(Request request) {
        return !request.version().isEmpty() && request.segments().size() == 1 && request.segments().get(0).equals("$batch");
    }

    private static Reply replaced(Reply reply, JsonNode body) {
        int status = reply == null ? 200 : reply.status();
        return body.isTextual() ? new Reply(status, null, body.asText().getBytes(java.nio.charset.StandardCharsets.UTF_8), "application/json", Map.of())
                : new Reply(status, body, null, "application/json", Map.of());
    }

    private Reply answer(Request request) {
        try {
            if (isBatch(request)) {
                return batch(request);
            }
            return tenant.answer(request);
        } catch (GraphException e) {
            return error(e.status(), e.code(), e.getMessage());
        } catch (RuntimeException e) {
            return error(500, "InternalServerError", "The sandbox failed: " + e);
        }
    }

    Reply error(int status, String code, String message) {
        return Reply.error(status, code, message, tenant.now(), UUID.randomUUID().toString());
    }

    private Reply batch(Request request) {
        if (!request.method().equals("POST")) {
            throw new GraphException(405, "Request_BadRequest", "A batch is posted.");
        }
        JsonNode items = request.body().path("requests");
        if (!items.isArray() || items.isEmpty() || items.size() > LARGEST_BATCH) {
            throw GraphException.badRequest("Invalid batch payload format: 1 to " + LARGEST_BATCH + " requests are needed.");
        }
        Set<String> ids = new HashSet<>();
        for (JsonNode item : items) {
            if (!ids.add(item.path("id").asText("")) || item.path("url").asText().isEmpty() || item.path("method").asText().isEmpty()) {
                throw GraphException.badRequest("Invalid batch payload format: every request needs an id of its own, a method and a url.");
            }
        }
        Map<String, Integer> statuses = new HashMap<>();
        ArrayNode responses = Json.array();
        items.forEach(item -> responses.add(item(request, item, statuses)));
        ObjectNode body = Json.object();
        body.set("responses", responses);
        return Reply.ok(body);
    }

    private ObjectNode item(Request batch, JsonNode item, Map<String, Integer> statuses) {
        String id = item.path("id").asText();
        Reply reply = null;
        for (JsonNode needed : item.path("dependsOn")) {
            if (statuses.getOrDefault(needed.asText(), 424) >= 400) {
                reply = error(424, "FailedDependency", "The request " + needed.asText() + " that this one depends on failed.");
            }
        }
        if (reply == null) {
            reply = run(batch, item);
        }
        statuses.put(id, reply.status());
        ObjectNode node = Json.object().put("id", id).put("status", reply.status());
        ObjectNode headers = node.putObject("headers");
        reply.headers().forEach(headers::put);
        if (reply.body() != null) {
            headers.put("Content-Type", "application/json");
            node.set("body", reply.body());
        }
        return node;
    }

    private Reply run(Request batch, JsonNode item) {
        String url = item.path("url").asText();
        if (item.hasNonNull("body") && !item.path("headers").isObject()) {
            return error(400, "BadRequest", "A request with a body needs headers with its Content-Type.");
        }
        int question = url.indexOf('?');
        String path = question < 0 ? url : url.substring(0, question);
        try {
            Request inner = Request.of(item.path("method").asText().toUpperCase(java.util.Locale.ROOT), "/" + batch.version() + (path.startsWith("/") ? "" : "/") + path,
                    question < 0 ? null : url.substring(question + 1).replace(" ", "%20"), item.get("body"), batch.base()).by(batch.caller());
            Delivery delivery = deliver(inner);
            return delivery.lost() ? error(504, "GatewayTimeout", "The answer was lost.") : delivery.reply();
        } catch (GraphException e) {
            return error(e.status(), e.code(), e.getMessage());
        }
    }
}
