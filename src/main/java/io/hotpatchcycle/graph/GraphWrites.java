package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.kiota.HttpMethod;
import io.hotpatchcycle.rollout.GraphAnswer;
import io.hotpatchcycle.rollout.GraphAnswer.Call;
import io.hotpatchcycle.rollout.GraphAnswer.Outcome;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes: exactly one attempt each, and a verdict on what became of it. Never throws for what Graph answers. */
final class GraphWrites {

    /** Enough for the id lists of a bulk action; longer answers are cut. */
    private static final int LONGEST_BODY = 20_000;

    private final GraphWire wire;

    GraphWrites(GraphWire wire) {
        this.wire = wire;
    }

    /** @param body null for none */
    GraphAnswer send(HttpMethod method, URI uri, JsonNode body) {
        return attempt(method, uri, body).to(new Call(method + " " + uri, wire.application()));
    }

    private GraphAnswer attempt(HttpMethod method, URI uri, JsonNode body) {
        try {
            return classify(wire.send(method, uri, body));
        } catch (NoAnswer none) {
            return new GraphAnswer(none.neverSent() ? Outcome.LATER : Outcome.LOST, 0, none.getMessage(), null, null);
        }
    }

    /**
     * Sends several writes in one batch.
     *
     * @param batch its requests have the ids 1 and up
     * @return an answer for each request; one that the batch does not answer is lost
     */
    List<GraphAnswer> sendTogether(URI uri, JsonNode batch, int requests) {
        List<GraphAnswer> answers = attemptTogether(uri, batch, requests);
        return IntStream.range(0, requests).mapToObj(i -> {
            JsonNode own = batch.path("requests").path(i);
            return answers.get(i).to(new Call(HttpMethod.POST + " " + uri + ": " + Json.text(own, "method", "") + " " + Json.text(own, "url", ""), wire.application()));
        }).toList();
    }

    private List<GraphAnswer> attemptTogether(URI uri, JsonNode batch, int requests) {
        try {
            Reply reply = wire.send(HttpMethod.POST, uri, batch);
            if (!reply.ok()) {
                return Collections.nCopies(requests, classify(reply));
            }
            Map<String, JsonNode> items = reply.json().map(BatchItem::byId).orElse(Map.of());
            return IntStream.rangeClosed(1, requests).mapToObj(i -> item(items.get(Integer.toString(i)), reply)).toList();
        } catch (NoAnswer none) {
            return Collections.nCopies(requests, new GraphAnswer(none.neverSent() ? Outcome.LATER : Outcome.LOST, 0, none.getMessage(), null, null));
        }
    }

    private static GraphAnswer item(JsonNode item, Reply batch) {
        if (item == null || Json.integer(item, "status") == null) {
            return new GraphAnswer(Outcome.LOST, batch.status(), "the answer to the batch does not tell of this request", batch.requestId(), null);
        }
        GraphAnswer answer = classify(BatchItem.reply(item));
        return new GraphAnswer(answer.outcome(), answer.status(), answer.body(), batch.requestId(), answer.retryAfter());
    }

    private static GraphAnswer classify(Reply reply) {
        String said = reply.ok() ? body(reply) : reply.complaint();
        return new GraphAnswer(outcome(reply.status()), reply.status(), said, reply.anyRequestId(), reply.retryAfter());
    }

    private static Outcome outcome(int status) {
        if (status >= 200 && status < 300) {
            return Outcome.DONE;
        }
        // 409 and 423: somebody else is writing the same thing; the service took nothing.
        if (status == 429 || status == 503 || status == 409 || status == 423) {
            return Outcome.LATER;
        }
        return status >= 300 && status < 500 ? Outcome.REFUSED : Outcome.LOST;
    }

    private static String body(Reply reply) {
        String text = new String(reply.body(), StandardCharsets.UTF_8);
        return text.length() <= LONGEST_BODY ? text : text.substring(0, LONGEST_BODY);
    }

    /** What a creation made is named by its answer; one that names no id has to be found by its marker. The body of DONE is the id. */
    static GraphAnswer created(GraphAnswer answer, String what) {
        if (answer.outcome() != Outcome.DONE) {
            return answer;
        }
        JsonNode created = content(answer);
        String id = created == null ? null : Json.text(created, "id");
        return id == null ? corrected(answer, Outcome.LOST, what + " accepted, but the answer names no id: find it by its marker.")
                : corrected(answer, Outcome.DONE, id);
    }

    /** To be gone was wanted. */
    static GraphAnswer goneIsDone(GraphAnswer answer) {
        return answer.status() == 404 ? corrected(answer, Outcome.DONE, answer.body()) : answer;
    }

    /** The JSON object a DONE answer carries; null when it carries none that can be read. */
    static JsonNode content(GraphAnswer answer) {
        return Json.parse(answer.body().getBytes(StandardCharsets.UTF_8)).orElse(null);
    }

    /** The same answer, seen with its content: accepted by the status, but the outcome is another. */
    static GraphAnswer corrected(GraphAnswer answer, Outcome outcome, String said) {
        return new GraphAnswer(outcome, answer.status(), said, answer.requestId(), answer.retryAfter(), answer.call());
    }
}
