package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.RunningCycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.ring.RingView;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Selects the next unfinished ring. */
@Component("selectRing")
class SelectRing implements JavaDelegate {

    private final Cycles cycles;
    private final Stops stops;
    private final RunningCycles running;

    SelectRing(Cycles cycles, Stops stops, RunningCycles running) {
        this.cycles = cycles;
        this.stops = stops;
        this.running = running;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        stops.raiseIfInForce(cycleId);
        Optional<RingView> next = cycles.nextRing(cycleId);
        Variables.RING_FOUND.on(execution, next.isPresent());
        Variables.RING_NAME.on(execution, next.map(RingView::name).orElse(null));
        running.emergencyIsHeard(cycleId);
    }
}
