package io.hotpatchcycle.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The append-only trail. Written in the business transaction; the runtime role can neither change nor remove rows. */
public final class Trail {

    private final EventRows rows;
    private final Clock businessClock;
    private final Clock wallClock;
    private final Listener listener;

    /** A trail that nobody listens to. */
    public Trail(EventRows rows, Clock businessClock, Clock wallClock) {
        this(rows, businessClock, wallClock, (id, at, type, cycleId, ring, data) -> { });
    }

    public Trail(EventRows rows, Clock businessClock, Clock wallClock, Listener listener) {
        this.listener = listener;
        this.rows = rows;
        this.businessClock = businessClock;
        this.wallClock = wallClock;
    }

    /** Records what the system did. */
    public void system(String type, String cycleId, String ring, Map<String, ?> data) {
        record("hotpatch-cycle", "SYSTEM", type, cycleId, ring, data);
    }

    /** Records what a person did. */
    public void person(String who, String type, String cycleId, String ring, Map<String, ?> data) {
        record(who, "PERSON", type, cycleId, ring, data);
    }

    private void record(String actor, String kind, String type, String cycleId, String ring, Map<String, ?> data) {
        Instant at = businessClock.instant();
        listener.heard(rows.insert(at, wallClock.instant(), actor, kind, type, cycleId, ring, data), at, type, cycleId, ring, data);
    }

    /** Hears each event in the transaction that records it: what it writes is kept or lost with the event. */
    @FunctionalInterface
    public interface Listener {

        /**
         * An event was recorded.
         *
         * @param id of its row
         * @param at business time
         */
        void heard(long id, Instant at, String type, String cycleId, String ring, Map<String, ?> data);
    }

    /** Events of a cycle, or of all when null, oldest first. */
    public List<Event> events(String cycleId, int offset, int limit) {
        return rows.list(cycleId, offset, limit);
    }

    /**
     * Events of a cycle for those whose work it is, oldest first: without refused decisions, and without who is kept from deciding by
     * which rule. These are for auditors, like everything that belongs to no cycle (sign-ins, accounts, refused calls).
     */
    public List<Event> work(String cycleId, int offset, int limit) {
        return rows.work(cycleId, offset, limit);
    }

    /** Number of events {@link #work} can list. */
    public int countWork(String cycleId) {
        return rows.countWork(cycleId);
    }

    /** Type of the newest event among these whose data has this value; empty where there is none. */
    public Optional<String> newest(List<String> types, String member, String value) {
        return rows.newest(types, member, value);
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
