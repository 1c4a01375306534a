package io.hotpatchcycle.console;

import io.hotpatchcycle.restart.AmbiguousRestart;
import java.time.Instant;

/** A restart call that a person has to decide about. */
record AmbiguousRow(long write, String ring, String devices, String ids, Moment askedAt, String said) {

    static AmbiguousRow of(AmbiguousRestart call, Instant now) {
        return new AmbiguousRow(call.write(), call.ring(), Words.number(call.devices().size()), String.join(", ", call.devices()),
                Moment.of(call.askedAt(), now), call.said());
    }
}
