package io.hotpatchcycle.cycle;

import io.hotpatchcycle.approval.DecisionRefused;
import io.hotpatchcycle.approval.GivenText;
import io.hotpatchcycle.approval.Rule;
import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A release that is not deployed, or not everywhere, is no silence: somebody signs what risk stays, who carries it, and until when. */
public final class ReleaseDecisions {

    private static final Duration LONGEST = Duration.ofDays(180);
    private static final int MAX_NAME = 100;

    private final ReleaseDecisionRows rows;
    private final Cycles cycles;
    private final Trail trail;
    private final Clock businessClock;
    private final Clock wallClock;

    public ReleaseDecisions(ReleaseDecisionRows rows, Cycles cycles, Trail trail, Clock businessClock, Clock wallClock) {
        this.rows = rows;
        this.cycles = cycles;
        this.trail = trail;
        this.businessClock = businessClock;
        this.wallClock = wallClock;
    }

    /** What is signed. */
    public record Acceptance(String reason, String residualRisk, String owner, Instant expiresAt) {
    }

    /** Opens the question of an ended cycle; its number. */
    public long open(String cycleId) {
        CycleView cycle = cycles.get(cycleId);
        CycleResult result = cycles.result(cycleId);
        int missing = result.controlled() - result.hotpatched() - result.lcu();
        long id = rows.open(cycle, missing, businessClock.instant());
        trail.system("releaseDecision.opened", cycleId, null, Map.of("decision", id, "ended", cycle.state().name(), "devices", missing));
        return id;
    }

    /**
     * Opens the question of a release that no cycle carries; its number.
     *
     * @param person who says that it is not deployed, so that somebody else signs
     * @throws IllegalStateException when there is nothing to ask
     */
    public long openFor(String releaseId, String person) {
        rows.lock(releaseId);
        String against = rows.againstOpening(releaseId);
        if (!against.isEmpty()) {
            throw new IllegalStateException("Nobody is asked who carries the risk of release " + releaseId + ": " + against + ".");
        }
        long id = rows.openFor(releaseId, person, businessClock.instant());
        trail.person(person, "releaseDecision.opened", null, null, Map.of("decision", id, "release", releaseId, "ended", "NO_CYCLE"));
        return id;
    }

    /**
     * Releases left over: seen before then, with neither a cycle nor a decision; the oldest first. What was published before the first one that a cycle carried
     * is from before our time, and not asked about.
     */
    public List<String> left(Instant seenBefore) {
        return rows.left(seenBefore);
    }

    /** Opens the question of a release that is left over, unless somebody was quicker; its number. */
    public Optional<Long> openForLeft(String releaseId) {
        rows.lock(releaseId);
        if (!rows.againstOpening(releaseId).isEmpty()) {
            return Optional.empty();
        }
        long id = rows.openFor(releaseId, null, businessClock.instant());
        trail.system("releaseDecision.opened", null, null, Map.of("decision", id, "release", releaseId, "ended", "NO_CYCLE", "why", "LEFT_OVER"));
        return Optional.of(id);
    }

    /** A person wants the release deployed after all: its cycle is started, and he does not approve its change. */
    public void wantStarted(long id, String reason, String person) {
        ReleaseDecisionView open = rows.find(id);
        rows.wantStarted(id, person);
        trail.person(person, "releaseDecision.started", null, null, Map.of("decision", id, "release", open.releaseId(), "reason", reason));
    }

    /** The release whose cycle a person wants to be started. */
    public String toBeStarted(long id) {
        if (!rows.wanted(id)) {
            throw new IllegalStateException("Nobody decided that the release of decision " + id + " is deployed. Decide on the task 'Who carries the risk?'; where the token was moved "
                    + "past that task, move it back.");
        }
        return rows.find(id).releaseId();
    }

    /**
     * Closes the question, because a cycle carries the release.
     *
     * @throws IllegalStateException while none does
     */
    public void carried(long id) {
        ReleaseDecisionView open = rows.find(id);
        if (!rows.carry(id, businessClock.instant())) {
            throw new IllegalStateException("No cycle carries " + open.release() + ", so the question what becomes of it (decision " + id + ", " + open.state()
                    + ") stays open. Move the token back to the task 'Who carries the risk?'.");
        }
        trail.system("releaseDecision.carried", null, null, Map.of("decision", id, "release", open.releaseId()));
    }

