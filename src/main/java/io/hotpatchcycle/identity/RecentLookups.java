package io.hotpatchcycle.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Groups as just looked up for a token, so that a client who comes with it each time does not have the directory asked each time. */
final class RecentLookups {

    private static final int MOST = 1_000;

    private final Duration kept;
    private final Clock wallClock;
    private final Map<Token, Found> found = new LinkedHashMap<>();

    RecentLookups(Duration kept, Clock wallClock) {
        this.kept = kept;
        this.wallClock = wallClock;
    }

    /** Whose token of which time. */
    private record Token(String person, Instant issuedAt) {
    }

    private record Found(Set<String> groups, Instant at) {
    }

    /** What was found for this token a moment ago, or is found now. A lookup that fails is not kept. */
    Set<String> groups(String person, Instant issuedAt, Supplier<Set<String>> lookup) {
        Token token = new Token(person, issuedAt);
        Instant now = wallClock.instant();
        synchronized (found) {
            Found before = found.get(token);
            if (before != null && before.at().plus(kept).isAfter(now)) {
                return before.groups();
            }
        }
        Set<String> groups = Set.copyOf(lookup.get());
        synchronized (found) {
            found.remove(token);
            found.put(token, new Found(groups, now));
            if (found.size() > MOST) {
                found.remove(found.keySet().iterator().next());
            }
        }
        return groups;
    }
}
