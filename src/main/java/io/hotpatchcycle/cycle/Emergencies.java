package io.hotpatchcycle.cycle;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.ring.RingPolicy;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Rings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Emergency changes: asked for by a person with a reason, or found by {@code change-type.dmn}. Fewer people approve
 * beforehand and rings are shorter; everything else stays, and what was left out is listed.
 */
public final class Emergencies {

    private static final String EMERGENCY = "EMERGENCY";

    private final EmergencyRows rows;
    private final Cycles cycles;
    private final Planning planning;
    private final Rings rings;
    private final DecisionTables tables;
    private final Trail trail;
    private final Clock businessClock;

    public Emergencies(EmergencyRows rows, Cycles cycles, Planning planning, Rings rings, DecisionTables tables, Trail trail, Clock businessClock) {
        this.rows = rows;
        this.cycles = cycles;
        this.planning = planning;
        this.rings = rings;
        this.tables = tables;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /** Who asked, and why. @param expedite null when that was not asked for */
    public record Request(String reason, String requestedBy, Instant requestedAt, Expedite expedite) {
    }

    /**
     * That Intune is to bring the release past every deferral.
     *
     * @param release the date by which Intune names it
     * @param days    from the installation to the forced restart
     */
    public record Expedite(String release, int days) {

        /** E.g. "1 day after": of the restart and the installation. */
        public String soon() {
            return days == 0 ? "at once after" : days + (days == 1 ? " day" : " days") + " after";
        }
    }

    /**
     * A control that an emergency leaves out.
     *
     * @param ring    null for the whole cycle
     * @param usual   what it would have been
     * @param instead what stood in its place
     */
    public record Skipped(String ring, String control, String usual, String instead) {
    }

    /** What an emergency does to one ring of a running cycle: SHORTEN, CONTINUE, WAIT or SUPERSEDE, by {@code emergency-ring.dmn}. */
    public record Effect(String cycleId, RingView ring, String effect, String why) {
    }

    /**
     * Stores that a person asks for an emergency. It changes nothing before somebody else has approved it.
     *
     * @param expedite null when the release is not to be expedited
     * @return false when it was asked for before
     * @throws IllegalStateException when the cycle has ended or is about to, or a stop is in force
     */
    public boolean request(String cycleId, String reason, Expedite expedite, String person) {
        CycleView cycle = cycles.get(cycleId);
        if (cycle.state().ended()) {
            throw new IllegalStateException("Cycle " + cycleId + " has ended (" + cycle.state() + "); there is nothing to speed up.");
        }
        if (cycle.state() == CycleState.CLOSING) {
            throw new IllegalStateException("Cycle " + cycleId + " only follows its last devices (CLOSING): every ring is done, so there is nothing to speed up.");
        }
        // To hurry and to hold back are opposites: who resumes decides first that it goes on at all, and must know what goes on.
        if (cycles.haltedForNow(cycleId)) {
            throw new IllegalStateException("Cycle " + cycleId + " is stopped (" + cycle.state() + "), so there is nothing to speed up. Ask again when a change manager "
                    + "has resumed it on the task 'Resume or abandon?'.");
        }
        boolean first = rows.request(cycleId, reason, expedite, person, businessClock.instant());
        if (first) {
            trail.person(person, "emergency.requested", cycleId, null, expedite == null ? Map.of("reason", reason)
                    : Map.of("reason", reason, "expediteRelease", expedite.release(), "expediteDays", expedite.days()));
        }
        return first;
    }

    /** Whether somebody asked, and neither classified the change so nor was asked about it: the message met nobody. */
    public boolean unheard(String cycleId) {
        return !EMERGENCY.equals(cycles.get(cycleId).changeType()) && rows.find(cycleId).isPresent() && !rows.asked(cycleId);
    }

    /** Whether people were asked about it, and nobody has decided: a stop may have ended the question. */
    public boolean undecided(String cycleId) {
        return !EMERGENCY.equals(cycles.get(cycleId).changeType()) && rows.undecided(cycleId);
    }

    /** The request of a person; empty when nobody asked. */
    public Optional<Request> requested(String cycleId) {
        return rows.find(cycleId);
    }

    /** Why this person must not approve the emergency beforehand; empty when there is no reason. */
    public Optional<String> againstApproving(String cycleId, String person) {
        return rows.find(cycleId).filter(r -> r.requestedBy().equals(person)).map(r -> person + " asked for the emergency of cycle " + cycleId
                + ", so somebody else must decide about it, and not in the place of " + person
                + ". Ask another member of the group; after the deadline the CAB is asked too.");
    }

    /** Why this person must not approve the emergency afterwards; empty when there is no reason. */
    public Optional<String> againstAfterwards(String cycleId, String person) {
        return againstApproving(cycleId, person).or(() -> rows.approvedBefore(cycleId, person) ? Optional.of(person + " approved the emergency of cycle "
                + cycleId + " beforehand, so somebody else must judge it afterwards: another change manager, or the CAB.") : Optional.empty());
    }

    /** Why it is this type of change, as {@code change-type.dmn} says; empty before it was decided. */
    public String changeWhy(String cycleId) {
        return rows.changeWhy(cycleId);
    }

    /** What an emergency of this cycle does to the unfinished rings of older running cycles, and to its own that are under way. */
    public List<Effect> effects(String cycleId) {
        CycleView emergency = cycles.get(cycleId);
        List<Effect> found = new ArrayList<>();
        for (CycleView cycle : cycles.all()) {
            boolean own = cycle.id().equals(cycleId);
            if (!cycle.state().ended() && (own ? underWay(cycle) : cycle.publishedAt().isBefore(emergency.publishedAt()))) {
                cycles.rings(cycle.id()).stream().filter(r -> !r.finished()).map(r -> effect(emergency, own, cycle, r)).forEach(found::add);
            }
        }
        return found;
    }

    private static boolean underWay(CycleView cycle) {
        return cycle.state() == CycleState.ROLLING_OUT || cycle.state() == CycleState.HELD;
    }

    /** A ring the table has no rule for waits: the side on which nothing opens. */
    private Effect effect(CycleView emergency, boolean own, CycleView cycle, RingView ring) {
        Map<String, Object> inputs = new HashMap<>();
        inputs.put("ownCycle", own);
        inputs.put("emergencyKind", emergency.kind() == null ? null : emergency.kind().name());
        inputs.put("ringOpened", ring.everOpened());
        Map<String, Object> said = tables.open("emergency-ring").evaluate(inputs).stream().findFirst().orElse(Map.of());
        return new Effect(cycle.id(), ring, String.valueOf(said.getOrDefault("effect", "WAIT")), String.valueOf(said.getOrDefault("effectWhy", "")));
    }

    /** Lets older running cycles give way to an approved emergency, and lists what it skips; nothing for any other change. */
    public void giveWay(String cycleId) {
        if (!EMERGENCY.equals(cycles.get(cycleId).changeType())) {
            return;
        }
        noteSkipped(cycleId);
        for (Effect effect : effects(cycleId)) {
            CycleView cycle = cycles.get(effect.cycleId());
            boolean supersede = "SUPERSEDE".equals(effect.effect()) && cycles.rings(cycle.id()).stream().anyMatch(RingView::everOpened);
            if (supersede) {
                rows.supersede(cycle.id(), cycleId);
            } else if ("WAIT".equals(effect.effect()) || "SUPERSEDE".equals(effect.effect())) {
                // Nothing of it was opened yet, and people may still be deciding about it: it waits.
                rows.yieldTo(cycle.id(), cycleId);
            }
            trail.system("ring.emergencyEffect", cycle.id(), effect.ring().name(), Map.of("emergency", cycleId, "effect",
                    supersede || "CONTINUE".equals(effect.effect()) ? effect.effect() : "WAIT"));
        }
    }

    /** Why the cycle must not go on as an emergency now; empty when it may. A stop that is asked for from now on waits until this transaction has ended. */
    public Optional<String> againstSpeedingUp(String cycleId) {
        boolean stopped = cycles.haltedForNow(cycleId);
        CycleView cycle = cycles.get(cycleId);
        String why = cycle.state().ended() ? "has ended (" + cycle.state() + "), so there is nothing to speed up."
                : cycle.state() == CycleState.CLOSING ? "has no ring left to open, so there is nothing to speed up."
                : stopped ? "is stopped (" + cycle.state() + "). Whether it goes on at all is decided first, on the task 'Resume or abandon?'." : null;
        return Optional.ofNullable(why).map(said -> "Cycle " + cycleId + " " + said + " Choose KEEP.");
    }

    /**
     * Goes on with a running cycle as an emergency: its unfinished rings are judged by the emergency policy from now on.
     *
     * @throws IllegalStateException when it is stopped, or has no ring left, or nobody decided so
     */
    public void shorten(String cycleId) {
        againstSpeedingUp(cycleId).ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        if (!rows.spedUp(cycleId)) {
            throw new IllegalStateException("Cycle " + cycleId + " does not become an emergency: nobody decided SPEED_UP on the task 'Go on as an emergency?'. Ask for the "
                    + "emergency on the page of the cycle; where a token was moved to this step, take it away.");
        }
        noteSkipped(cycleId);
        rows.changeType(cycleId, EMERGENCY, "A person asked for an emergency while the roll-out was running, and another approved it.");
        for (Effect effect : effects(cycleId)) {
            if (effect.cycleId().equals(cycleId) && "SHORTEN".equals(effect.effect())) {
                Map<String, Object> policy = policy(cycleId, effect.ring().name(), EMERGENCY);
                rings.shorten(cycleId, effect.ring().name(), Duration.parse(String.valueOf(policy.get("soak"))),
                        Duration.parse(String.valueOf(policy.get("observeFor"))));
                trail.system("ring.emergencyEffect", cycleId, effect.ring().name(), Map.of("emergency", cycleId, "effect", "SHORTEN"));
            }
        }
    }

    /** What was skipped, as noted. */
    public List<Skipped> skipped(String cycleId) {
        return rows.skipped(cycleId);
    }

    /** What an emergency would skip here: the difference to what the same change would be without one. */
    public List<Skipped> wouldSkip(String cycleId) {
        Map<String, Object> inputs = planning.changeFacts(cycleId);
        inputs.put("exploited", false);
        inputs.put("emergencyRequested", false);
        inputs.put("kevDueInDays", null);
        Map<String, Object> usual = tables.open("change-type").evaluate(inputs).stream().findFirst().orElse(Map.of());
        String usualType = String.valueOf(usual.getOrDefault("changeType", "NORMAL"));
        List<Skipped> found = new ArrayList<>();
        found.add(new Skipped(null, "APPROVAL_BEFOREHAND", approvers(usual),
                "one emergency approver; the others afterwards"));
        Expedite expedite = requested(cycleId).map(Request::expedite).orElse(null);
        for (RingView ring : cycles.rings(cycleId)) {
            String before = String.valueOf(policy(cycleId, ring.name(), usualType).get("soak"));
            String now = String.valueOf(policy(cycleId, ring.name(), EMERGENCY).get("soak"));
            if (!ring.finished() && !before.equals(now)) {
                found.add(new Skipped(ring.name(), "SOAK", Shown.lasting(before), Shown.lasting(now)));
            }
            if (expedite != null && !ring.finished()) {
                found.add(new Skipped(ring.name(), "EXPEDITE", "offered after the deferral of its update ring; restarts in the agreed window", "offered at once; "
                        + "restart forced " + expedite.soon() + " the installation"));
            }
        }
        return found;
    }

    private static String approvers(Map<String, Object> usual) {
        return usual.get("approvers") == null ? "an approval" : usual.get("approvers").toString().replace(",", " and ") + " within "
                + Shown.lasting(usual.get("approvalWithin"));
    }

    private void noteSkipped(String cycleId) {
        wouldSkip(cycleId).forEach(s -> rows.skipped(cycleId, s, businessClock.instant()));
    }

    private Map<String, Object> policy(String cycleId, String ring, String changeType) {
        return RingPolicy.rule(tables.open("ring-policy"), ring, String.valueOf(cycles.get(cycleId).kind()), changeType).orElseThrow(() -> new IllegalStateException(
                "ring-policy has no rule for ring '" + ring + "' of cycle " + cycleId + " as " + changeType + ". Add one, or a last rule for any ring."));
    }
}
