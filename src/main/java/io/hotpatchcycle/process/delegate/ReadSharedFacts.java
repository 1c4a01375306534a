package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.rollout.GateProof;
import io.hotpatchcycle.rollout.Rollouts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Reads, once for all rings that are watched beside the one under way, what they share: the fleet, changes by others, the proof, known issues. What the
 * ring under way read within half a day serves as well: the fleet is read at once for all rings, and its list lags by as much.
 */
@Component("readSharedFacts")
class ReadSharedFacts implements JavaDelegate {

    private static final Duration SERVES_FOR = Duration.ofHours(12);

    private final Rollouts rollouts;
    private final Cycles cycles;
    private final Stops stops;
    private final TenantLook look;
    private final GateProof proof;
    private final Clock businessClock;

    ReadSharedFacts(Rollouts rollouts, Cycles cycles, Stops stops, TenantLook look, GateProof proof,
                    @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.proof = proof;
        this.businessClock = businessClock;
        this.rollouts = rollouts;
        this.cycles = cycles;
        this.stops = stops;
        this.look = look;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        stops.raiseIfInForce(cycleId);
        if (cycles.openedBesides(cycleId) && !seen(cycleId)) {
            rollouts.observe(cycleId, null, cycles.get(cycleId).baseline());
            look.take(execution, cycleId);
        }
    }

    private boolean seen(String cycleId) {
        Instant last = proof.asOf(cycleId);
        return last != null && last.isAfter(businessClock.instant().minus(SERVES_FOR));
    }
}
