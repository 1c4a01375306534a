package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.rollout.Rollouts;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads, once for all rings that are watched beside the one under way, what they share: the fleet, changes by others, the proof, known issues. */
@Component("readSharedFacts")
class ReadSharedFacts implements JavaDelegate {

    private final Rollouts rollouts;
    private final Cycles cycles;
    private final Stops stops;
    private final TenantLook look;

    ReadSharedFacts(Rollouts rollouts, Cycles cycles, Stops stops, TenantLook look) {
        this.rollouts = rollouts;
        this.cycles = cycles;
        this.stops = stops;
        this.look = look;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        stops.raiseIfInForce(cycleId);
        if (cycles.openedBesides(cycleId)) {
            rollouts.observe(cycleId, null, cycles.get(cycleId).baseline());
            look.take(execution, cycleId);
        }
    }
}
