package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Verdict;
import io.hotpatchcycle.rollout.Rollouts;
import io.hotpatchcycle.rollout.Signals;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Selects the next ring that is watched beside the one under way and has something to be looked at, in order: its report is due, or what is stored of it fails
 * by the gate. Most of the looks end here, so none of them costs more than what they count.
 */
@Component("selectPassedRing")
class SelectPassedRing implements JavaDelegate {

    private final Cycles cycles;
    private final Rollouts rollouts;
    private final Rings rings;
    private final Signals signals;
    private final GateTable gate;

    SelectPassedRing(Cycles cycles, Rollouts rollouts, Rings rings, Signals signals, GateTable gate) {
        this.cycles = cycles;
        this.rollouts = rollouts;
        this.rings = rings;
        this.signals = signals;
        this.gate = gate;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        Optional<RingView> next = cycles.watchedBehind(cycleId, Variables.RING_NAME.orNull(execution)).stream()
                .filter(ring -> rollouts.reportDue(cycleId, ring.name()) || fails(execution, ring)).findFirst();
        Variables.RING_FOUND.on(execution, next.isPresent());
        Variables.RING_NAME.on(execution, next.map(RingView::name).orElse(null));
    }

    private boolean fails(DelegateExecution execution, RingView ring) {
        signals.measure(ring.cycleId(), ring.name(), rings.figures(ring.cycleId(), ring.name()).asOf());
        return gate.judgeAnother(execution, ring.cycleId(), ring.name()).verdict() == Verdict.HALT;
    }
}
