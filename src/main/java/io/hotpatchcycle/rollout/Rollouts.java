package io.hotpatchcycle.rollout;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.freeze.Freeze;
import io.hotpatchcycle.freeze.Freezes;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Unit;
import io.hotpatchcycle.rollout.Write.Look;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Opens, suspends and observes rings. Face of this package; every effect is guarded here, not in the model. */
public final class Rollouts {

    static final String APPROVED = "approved";
    static final String SUSPENDED = "suspended";
    static final String APPROVE = "APPROVE";
    static final String SUSPEND = "SUSPEND";
    private static final Duration LOOK_AGAIN = Duration.ofHours(4);
    /** Once a day, whichever poll comes round to it. */
    private static final Duration REPORT_SERVES_FOR = Duration.ofHours(20);
    private static final Duration PREPARE_AGAIN = Duration.ofMinutes(1);

    private final Rings rings;
    private final Fleet fleet;
    private final RingGate gate;
    private final InstallReports reports;
    private final Ledger ledger;
    private final LedgerRows ledgerRows;
    private final CanaryProofs proofs;
    private final ObservedRows observed;
    private final Guard guard;
    private final GuardRows guardRows;
    private final ProgressRows progress;
    private final MemberRows members;
    private final ShortTransactions transactions;
    private final Freezes freezes;
    private final Trail trail;
    private final Clock businessClock;
    private final Suspensions suspensions;

    public Rollouts(Rings rings, Fleet fleet, Tenant tenant, Storage storage, Freezes freezes, Mode mode, Trail trail, Clock businessClock,
                    Clock wallClock) {
        this(rings, fleet, tenant, storage, freezes, mode, trail, businessClock, wallClock, Suspensions.AT_ONCE);
    }

    /** @param atOnce how many units are suspended at a time */
    Rollouts(Rings rings, Fleet fleet, Tenant tenant, Storage storage, Freezes freezes, Mode mode, Trail trail, Clock businessClock, Clock wallClock,
             int atOnce) {
        this.rings = rings;
        this.fleet = fleet;
        this.gate = tenant.gate();
        this.reports = tenant.reports();
        this.ledger = new Ledger(storage.ledger(), storage.transactions(), businessClock, wallClock);
        this.ledgerRows = storage.ledger();
        this.proofs = new CanaryProofs(storage.proofs(), trail, businessClock);
        this.guard = new Guard(storage.guard(), mode, proofs, storage.observed(), businessClock);
        this.observed = storage.observed();
        this.guardRows = storage.guard();
        this.progress = storage.progress();
        this.members = storage.members();
        this.transactions = storage.transactions();
        this.freezes = freezes;
        this.trail = trail;
        this.businessClock = businessClock;
        this.suspensions = new Suspensions(ledger, ledgerRows, guard, gate, rings, trail, atOnce);
    }

    /** The ports this package writes to and reads from. */
    public record Tenant(RingGate gate, InstallReports reports) {
    }

    /** The rows this package keeps. */
    public record Storage(LedgerRows ledger, GuardRows guard, CanaryRows proofs, ObservedRows observed, ProgressRows progress, MemberRows members, ShortTransactions transactions) {
    }

    /** Gives every unit its policy and members; true when nothing is left to do. */
    public boolean prepareUnits(String cycleId) {
        if (observing(cycleId)) {
            rings.readUnits();
            return true;
        }
        boolean ready = new UnitPreparation(ledger, guard::againstPreparing, gate, rings, members, trail, businessClock.instant()).prepare(cycleId);
        if (ready) {
            rings.leaveOutExempted(cycleId);
            // in its own transaction, because the guard sees only what is committed
            transactions.run(() -> members.applied(businessClock.instant()));
        }
        return ready;
    }

    /** Lets the release through to the ring, if every rule allows it. */
    public OpenResult open(String cycleId, String ring, String catalogItemId) {
        return open(cycleId, ring, catalogItemId, () -> "", () -> true);
    }

