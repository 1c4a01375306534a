package io.hotpatchcycle.rollout;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One intended write to Graph.
 *
 * @param key        natural key of the effect: a repeat with the same key is the same effect
 * @param kind       e.g. {@code APPROVE}
 * @param ring       null for writes that concern the whole cycle
 * @param target     what is written to
 * @param request    what is sent, for the record
 * @param guard      why not, evaluated in the transaction that records the intent
 * @param send       exactly one attempt
 * @param look       what the service says now
 * @param repeatable whether it may be sent again when it is not seen; a restart may not
 * @param readBackLater many writes of one kind are read back together afterwards, see {@link Ledger#confirm}
 */
public record Write(String key, String kind, String cycleId, String ring, String target, String request,
                    Supplier<Optional<String>> guard, Supplier<GraphAnswer> send, Supplier<Look> look, boolean repeatable, boolean readBackLater) {

    /** A repeatable write that is read back at once. */
    static Write repeatable(String key, String kind, String cycleId, String ring, String target, String request,
                            Supplier<Optional<String>> guard, Supplier<GraphAnswer> send, Supplier<Look> look) {
        return new Write(key, kind, cycleId, ring, target, request, guard, send, look, true, false);
    }

    /**
     * The effect as the service shows it.
     *
     * @param present whether the effect is there
     * @param seen    the value read, for the record
     */
    public record Look(boolean present, String seen) {
    }
}
