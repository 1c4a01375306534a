package io.hotpatchcycle.ring;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts each device into the first ring that claims it: by group, then by share of a stable hash of its id. */
final class RingAssignment {

    private final List<RingSettings> settings;
    private final PlanRows plans;
    private final ClaimRows claims;
    private final UnitRows units;
    private final TenantPolicies tenant;

    /** @param tenant who says who is in a group: Graph, or what of it was staged */
    RingAssignment(List<RingSettings> settings, PlanRows plans, UnitRows units, TenantPolicies tenant) {
        this.settings = settings;
        this.plans = plans;
        this.claims = plans.claims();
        this.units = units;
        this.tenant = tenant;
    }

    /**
     * Draws the plan: each device goes to the first ring whose group has it, or else to the ring of its share.
     *
     * @param leftOut        groups that policies of others leave out, by policy
     * @param ignoringOthers as if those policies reached nobody
     * @return cycles that changed shares wait for; empty when the shares are taken as configured
     */
    List<String> draw(String cycleId, Instant staleBefore, Instant now, Map<String, Set<String>> leftOut, boolean ignoringOthers) {
        claims.forget();
        for (int i = 0; i < settings.size(); i++) {
            RingSettings ring = settings.get(i);
            int number = i + 1;
            Unit unit = units.find(ring.name()).orElse(null);
            if (ring.groupId() != null && (unit == null || unit.groupId() == null)) {
                keep(number, ring, cycleId);
            } else if (ring.groupId() != null) {
                Set<String> written = ring.share() == null ? Set.of() : claims.written(ring.name(), unit.groupId());
                tenant.readMembers(ring.groupId(), page -> claims.claim(number, page.stream().filter(id -> !written.contains(id)).toList(), !unit.owned()));
            }
        }
        List<String> names = settings.stream().map(RingSettings::name).toList();
        ClaimRows.Shares taken = claims.shares(cycleId, settings);
        List<PlanRows.Share> shares = taken.ranges().stream().map(range -> new PlanRows.Share(names.indexOf(range.ring()) + 1, range.from())).toList();
        leftOut.forEach((policy, groups) -> {
            List<Integer> spared = shares.stream().map(PlanRows.Share::ring).distinct().filter(number -> writes(settings.get(number - 1), groups)).toList();
            if (!spared.isEmpty()) {
                claims.spare(policy, spared, shares);
            }
        });
        plans.draw(cycleId, staleBefore, now, names, shares, ignoringOthers);
        return taken.waitingFor();
    }

    /** The group is gone: who was in it must not fall into the rings by share, which would open for him before anybody looks. */
    private void keep(int number, RingSettings ring, String cycleId) {
        boolean spills = settings.stream().anyMatch(other -> other.share() != null && !other.equals(ring));
        if (!claims.claimAsPlanned(number, ring.name(), cycleId) && spills) {
            throw new IllegalStateException("The plan of cycle " + cycleId + " is not drawn: ring '" + ring.name() + "' is group " + ring.groupId()
                    + ", which Entra does not have, and no earlier plan says who belongs to it, so its devices would fall into the rings by share. "
                    + "Correct group-id in hotpatch.rings, or take the ring out, and retry.");
        }
    }

    /** Whether we write the ring's members into one of these groups. */
    private boolean writes(RingSettings ring, Set<String> groups) {
        return units.find(ring.name()).filter(unit -> unit.owned() && groups.contains(unit.groupId())).isPresent();
    }
}
