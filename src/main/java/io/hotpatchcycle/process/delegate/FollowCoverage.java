package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Deadline;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.process.model.PatchCycleModel;
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
        String cycleId = Variables.CYCLE_ID.from(execution);
        if (!Stops.hasWayOut(execution, PatchCycleModel.Errors.PASSED_RING_FAILING)) {
            cycles.follow(cycleId); // a model of before does not look at the rings by itself
        }
        Variables.COVERAGE_REACHED.on(execution, cycles.followedUp(cycleId));
        Deadline.ONE_DAY.on(execution, businessClock.instant());
    }
}