    /**
     * Signs it.
     *
     * @throws DecisionRefused when something is missing, the person decided himself not to deploy, or a cycle carries the release by now
     */
    public void sign(long id, Acceptance given, String person, String taskId) {
        ReleaseDecisionView open = againstOwnDecision(id, person);
        carriedBy(id).ifPresent(why -> {
            throw new DecisionRefused(DecisionRefused.Kind.STATE, why);
        });
        Instant now = businessClock.instant();
        if (!given.expiresAt().isAfter(now) || given.expiresAt().isAfter(now.plus(LONGEST))) {
            throw new DecisionRefused("'expiresOn' must lie between now and " + LONGEST.toDays() + " days from now, but is " + given.expiresAt()
                    + ". It is now " + now + ".");
        }
        Acceptance a = new Acceptance(given.reason(), GivenText.read("residualRisk", given.residualRisk()), GivenText.read("riskOwner", given.owner(), MAX_NAME),
                given.expiresAt());
        rows.sign(id, a, person, taskId, now, wallClock.instant());
        trail.person(person, "releaseDecision.signed", open.cycleId(), null, Map.of("decision", id, "release", open.releaseId(), "reason", a.reason(), "residualRisk", a.residualRisk(),
                "owner", a.owner(), "expiresAt", a.expiresAt().toString(), "devices", open.devices()));
    }

    /** Why there is nothing left to sign or to start: a cycle carries the release by now. Models of before do not close the question by themselves. */
    public Optional<String> carriedBy(long id) {
        return rows.carrier(id).map(cycle -> "Cycle " + cycle + " carries " + rows.find(id).release() + " by now, so there is no risk of leaving it out to sign and nothing to start. "
                + "Choose 'Settled': that closes the question.");
    }

    /** Closes it without a risk that stays. */
    public void settle(long id, String reason, String person) {
        ReleaseDecisionView open = againstOwnDecision(id, person);
        if (rows.carry(id, businessClock.instant())) {
            trail.person(person, "releaseDecision.carried", null, null, Map.of("decision", id, "release", open.releaseId(), "reason", reason));
            return;
        }
        rows.settle(id, reason, person, businessClock.instant(), wallClock.instant());
        trail.person(person, "releaseDecision.settled", open.cycleId(), null, Map.of("decision", id, "release", open.releaseId(), "reason", reason));
    }

    private ReleaseDecisionView againstOwnDecision(long id, String person) {
        ReleaseDecisionView open = rows.find(id);
        againstDeciding(id, person).ifPresent(why -> {
            throw new DecisionRefused(Rule.DECLINER, why);
        });
        return open;
    }

    /** Why nobody signs as, or in the place of, this person; empty when there is no reason. */
    public Optional<String> againstDeciding(long id, String person) {
        ReleaseDecisionView open = rows.find(id);
        return person.equals(open.declinedBy()) ? Optional.of(person + " decided that " + name(open) + " is not deployed, so somebody else must sign what that "
                + "means, and not in the place of " + person + ". Ask another change manager.") : Optional.empty();
    }

    /** The acceptance is over: it is asked again, on what is known now, unless a cycle carries the release by now. The number of the new question. */
    public Optional<Long> reopen(long id) {
        ReleaseDecisionView over = rows.find(id);
        rows.lock(over.releaseId());
        if (rows.carry(id, businessClock.instant())) {
            trail.system("releaseDecision.carried", null, null, Map.of("decision", id, "release", over.releaseId()));
            return Optional.empty();
        }
        rows.expire(id, businessClock.instant());
        trail.system("releaseDecision.expired", over.cycleId(), null, Map.of("decision", id, "release", over.releaseId()));
        if (over.cycleId() != null) {
            return Optional.of(open(over.cycleId()));
        }
        long next = rows.openFor(over.releaseId(), over.declinedBy(), businessClock.instant());
        trail.system("releaseDecision.opened", null, null, Map.of("decision", next, "release", over.releaseId(), "ended", over.ended()));
        return Optional.of(next);
    }

    private static String name(ReleaseDecisionView d) {
        return d.cycleId() == null ? d.release() : d.cycleId();
    }

    /** Those of a release, newest first. */
    public List<ReleaseDecisionView> ofRelease(String releaseId) {
        return rows.ofRelease(releaseId);
    }

    /** One of them. */
    public ReleaseDecisionView get(long id) {
        return rows.find(id);
    }

    /** Those of a cycle, or all when null, newest first. */
    public List<ReleaseDecisionView> of(String cycleId) {
        return rows.list(cycleId);
    }
}
