package io.hotpatchcycle.ring;

import java.time.Duration;
import java.time.Instant;

/** A ring of a cycle as stored. Counts at planning time, then as last observed ({@code asOf}). */
public record RingView(String cycleId, String name, int order, RingState state, int devices, int controlled, int hotpatch,
                       int lcu, int restarts, Instant openedAt, Instant passedAt, Verdict verdict, String verdictReason,
                       String overriddenBy, String holdReason, Double failureLimit, Duration soak, Duration observeFor,
                       Instant observedFrom, Instant asOf, int effective, int effectiveHotpatch, int effectiveLcu,
                       int failed, int silent, int pending, int confirmed) {

    /** Whether the loop over the rings is done with it. */
    public boolean finished() {
        return state == RingState.PASSED || state == RingState.SUPERSEDED || state == RingState.ROLLED_BACK;
    }

    /** Whether devices may have been offered the release. */
    public boolean everOpened() {
        return openedAt != null;
    }
}
