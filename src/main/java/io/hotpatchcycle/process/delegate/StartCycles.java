package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.CycleStarts;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Starts the cycle of each new release, exactly once. */
@Component("startCycles")
class StartCycles implements JavaDelegate {

    private final CycleStarts starts;

    StartCycles(CycleStarts starts) {
        this.starts = starts;
    }

    @Override
    public void execute(DelegateExecution execution) {
        starts.startDue();
    }
}
