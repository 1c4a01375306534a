package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.cycle.PolicyTables;
import io.hotpatchcycle.process.Deadline;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.process.model.RingRolloutModel;
import io.hotpatchcycle.restart.Restarts;
import io.hotpatchcycle.ring.RingPolicy;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.rollout.Rollouts;
import io.hotpatchcycle.rollout.TenantDrift;
import java.time.Clock;
import java.time.DateTimeException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Checks whether the ring can be opened, and stores the gate policy it will be judged by. */
@Component("prepareRing")
class PrepareRing implements JavaDelegate {

    private final Rings rings;
    private final Rollouts rollouts;
    private final Cycles cycles;
    private final TenantDrift drift;
    private final PolicyTables tables;
    private final GateTable gate;
    private final IssueHold issues;
    private final Restarts restarts;
    private final Stops stops;
    private final Clock businessClock;

    PrepareRing(Rings rings, Rollouts rollouts, Cycles cycles, TenantDrift drift, PolicyTables tables, GateTable gate, IssueHold issues, Restarts restarts, Stops stops,
                @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.rings = rings;
        this.rollouts = rollouts;
        this.cycles = cycles;
        this.drift = drift;
        this.tables = tables;
        this.gate = gate;
        this.issues = issues;
        this.restarts = restarts;
        this.stops = stops;
        this.businessClock = businessClock;
    }

    /** A ring without a policy that can be read is held, whatever the mode: there is nothing to judge it by. */
    private String problem(DelegateExecution execution, String cycleId, String ring) {
        String unusable = tables.problem(cycleId);
        if (!unusable.isEmpty()) {
            return "Ring '" + ring + "', kind " + Variables.KIND.from(execution) + ", change " + Variables.CHANGE_TYPE.from(execution) + ": " + unusable;
        }
        RingPolicy policy;
        try {
            policy = gate.policy(execution, cycleId, ring);
        } catch (IllegalArgumentException | IllegalStateException | DateTimeException e) {
            return "The rule of ring-policy for ring '" + ring + "', kind " + Variables.KIND.from(execution) + ", change " + Variables.CHANGE_TYPE.from(execution)
                    + " is missing or cannot be used: " + e.getMessage() + " Correct the table; this cycle keeps the one it began with.";
        }
        String found = rings.prepare(cycleId, ring, policy);
        // Where nothing is written the course goes on; what would have held it is noted with the opening.
        return rollouts.observing(cycleId) ? "" : found.isEmpty() ? issues.why(cycleId, ring) : found;
    }

    /**
     * A ring that passed and fails by now comes back here held, and so does one a person was being asked about when another one before it failed: first a
     * person decides about it. After his answer it is prepared as any other.
     */
    private String undecided(DelegateExecution execution, String cycleId, String ring) {
        RingView found = rings.find(cycleId, ring);
        boolean answered = execution.getVariable(RingRolloutModel.Variables.REVIEW_DECISION) != null;
        return answered || found.state() != RingState.HELD || !found.everOpened() ? "" : found.holdReason() != null ? found.holdReason()
                : found.verdictReason() != null ? found.verdictReason() : "Ring '" + ring + "' was held before, and nobody has decided about it.";
    }

    /** One that stayed open while another was decided about, and whose window is over: its owners are not asked once more, it is watched at once. */
    private boolean restarted(String cycleId, String ring) {
        return rings.find(cycleId, ring).state() == RingState.OPEN
                && restarts.window(cycleId, ring).filter(w -> w.agreed() && !w.endsAt().isAfter(businessClock.instant())).isPresent();
    }

    /** A ring that is held for want of a policy is watched all the same. */
    private static void keepWatchable(DelegateExecution execution) {
        try {
            if (Variables.POLL.orNull(execution) != null) {
                return;
            }
        } catch (DateTimeException e) {
            // as if it were missing; who is asked reads why
        }
        Variables.POLL.on(execution, GateTable.POLL_WITHOUT_RULE);
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        String ring = Variables.RING_NAME.from(execution);
        stops.raiseIfInForce(cycleId);
        if (!rollouts.observing(cycleId)) {
            // Before anything is prepared: what somebody took away is told, and by whom, to who decides about it.
            drift.check(cycleId, cycles.get(cycleId).catalogItem());
            rollouts.countEnrolled(cycleId, ring);
        }
        String undecided = undecided(execution, cycleId, ring);
        String problem = undecided.isEmpty() ? problem(execution, cycleId, ring) : undecided;
        keepWatchable(execution);
        Variables.RING_READY.on(execution, problem.isEmpty());
        Variables.HOLD_REASON.on(execution, problem);
        Variables.WITHOUT_RESTARTS.on(execution, rings.find(cycleId, ring).restarts() == 0 || restarted(cycleId, ring));
        Variables.RING_REVIEWERS.on(execution, String.join(",", rings.settingsOf(ring).reviewers()));
        Deadline.ONE_DAY.on(execution, businessClock.instant());
    }
}