    /**
     * The same, where a person may have to be asked first.
     *
     * @param hold why somebody is; empty when nobody. It is not looked at before the ring would open, and not once that was begun
     * @param late lets those join that may beyond the plan; false while it is not known yet who
     */
    public OpenResult open(String cycleId, String ring, String catalogItemId, Supplier<String> hold, BooleanSupplier late) {
        if (guardRows.halted(cycleId)) {
            return stopped(cycleId, ring, catalogItemId);
        }
        String key = openingKey(cycleId, ring, catalogItemId);
        freezes.refresh();
        boolean begun = ledgerRows.isDone(key) || ledgerRows.unsettled(cycleId, ring, APPROVE);
        if (frozen(cycleId) && !begun) {
            return waitForThaw(cycleId, ring);
        }
        Optional<String> emergency = guardRows.yieldsTo(cycleId);
        if (emergency.isPresent() && !begun && !rings.find(cycleId, ring).everOpened()) {
            return giveWay(cycleId, ring, emergency.get());
        }
        if (observing(cycleId)) {
            return observed(cycleId, ring);
        }
        String asked = begun ? "" : hold.get();
        if (!asked.isEmpty()) {
            return refused(cycleId, ring, asked);
        }
        if (!begun && !late.getAsBoolean()) {
            return new OpenResult(OpenResult.Outcome.LATER, businessClock.instant().plus(PREPARE_AGAIN), "The fleet is read again for late joiners.");
        }
        // A stop may have interrupted the preparation, and people change groups: what is opened is prepared first.
        if (guard.againstSuspending().isEmpty() && !prepareUnits(cycleId)) {
            return new OpenResult(OpenResult.Outcome.LATER, businessClock.instant().plus(PREPARE_AGAIN), "Policies and groups are being prepared.");
        }
        Unit unit = rings.unit(ring);
        // The guard sees what is committed, so it cannot see yet what was just read.
        if (unit.policyId() == null || !unit.ready()) {
            return refused(cycleId, ring, unit.ready() ? "Unit '" + unit.name() + "' has no policy yet." : unit.problem());
        }
        WriteResult result = ledger.write(Write.repeatable(key, APPROVE, cycleId, ring, approval(unit, catalogItemId), "approve",
                () -> guard.againstOpening(cycleId, ring), () -> gate.approve(unit.policyId(), catalogItemId),
                () -> look(unit, catalogItemId)));
        // A stop that was committed while the call was under way wins: what it let through is taken back at once.
        if (guardRows.halted(cycleId)) {
            return stopped(cycleId, ring, catalogItemId);
        }
        return switch (result.state()) {
            case DONE -> opened(cycleId, ring);
            case LATER -> new OpenResult(OpenResult.Outcome.LATER, businessClock.instant().plus(result.delay()), result.message());
            // The freeze may have begun since we looked; the guard saw it.
            case REFUSED, AMBIGUOUS -> frozen(cycleId) ? waitForThaw(cycleId, ring) : refused(cycleId, ring, result.message());
        };
    }

    /** Whether nothing of the ring was ever opened although there are devices to open it for: it cannot pass before. One that is exempted is gone past. */
    public boolean opensFirst(String cycleId, String ring) {
        RingView view = rings.find(cycleId, ring);
        return !view.everOpened() && view.controlled() > 0 && !guard.exempted(cycleId, ring);
    }

    /** Numbers the opening, so that a repeat is harmless. One that somebody else took back is done, and has to be done again. */
    private String openingKey(String cycleId, String ring, String catalogItemId) {
        Unit unit = rings.unit(ring);
        String key = "approve:" + cycleId + ":" + unit.name() + ":" + ledgerRows.countDone(cycleId, ring, SUSPEND);
        boolean takenBack = unit.policyId() != null && ledgerRows.isDone(key) && "suspended".equals(gate.readApproval(unit.policyId(), catalogItemId));
        return takenBack ? key + ":" + ledgerRows.countDone(cycleId, ring, APPROVE) : key;
    }

    /** The freezes that openings heed. */
    public Freezes freezes() {
        return freezes;
    }

    /** Whether a freeze holds the cycle now: nothing opens, and no restart is asked for. An emergency with a waiver is not held. */
    public boolean frozen(String cycleId) {
        return freezes.inForce().isPresent() && guardRows.waivedUntil(cycleId, businessClock.instant()).isEmpty();
    }

    /** The earliest time from the wanted one on that no freeze holds the cycle, as far as calendars are known. */
    public Instant outsideFreezes(String cycleId, Instant wanted, Duration length) {
        freezes.refresh();
        Optional<Instant> waived = guardRows.waivedUntil(cycleId, businessClock.instant());
        return waived.isPresent() && !waived.get().isBefore(wanted.plus(length)) ? wanted : freezes.outside(wanted, length);
    }

    private OpenResult giveWay(String cycleId, String ring, String emergency) {
        String why = "Gives way to the emergency " + emergency + " until that has ended.";
        if (!why.equals(rings.find(cycleId, ring).holdReason())) {
            trail.system("ring.givesWay", cycleId, ring, Map.of("emergency", emergency));
            rings.move(cycleId, ring, RingState.OPENING, why);
        }
        return new OpenResult(OpenResult.Outcome.LATER, businessClock.instant().plus(LOOK_AGAIN), why);
    }

