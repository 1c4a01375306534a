package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.restart.Restarts;
import io.hotpatchcycle.rollout.GateProof;
import io.hotpatchcycle.rollout.Rollouts;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** One look at a stop: reads every unit back, suspends what is not, counts, and tells what does not hold. */
@Component
class StopLook {

    private final Cycles cycles;
    private final Rollouts rollouts;
    private final Restarts restarts;
    private final Fleet fleet;
    private final GateProof proof;
    private final GateIncident gateIncident;
    private final StopIncident stopIncident;

    StopLook(Cycles cycles, Rollouts rollouts, Restarts restarts, Fleet fleet, GateProof proof, GateIncident gateIncident, StopIncident stopIncident) {
        this.cycles = cycles;
        this.rollouts = rollouts;
        this.restarts = restarts;
        this.fleet = fleet;
        this.proof = proof;
        this.gateIncident = gateIncident;
        this.stopIncident = stopIncident;
    }

    Cycles.StopProgress take(DelegateExecution execution, String cycleId) {
        Cycles.StopProgress progress = cycles.verifyStop(cycleId, restarts(cycleId));
        stopIncident.follow(execution, StopIncident.Kind.NOT_HELD, cycles.stopAlarm(cycleId));
        stopIncident.follow(execution, StopIncident.Kind.POLICY_GONE, cycles.policyAlarm(cycleId));
        stopIncident.follow(execution, StopIncident.Kind.LET_THROUGH, cycles.letThroughAlarm(cycleId));
        // What a stop is to hold back must be seen when it gets through all the same.
        if (!rollouts.observing(cycleId)) {
            proof.check(cycleId, fleet.asOf());
            gateIncident.follow(execution, proof.alarm(cycleId));
        }
        return progress;
    }

    private Optional<String> restarts(String cycleId) {
        try {
            return restarts.settleBegun(cycleId);
        } catch (RuntimeException e) {
            return Optional.of("a restart that was begun: " + e.getMessage());
        }
    }
}
