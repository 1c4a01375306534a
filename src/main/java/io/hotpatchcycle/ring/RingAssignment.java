package io.hotpatchcycle.ring;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Puts each device into the first ring that claims it: by group, then by share of a stable hash of its id. */
final class RingAssignment {

    /** Buckets of the hash: shares have a resolution of 0.01 percent. */
    static final int BUCKETS = 10_000;

    private final List<RingSettings> settings;
    private final PlanRows plans;
    private final UnitRows units;
    private final TenantPolicies tenant;

    RingAssignment(List<RingSettings> settings, PlanRows plans, UnitRows units, TenantPolicies tenant) {
        this.settings = settings;
        this.plans = plans;
        this.units = units;
        this.tenant = tenant;
    }

    void assign(String cycleId) {
        BigDecimal from = BigDecimal.ZERO;
        for (RingSettings ring : settings) {
            if (ring.groupId() != null && units.find(ring.name()).map(Unit::groupId).isPresent()) {
                List<String> members = new ArrayList<>();
                tenant.readMembers(ring.groupId(), members::addAll);
                plans.assignMembers(cycleId, ring.name(), members);
            }
        }
        List<PlanRows.Share> shares = new ArrayList<>();
        for (RingSettings ring : settings) {
            if (ring.share() != null) {
                BigDecimal to = from.add(ring.share());
                shares.add(new PlanRows.Share(ring.name(), bucket(from), bucket(to)));
                from = to;
            }
        }
        plans.assignShares(cycleId, shares, BUCKETS);
    }

    private static int bucket(BigDecimal percent) {
        return percent.multiply(BigDecimal.valueOf(BUCKETS / 100)).intValue();
    }
}