    private OpenResult waitForThaw(String cycleId, String ring) {
        Freeze freeze = freezes.inForce().orElseThrow();
        String why = "Waits for the end of the freeze '" + freeze.reason() + "' (" + freeze.source() + ") at " + freeze.endsAt() + ".";
        if (!why.equals(rings.find(cycleId, ring).holdReason())) {
            trail.system("ring.frozen", cycleId, ring, Map.of("freeze", freeze.reason(), "source", freeze.source(), "until", freeze.endsAt().toString()));
            rings.move(cycleId, ring, RingState.OPENING, why);
        }
        return new OpenResult(OpenResult.Outcome.LATER, freeze.endsAt(), why);
    }

    private OpenResult stopped(String cycleId, String ring, String catalogItemId) {
        suspend(cycleId, ring, catalogItemId);
        return new OpenResult(OpenResult.Outcome.STOPPED, null, "Cycle " + cycleId + " was stopped.");
    }

    /** The course goes on as if it were open: people and order are heeded, nothing is written, what happens is what the tenant does by itself. */
    private OpenResult observed(String cycleId, String ring) {
        Optional<String> refusal = transactions.run(() -> guard.againstObserving(cycleId, ring));
        if (refusal.isPresent()) {
            return refused(cycleId, ring, refusal.get());
        }
        fleet.refresh();
        String obstacle = guard.obstacle(cycleId, ring);
        observed.record(cycleId, ring, obstacle, businessClock.instant());
        rings.move(cycleId, ring, RingState.OPEN, null);
        trail.system("ring.wouldHaveOpened", cycleId, ring, Map.of("obstacle", obstacle));
        return new OpenResult(OpenResult.Outcome.OPEN, null, "");
    }

    /** Whether the cycle is only observed: nothing of it is written to Graph. */
    public boolean observing(String cycleId) {
        return guard.observing(cycleId);
    }

    /** What would have been opened against what happened, in ring order; empty for a cycle under control. */
    public List<ObservedOpening> observation(String cycleId) {
        return observed.list(cycleId);
    }

    private OpenResult opened(String cycleId, String ring) {
        rings.move(cycleId, ring, RingState.OPEN, null);
        freezes.inForce().filter(freeze -> !frozen(cycleId)).ifPresent(freeze -> {
            guardRows.skipped(cycleId, ring, "FREEZE", "closed in '" + freeze.reason() + "' until " + freeze.endsAt(), "opened with a waiver",
                    businessClock.instant());
            trail.system("ring.openedInFreeze", cycleId, ring, Map.of("freeze", freeze.reason(), "until", freeze.endsAt().toString()));
        });
        trail.system("ring.opened", cycleId, ring, Map.of());
        return new OpenResult(OpenResult.Outcome.OPEN, null, "");
    }

    private OpenResult refused(String cycleId, String ring, String why) {
        trail.system("ring.openingRefused", cycleId, ring, Map.of("why", why));
        return new OpenResult(OpenResult.Outcome.REFUSED, null, why);
    }

    /**
     * Holds the release back from the ring. Repeats harmlessly; true once Intune says it is not approved. Where the policy is gone there is nothing to
     * suspend: who is asked about the ring is told so.
     */
    public boolean suspend(String cycleId, String ring, String catalogItemId) {
        Suspensions.Held found = suspensions.suspend(cycleId, List.of(ring), catalogItemId).get(ring);
        if (found.failure() != null) {
            throw found.failure();
        }
        return found.held() || found.gone() != null;
    }

    /**
     * What a stop found.
     *
     * @param open what does not read back as held, each with why; empty once all does
     * @param gone units that nothing holds back, because their policy is gone
     * @param through what the approvals read as that had to be suspended, by ring
     * @param held rings that are held by now
     */
    public record Suspended(List<String> open, List<Gone> gone, Map<String, String> through, Set<String> held) {

        public Suspended {
            open = List.copyOf(open);
            gone = List.copyOf(gone);
            through = Map.copyOf(through);
            held = Set.copyOf(held);
        }
    }

    /**
     * A unit whose policy is gone: its devices get what the tenant gives everybody.
     *
     * @param refused why none of ours could take its place, when a person had decided that; else empty
     */
    public record Gone(String ring, String policy, String refused) {
    }

