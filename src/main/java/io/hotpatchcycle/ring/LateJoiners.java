package io.hotpatchcycle.ring;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.fleet.Sync;
import io.hotpatchcycle.fleet.VisibleRings;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Devices that appear, come back or become active while a cycle runs. Nobody who is planned moves for them, and no figure of the plan changes: they
 * wait for the next cycle, unless the policy of their ring lets so many join it before it opens as its approvers were shown.
 */
public final class LateJoiners {

    private static final String PERCENT = "lateJoinersUpTo";

    private final List<RingSettings> settings;
    private final PlanRows plans;
    private final LateRows rows;
    private final Trail trail;
    private final Clock businessClock;
    private final boolean observing;

    LateJoiners(List<RingSettings> settings, PlanRows plans, Trail trail, Clock businessClock, boolean observing) {
        this.settings = settings;
        this.plans = plans;
        this.rows = plans.late();
        this.trail = trail;
        this.businessClock = businessClock;
        this.observing = observing;
    }

    /** Notes with each ring how many may join it beyond its plan, by the policy table of the cycle. What the table does not say plainly is none. */
    public void allow(String cycleId, String kind, String changeType, DecisionTables.Table policies) {
        for (RingSettings ring : settings) {
            rows.allow(cycleId, ring.name(), percent(policies, ring.name(), kind, changeType));
        }
    }

    private static double percent(DecisionTables.Table policies, String ring, String kind, String changeType) {
        try {
            Object said = RingPolicy.rule(policies, ring, kind, changeType).map(policy -> policy.get(PERCENT)).orElse(null);
            double percent = said instanceof Number number ? number.doubleValue() : 0;
            return percent > 0 && percent <= 100 ? percent : 0;
        } catch (RuntimeException e) {
            return 0; // what else such a rule decides is told to who is asked to approve
        }
    }

    /** How many devices beyond the plan may join, by ring; only rings that take any. */
    public Map<String, Integer> allowed(String cycleId) {
        return rows.allowed(cycleId);
    }

    /** Notes who came since the plan was drawn, as the fleet is known now. */
    public void look(String cycleId) {
        Instant now = businessClock.instant();
        Instant staleBefore = now.minus(Fleet.STALE_AFTER);
        rows.look(cycleId, plans.reach(staleBefore, now, settings, observing, plans.claims()), staleBefore, now, settings.stream().map(RingSettings::name).toList());
    }

    /**
     * Lets those join that may, before the ring opens: the fleet is read for it once.
     *
     * @return false while it is still being read
     */
    public boolean admit(String cycleId, String ring, Sync sync) {
        if (!rows.toBeRead(cycleId, ring)) {
            return true;
        }
        String reading = cycleId + "/" + ring;
        if (!sync.read(reading)) {
            return false;
        }
        sync.takeSnapshot(reading);
        look(cycleId);
        int joined = rows.admit(cycleId, ring, businessClock.instant());
        rows.read(cycleId, ring);
        trail.system("ring.lateJoiners", cycleId, ring, Map.of("joined", joined, "allowed", allowed(cycleId).getOrDefault(ring, 0)));
        return true;
    }

    /** How many there are, by what becomes of them and by ring. */
    public List<LateJoiner.Count> counts(String cycleId) {
        return rows.counts(cycleId);
    }

    /** A page of them, who was found first first. */
    public List<LateJoiner> list(String cycleId, VisibleRings visible, int offset, int limit) {
        return rows.list(cycleId, visible, offset, limit);
    }

    /** How many of them somebody may see. */
    public int count(String cycleId, VisibleRings visible) {
        return rows.count(cycleId, visible);
    }
}
