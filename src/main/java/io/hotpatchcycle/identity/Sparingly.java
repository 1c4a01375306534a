package io.hotpatchcycle.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Lets each kind of event through once in a while and counts the others, so that nobody can flood the trail from
 * outside. What was counted goes into the next event of the kind. Per node: at worst two nodes write one each.
 */
final class Sparingly {

    private static final int KINDS = 1_000;

    private final Duration pause;
    private final int perPause;
    private final Clock clock;
    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private Instant windowEnds = Instant.MIN;
    private int inWindow;
    private int overflow;

    private record Seen(Instant at, int suppressed) {
    }

    /**
     * @param pause    between two of one kind
     * @param perPause most of all kinds together
     */
    Sparingly(Duration pause, int perPause, Clock clock) {
        this.pause = pause;
        this.perPause = perPause;
        this.clock = clock;
    }

    /** How many were held back before this one; empty when this one is held back too. */
    synchronized OptionalInt pass(String kind) {
        Instant now = clock.instant();
        if (!now.isBefore(windowEnds)) {
            windowEnds = now.plus(pause);
            inWindow = 0;
        }
        Seen last = seen.get(kind);
        if (last != null && now.isBefore(last.at().plus(pause))) {
            seen.put(kind, new Seen(last.at(), last.suppressed() + 1));
            return OptionalInt.empty();
        }
        if (inWindow >= perPause) {
            overflow++;
            return OptionalInt.empty();
        }
        inWindow++;
        int before = overflow + (last == null ? 0 : last.suppressed());
        overflow = 0;
        seen.remove(kind);
        seen.put(kind, new Seen(now, 0));
        if (seen.size() > KINDS) {
            seen.remove(seen.keySet().iterator().next());
        }
        return OptionalInt.of(before);
    }
}
