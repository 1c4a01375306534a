package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.release.KnownIssues;
import io.hotpatchcycle.rollout.Rollouts;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads what the fleet reported since. */
@Component("observeRing")
class ObserveRing implements JavaDelegate {

    private final Rollouts rollouts;
    private final Cycles cycles;
    private final KnownIssues issues;
    private final Stops stops;

    ObserveRing(Rollouts rollouts, Cycles cycles, KnownIssues issues, Stops stops) {
        this.rollouts = rollouts;
        this.cycles = cycles;
        this.issues = issues;
        this.stops = stops;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        stops.raiseIfInForce(cycleId);
        rollouts.observe(cycleId, Variables.RING_NAME.from(execution), cycles.get(cycleId).baseline());
        issues.refresh();
    }
}
