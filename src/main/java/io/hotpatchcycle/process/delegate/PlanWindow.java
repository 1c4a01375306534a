package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.process.Deadline;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.restart.Restarts;
import io.hotpatchcycle.restart.Window;
import io.hotpatchcycle.ring.Rings;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Proposes a window for the restarts of the ring, or finds the agreed one. */
@Component("planWindow")
class PlanWindow implements JavaDelegate {

    private final Restarts restarts;
    private final Rings rings;
    private final Clock businessClock;

    PlanWindow(Restarts restarts, Rings rings, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.restarts = restarts;
        this.rings = rings;
        this.businessClock = businessClock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        String ring = Variables.RING_NAME.from(execution);
        Window window = restarts.propose(cycleId, ring, Variables.WINDOW_AFTER.from(execution),
                Variables.WINDOW_LENGTH.from(execution), Variables.OTHER_WINDOW_START.orNull(execution));
        Variables.WINDOW_AGREED.on(execution, window.agreed());
        Variables.WINDOW_START.on(execution, window.startsAt());
        Variables.WINDOW_END.on(execution, window.endsAt());
        Variables.RESTART_OWNERS.on(execution, rings.settingsOf(ring).restartOwnerGroup());
        Deadline.ONE_DAY.on(execution, businessClock.instant());
    }
}
