package io.hotpatchcycle.rollout;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Holds the release back from rings. Several units are written to at a time, because a stop must not wait for each answer
 * in turn, and one unit that cannot be read keeps no other one open.
 */
final class Suspensions {

    /** Twenty units of three calls each, answered in half a second, are through in four seconds. */
    static final int AT_ONCE = 8;
    private static final String SUSPENDED = Rollouts.SUSPENDED;
    /** What the service says of an item that nobody let through. A word that is new, or none, is not among them. */
    private static final Set<String> HELD = Set.of(SUSPENDED, "unknown");

    private final Ledger ledger;
    private final LedgerRows rows;
    private final Guard guard;
    private final RingGate gate;
    private final Rings rings;
    private final Trail trail;
    private final int atOnce;

    Suspensions(Ledger ledger, LedgerRows rows, Guard guard, RingGate gate, Rings rings, Trail trail, int atOnce) {
        this.ledger = ledger;
        this.rows = rows;
        this.guard = guard;
        this.gate = gate;
        this.rings = rings;
        this.trail = trail;
        this.atOnce = atOnce;
    }

    /** A unit that has a policy, and whether its approval was ever begun for the cycle, as the caller's transaction sees it. */
    private record Opened(String cycleId, String ring, Unit unit, String item, boolean begun, boolean observing) {
    }

    private enum State { NEVER_OPENED, SUSPENDED, SUSPENDED_NOW, NOT_SUSPENDED, GONE }

    /** What became of a unit. @param why not, when it is not suspended @param seen what was said of an approval that had to be suspended; else null */
    private record Found(State state, String why, RuntimeException failure, String seen) {
    }

    /**
     * Whether a ring is held.
     *
     * @param why     it is not, for a person; empty when it is
     * @param failure of a unit that could not be read; else null
     * @param gone    id of the policy that the unit had and that was deleted: nothing holds its devices back; else null
     * @param seen    what was said of an approval that was found not suspended; else null
     */
    record Held(boolean held, String why, RuntimeException failure, String gone, String seen) {

        private static final Held YES = new Held(true, "", null, null, null);

        private static Held no(String why, RuntimeException failure) {
            return new Held(false, why, failure, null, null);
        }

        private static Held gone(String policy) {
            return new Held(false, "its policy " + policy + " is gone", null, policy, null);
        }

        private Held butSeen(String word) {
            return word == null ? this : new Held(held, why, failure, gone, word);
        }
    }

    /**
     * Suspends the release in the units of these rings. Repeats harmlessly.
     *
     * @return for each ring whether Intune says that it is not approved; one that cannot be read is not held, and keeps no other one open
     */
    Map<String, Held> suspend(String cycleId, List<String> names, String catalogItemId) {
        Map<String, Held> held = new LinkedHashMap<>();
        List<Opened> opened = new ArrayList<>();
        boolean observing = guard.observing(cycleId);
        for (String ring : names) {
            Unit unit = observing ? rings.unit(ring) : withPolicy(rings.unit(ring));
            Optional<String> missing = observing || unit.policyId() != null ? Optional.empty() : rings.missingPolicy(ring);
            held.put(ring, missing.map(Held::gone).orElse(Held.YES));
            if (unit.policyId() != null && catalogItemId != null) {
                opened.add(new Opened(cycleId, ring, unit, catalogItemId, rows.mayHaveHappened(cycleId, ring, Rollouts.APPROVE), observing));
            }
        }
        List<Found> found = each(opened);
        for (int i = 0; i < found.size(); i++) {
            String ring = opened.get(i).ring();
            State state = found.get(i).state();
            if (state == State.SUSPENDED_NOW) {
                trail.system("ring.suspended", cycleId, ring, Map.of());
            }
            if (state == State.GONE) {
                rings.policyGone(opened.get(i).unit());
                held.put(ring, Held.gone(opened.get(i).unit().policyId()));
                continue;
            }
            boolean mayArrive = state != State.NEVER_OPENED && state != State.NOT_SUSPENDED && rows.unsettled(cycleId, ring, Rollouts.APPROVE);
            Held result = mayArrive ? Held.no("an approval that was sent may still arrive", null)
                    : state != State.NOT_SUSPENDED ? Held.YES : Held.no(found.get(i).why(), found.get(i).failure());
            held.put(ring, result.butSeen(found.get(i).seen()));
        }
        return held;
    }

