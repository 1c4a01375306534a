package io.hotpatchcycle.rollout;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Unit;
import io.hotpatchcycle.rollout.ExpediteActions.Seen;
import io.hotpatchcycle.rollout.ExpediteRows.Begun;
import io.hotpatchcycle.rollout.ExpediteRows.Wish;
import io.hotpatchcycle.rollout.Write.Look;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Expedite policies of emergencies: for the group of an open ring's unit, only after another person approved exactly
 * that, and taken away again by a stop and at the end of the roll-out. What somebody else removed or changed in Intune stays so.
 */
public final class Expedites {

    private static final String REFUSED = "REFUSED";

    private final ExpediteRows rows;
    private final Rollouts rollouts;
    private final ExpediteActions actions;
    private final Rings rings;
    private final Mode mode;
    private final Trail trail;
    private final Clock businessClock;

    public Expedites(ExpediteRows rows, Rollouts rollouts, ExpediteActions actions, Rings rings, Mode mode, Trail trail, Clock businessClock) {
        this.rows = rows;
        this.rollouts = rollouts;
        this.actions = actions;
        this.rings = rings;
        this.mode = mode;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /** How it stands with a ring: {@code EXPEDITED}, {@code REFUSED} or {@code CHANGED} by somebody else with the reason, {@code ENDED}. */
    public record Standing(String ring, String state, String note, Instant since) {
    }

    /**
     * Whether a release can be expedited at all, asked of Intune's catalog.
     *
     * @param catalogItemId null before it is known
     * @return the date by which Intune names it
     * @throws IllegalArgumentException when it cannot; one sentence
     */
    public String release(String cycleId, String catalogItemId, int days) {
        String why = mode != Mode.CONTROL || rollouts.observing(cycleId) ? "cycle " + cycleId + " is only observed: nothing is written to Graph"
                : days < 0 || days > ExpediteActions.MOST_DAYS ? "Intune forces the restart 0 to " + ExpediteActions.MOST_DAYS + " days after the installation, not " + days
                : catalogItemId == null ? "it is not known yet which item of Intune's catalog the release is; ask again when the change waits for its approval" : null;
        if (why != null) {
            throw new IllegalArgumentException("The release cannot be expedited: " + why + ". Nothing was asked for.");
        }
        return actions.release(catalogItemId).orElseThrow(() -> new IllegalArgumentException("The release cannot be expedited: Intune's catalog does not offer that for it, "
                + "as for all but the newest ones. Nothing was asked for; ask for the emergency without it."));
    }

    /** How it stands with each ring; empty when nothing came of it, or it was not asked for. */
    public List<Standing> standing(String cycleId) {
        return rows.standing(cycleId);
    }

    /** Expedites every open ring of the cycle; see {@link #expedite}. */
    public void expediteOpen(String cycleId, String catalogItemId) {
        rows.openRings(cycleId).forEach(ring -> expedite(cycleId, ring, catalogItemId));
    }

    /** Expedites the release for an open ring, where that was asked for and approved. Repeats harmlessly; what cannot be done now is done at the next look. */
    public void expedite(String cycleId, String ring, String catalogItemId) {
        Optional<Wish> wish = rows.wish(cycleId);
        if (wish.isEmpty() || rollouts.observing(cycleId)) {
            return;
        }
        rollouts.freezes().refresh();
        Unit unit = rings.unit(ring);
        String owner = cycleId + "/" + unit.name() + "/" + rollouts.suspensions(cycleId, ring);
        if (rows.takenBack(owner)) {
            return;
        }
        policy(owner, cycleId, unit, wish.get(), catalogItemId).ifPresent(policy -> assign(owner, policy, cycleId, unit));
        // a stop that was committed while the calls were under way wins
        if (rollouts.halted(cycleId)) {
            takeBack(cycleId, ring);
        }
    }

    /** The policy of an owner, made unless it was made before. */
    private Optional<String> policy(String owner, String cycleId, Unit unit, Wish wish, String catalogItemId) {
        String key = ExpediteRows.CREATE + owner;
        Optional<String> made = rows.readBack(key);
        if (made.isPresent()) {
            return Optional.of(made.get().split(",")[0]);
        }
        if (!rows.unsettled(key) && !actions.release(catalogItemId).equals(Optional.of(wish.release()))) {
            note(cycleId, unit.ring(), REFUSED, "Intune's catalog does not offer the release as " + wish.release() + " any more.");
            return Optional.empty();
        }
        WriteResult result = rollouts.ledger().write(create(owner, cycleId, unit, wish, () -> refusal(cycleId, unit.ring())));
        if (result.state() == WriteResult.State.REFUSED) {
            note(cycleId, unit.ring(), REFUSED, result.message());
        }
        return result.isDone() ? rows.readBack(key).map(ids -> ids.split(",")[0]) : Optional.empty();
    }

    private Write create(String owner, String cycleId, Unit unit, Wish wish, Supplier<Optional<String>> guard) {
        return Write.repeatable(ExpediteRows.CREATE + owner, "CREATE_EXPEDITE", cycleId, unit.ring(), "expedite policy of unit '" + unit.name() + "'",
                "release " + wish.release() + ", restart forced " + wish.days() + " days after the installation", guard,
                () -> actions.create(owner, wish.release(), wish.days()), () -> {
                    List<String> ids = actions.find(owner);
                    return new Look(!ids.isEmpty(), ids.isEmpty() ? "none" : String.join(",", ids));
                });
    }

    private void assign(String owner, String policy, String cycleId, Unit unit) {
        String key = ExpediteRows.ASSIGN + owner;
        Set<String> wanted = Set.of(unit.groupId());
        Optional<Seen> seen = actions.read(policy);
        boolean done = rows.readBack(key).isPresent() && !rows.unsettled(key);
        if (seen.isEmpty() || done && !seen.get().assignedTo().equals(wanted)) {
            note(cycleId, unit.ring(), "CHANGED", "Expedite policy " + policy + (seen.isEmpty() ? " was removed in Intune" : " is assigned to " + seen.get().assignedTo())
                    + ", not by this program. It is left so.");
            return;
        }
        WriteResult result = done ? WriteResult.done() : rollouts.ledger().write(assignment(owner, policy, cycleId, unit, () -> refusal(cycleId, unit.ring())));
        if (result.isDone()) {
            note(cycleId, unit.ring(), "EXPEDITED", "Policy " + policy + ", release " + seen.get().release() + ", days from the installation to the forced restart: "
                    + seen.get().days() + ".");
        } else if (result.state() == WriteResult.State.REFUSED) {
            note(cycleId, unit.ring(), REFUSED, result.message());
        }
    }

    private Write assignment(String owner, String policy, String cycleId, Unit unit, Supplier<Optional<String>> guard) {
        String group = unit.groupId();
        return Write.repeatable(ExpediteRows.ASSIGN + owner, "ASSIGN_EXPEDITE", cycleId, unit.ring(), "assignment of expedite policy " + policy, group, guard,
                () -> actions.assign(policy, group), () -> {
                    Set<String> assigned = actions.read(policy).map(Seen::assignedTo).orElse(Set.of());
                    return new Look(assigned.equals(Set.of(group)), assigned.toString());
                });
    }

    /** Takes away every expedite policy of the cycle; true when none is left. */
    public boolean takeBack(String cycleId) {
        return rows.rings(cycleId).stream().map(ring -> takeBack(cycleId, ring)).reduce(true, Boolean::logicalAnd);
    }

    /** Takes away the expedite policies of a ring; true when none is left. What is installed stays installed. */
    public boolean takeBack(String cycleId, String ring) {
        boolean gone = true;
        for (Begun begun : rows.begun(cycleId, ring)) {
            gone &= takeBack(cycleId, rings.unit(ring), begun);
        }
        return gone;
    }

    private boolean takeBack(String cycleId, Unit unit, Begun begun) {
        Wish wish = rows.wish(cycleId).orElseThrow();
        if (!begun.settled()) {
            WriteResult settled = rollouts.ledger().write(create(begun.owner(), cycleId, unit, wish, Expedites::over));
            if (settled.state() == WriteResult.State.REFUSED) {
                return true; // it was never there
            }
            if (!settled.isDone()) {
                return false;
            }
        }
        Set<String> ids = new TreeSet<>(begun.ids());
        ids.addAll(actions.find(begun.owner()));
        rows.readBack(ExpediteRows.CREATE + begun.owner()).ifPresent(read -> ids.addAll(List.of(read.split(","))));
        boolean gone = true;
        for (String id : ids) {
            gone &= delete(begun.owner(), id, cycleId, unit);
        }
        if (gone) {
            note(cycleId, unit.ring(), "ENDED", "Taken away again; what was installed stays installed.");
        }
        return gone;
    }

    private boolean delete(String owner, String id, String cycleId, Unit unit) {
        if (rows.unsettled(ExpediteRows.ASSIGN + owner)
                && rollouts.ledger().write(assignment(owner, id, cycleId, unit, Expedites::over)).state() == WriteResult.State.LATER) {
            return false;
        }
        WriteResult result = rollouts.ledger().write(Write.repeatable(ExpediteRows.DELETE + owner + ":" + id, "DELETE_EXPEDITE", cycleId, unit.ring(),
                "expedite policy " + id, "delete", rollouts::refusalToTakeBack, () -> actions.delete(id), () -> {
                    boolean there = actions.read(id).isPresent();
                    return new Look(!there, there ? "there" : "gone");
                }));
        if (result.state() == WriteResult.State.REFUSED) {
            note(cycleId, unit.ring(), REFUSED, result.message());
        }
        return result.isDone();
    }

    private static Optional<String> over() {
        return Optional.of("The expediting is over: it is taken back.");
    }

    /** Why the ring must not be expedited, by what is committed now. Call it within {@link Write#guard()}. */
    private Optional<String> refusal(String cycleId, String ring) {
        return rollouts.refusalToExpedite(cycleId, ring).or(() -> Optional.ofNullable(!rows.approved(cycleId, businessClock.instant())
                ? "Cycle " + cycleId + " must not expedite anything: nobody but who asked for it approved exactly this emergency, or the approval has expired."
                : !rows.open(cycleId, ring) ? "Cycle " + cycleId + " must not expedite ring '" + ring + "', which is not open." : null));
    }

    private void note(String cycleId, String ring, String state, String note) {
        if (rows.note(cycleId, ring, state, note, businessClock.instant())) {
            trail.system("ring.expedite", cycleId, ring, Map.of("state", state, "note", note));
        }
    }
}
