package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Looks at a stop again while it waits for a person: what somebody let through meanwhile is suspended again and told, and devices are counted anew. */
@Component("watchStop")
class WatchStop implements JavaDelegate {

    private final Cycles cycles;
    private final StopLook look;

    WatchStop(Cycles cycles, StopLook look) {
        this.cycles = cycles;
        this.look = look;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        // one that was lifted in this moment, or made by a moved token and never asked for, has nothing to hold
        if (cycles.get(cycleId).haltReason() != null) {
            look.take(execution, cycleId);
        }
    }
}