    /** Sees what is committed only: what the caller's transaction knows comes with the unit. */
    private Found suspend(Opened o) {
        if (!o.begun() && o.observing()) {
            return found(State.NEVER_OPENED);
        }
        String seen = gate.readApproval(o.unit().policyId(), o.item());
        ledger.settleLeft(o.cycleId(), o.ring(), Rollouts.APPROVE, new Write.Look(Rollouts.APPROVED.equals(seen), seen));
        if (!o.begun() && HELD.contains(seen)) {
            return found(State.NEVER_OPENED);
        }
        if (SUSPENDED.equals(seen)) {
            ledger.confirm(o.cycleId(), o.ring(), Rollouts.SUSPEND, seen);
            if (!rows.unsettled(o.cycleId(), o.ring(), Rollouts.SUSPEND)) {
                return found(State.SUSPENDED);
            }
        }
        // one that was accepted and does not show yet is the same effect
        String key = "suspend:" + o.cycleId() + ":" + o.unit().name() + ":" + rows.countSeen(o.cycleId(), o.ring(), Rollouts.SUSPEND);
        WriteResult result = ledger.write(Write.repeatable(key, Rollouts.SUSPEND, o.cycleId(), o.ring(), Rollouts.approval(o.unit(), o.item()), "suspend",
                () -> guard.againstSuspending().or(() -> sentForward(o)), () -> gate.suspend(o.unit().policyId(), o.item()), () -> look(o)));
        return new Found(result.isDone() ? State.SUSPENDED_NOW : State.NOT_SUSPENDED, result.isDone() ? "" : result.message(), null, SUSPENDED.equals(seen) ? null : seen);
    }

    /** A roll-back may have begun to send the ring forward since we looked. */
    private Optional<String> sentForward(Opened o) {
        return rows.sentForward(o.cycleId(), o.ring()) ? Optional.of("Ring '" + o.ring() + "' of cycle " + o.cycleId() + " is sent to the cumulative update by its roll-back.")
                : Optional.empty();
    }

    private static Found found(State state) {
        return new Found(state, "", null, null);
    }

    private Found unlessUnreadable(Opened o) {
        try {
            return suspend(o);
        } catch (RuntimeException e) {
            return gone(o) ? found(State.GONE) : new Found(State.NOT_SUSPENDED, String.valueOf(e.getMessage()), e, null);
        }
    }

    /** Whether there is no such policy any more. One that was just created may not be seen yet. */
    private boolean gone(Opened o) {
        try {
            return !o.observing() && !ledger.doneLately(o.cycleId(), o.ring(), UnitPreparation.CREATE_POLICY) && !gate.readPolicy(o.unit().policyId()).exists();
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Where the policy of a unit was gone, another one may carry its marker by now. */
    private Unit withPolicy(Unit unit) {
        if (unit.policyId() != null || rings.missingPolicy(unit.ring()).isEmpty()) {
            return unit;
        }
        try {
            String found = gate.findPolicy(unit.name());
            if (found != null) {
                rings.policyCreated(unit.name(), found);
            }
        } catch (RuntimeException e) {
            return unit; // nothing is known of another one, so it is still missed
        }
        return rings.unit(unit.ring());
    }

    private Write.Look look(Opened o) {
        String seen = gate.readApproval(o.unit().policyId(), o.item());
        return new Write.Look(SUSPENDED.equals(seen), seen);
    }

    private List<Found> each(List<Opened> opened) {
        if (opened.size() < 2) {
            return opened.stream().map(this::unlessUnreadable).toList();
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(atOnce, opened.size()));
        try {
            return ended(threads.invokeAll(opened.stream().map(o -> (Callable<Found>) () -> unlessUnreadable(o)).toList()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The program ends while units of cycle " + opened.get(0).cycleId() + " are being suspended. It goes on after the next start.", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Found> ended(List<Future<Found>> futures) throws InterruptedException {
        List<Found> found = new ArrayList<>();
        for (Future<Found> future : futures) {
            try {
                found.add(future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        return found;
    }
}
