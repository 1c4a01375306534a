package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.rollout.Signals;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Counts the ring and measures it against its policy. */
@Component("assessRing")
class AssessRing implements JavaDelegate {

    private final Rings rings;
    private final Signals signals;
    private final GateFigures figures;

    AssessRing(Rings rings, Signals signals, GateFigures figures) {
        this.rings = rings;
        this.signals = signals;
        this.figures = figures;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        String ring = Variables.RING_NAME.from(execution);
        signals.measure(cycleId, ring, rings.figures(cycleId, ring).asOf());
        figures.of(cycleId, ring, Variables.FAILURE_LIMIT.from(execution)).forEach(execution::setVariable);
    }
}
