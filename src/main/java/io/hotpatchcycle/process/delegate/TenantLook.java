package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.release.KnownIssues;
import io.hotpatchcycle.rollout.GateProof;
import io.hotpatchcycle.rollout.Rollouts;
import io.hotpatchcycle.rollout.TenantDrift;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** What is looked at once the fleet was read, whichever ring it was read for: what others changed, whether the gate held, and the known issues. */
@Component
class TenantLook {

    private final Rollouts rollouts;
    private final Cycles cycles;
    private final Fleet fleet;
    private final TenantDrift drift;
    private final GateProof proof;
    private final GateIncident incident;
    private final KnownIssues issues;

    TenantLook(Rollouts rollouts, Cycles cycles, Fleet fleet, TenantDrift drift, GateProof proof, GateIncident incident, KnownIssues issues) {
        this.rollouts = rollouts;
        this.cycles = cycles;
        this.fleet = fleet;
        this.drift = drift;
        this.proof = proof;
        this.incident = incident;
        this.issues = issues;
    }

    void take(DelegateExecution execution, String cycleId) {
        if (!rollouts.observing(cycleId)) {
            drift.check(cycleId, cycles.get(cycleId).catalogItem());
            proof.check(cycleId, fleet.asOf());
            incident.follow(execution, proof.alarm(cycleId));
        }
        issues.refresh();
    }
}
