package io.hotpatchcycle.ring;

import io.hotpatchcycle.ring.TenantPolicies.Group;
import io.hotpatchcycle.ring.TenantPolicies.UpdatePolicy;
import io.hotpatchcycle.ring.TenantPolicies.UpdateRing;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Reads what the tenant has for each unit and says why a unit cannot be opened. */
final class UnitReader {

    private final TenantPolicies tenant;
    private final UnitRows rows;
    private final Clock businessClock;

    UnitReader(TenantPolicies tenant, UnitRows rows, Clock businessClock) {
        this.tenant = tenant;
        this.rows = rows;
        this.businessClock = businessClock;
    }

    void read(List<RingSettings> rings) {
        for (Unit unit : look(tenant, rings)) {
            rows.store(unit, businessClock.instant());
            if (unit.ready() && unit.policyId() == null) {
                rows.irreplaceable(unit.name()).ifPresent(policy -> rows.setProblem(unit.name(), gone(unit.name(), policy)));
            }
        }
    }

    static String gone(String unit, String policy) {
        return "Unit '" + unit + "': its policy " + policy + " is not there any more. It was deleted in Intune, or taken out of hotpatch.rings, and its devices get "
                + "what the tenant gives everybody. Nothing takes its place unasked: decide RECREATE for a new one of ours, or adopt another one (policy-id in "
                + "hotpatch.rings, or our marker in its description) and look again.";
    }

    static List<Unit> look(TenantPolicies tenant, List<RingSettings> rings) {
        List<UpdateRing> updateRings = tenant.readUpdateRings();
        List<UpdatePolicy> policies = tenant.readPolicies();
        return rings.stream().map(ring -> look(tenant, ring, updateRings, policies)).toList();
    }

    private static Unit look(TenantPolicies tenant, RingSettings ring, List<UpdateRing> updateRings, List<UpdatePolicy> policies) {
        Optional<Group> group = tenant.findGroup(ring.groupId(), ring.name());
        List<UpdatePolicy> ours = policies.stream().filter(ring::has).toList();
        String policyId = ours.size() == 1 ? ours.get(0).id() : null;
        if (group.isEmpty()) {
            return broken(ring, policyId, "Unit '" + ring.name() + "' has no Entra group: "
                    + (ring.groupId() == null ? "none carries the marker [hotpatch-cycle unit=" + ring.name() + "] in its description"
                            : "group " + ring.groupId() + " is gone")
                    + ". Create or name the group, then look again.");
        }
        List<UpdateRing> applying = updateRings.stream().filter(r -> r.appliesTo(group.get().id())).toList();
        String problem = problem(ring, group.get(), applying, ours);
        UpdateRing one = applying.size() == 1 ? applying.get(0) : null;
        return new Unit(ring.name(), ring.name(), group.get().id(), group.get().owned() && !group.get().dynamic(), policyId,
                one == null ? null : one.name(), one == null || !one.saysDeferral() ? 0 : one.deferralDays(), one == null ? null : one.deadlineDays(),
                one == null ? 0 : one.graceDays(), one != null && one.paused(), problem);
    }

    private static Unit broken(RingSettings ring, String policyId, String problem) {
        return new Unit(ring.name(), ring.name(), null, false, policyId, null, 0, null, 0, false, problem);
    }

    private static String problem(RingSettings ring, Group group, List<UpdateRing> applying, List<UpdatePolicy> ours) {
        String unit = "Unit '" + ring.name() + "' (group " + group.name() + ")";
        if (ring.share() != null && group.dynamic()) {
            return unit + " is filled by share, but its group " + group.id() + " is dynamic and takes no members: whoever its rule finds would be opened, counted or not. "
                    + "Give the marker to an assigned group, or name the group with group-id and take the share away.";
        }
        if (ring.share() != null && !group.owned()) {
            return unit + " is filled by share, but its group does not carry the marker [hotpatch-cycle unit=" + ring.name() + "], so its members are not ours to "
                    + "write. Put the marker into its description, or take the share of the ring away.";
        }
        if (applying.size() != 1) {
            return unit + " has " + (applying.isEmpty() ? "no update ring" : applying.size() + " update rings "
                    + applying.stream().map(UpdateRing::name).toList())
                    + ". Exactly one must apply, so that deferral and deadline are known. Correct the assignments in Intune.";
        }
        if (applying.get(0).filtered()) {
            return unit + ": update ring '" + applying.get(0).name() + "' (" + applying.get(0).id() + ") has an assignment filter, and Graph does not tell whom that lets through, so it "
                    + "is not known which devices have their deferral and deadline from it. Assign the ring to the group without a filter in Intune.";
        }
        if (!applying.get(0).saysDeferral()) {
            return unit + ": update ring '" + applying.get(0).name() + "' (" + applying.get(0).id() + ") does not say its deferral, so the earliest offer is not "
                    + "known. Open the ring in Intune and save it again.";
        }
        if (applying.get(0).paused()) {
            return unit + ": update ring '" + applying.get(0).name()
                    + "' is paused for quality updates, so nothing would be offered. Resume it in Intune, or wait.";
        }
        if (ring.policyId() != null && ours.isEmpty()) {
            return unit + ": policy " + ring.policyId() + ", which hotpatch.rings names, is gone. Correct policy-id, or take it out for a policy of our own.";
        }
        if (ours.size() > 1) {
            return unit + " has " + ours.size() + " policies with our marker. Remove all but one in Intune.";
        }
        if (ring.policyId() != null && !ours.get(0).assignedTo().equals(java.util.Set.of(group.id()))) {
            return unit + ": the adopted policy '" + ours.get(0).name() + "' is not assigned to exactly this group, and what is adopted is never re-pointed. "
                    + "Correct the assignment in Intune, or adopt another policy.";
        }
        if (ours.size() == 1 && !ours.get(0).assignedTo().isEmpty() && !ours.get(0).assignedTo().equals(java.util.Set.of(group.id()))) {
            return unit + ": policy '" + ours.get(0).name() + "' is assigned to other groups than this one. Correct the assignment in Intune.";
        }
        if (ours.size() == 1 && (!ours.get(0).manual() || !ours.get(0).hotpatchEnabled())) {
            return unit + ": policy '" + ours.get(0).name()
                    + "' does not ask for manual approval of every update, or does not allow hotpatch: somebody changed it, or the unit was rolled back. Restore it in Intune.";
        }
        return "";
    }
}
