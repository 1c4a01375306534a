package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.ring.RingView;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Selects the next ring that is watched beside the one under way, in order. */
@Component("selectPassedRing")
class SelectPassedRing implements JavaDelegate {

    private final Cycles cycles;

    SelectPassedRing(Cycles cycles) {
        this.cycles = cycles;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Optional<RingView> next = cycles.nextWatched(Variables.CYCLE_ID.from(execution), Variables.RING_NAME.orNull(execution));
        Variables.RING_FOUND.on(execution, next.isPresent());
        Variables.RING_NAME.on(execution, next.map(RingView::name).orElse(null));
    }
}
