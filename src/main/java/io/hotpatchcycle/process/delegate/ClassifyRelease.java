package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.cycle.Classification;
import io.hotpatchcycle.cycle.Planning;
import io.hotpatchcycle.process.Deadline;
import io.hotpatchcycle.process.Variables;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Decides what the release is for this fleet. */
@Component("classifyRelease")
class ClassifyRelease implements JavaDelegate {

    private final Planning planning;
    private final Stops stops;
    private final Clock businessClock;

    ClassifyRelease(Planning planning, Stops stops, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.planning = planning;
        this.stops = stops;
        this.businessClock = businessClock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        stops.leaveIfInForce(execution);
        Classification found = planning.classify(Variables.CYCLE_ID.from(execution));
        Variables.KIND.on(execution, found.kind());
        Variables.PLANNED_KIND.on(execution, found.plannedKind() == null ? null : found.plannedKind().name());
        Variables.SURPRISE.on(execution, found.surprise());
        Variables.RELEASE_CLEAR.on(execution, found.clear());
        Deadline.BEFORE_NEXT_LOOK.on(execution, businessClock.instant());
    }
}
