package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Deadline;
import io.hotpatchcycle.process.Variables;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Follows the last devices after all rings are done. */
@Component("followCoverage")
class FollowCoverage implements JavaDelegate {

    private final Cycles cycles;
    private final Stops stops;
    private final Clock businessClock;

    FollowCoverage(Cycles cycles, Stops stops, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.cycles = cycles;
        this.stops = stops;
        this.businessClock = businessClock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        stops.leaveIfInForce(execution);
        Variables.COVERAGE_REACHED.on(execution, cycles.followUp(Variables.CYCLE_ID.from(execution)));
        Deadline.ONE_DAY.on(execution, businessClock.instant());
    }
}
