package io.hotpatchcycle.process.task;

import io.hotpatchcycle.cycle.Shown;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.Rings;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Finds what each task shows. */
@Component
class Pictures {

    private final Shown shown;
    private final Rings rings;

    Pictures(Shown shown, Rings rings) {
        this.shown = shown;
        this.rings = rings;
    }

    Map<String, Object> of(Asked asked, String cycleId, String ring, Instant due) {
        return switch (asked) {
            case APPROVE_CHANGE, APPROVE_AFTERWARDS -> shown.change(cycleId, due);
            case REVIEW_RING -> shown.ring(cycleId, ring);
            case RESOLVE_STOP -> shown.stop(cycleId);
            case APPROVE_RESTART -> shown.restart(cycleId, ring);
            case CLARIFY_RELEASE -> shown.unclear(cycleId);
        };
    }

    void hold(String cycleId, String ring, String reason) {
        rings.move(cycleId, ring, RingState.HELD, reason == null || reason.isBlank() ? null : reason);
    }
}
