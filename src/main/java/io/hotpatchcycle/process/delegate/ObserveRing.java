package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.release.KnownIssues;
import io.hotpatchcycle.rollout.GateProof;
import io.hotpatchcycle.rollout.Rollouts;
import io.hotpatchcycle.rollout.TenantDrift;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads what the fleet reported since, and proves that nobody got the release without an approval. */
@Component("observeRing")
class ObserveRing implements JavaDelegate {

    private final Rollouts rollouts;
    private final Cycles cycles;
    private final KnownIssues issues;
    private final Stops stops;
    private final Fleet fleet;
    private final GateProof proof;
    private final GateIncident incident;
    private final TenantDrift drift;

    ObserveRing(Rollouts rollouts, Cycles cycles, KnownIssues issues, Stops stops, Fleet fleet, GateProof proof, GateIncident incident,
                TenantDrift drift) {
        this.drift = drift;
        this.rollouts = rollouts;
        this.cycles = cycles;
        this.issues = issues;
        this.stops = stops;
        this.fleet = fleet;
        this.proof = proof;
        this.incident = incident;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        stops.raiseIfInForce(cycleId);
        rollouts.observe(cycleId, Variables.RING_NAME.from(execution), cycles.get(cycleId).baseline());
        if (!rollouts.observing(cycleId)) {
            drift.check(cycleId, cycles.get(cycleId).catalogItem());
            proof.check(cycleId, fleet.asOf());
            incident.follow(execution, proof.alarm(cycleId));
        }
        issues.refresh();
    }
}
