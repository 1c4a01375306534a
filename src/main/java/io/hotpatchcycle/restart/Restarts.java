package io.hotpatchcycle.restart;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Verdict;
import io.hotpatchcycle.rollout.Rollouts;
import io.hotpatchcycle.rollout.Write;
import io.hotpatchcycle.rollout.WriteResult;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The restarts a ring brings: windows, requests, and whether they happened. Face of this package. */
public final class Restarts {

    /** Devices of one call that are asked whether it reached them. */
    private static final int DEVICES_READ = 5;
    /** Calls per run, so that no delegate runs for minutes. */
    private static final int CALLS_PER_RUN = 20;

    private final RestartRows rows;
    private final Rollouts rollouts;
    private final Rings rings;
    private final RestartActions actions;
    private final Trail trail;
    private final Clock businessClock;

    public Restarts(RestartRows rows, Rollouts rollouts, Rings rings, RestartActions actions, Trail trail, Clock businessClock) {
        this.rows = rows;
        this.rollouts = rollouts;
        this.rings = rings;
        this.actions = actions;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /**
     * The agreed window if it is not over, or else a new proposal.
     *
     * @param after    time from now to the start of a proposal
     * @param length   its length
     * @param wanted   start a person asked for; null when none. One in the past is moved to now
     *                 and one in a freeze behind it
     */
    public Window propose(String cycleId, String ring, Duration after, Duration length, Instant wanted) {
        Instant now = businessClock.instant();
        Optional<Window> agreed = rows.agreed(cycleId, ring).filter(w -> w.endsAt().isAfter(now));
        if (agreed.isPresent()) {
            return agreed.get();
        }
        Instant start = rollouts.outsideFreezes(cycleId, wanted == null ? now.plus(after) : wanted.isBefore(now) ? now : wanted, length);
        RingView view = rings.find(cycleId, ring);
        return rows.propose(cycleId, ring, start, start.plus(length), view.restarts());
    }

    /** The newest window of a ring, proposed or agreed. */
    public Optional<Window> window(String cycleId, String ring) {
        return rows.newest(cycleId, ring);
    }

    /** Stores the owners' answer to the newest proposal. */
    public void answer(String cycleId, String ring, boolean agreed) {
        rows.answer(cycleId, ring, agreed ? "AGREED" : "DECLINED");
    }

    /**
     * Asks the devices that wait for a restart to restart now; each at most once. Only within the window.
     *
     * @param seenWithin how old the last sight of a device that waits may be: who was seen longer ago may have restarted
     *                   since, and a second restart would be ours
     */
    public void requestRestarts(String cycleId, String ring, Duration seenWithin) {
        if (rollouts.observing(cycleId)) {
            return;
        }
        Instant now = businessClock.instant();
        Optional<Window> agreed = rows.agreed(cycleId, ring);
        // A crash may have left a call whose devices are not noted yet: grouped anew they would be restarted twice.
        // The window may be over by now: then the call is settled by reading, never sent.
        rows.settled(cycleId, ring).forEach(devices -> rows.asked(cycleId, ring, devices, now));
        Instant since = agreed.map(Window::startsAt).orElse(Instant.EPOCH);
        readAgain(cycleId, ring, since);
        for (List<String> begun : rows.begun(cycleId, ring)) {
            if (!request(cycleId, ring, begun, since)) {
                return;
            }
        }
        Optional<Window> open = agreed.filter(w -> w.contains(now));
        if (open.isEmpty() || rollouts.frozen(cycleId)) {
            return;
        }
        for (int call = 0; call < CALLS_PER_RUN; call++) {
            List<String> due = rows.waiting(cycleId, ring, now.minus(seenWithin), RestartActions.DEVICES_PER_CALL);
            if (due.isEmpty() || !request(cycleId, ring, due, open.get().startsAt())) {
                return;
            }
        }
    }

    /** Devices tell late: what nobody could tell is read again at each poll, until one does or a person decides. */
    private void readAgain(String cycleId, String ring, Instant since) {
        for (AmbiguousRestart call : rows.ambiguous(cycleId, ring)) {
            if (rollouts.ledger().settledByReading(write(cycleId, ring, call.devices(), since))) {
                trail.system("restart.settledByReading", cycleId, ring, Map.of("write", call.write(), "devices", call.devices().size()));
            }
        }
    }

    /** Calls of which nobody can tell whether they happened. */
    public List<AmbiguousRestart> ambiguous(String cycleId) {
        return rows.ambiguous(cycleId, null);
    }

    /**
     * A person says what became of a call. One that did not happen is made again while the window is open; one that did
     * is never repeated.
     *
     * @return false when there is nothing to decide any more
     */
    public boolean decide(String cycleId, long write, boolean happened, String person, String why) {
        Optional<AmbiguousRestart> call = rows.ambiguous(cycleId, null).stream().filter(a -> a.write() == write).findFirst();
        if (call.isEmpty() || !rows.decide(cycleId, write, happened, person, why, businessClock.instant())) {
            return false;
        }
        if (!happened) {
            rows.notAsked(cycleId, call.get().devices());
        }
        trail.person(person, "restart.decided", cycleId, call.get().ring(), Map.of("write", write, "happened", happened, "why", why,
                "devices", call.get().devices().size()));
        return true;
    }

    /**
     * Settles by reading what a crash left of calls that asked devices to restart, and sends nothing. For a stop: it ends the campaigns that would do so.
     *
     * @return what is not settled yet, for a person; empty when nothing is left
     */
    public Optional<String> settleBegun(String cycleId) {
        String open = null;
        for (RingView ring : rings.of(cycleId)) {
            Instant since = rows.agreed(cycleId, ring.name()).map(Window::startsAt).orElse(Instant.EPOCH);
            rows.settled(cycleId, ring.name()).forEach(devices -> rows.asked(cycleId, ring.name(), devices, businessClock.instant()));
            readAgain(cycleId, ring.name(), since);
            for (List<String> begun : rows.begun(cycleId, ring.name())) {
                Write left = write(cycleId, ring.name(), begun, since, () -> Optional.of("Cycle " + cycleId + " is stopped."));
                open = request(left, begun) ? open : "a restart of " + begun.size() + " devices of ring '" + ring.name() + "' that was begun is not settled yet";
            }
        }
        return Optional.ofNullable(open);
    }

    private Write write(String cycleId, String ring, List<String> deviceIds, Instant since) {
        return write(cycleId, ring, deviceIds, since, () -> refusal(cycleId, ring));
    }

    private Write write(String cycleId, String ring, List<String> deviceIds, Instant since, Supplier<Optional<String>> guard) {
        String name = UUID.nameUUIDFromBytes(String.join(",", deviceIds).getBytes(StandardCharsets.UTF_8)).toString();
        return new Write("restart:" + cycleId + ":" + ring + ":" + name, "RESTART", cycleId, ring,
                "restart of " + deviceIds.size() + " devices", String.join(",", deviceIds), guard,
                () -> actions.restart(deviceIds), () -> look(deviceIds, since), false, true);
    }

    /** One call reaches all its devices or none, but not all of them tell. */
    private Write.Look look(List<String> deviceIds, Instant since) {
        String seen = "none";
        for (String device : deviceIds.subList(0, Math.min(DEVICES_READ, deviceIds.size()))) {
            seen = device + ": " + actions.readRestart(device, since);
            if (!seen.endsWith(": none")) {
                return new Write.Look(true, seen);
            }
        }
        return new Write.Look(false, seen);
    }

    private boolean request(String cycleId, String ring, List<String> deviceIds, Instant since) {
        return request(write(cycleId, ring, deviceIds, since), deviceIds);
    }

    private boolean request(Write write, List<String> deviceIds) {
        String cycleId = write.cycleId();
        String ring = write.ring();
        WriteResult result = rollouts.ledger().write(write);
        boolean asked = result.isDone() || result.state() == WriteResult.State.AMBIGUOUS;
        if (asked) {
            rows.asked(cycleId, ring, deviceIds, businessClock.instant());
        }
        if (!result.isDone()) {
            boolean person = result.state() == WriteResult.State.AMBIGUOUS;
            trail.system(person ? "restart.ambiguous" : "restart.notConfirmed", cycleId, ring, Map.of("why", result.message(), "devices", deviceIds.size()));
        }
        return asked;
    }

    private Optional<String> refusal(String cycleId, String ring) {
        Optional<Window> agreed = rows.agreed(cycleId, ring).filter(w -> w.contains(businessClock.instant()));
        if (agreed.isEmpty()) {
            return Optional.of("No agreed window of ring '" + ring + "' of cycle " + cycleId + " is open now.");
        }
        RingView view = rings.find(cycleId, ring);
        // a campaign of a model of before asks no gate: figures that fail beyond doubt are enough
        boolean failing = view.verdict() == Verdict.HALT
                || view.failureLimit() != null && rings.figures(cycleId, ring).surelyFailing() > view.failureLimit();
        if (view.state() != RingState.OPEN || failing) {
            return Optional.of("Ring '" + ring + "' of cycle " + cycleId + (view.state() != RingState.OPEN ? " is " + view.state() + ", not open"
                    : " is failing") + ". Devices of it are not restarted; see the reason on the ring.");
        }
        return rollouts.refusal(cycleId, ring);
    }

    /**
     * Whether the campaign is over: every expected restart was seen, or the window is closed. Devices that are left follow
     * the deadline of their update ring. A failing ring is the gate's business.
     */
    public boolean over(String cycleId, String ring) {
        return rows.agreed(cycleId, ring).map(w -> !businessClock.instant().isBefore(w.endsAt())).orElse(true) || rows.expected(cycleId, ring) == 0;
    }
}