    /**
     * Suspends every ring that was ever opened, or is being opened. A ring that had
     * passed is suspended too: after a resume the loop looks at it again before it goes on.
     */
    public Suspended suspendAll(String cycleId, String catalogItemId) {
        // one that is rolled back was sent to the cumulative update by a person's decision: that stays, also while it is being sent
        List<RingView> reached = rings.of(cycleId).stream().filter(r -> r.state() != RingState.ROLLED_BACK && !ledgerRows.sentForward(cycleId, r.name())).toList();
        Map<String, String> refused = new HashMap<>();
        Map<String, String> unread = new HashMap<>();
        if (!observing(cycleId)) {
            replaceDecided(cycleId, reached, refused, unread);
        }
        Map<String, Suspensions.Held> held = suspensions.suspend(cycleId, reached.stream().map(RingView::name).toList(), catalogItemId);
        reached.stream().filter(ring -> held.get(ring.name()).held()).forEach(ring -> suspended(ring, held.get(ring.name()).seen()));
        List<String> open = new ArrayList<>();
        List<Gone> gone = new ArrayList<>();
        Map<String, String> through = new HashMap<>();
        Set<String> holding = new HashSet<>();
        held.forEach((ring, found) -> {
            if (found.held()) {
                holding.add(ring);
            }
            if (found.seen() != null) {
                through.put(ring, found.seen());
            }
            if (found.gone() != null && (refused.containsKey(ring) || rings.againstCreating(rings.unit(ring).name()).isPresent())) {
                gone.add(new Gone(ring, found.gone(), refused.getOrDefault(ring, "")));
            } else if (!found.held()) {
                open.add("ring '" + ring + "': " + unread.getOrDefault(ring, found.why()));
            }
        });
        unsettled(cycleId).ifPresent(open::add);
        return new Suspended(open, gone, through, holding);
    }

    /** Puts policies of ours where a person decided so about those that are gone; says of each ring why that is refused, or cannot be told. */
    private void replaceDecided(String cycleId, List<RingView> reached, Map<String, String> refused, Map<String, String> unread) {
        for (RingView ring : reached) {
            Unit unit = rings.unit(ring.name());
            if (unit.policyId() == null && rings.missingPolicy(ring.name()).isPresent() && rings.againstCreating(unit.name()).isEmpty()) {
                try {
                    String why = new UnitPreparation(ledger, guard::againstReplacing, gate, rings, members, trail, businessClock.instant()).replace(cycleId, unit);
                    if (!why.isEmpty()) {
                        refused.put(ring.name(), why);
                    }
                } catch (RuntimeException e) {
                    unread.put(ring.name(), "the policy that takes the place of its own: " + e.getMessage());
                }
            }
        }
    }

    /** What the preparation of units began may still arrive. That it cannot be told is no reason to leave a stop. */
    private Optional<String> unsettled(String cycleId) {
        try {
            return new UnitPreparation(ledger, guard::againstPreparing, gate, rings, members, trail, businessClock.instant()).settle(cycleId) ? Optional.empty()
                    : Optional.of("a policy or group that was being prepared is not settled yet");
        } catch (RuntimeException e) {
            return Optional.of("a policy or group that was being prepared: " + e.getMessage());
        }
    }

    private void suspended(RingView ring, String seen) {
        boolean ours = ledgerRows.mayHaveHappened(ring.cycleId(), ring.name(), APPROVE);
        // What we never approved is to be suspended only where somebody else let it through before its turn, whatever became of our call.
        boolean others = !ring.everOpened() && !ours && ledgerRows.everMeant(ring.cycleId(), ring.name(), SUSPEND);
        if (others) {
            trail.system("ring.approvedByOthers", ring.cycleId(), ring.name(), Map.of("seen", seen == null ? SUSPENDED : seen,
                    "message", "Somebody else approved the release before the turn of the ring. Intune's audit log says who."));
        }
        if (!ring.everOpened() && (ours || others)) {
            // Open for moments only, because the stop came while it was opened, or for hours that nobody knows of; devices may have taken it.
            rings.move(ring.cycleId(), ring.name(), RingState.OPEN, null);
        }
        if (ring.everOpened() || ours || others) {
            rings.move(ring.cycleId(), ring.name(), RingState.SUSPENDED, null);
        }
    }

    /** What Intune says of the unit's approval now, raw. */
    public String approvalOf(String ring, String catalogItemId) {
        Unit unit = rings.unit(ring);
        return unit.policyId() == null || catalogItemId == null ? "no policy" : gate.readApproval(unit.policyId(), catalogItemId);
    }

