package io.hotpatchcycle.cycle;

import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.rollout.Rollouts;

/** Brings exemptions into force in cycles that already have their plan. */
public final class ExemptionsInForce {

    private final Cycles cycles;
    private final Rings rings;
    private final Rollouts rollouts;

    public ExemptionsInForce(Cycles cycles, Rings rings, Rollouts rollouts) {
        this.cycles = cycles;
        this.rings = rings;
        this.rollouts = rollouts;
    }

    /**
     * Takes exempted devices out of the groups as the newest cycle at work wants them. A cycle that has no approved plan
     * yet finds them when its plan is drawn or its units are prepared.
     *
     * @return whether nothing is left to do
     */
    public boolean apply() {
        rings.readExemptGroups();
        return cycles.all().stream().filter(c -> !c.state().ended() && c.haltReason() == null
                && (c.state() == CycleState.ROLLING_OUT || c.state() == CycleState.HELD || c.state() == CycleState.CLOSING) && c.planHash() != null)
                .findFirst().map(c -> rollouts.prepareUnits(c.id())).orElse(true);
    }
}
