package io.hotpatchcycle.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;

/** The columns of the matrix: what becomes of a call or of its answer. */
enum Disturbance {

    THROTTLED("429 told", f -> f.put("status", 429).put("retryAfterSeconds", 17)),
    THROTTLED_UNTOLD("429", f -> f.put("status", 429)),
    FAILED("500", f -> f.put("status", 500)),
    UNAVAILABLE("503", f -> f.put("status", 503)),
    TIMED_OUT("time-out", f -> f.put("delayMillis", 3 * Disturbance.READ_TIMEOUT_MILLIS)),
    CONNECTION_CUT("conn. cut", f -> f.put("drop", true)),
    BODY_CUT("body cut", f -> f.put("cutBody", true)),
    ANSWER_LOST("answer lost", f -> f.put("effect", "after"), f -> f.put("effect", "after").put("status", 500)),
    STALE("stale read", f -> f.put("stale", true)),
    UNKNOWN_ENUM("new enum", f -> f.put("tamper", "UNKNOWN_ENUM")),
    WRONG_TYPE("wrong type", f -> f.put("tamper", "WRONG_TYPE"), f -> f.put("tamper", "WRONG_SHAPE"));

    /** How long the adapter waits where an answer is late on purpose. */
    static final int READ_TIMEOUT_MILLIS = 150;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String title;
    private final List<Consumer<ObjectNode>> kinds;

    @SafeVarargs
    Disturbance(String title, Consumer<ObjectNode>... kinds) {
        this.title = title;
        this.kinds = List.of(kinds);
    }

    String title() {
        return title;
    }

    /** Whether only the way to and from the service is disturbed, so that another attempt reads the truth. */
    boolean passes() {
        return ordinal() < STALE.ordinal();
    }

    /** Bodies for the control API, one per kind of this disturbance. */
    List<ObjectNode> faults(String call, int times) {
        return kinds.stream().map(kind -> {
            ObjectNode fault = JSON.createObjectNode().put("times", times);
            fault.putObject("match").put("call", call);
            kind.accept(fault);
            return fault;
        }).toList();
    }
}
