package io.hotpatchcycle.governance;

import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Cycles of which nothing is cleaned, whatever its age. A person sets and lifts a hold, each with a reason. Events name the
 * cycle in their data: they are about what is kept of it, and a pack drawn again must not change by them.
 */
public final class LegalHolds {

    private static final int MAX_REASON = 2000;

    private final GovernanceRows rows;
    private final Trail trail;
    private final Clock businessClock;

    public LegalHolds(GovernanceRows rows, Trail trail, Clock businessClock) {
        this.rows = rows;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /** One hold; {@code liftedBy} is null while it is in force. */
    public record Hold(long id, String cycle, String reason, String setBy, Instant setAt, String liftedBy, Instant liftedAt, String liftedWhy) {

        /** Whether it keeps its cycle now. */
        public boolean inForce() {
            return liftedAt == null;
        }
    }

    /** All there ever were, newest first. */
    public List<Hold> all() {
        return rows.holds();
    }

    /** Whether nothing of this cycle may be cleaned. */
    public boolean isHeld(String cycle) {
        return rows.holds().stream().anyMatch(h -> h.inForce() && h.cycle().equals(cycle));
    }

    /** @throws GovernanceRefused without a reason, without such a cycle, or when it is held already */
    public void set(String cycle, String reason, String person) {
        String why = Decision.required("reason", reason, MAX_REASON);
        if (!rows.cycleExists(cycle)) {
            throw GovernanceRefused.badInput("There is no cycle '" + cycle + "'. GET /api/v1/cycles lists them.");
        }
        if (!rows.hold(cycle, why, person, businessClock.instant())) {
            throw GovernanceRefused.conflict("Cycle " + cycle + " is held already. Lift that hold first if its reason must change.");
        }
        trail.person(person, "legalHold.set", null, null, Map.of("cycle", cycle, "reason", why));
    }

    /** @throws GovernanceRefused without a reason, or when there is no hold */
    public void lift(String cycle, String reason, String person) {
        String why = Decision.required("reason", reason, MAX_REASON);
        if (!rows.lift(cycle, why, person, businessClock.instant())) {
            throw GovernanceRefused.conflict("Cycle " + cycle + " is not held. GET /api/v1/holds lists the holds.");
        }
        trail.person(person, "legalHold.lifted", null, null, Map.of("cycle", cycle, "reason", why));
    }
}
