package io.hotpatchcycle.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The append-only trail. Written in the business transaction; the runtime role can neither change nor remove rows. */
public final class Trail {

    private final EventRows rows;
    private final Clock businessClock;
    private final Clock wallClock;

    public Trail(EventRows rows, Clock businessClock, Clock wallClock) {
        this.rows = rows;
        this.businessClock = businessClock;
        this.wallClock = wallClock;
    }

    /** Records what the system did. */
    public void system(String type, String cycleId, String ring, Map<String, ?> data) {
        rows.insert(businessClock.instant(), wallClock.instant(), "hotpatch-cycle", "SYSTEM", type, cycleId, ring, data);
    }

    /** Records what a person did. */
    public void person(String who, String type, String cycleId, String ring, Map<String, ?> data) {
        rows.insert(businessClock.instant(), wallClock.instant(), who, "PERSON", type, cycleId, ring, data);
    }

    /** Events of a cycle, or of all when null, oldest first. */
    public List<Event> events(String cycleId, int offset, int limit) {
        return rows.list(cycleId, offset, limit);
    }

    /** Number of events {@link #events} can list. */
    public int count(String cycleId) {
        return rows.count(cycleId);
    }

    /**
     * One row of the trail.
     *
     * @param data     JSON
     * @param sequence place in the chain; null until it is sealed
     * @param hash     of its link, hexadecimal; null until it is sealed
     */
    public record Event(long id, Instant businessTime, Instant wallTime, String actor, String actorKind, String type,
                        String cycle, String ring, String data, Long sequence, String hash) {
    }
}
