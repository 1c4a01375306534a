package io.hotpatchcycle.console;

import io.hotpatchcycle.rollout.Rollouts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** The freezes of the next 30 days and the calendars that cannot be read, as pages show them. */
@Component
final class FreezeNotes {

    private static final Duration AHEAD = Duration.ofDays(30);

    private final Rollouts rollouts;

    FreezeNotes(Rollouts rollouts) {
        this.rollouts = rollouts;
    }

    /** One freeze. */
    record Row(String reason, String source, Moment from, Moment until, boolean inForce) {
    }

    /** What pages show; both lists are usually empty. */
    record Notes(List<Row> freezes, List<String> problems) {
    }

    Notes at(Instant now) {
        return new Notes(rollouts.freezes().upcoming(AHEAD).stream().map(f -> new Row(f.reason(), f.source(), Moment.of(f.startsAt(), now),
                Moment.of(f.endsAt(), now), f.contains(now))).toList(), rollouts.freezes().problems());
    }
}
