package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.rollout.GateProof;
import io.hotpatchcycle.rollout.Rollouts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Reads, once for all rings that are watched beside the one under way, what they share: the fleet, changes by others, the proof, known issues. What was
 * read within the day serves, by the ring under way as well: the fleet is read at once for all rings. What is stored of the devices is counted each time.
 */
@Component("readSharedFacts")
class ReadSharedFacts implements JavaDelegate {

    /** Once a day, whichever poll comes round to it. */
    private static final Duration SERVES_FOR = Duration.ofHours(20);

    private final Rollouts rollouts;
    private final Rings rings;
    private final Cycles cycles;
    private final Stops stops;
    private final TenantLook look;
    private final GateProof proof;
    private final Clock businessClock;

    ReadSharedFacts(Rollouts rollouts, Rings rings, Cycles cycles, Stops stops, TenantLook look, GateProof proof,
                    @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.proof = proof;
        this.businessClock = businessClock;
        this.rollouts = rollouts;
        this.rings = rings;
        this.cycles = cycles;
        this.stops = stops;
        this.look = look;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        stops.raiseIfInForce(cycleId);
        if (!cycles.openedBesides(cycleId)) {
            return;
        }
        Instant last = lookedUntil(cycleId);
        if (last != null && last.isAfter(businessClock.instant().minus(SERVES_FOR))) {
            rings.measure(cycleId, last);
            return;
        }
        rollouts.observe(cycleId, null, cycles.get(cycleId).baseline());
        look.take(execution, cycleId);
    }

    /** What devices had said by then when all of it was looked at last; null when never. Nothing is proven where we only observe: there it is what the opened rings were counted by. */
    private Instant lookedUntil(String cycleId) {
        if (!rollouts.observing(cycleId)) {
            return proof.asOf(cycleId);
        }
        List<RingView> opened = rings.of(cycleId).stream().filter(RingView::everOpened).toList();
        return opened.stream().anyMatch(ring -> ring.asOf() == null) ? null : opened.stream().map(RingView::asOf).min(Comparator.naturalOrder()).orElse(null);
    }
}
