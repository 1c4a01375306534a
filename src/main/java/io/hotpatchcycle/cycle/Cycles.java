package io.hotpatchcycle.cycle;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.release.Kind;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Verdict;
import io.hotpatchcycle.rollout.Expedites;
import io.hotpatchcycle.rollout.LetThrough;
import io.hotpatchcycle.rollout.PolicyGone;
import io.hotpatchcycle.rollout.Rollouts;
import io.hotpatchcycle.rollout.StopCount;
import io.hotpatchcycle.rollout.StopCounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cycles: their start, their state, stops and their end. Face of this package, with {@link Planning}. */
public final class Cycles {

    /** After the last ring, devices are followed until this share is effective... */
    private static final double ENOUGH = 0.98;
    /** ...or for this long: what is still missing then is late, and listed as such. */
    private static final Duration FOLLOW_FOR = Duration.ofDays(7);

    /** Devices that no report ever speaks of must not keep a stop from its decision for longer than this. */
    private static final Duration COUNT_FOR = Duration.ofDays(7);

    private final CycleRows rows;
    private final Rings rings;
    private final Rollouts rollouts;
    private final Expedites expedites;
    private final StopCounts stops;
    private final Trail trail;
    private final Clock businessClock;

    public Cycles(CycleRows rows, Rings rings, Rollouts rollouts, Expedites expedites, StopCounts stops, Trail trail, Clock businessClock) {
        this.expedites = expedites;
        this.rows = rows;
        this.rings = rings;
        this.rollouts = rollouts;
        this.stops = stops;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /**
     * Opens the cycle of a release, exactly once, also when two nodes try.
     *
     * @param modelSet id of the model set it runs on
     * @return whether this call opened it
     */
    public boolean start(Release release, String modelSet) {
        String id = release.cycleId();
        if (!rows.insert(id, release.id(), modelSet, businessClock.instant())) {
            return false;
        }
        trail.system("cycle.started", id, null, Map.of("release", release.name(), "catalogEntry", release.id(), "modelSet", modelSet));
        return true;
    }

    /** Marks the running cycles of older monthly releases as superseded: unopened rings will not open any more. */
    public List<String> supersedeOlder(Release newer) {
        List<String> superseded = newer.outOfBand() ? List.of() : rows.supersedeOlder(newer.cycleId(), newer.publishedAt());
        superseded.forEach(id -> trail.system("cycle.superseded", id, null, Map.of("by", newer.cycleId())));
        return superseded;
    }

    /** The cycle of this id. */
    public Optional<CycleView> find(String id) {
        return rows.find(id);
    }

    /** The cycle of this id, or a sentence that says it is missing. */
    public CycleView get(String id) {
        return rows.find(id).orElseThrow(() -> new IllegalStateException("There is no cycle '" + id
                + "'. A patch-cycle instance is started by release-intake, not by hand."));
    }

    /** All cycles, newest release first. */
    public List<CycleView> all() {
        return rows.list();
    }

    /** Rings of a cycle, in order. */
    public List<RingView> rings(String id) {
        return rings.of(id);
    }

    /** What became of the cycle so far. */
    public CycleResult result(String id) {
        return rows.result(id, businessClock.instant());
    }

    /** Moves the cycle to a state, and says so in the trail when that is new. Nothing moves on from under a stop that nobody has decided about. */
    public void move(String id, CycleState state) {
        CycleView before = get(id);
        if (before.state() != state && !before.state().ended() && (rows.setState(id, state) || leavesStop(id, state))) {
            trail.system("cycle.state", id, null, Map.of("from", before.state().name(), "to", state.name()));
        }
    }

    private boolean leavesStop(String id, CycleState state) {
        boolean decided = get(id).haltReason() == null || state == CycleState.CLOSING && givenUp(id);
        if (decided) {
            rows.leaveStop(id, state);
        }
        return decided;
    }

    /**
     * Whether a stop is in force. Until the caller's transaction has ended none can be asked for, and nothing be written: a question that is put in it is
     * there when the message of a later stop is sent.
     */
    public boolean haltedForNow(String id) {
        return rows.haltedForNow(id);
    }

    /**
     * Stops the cycle: the row is committed before anything else happens, and every write checks it. Everybody who asks is kept.
     *
     * @return false when a stop is in force already
     * @throws IllegalStateException when the cycle has ended, or is given up and only waits to be judged
     */
    public boolean halt(String id, String reason, String person) {
        rows.lock(id);
        CycleView cycle = get(id);
        if (cycle.state().ended()) {
            throw new IllegalStateException("Cycle " + id + " has ended (" + cycle.state() + "); there is nothing to stop.");
        }
        if (givenUp(id)) {
            throw new IllegalStateException("Cycle " + id + " was stopped and is given up: every unit stays suspended, so there is nothing to stop.");
        }
        boolean first = rows.halt(id, reason, person, businessClock.instant());
        if (first) {
            move(id, CycleState.STOPPING);
            trail.person(person, "cycle.haltRequested", id, null, Map.of("reason", reason));
        } else {
            trail.person(person, "cycle.haltRequestedToo", id, null, Map.of("reason", reason));
        }
        return first;
    }

    /** Units that the stop in force cannot hold back, because their policy is gone, in ring order. */
    public List<PolicyGone> policiesGone(String id) {
        return stops.gone(id);
    }

    /** Whether a person has to decide about one of them before the stop can end. */
    public boolean policyUndecided(String id) {
        return policiesGone(id).stream().anyMatch(PolicyGone::undecided);
    }

    /** What there is to be told about them as long as nobody has decided, for who has to; empty when there is nothing. People are told at once, and once. */
    public String policyAlarm(String id) {
        List<PolicyGone> undecided = policiesGone(id).stream().filter(PolicyGone::undecided).toList();
        if (undecided.isEmpty()) {
            return "";
        }
        String alarm = "Cycle " + id + " is NOT stopped: " + undecided.stream().map(PolicyGone::says).collect(Collectors.joining("; "))
                + ". Decide on the task 'Resume or abandon?': RECREATE a policy that holds them back, or ACCEPT it.";
        if (stops.tellGone(id)) {
            trail.system("stop.policyGone", id, null, Map.of("message", alarm));
        }
        return alarm;
    }

    /** Units that let the release through although the stop in force had held them, oldest first. */
    public List<LetThrough> letThrough(String id) {
        return stops.letThrough(id);
    }

    /** What there is to be told about them until the stop is true again; empty when there is nothing. A device that comes back online afterwards is no news of them. */
    public String letThroughAlarm(String id) {
        List<LetThrough> found = stops.letThrough(id);
        return found.isEmpty() || get(id).state() == CycleState.STOPPED ? "" : letThrough(id, found);
    }

    private static String letThrough(String id, List<LetThrough> found) {
        return "The stop of cycle " + id + " did not hold: " + found.stream().map(t -> t.says() + " (" + Shown.when(t.foundAt()) + ")").collect(Collectors.joining("; "))
                + ". Devices may have taken the release meanwhile; they are counted anew. Intune's audit log says who changed the approval.";
    }

    /** Suspends every unit once more and takes expedite policies away; true when all reads back so, apart from what a person accepted. What does not is noted, and keeps nothing else open. */
    public boolean suspendAll(String id) {
        List<String> open = readBack(id).open();
        stops.open(id, open);
        return open.isEmpty() && !policyUndecided(id);
    }

    /** What a stop does not reach. @param letThrough whether a unit was found open that it had held */
    private record ReadBack(List<String> open, boolean letThrough) {
    }

    private ReadBack readBack(String id) {
        if (get(id).haltReason() == null) {
            halt(id, "Stopped by a message to the process engine.", "process engine");
        }
        // the units first: an expedite policy that cannot be read keeps none of them open
        Rollouts.Suspended found = rollouts.suspendAll(id, get(id).catalogItem());
        List<String> open = new ArrayList<>(found.open());
        expedited(id).ifPresent(open::add);
        stops.gone(id, found.gone());
        List<LetThrough> anew = stops.letThrough(id, found);
        anew.forEach(t -> trail.system("stop.letThrough", id, t.ring(), Map.of("seen", t.seen(), "message", letThrough(id, List.of(t)))));
        return new ReadBack(open, !anew.isEmpty());
    }

    private Optional<String> expedited(String id) {
        try {
            return expedites.takeBack(id) ? Optional.empty() : Optional.of("an expedite policy is not gone yet");
        } catch (RuntimeException e) {
            return Optional.of("an expedite policy: " + e.getMessage());
        }
    }

    /**
     * What the stop in force does not reach although that was tried for half an hour, for who has to look; empty when there is nothing. People are told
     * once; it goes on being tried.
     */
    public String stopAlarm(String id) {
        Optional<String> open = stops.openTooLong(id);
        if (open.isEmpty()) {
            return "";
        }
        String alarm = "Cycle " + id + " is NOT stopped: " + open.get() + ". It is tried again every five minutes; suspend the release in Intune if that takes long.";
        if (stops.tell(id)) {
            trail.system("stop.notHeld", id, null, Map.of("message", alarm));
        }
        return alarm;
    }

    /**
     * Reads back and counts how far the stop has come. The cycle is stopped once the stop is true: every device that is
     * online is out of reach or committed, and the reports had the time to say so.
     *
     * @param left what else was begun before the stop and is not settled, for a person; empty when nothing is
     */
    public StopProgress verifyStop(String id, Optional<String> left) {
        ReadBack read = readBack(id);
        List<String> open = read.open();
        left.ifPresent(open::add);
        boolean held = open.isEmpty() && !policyUndecided(id);
        if (held) {
            stops.held(id);
            uncounted(id).ifPresent(open::add);
        }
        stops.open(id, open);
        StopCount count = stops.last(id);
        boolean complete = held && open.isEmpty() && count.complete();
        if (complete) {
            move(id, CycleState.STOPPED);
        } else if (get(id).state() == CycleState.STOPPED && (!held || read.letThrough())) {
            // it waits for a person, and is not true any more
            move(id, CycleState.STOPPING);
        }
        Instant since = get(id).haltedAt();
        boolean late = since != null && !businessClock.instant().isBefore(since.plus(COUNT_FOR));
        return new StopProgress(held, complete, held && (late || count.butForAccepted()));
    }

    /** Why devices could not be counted; empty when they were. A report that cannot be had must not end the reading back. */
    private Optional<String> uncounted(String id) {
        try {
            stops.count(id, get(id).baseline());
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("what it has reached cannot be counted: " + e.getMessage());
        }
    }

    /**
     * How far a stop has come.
     *
     * @param held     every unit reads back as suspended, but those of which a person accepted that their policy is gone
     * @param complete the stop is true
     * @param overdue  a person should decide although it is not: it has been counted for long, or what is missing is accepted
     */
    public record StopProgress(boolean held, boolean complete, boolean overdue) {
    }

    /** What the stop in force has reached, as last counted. */
    public StopCount stopCount(String id) {
        return stops.last(id);
    }

    /** Devices that installed after the last stop and before it was lifted, the latest first. */
    public List<StopCount.Installed> installedAfterStop(String id, VisibleRings visible, int offset, int limit) {
        return stops.installedAfter(id, visible, offset, limit);
    }

    /** How many did. */
    public int countInstalledAfterStop(String id, VisibleRings visible) {
        return stops.countInstalledAfter(id, visible);
    }

    /** Each of them, in parts. */
    public void eachInstalledAfterStop(String id, VisibleRings visible, Consumer<StopCount.Installed> device) {
        stops.eachInstalledAfter(id, visible, device);
    }

    /** Why this person must not decide what becomes of the stop; empty when there is no reason. */
    public Optional<String> againstResolving(String id, String person) {
        CycleView cycle = get(id);
        return cycle.stopRequests().stream().noneMatch(r -> r.person().equals(person)) ? Optional.empty() : Optional.of("You asked for the stop of cycle " + id
                + " yourself, so somebody else must decide whether it is resumed or abandoned. Ask another member of the group; "
                    + "after a day the CAB is asked too.");
    }

    /** Why the stop must not be lifted now, whoever decides it; empty when it may. */
    public Optional<String> againstResuming(String id) {
        return rows.openRollBack(id).map(b -> "Cycle " + id + " must not be resumed now: " + (b.decided()
                ? "the roll-back of ring '" + b.ring() + "' is under way, and its next steps are only taken while the cycle is stopped. Resume when it has ended, "
                    + "or abandon the cycle."
                : "a roll-back of ring '" + b.ring() + "' is asked for and not decided. Decide it first on the task 'Roll the ring back?'; KEEP ends it."));
    }

    /**
     * Lets the cycle go on, because a person decided so since it was stopped; who that was says the decision itself.
     *
     * @return whether its change is approved for the plan in force; otherwise it is planned and asked anew
     * @throws IllegalStateException without such a decision, or while a ring is rolled back
     */
    public boolean liftHalt(String id) {
        if (get(id).haltReason() == null) {
            throw new IllegalStateException("Cycle " + id + " is not stopped (" + get(id).state() + "), so there is nothing to resume.");
        }
        rows.lock(id);
        againstResuming(id).ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        CycleRows.Resumed decision = rows.resumed(id).orElseThrow(() -> new IllegalStateException("The stop of cycle " + id + " is not lifted: nobody but "
                + get(id).stoppers() + ", who asked for it, decided last that it ends. A change manager decides on the task 'Resume or abandon?'; where the token was moved past "
                + "that task, move it back."));
        rows.liftHalt(id, decision, businessClock.instant());
        // Who asked for a stop after the decision was not heard: it stays in force for him, and the next step meets it.
        boolean approved = rows.approved(id, businessClock.instant());
        move(id, get(id).haltReason() != null ? CycleState.STOPPING : approved ? CycleState.ROLLING_OUT : CycleState.PLANNING);
        trail.person(decision.by(), "cycle.haltLifted", id, null, Map.of("task", decision.taskId()));
        return approved;
    }

    /** Whether the change is approved for the plan in force. */
    public boolean changeApproved(String id) {
        return rows.approved(id, businessClock.instant());
    }

    /** The next ring to work on; none when all are finished, or when a newer release took over the unopened ones. */
    public Optional<RingView> nextRing(String id) {
        if (get(id).supersededBy() != null) {
            rings.supersedeUnopened(id);
        }
        move(id, CycleState.ROLLING_OUT);
        return rings.nextUnfinished(id);
    }

    /** The rings behind this one that are to be watched beside the one under way, in order; all when null. */
    public List<RingView> watchedBehind(String id, String behind) {
        int order = behind == null ? 0 : rings.find(id, behind).order();
        return watched(id).filter(r -> r.order() > order).toList();
    }

    /**
     * Holds every ring that is watched beside the one under way and fails by now; each is suspended first.
     *
     * @param underWay ring that is worked on; null when none is left
     * @return whether a person is to be asked about one of them first: no ring is left to work on, or one before that is held
     * @throws IllegalStateException while Intune does not confirm that it is suspended
     */
    public boolean holdLate(String id, String underWay) {
        watched(id).filter(r -> r.verdict() == Verdict.HALT).forEach(r -> {
            suspend(id, r.name());
            rings.move(id, r.name(), RingState.HELD, late(r));
        });
        int next = underWay == null ? Integer.MAX_VALUE : rings.find(id, underWay).order();
        return rings.of(id).stream().anyMatch(r -> r.state() == RingState.HELD && failing(r) && r.order() < next);
    }

    /** Whether another ring than the one under way was opened: it goes on. */
    public boolean openedBesides(String id) {
        String next = underWay(id);
        return rings.of(id).stream().anyMatch(r -> r.everOpened() && !r.name().equals(next));
    }

    /**
     * Rings that were opened and are left: those that have passed, and any that still lets the release through, open or asked about, though one before it
     * fails, for that is asked about first. One that failed and that a person let pass is not among them: he answers for it.
     */
    private Stream<RingView> watched(String id) {
        String next = underWay(id);
        List<RingView> all = rings.of(id);
        return all.stream().filter(r -> r.everOpened() && (r.state() == RingState.PASSED && !(r.verdict() == Verdict.HALT && r.overriddenBy() != null)
                || (r.state() == RingState.OPEN || r.state() == RingState.HELD && r.verdict() != Verdict.HALT) && (!r.name().equals(next) || all.stream().anyMatch(e -> e.order() < r.order() && failing(e)))));
    }

    private static boolean failing(RingView ring) {
        return (ring.state() == RingState.PASSED || ring.state() == RingState.HELD) && ring.verdict() == Verdict.HALT && ring.overriddenBy() == null;
    }

    /** The first unfinished ring: it alone is worked on. Null when none is left. */
    private String underWay(String id) {
        return rings.nextUnfinished(id).map(RingView::name).orElse(null);
    }

    private static String late(RingView ring) {
        return "Ring '" + ring.name() + (ring.state() == RingState.OPEN ? "' is open while another one is decided about. By now: " : "' had passed its gate. By now: ")
                + ring.verdictReason();
    }

    /** Reads where the last devices are, after all rings are done. */
    public void follow(String id) {
        rollouts.observe(id, null, get(id).baseline());
    }

    /** Counts the last devices as they were read last; true when nothing more is to be expected. */
    public boolean followedUp(String id) {
        move(id, CycleState.CLOSING);
        CycleView cycle = get(id);
        boolean enough = rings(id).stream().mapToInt(RingView::effective).sum() >= ENOUGH * rings(id).stream().mapToInt(RingView::controlled).sum();
        boolean late = rings(id).stream().map(RingView::passedAt).filter(Objects::nonNull).max(Comparator.naturalOrder())
                .map(last -> !businessClock.instant().isBefore(last.plus(FOLLOW_FOR))).orElse(true);
        return enough || late || cycle.supersededBy() != null;
    }

    /**
     * Ends the cycle. One that would close as planned, but was stopped and given up, rejected, or superseded meanwhile, says so.
     *
     * @return how it ended
     */
    public CycleState close(String id, CycleState requested) {
        CycleView cycle = get(id);
        if (cycle.state().ended()) {
            return cycle.state();
        }
        CycleState state = requested != CycleState.CLOSED ? requested : givenUp(id) ? CycleState.ABANDONED : rows.rejected(id) ? CycleState.REJECTED
                : cycle.supersededBy() != null ? CycleState.SUPERSEDED : requested;
        if (state == CycleState.CLOSED && rings.nextUnfinished(id).isPresent()) {
            throw new IllegalStateException("Cycle " + id + " cannot close: ring '" + rings.nextUnfinished(id).get().name()
                    + "' is " + rings.nextUnfinished(id).get().state() + ". Finish it, or stop and abandon the cycle.");
        }
        if (state == CycleState.ABANDONED && !rows.stopDecided(id, "ABANDON")) {
            throw new IllegalStateException("Cycle " + id + " cannot be abandoned: nobody but " + cycle.stoppers() + ", who asked for its stop, decided so. "
                    + "Another change manager decides on the task 'Resume or abandon?'.");
        }
        if (judgementOwed(id, state)) {
            throw new IllegalStateException("Emergency " + id + " cannot end: nobody but who approved it beforehand has judged it afterwards. "
                    + "Another change manager or the CAB does so on the task 'Approve the emergency change afterwards'.");
        }
        if (state == CycleState.ABANDONED && cycle.haltReason() != null) {
            mustBeSuspended(id);
        }
        endExpediting(id);
        if (state == CycleState.SUPERSEDED || state == CycleState.REJECTED || state == CycleState.ABANDONED) {
            rings.supersedeUnopened(id);
        }
        CycleResult result = result(id);
        rows.close(id, state, result.hotpatched() + result.lcu() + " of " + result.controlled() + " controlled devices effective"
                + (rollouts.observation(id).isEmpty() ? "" : "; observed only, nothing was written"), businessClock.instant());
        trail.system("cycle.ended", id, null, Map.of("state", state.name(), "hotpatched", result.hotpatched(), "lcu", result.lcu(),
                "failed", result.failed(), "controlled", result.controlled()));
        return state;
    }

    /** What is given up stays suspended, so it is read back before nobody looks any more; what a person has accepted, or has no policy, cannot be. */
    private void mustBeSuspended(String id) {
        List<String> open = readBack(id).open();
        if (!open.isEmpty()) {
            throw new IllegalStateException("Cycle " + id + " is not given up yet, because its stop does not hold: " + String.join("; ", open)
                    + ". It is tried again; suspend the release in Intune if that takes long.");
        }
    }

    /** Whether a stop is in force and somebody who may has decided to abandon the cycle. */
    public boolean givenUp(String id) {
        return get(id).haltReason() != null && rows.stopDecided(id, "ABANDON");
    }

    /**
     * Whether the cycle must not end so before somebody has judged it afterwards. However it ends: what was written without the usual approval is judged;
     * where nothing was written there is nothing to judge.
     */
    public boolean judgementOwed(String id, CycleState ending) {
        return "EMERGENCY".equals(get(id).changeType()) && (ending == CycleState.CLOSED || rows.wrote(id)) && !rows.judgedAfterwards(id);
    }

    /** Expedites the release for a ring that is open, where that was asked for and approved. */
    public void expedite(String id, String ring) {
        expedites.expedite(id, ring, get(id).catalogItem());
    }

    /** Expedites the release for every ring that is open, where that was asked for and approved. */
    public void expediteOpen(String id) {
        expedites.expediteOpen(id, get(id).catalogItem());
    }

    /**
     * Holds the release back from a failing ring, and takes away what expedites it.
     *
     * @throws IllegalStateException while Intune does not confirm it
     */
    public void suspend(String id, String ring) {
        if (!(expedites.takeBack(id, ring) & rollouts.suspend(id, ring, get(id).catalogItem()))) {
            throw new IllegalStateException("Ring '" + ring + "' of cycle " + id
                    + " is not suspended yet: Intune does not confirm it. It is tried again; suspend it in Intune if that takes long.");
        }
    }

    /**
     * Takes every expedite policy of the cycle away.
     *
     * @throws IllegalStateException while one is left
     */
    public void endExpediting(String id) {
        if (!expedites.takeBack(id)) {
            throw new IllegalStateException("An expedite policy of cycle " + id + " is not gone yet: Intune does not confirm it. It is tried again; "
                    + "remove it in Intune if that takes long, its name begins with 'Hotpatch Cycle expedite " + id + "'.");
        }
    }

    /** A person decided what the catalogs left unclear. */
    public void decideKind(String id, Kind kind, String person) {
        rows.decideKind(id, kind, person);
    }
}
