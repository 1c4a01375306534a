package io.hotpatchcycle.rollout;

import io.hotpatchcycle.ring.RingSettings;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.TenantPolicies;
import io.hotpatchcycle.ring.TenantPolicies.Group;
import io.hotpatchcycle.ring.TenantPolicies.UpdatePolicy;
import io.hotpatchcycle.ring.TenantPolicies.UpdateRing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Reads what the tenant has for our units: policies and their approvals, update rings, groups. */
final class TenantLines {

    static final String POLICY = "POLICY";
    static final String APPROVAL = "APPROVAL";
    static final String UPDATE_RING = "UPDATE_RING";
    static final String GROUP = "GROUP";
    static final String NOT_APPROVED = "not approved";
    static final String EXISTS = "exists";

    private final Rings rings;
    private final TenantPolicies tenant;
    private final RingGate gate;

    TenantLines(Rings rings, TenantPolicies tenant, RingGate gate) {
        this.rings = rings;
        this.tenant = tenant;
        this.gate = gate;
    }

    /** All facts now; of what is gone, that it is gone. */
    List<TenantLine> read(String catalogItemId) {
        List<TenantLine> lines = new ArrayList<>();
        List<UpdatePolicy> policies = tenant.readPolicies();
        List<UpdateRing> updateRings = tenant.readUpdateRings();
        for (RingSettings ring : rings.settings()) {
            String unit = ring.name();
            policy(unit, policies.stream().filter(p -> unit.equals(p.unit())).toList(), catalogItemId, lines);
            Optional<Group> group = tenant.findGroup(ring.groupId(), unit);
            lines.add(new TenantLine(unit, GROUP, EXISTS, group.map(Group::id).orElse(ring.groupId()), String.valueOf(group.isPresent())));
            group.ifPresent(g -> updateRing(unit, updateRings.stream().filter(r -> r.allDevices() || r.assignedTo().contains(g.id())).toList(), lines));
        }
        return lines;
    }

    private void policy(String unit, List<UpdatePolicy> ours, String catalogItemId, List<TenantLine> lines) {
        lines.add(new TenantLine(unit, POLICY, EXISTS, ours.isEmpty() ? rings.unit(unit).policyId() : ours.get(0).id(), String.valueOf(!ours.isEmpty())));
        if (ours.size() != 1) {
            return;
        }
        UpdatePolicy policy = ours.get(0);
        lines.add(new TenantLine(unit, POLICY, "manual", policy.id(), String.valueOf(policy.manual())));
        lines.add(new TenantLine(unit, POLICY, "hotpatch", policy.id(), String.valueOf(policy.hotpatchEnabled())));
        lines.add(new TenantLine(unit, POLICY, "assignedTo", policy.id(), new TreeSet<>(policy.assignedTo()).toString()));
        if (catalogItemId != null) {
            lines.add(new TenantLine(unit, APPROVAL, catalogItemId, policy.id(),
                    "approved".equals(gate.readApproval(policy.id(), catalogItemId)) ? "approved" : NOT_APPROVED));
        }
    }

    private static void updateRing(String unit, List<UpdateRing> applying, List<TenantLine> lines) {
        lines.add(new TenantLine(unit, UPDATE_RING, "applying", null, new TreeSet<>(applying.stream().map(UpdateRing::name).toList()).toString()));
        if (applying.size() == 1) {
            UpdateRing ring = applying.get(0);
            lines.add(new TenantLine(unit, UPDATE_RING, "paused", ring.id(), String.valueOf(ring.paused())));
            lines.add(new TenantLine(unit, UPDATE_RING, "deferralDays", ring.id(), String.valueOf(ring.deferralDays())));
            lines.add(new TenantLine(unit, UPDATE_RING, "deadlineDays", ring.id(), String.valueOf(ring.deadlineDays())));
            lines.add(new TenantLine(unit, UPDATE_RING, "graceDays", ring.id(), String.valueOf(ring.graceDays())));
        }
    }
}
