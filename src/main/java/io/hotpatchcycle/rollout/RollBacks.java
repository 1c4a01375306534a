package io.hotpatchcycle.rollout;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Unit;
import io.hotpatchcycle.rollout.RollBackActions.UpdateRingState;
import io.hotpatchcycle.rollout.Write.Look;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Takes a ring back, or forward to the cumulative update, step by step. Each step is a write of the ledger: guarded in
 * the transaction that records it, sent once, read back. A roll-back needs a proof on test devices for every step.
 */
public final class RollBacks {

    /** What follows is taken also when a newer cycle came in between: it leaves no device paused or without an update. */
    private static final Set<String> TAKE_OFF = Set.of("HOTPATCH_OFF", "UNINSTALL");

    /** Devices that are never seen again must not keep the rest from their update for longer. */
    private static final Duration COUNT_FOR = Duration.ofDays(7);

    private final RollBackRows rows;
    private final Rollouts rollouts;
    private final RollBackActions actions;
    private final RingGate gate;
    private final Rings rings;
    private final Fleet fleet;
    private final Mode mode;
    private final Trail trail;
    private final Clock businessClock;

    public RollBacks(RollBackRows rows, Rollouts rollouts, RollBackActions actions, RingGate gate, Rings rings, Fleet fleet, Mode mode, Trail trail,
                     Clock businessClock) {
        this.rows = rows;
        this.rollouts = rollouts;
        this.actions = actions;
        this.gate = gate;
        this.rings = rings;
        this.fleet = fleet;
        this.mode = mode;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /** Why this ring cannot be rolled back now; empty when it can be asked for. */
    public Optional<String> againstAsking(String cycleId, String ring) {
        Optional<RingView> found = rings.of(cycleId).stream().filter(r -> r.name().equals(ring)).findFirst();
        if (found.isEmpty() || !found.get().everOpened()) {
            return Optional.of("Ring '" + ring + "' of cycle " + cycleId + " was never opened, so there is nothing to take back.");
        }
        if (!rows.stopped(cycleId)) {
            return Optional.of("Cycle " + cycleId + " is not stopped. Stop it first: a ring is taken back only while nothing opens.");
        }
        if (rows.open(cycleId, ring)) {
            return Optional.of("A roll-back of ring '" + ring + "' of cycle " + cycleId + " is under way already.");
        }
        return rows.newer(cycleId, ring).map(newer -> "Ring '" + ring + "' of cycle " + cycleId + " is not taken back: " + takesNewer(newer));
    }

    private static String takesNewer(String newer) {
        return "cycle " + newer + " has opened the same ring since, so what an uninstall takes off is its release. Stop that cycle, and take the ring back there.";
    }

    /** Stores the request; its number. Nothing happens before another person decides. */
    public long request(String cycleId, String ring, String reason, String person) {
        long id = rows.insert(cycleId, ring, reason, person, businessClock.instant());
        trail.person(person, "rollBack.requested", cycleId, ring, Map.of("rollBack", id, "reason", reason));
        return id;
    }

    /** What a stop that is not shown to be complete means for a roll-back, in words; empty when it is. */
    public String stopUnproven(String cycleId) {
        return rows.stopping(cycleId) ? "The stop of the cycle is not shown to be complete, so more devices may have the release than are counted. Nothing is uninstalled "
                + "before this ring reads back as suspended." : "";
    }

    /** What is not proven and how it gets proven, in words; empty when every step is. */
    public String missingProof() {
        List<String> unproven = unproven();
        return unproven.isEmpty() ? "" : "not proven on test devices: " + unproven.stream().map(RollBacks::words).collect(Collectors.joining(", "))
                + ". Prove it with check --canary GROUP, where GROUP is an Entra group of test devices; it takes them through every step";
    }

    private static String words(String step) {
        return switch (step) {
            case "HOTPATCH_OFF" -> "switching hotpatch off";
            case "SUSPEND" -> "suspending the release";
            case "UNINSTALL" -> "uninstalling the update";
            case "RESUME" -> "resuming the update ring";
            case "FORWARD_LCU" -> "approving the cumulative update";
            default -> step;
        };
    }

    /** The way back of a change, in sentences, for who approves it. */
    public String wayBack() {
        String missing = missingProof();
        return "Stop: any release or change manager, at any time; who approves the change answers for it from then on. No ring opens any more, open ones are suspended, and what has not taken the update is not offered it. "
                + (missing.isEmpty() ? "Roll-back, ring by ring, decided by a change manager: every step is proven on test devices."
                        : "A roll-back of what is installed is not offered: " + missing + ". What is installed can only be "
                                + "sent forward to a later update, untested.");
    }

    /** Steps without a proof that holds now: with any, a ring can only be sent forward, untested. */
    public List<String> unproven() {
        return rows.unproven(businessClock.instant());
    }

    /** Why nobody decides about a roll-back as, or in the place of, this person; empty when there is no reason. */
    public Optional<String> againstDeciding(long id, String person) {
        RollBackView asked = rows.find(id);
        return asked.requestedBy().equals(person) ? Optional.of(person + " asked for the roll-back of ring '" + asked.ring() + "' of cycle " + asked.cycleId()
                + ", so somebody else must decide about it, and not in the place of " + person + ".") : Optional.empty();
    }

    /**
     * Stores what a person decided.
     *
     * @param decision  ROLL_BACK, FORWARD or KEEP
     * @param inPlaceOf null when the person decided in his own right
     * @return why it is refused; empty when it was stored
     */
    public Optional<String> decide(long id, String decision, String person, String inPlaceOf) {
        RollBackView asked = rows.find(id);
        Optional<String> against = againstDeciding(id, person).or(() -> inPlaceOf == null ? Optional.empty() : againstDeciding(id, inPlaceOf));
        if (against.isPresent()) {
            return against;
        }
        String missing = missingProof();
        if ("ROLL_BACK".equals(decision) && !missing.isEmpty()) {
            return Optional.of("A roll-back is not offered: " + missing + ". Choose FORWARD, which is untested, or KEEP.");
        }
        rows.decide(id, switch (decision) {
            case "ROLL_BACK" -> "ROLLING_BACK";
            case "FORWARD" -> "FORWARDING";
            default -> "KEPT";
        }, person, inPlaceOf, businessClock.instant());
        trail.person(person, "rollBack.decided", asked.cycleId(), asked.ring(), Map.of("rollBack", id, "decision", decision));
        return Optional.empty();
    }

    /** A roll-back. */
    public RollBackView get(long id) {
        return rows.find(id);
    }

    /** The roll-backs of a cycle, newest first. */
    public List<RollBackView> of(String cycleId) {
        return rows.list(cycleId);
    }

    /** Hotpatch off for the unit: its devices get nothing but cumulative updates. */
    public void hotpatchOff(long id) {
        RollBackView b = rows.find(id);
        String policy = policy(b);
        write(b, "HOTPATCH_OFF", "hotpatch of policy " + policy, "not allowed", () -> actions.allowHotpatch(policy, false), () -> {
            boolean allowed = gate.readPolicy(policy).hotpatchEnabled();
            return new Look(!allowed, allowed ? "allowed" : "not allowed");
        });
    }

    /** Holds the release back from the unit, so that nothing installs it again. */
    public void suspend(long id, String catalogItemId) {
        RollBackView b = rows.find(id);
        refusal(b, "SUSPEND").ifPresent(RollBacks::notYet);
        if (!rollouts.suspend(b.cycleId(), b.ring(), catalogItemId)) {
            notYet("Intune does not confirm that the release is suspended for ring '" + b.ring() + "' of cycle " + b.cycleId() + ".");
        }
    }

    /** Uninstalls the update from every device of the unit's update ring, at once and with a restart. What would install again at once is not uninstalled. */
    public void uninstall(long id, String catalogItemId) {
        RollBackView b = rows.find(id);
        String seen = rollouts.approvalOf(b.ring(), catalogItemId);
        if (!Rollouts.SUSPENDED.equals(seen)) {
            notYet("The release is not suspended for ring '" + b.ring() + "' of cycle " + b.cycleId() + ": its approval reads as '" + seen
                    + "', so devices would install it again. Suspend it in Intune.");
        }
        String ring = updateRing(b);
        write(b, "UNINSTALL", "quality updates of update ring " + ring, "uninstall", () -> actions.uninstall(ring), () -> {
            UpdateRingState state = actions.readUpdateRing(ring);
            return new Look(state.exists() && state.uninstalling(), state.toString());
        });
        rows.uninstallBegun(id, businessClock.instant());
    }

    /** Counts the devices that took the update off; true when none is left, or the time for it is over. */
    public boolean takenBack(long id) {
        fleet.refresh();
        RollBackView b = rows.find(id);
        int left = rows.takenBack(b, businessClock.instant());
        rings.measure(b.cycleId(), fleet.asOf());
        return left == 0 || !businessClock.instant().isBefore(b.uninstallAt().plus(COUNT_FOR));
    }

    /** Ends uninstall and pause of the update ring. */
    public void resume(long id) {
        RollBackView b = rows.find(id);
        String ring = updateRing(b);
        write(b, "RESUME", "quality updates of update ring " + ring, "resume", () -> actions.resume(ring), () -> {
            UpdateRingState state = actions.readUpdateRing(ring);
            return new Look(state.exists() && !state.uninstalling() && !state.paused(), state.toString());
        });
    }

    /** Lets the unit have the cumulative update; with hotpatch off that is all the approval offers. Second restart. */
    public void forward(long id, String catalogItemId) {
        RollBackView b = rows.find(id);
        String policy = policy(b);
        write(b, "FORWARD_LCU", Rollouts.approval(policy, catalogItemId), "approve", () -> actionsAllowed(policy)
                ? gate.approve(policy, catalogItemId) : new GraphAnswer(GraphAnswer.Outcome.REFUSED, 0, "hotpatch is allowed again", null, null), () -> {
                    String seen = gate.readApproval(policy, catalogItemId);
                    return new Look("approved".equals(seen), seen);
                });
        rings.move(b.cycleId(), b.ring(), RingState.ROLLED_BACK, "ROLLING_BACK".equals(b.state()) ? "Taken back, and sent to the cumulative update."
                : "Sent to the cumulative update, untested.");
        rows.done(id, businessClock.instant());
        trail.system("ring.rolledBack", b.cycleId(), b.ring(), Map.of("rollBack", id, "devices", b.devices(), "takenBack", b.takenBack()));
    }

    private boolean actionsAllowed(String policy) {
        return !gate.readPolicy(policy).hotpatchEnabled();
    }

    private void write(RollBackView b, String step, String target, String request, Supplier<GraphAnswer> send, Supplier<Look> look) {
        WriteResult result = rollouts.ledger().write(Write.repeatable("roll-back:" + b.id() + ":" + step, step, b.cycleId(), b.ring(), target, request,
                () -> refusal(b, step), send, look));
        if (!result.isDone()) {
            notYet(result.message());
        }
        trail.system("rollBack.step", b.cycleId(), b.ring(), Map.of("rollBack", b.id(), "step", step));
    }

    /** Why a step must not be taken, by what is committed now. */
    private Optional<String> refusal(RollBackView b, String step) {
        RollBackRows.Facts f = rows.lock(b.id(), step, businessClock.instant());
        boolean back = "ROLLING_BACK".equals(f.state());
        boolean forward = "FORWARDING".equals(f.state()) && ("HOTPATCH_OFF".equals(step) || "FORWARD_LCU".equals(step));
        String why = mode != Mode.CONTROL ? "hotpatch.mode is observe: nothing is written to Graph."
                : !back && !forward ? "nobody decided that this step is taken." : !f.secondPerson() ? "it was not decided by a second person."
                : !f.stopped() ? "the cycle is not stopped." : back && !f.proven() ? "the step is not proven on test devices."
                : TAKE_OFF.contains(step) ? f.newer().map(RollBacks::takesNewer).orElse(null) : null;
        return Optional.ofNullable(why).map(text -> "Roll-back " + b.id() + " of ring '" + b.ring() + "', cycle " + b.cycleId() + ", step " + step
                + " must not be taken: " + text);
    }

    private String policy(RollBackView b) {
        Unit unit = rings.unit(b.ring());
        if (unit.policyId() == null) {
            throw new IllegalStateException("Unit '" + unit.name() + "' has no policy, so nothing of it can be taken back. Look at it in Intune.");
        }
        return unit.policyId();
    }

    private String updateRing(RollBackView b) {
        return rings.ownUpdateRing(b.ring()).orElseThrow(() -> new IllegalStateException("Ring '" + b.ring() + "' has no update ring of its own: an uninstall "
                + "would reach other devices too. Give the unit's group an update ring to itself in Intune; the step is then tried again."));
    }

    private static void notYet(String why) {
        throw new IllegalStateException(why + " It is tried again; see the write ledger.");
    }
}