    /** Reads what changed since and follows every opened ring of the cycle. */
    public void observe(String cycleId, String ring, boolean baseline) {
        progress.begin(cycleId);
        // Ordering a report takes a permission to write, which observing must not need.
        boolean observing = observing(cycleId);
        String policy = observing || ring == null ? null : rings.unit(ring).policyId();
        try (InstallReports.Report report = policy == null ? null : reports.order(policy)) {
            fleet.refresh();
            rings.late().look(cycleId);
            progress.follow(cycleId);
            if (report != null) {
                takeOver(report, cycleId, ring);
            }
        }
        if (observing) {
            progress.believeBuilds(cycleId);
        }
        progress.inferRestarts(cycleId, baseline);
        // Passed rings move on as well: what a screen says of them must be as recent as the rest.
        rings.measure(cycleId, fleet.asOf());
    }

    /** Whether the install report of a ring that is watched beside the one under way is to be read: once a day when it has passed, each time before. */
    public boolean reportDue(String cycleId, String ring) {
        return !observing(cycleId) && rings.unit(ring).policyId() != null && (rings.find(cycleId, ring).state() != RingState.PASSED
                || !progress.counted(cycleId, ring, businessClock.instant().minus(REPORT_SERVES_FOR)));
    }

    /** Takes over what the install report of one ring says, where the fleet was read before for all of them, and counts. */
    public void readReport(String cycleId, String ring) {
        String policy = observing(cycleId) ? null : rings.unit(ring).policyId();
        if (policy == null) {
            return;
        }
        progress.begin(cycleId);
        try (InstallReports.Report report = reports.order(policy)) {
            takeOver(report, cycleId, ring);
        }
        rings.measure(cycleId, ring, fleet.asOf());
    }

    /**
     * Counts, once, who reports in the ring's policy before it opens: who drops out before the first look at the open ring would else be missed by none. A
     * report that cannot be had holds no opening; the first look is then what later ones are compared with. When its devices last looked for updates is kept.
     */
    public void countEnrolled(String cycleId, String ring) {
        String policy = rings.unit(ring).policyId();
        if (policy == null || observing(cycleId) || rings.find(cycleId, ring).everOpened() || progress.counted(cycleId, ring, Instant.EPOCH)) {
            return;
        }
        ReporterRows reporters = progress.reporters(cycleId, ring, businessClock.instant());
        try {
            reports.read(policy, page -> {
                reporters.add(page);
                progress.scans().note(page, businessClock.instant());
            });
        } catch (RuntimeException e) {
            trail.system("enrolment.notCounted", cycleId, ring, Map.of("why", String.valueOf(e.getMessage())));
            return;
        }
        reporters.keep();
    }

    private void takeOver(InstallReports.Report report, String cycleId, String ring) {
        ReporterRows reporters = progress.reporters(cycleId, ring, businessClock.instant());
        report.read(page -> {
            progress.report(cycleId, ring, page);
            progress.scans().note(page, businessClock.instant());
            reporters.add(page);
        });
        reporters.keep();
    }

    /** The writes of a cycle, oldest first. */
    public List<LedgerRows.GraphWrite> writes(String cycleId) {
        return ledgerRows.list(cycleId);
    }

    /** Whether this tenant is proven to hold updates back. */
    public CanaryProofs proofs() {
        return proofs;
    }

    /** The ledger, for the other writer of effects: restarts. */
    public Ledger ledger() {
        return ledger;
    }

    /** Why devices of the ring must not be written to now; empty when they may. Call it within {@link Write#guard()}. */
    public Optional<String> refusal(String cycleId, String ring) {
        return guard.againstOpening(cycleId, ring);
    }

    /** Why an open ring must not be expedited now; empty when it may. Call it within {@link Write#guard()}. */
    Optional<String> refusalToExpedite(String cycleId, String ring) {
        return guard.againstExpediting(cycleId, ring);
    }

    /** Why nothing may be taken back. */
    Optional<String> refusalToTakeBack() {
        return guard.againstSuspending();
    }

    /** Whether a stop is in force, as committed by now. */
    boolean halted(String cycleId) {
        return guardRows.halted(cycleId);
    }

    /** How often the ring was suspended: what is done for an open ring is done anew once it is opened again. */
    int suspensions(String cycleId, String ring) {
        return ledgerRows.countDone(cycleId, ring, SUSPEND);
    }

    private Look look(Unit unit, String catalogItemId) {
        String seen = gate.readApproval(unit.policyId(), catalogItemId);
        return new Look(APPROVED.equals(seen), seen);
    }

    static String approval(Unit unit, String catalogItemId) {
        return approval(unit.policyId(), catalogItemId);
    }

    /** What the approvals of an item in a policy are called in the ledger. */
    static String approval(String policyId, String catalogItemId) {
        return "approval of " + catalogItemId + " in policy " + policyId;
    }
}
