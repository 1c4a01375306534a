package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.cycle.Emergencies;
import io.hotpatchcycle.cycle.Planning;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.release.KevList;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.release.SecurityGuide;
import io.hotpatchcycle.ring.PlanCounts;
import io.hotpatchcycle.ring.RingMixes;
import io.hotpatchcycle.rollout.TenantDrift;
import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Completes the plan: tracks, restarts, rings. */
@Component("planRings")
class PlanRings implements JavaDelegate {

    private final Planning planning;
    private final RingMixes mixes;
    private final Cycles cycles;
    private final Emergencies emergencies;
    private final KevList kev;
    private final SecurityGuide guide;
    private final TenantDrift drift;
    private final Trail trail;
    private final Clock businessClock;

    PlanRings(Planning planning, RingMixes mixes, Cycles cycles, Emergencies emergencies, KevList kev, SecurityGuide guide, TenantDrift drift, Trail trail,
              @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.drift = drift;
        this.trail = trail;
        this.emergencies = emergencies;
        this.kev = kev;
        this.guide = guide;
        this.businessClock = businessClock;
        this.planning = planning;
        this.mixes = mixes;
        this.cycles = cycles;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        PlanCounts counts = planning.planRings(cycleId);
        mixes.freeze(cycleId);
        // What is found changed later is compared with what the tenant has now.
        drift.check(cycleId, cycles.get(cycleId).catalogItem());
        Release release = planning.release(cycles.get(cycleId));
        Variables.RESTART_SHARE.on(execution, counts.restartShare());
        Variables.MAX_SEVERITY.on(execution, release.maxSeverity());
        Variables.EXPLOITED.on(execution, !release.exploitedCves().isEmpty());
        Variables.EMERGENCY_REQUESTED.on(execution, Boolean.TRUE.equals(Variables.EMERGENCY_REQUESTED.orNull(execution))
                || emergencies.requested(cycleId).isPresent());
        kev.listed(release.exploitedCves()).ifPresent(l -> trail.system("kev.read", cycleId, null, Map.of("catalogVersion", l.version(), "listed", l.due())));
        guide.note(cycleId, release);
        Variables.KEV_DUE_IN_DAYS.on(execution, kev.dueInDays(release.exploitedCves(), businessClock.instant()).orElse(null));
    }
}
