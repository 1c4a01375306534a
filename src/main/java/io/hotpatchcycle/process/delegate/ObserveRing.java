package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.rollout.Rollouts;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads what the fleet reported since, and proves that nobody got the release without an approval. */
@Component("observeRing")
class ObserveRing implements JavaDelegate {

    private final Rollouts rollouts;
    private final Cycles cycles;
    private final Stops stops;
    private final TenantLook look;
    private final WatchPoll poll;

    ObserveRing(Rollouts rollouts, Cycles cycles, Stops stops, TenantLook look, WatchPoll poll) {
        this.poll = poll;
        this.rollouts = rollouts;
        this.cycles = cycles;
        this.stops = stops;
        this.look = look;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        stops.raiseIfInForce(cycleId);
        String ring = Variables.RING_NAME.from(execution);
        rollouts.observe(cycleId, ring, cycles.get(cycleId).baseline());
        look.take(execution, cycleId);
        poll.shorten(execution, cycleId, ring);
    }
}
