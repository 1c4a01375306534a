package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.kiota.HttpMethod;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Holds requests back until the budget has room for them, and tells it when Graph throttles. */
final class Metered {

    /** A read waits on its thread; a write that would wait longer becomes "later", which is a timer of the model. */
    private static final Duration READ_WAIT = Duration.ofSeconds(30);
    private static final Duration WRITE_WAIT = Duration.ofSeconds(5);
    /** Batches of reads come from the reading of the fleet, which runs beside the engine: it may wait for as long as others use up our share. */
    private static final Duration BESIDE_WAIT = Duration.ofMinutes(20);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    private static final int THROTTLED = 429;

    private final CallBudget budget;
    private final BackOff.Sleeper sleeper;
    private final ThreadLocal<Long> heldBack = ThreadLocal.withInitial(() -> 0L);

    Metered(CallBudget budget, BackOff.Sleeper sleeper) {
        this.budget = budget;
        this.sleeper = sleeper;
    }

    void admit(HttpMethod method, URI uri, JsonNode body) throws NoAnswer {
        Map<CallFamily, Integer> cost = CallCost.of(method, uri, body);
        boolean write = cost.keySet().stream().anyMatch(family -> family == family.writes());
        Duration longest = write ? WRITE_WAIT : READ_WAIT;
        Duration patience = !write && CallCost.isBatch(uri) ? BESIDE_WAIT : Duration.ZERO;
        Duration wait = Duration.ZERO;
        for (Map.Entry<CallFamily, Integer> part : cost.entrySet()) {
            Duration needed = budget.take(part.getKey(), part.getValue(), longest);
            while (needed.compareTo(longest) > 0 && !patience.isZero()) {
                // Nothing was sent, so this is no attempt that failed.
                sleep(LOOK_AGAIN);
                patience = patience.minus(LOOK_AGAIN);
                needed = budget.take(part.getKey(), part.getValue(), longest);
            }
            if (needed.compareTo(longest) > 0) {
                throw new NoAnswer("our share of the calls that Graph allows (" + part.getKey() + ") is used up for more than " + longest.toSeconds()
                        + " s; see hotpatch.graph.budget-share", true, null);
            }
            wait = needed.compareTo(wait) > 0 ? needed : wait;
        }
        sleep(wait);
    }

    /** Nanoseconds that the thread which asks was held back so far. */
    long heldBackNanos() {
        return heldBack.get();
    }

    private void sleep(Duration wait) throws NoAnswer {
        try {
            if (!wait.isZero()) {
                heldBack.set(heldBack.get() + wait.toNanos());
                sleeper.sleep(wait);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted while waiting for the budget of calls", true, e);
        }
    }

    void answered(HttpMethod method, URI uri, JsonNode body, Reply reply) {
        if (reply.status() == THROTTLED && reply.retryAfter() != null) {
            CallCost.of(method, uri, body).keySet().forEach(family -> budget.blocked(family, reply.retryAfter()));
        } else if (reply.ok() && CallCost.isBatch(uri) && body != null && saysThrottled(reply.body())) {
            reply.json().ifPresent(answer -> itemsAnswered(body, BatchItem.byId(answer)));
        }
    }

    private void itemsAnswered(JsonNode batch, Map<String, JsonNode> answers) {
        for (JsonNode request : batch.path("requests")) {
            Reply reply = BatchItem.reply(answers.get(request.path("id").asText()));
            if (reply.status() == THROTTLED && reply.retryAfter() != null) {
                CallCost.ofItem(request).keySet().forEach(family -> budget.blocked(family, reply.retryAfter()));
            }
        }
    }

    /** Most batches have no throttled item, and are read only once, by who asked. */
    private static boolean saysThrottled(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1).contains("429");
    }
}
