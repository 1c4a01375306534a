package io.hotpatchcycle.rollout;

import io.hotpatchcycle.ring.RingSettings;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.TenantPolicies;
import io.hotpatchcycle.ring.TenantPolicies.ExpeditePolicy;
import io.hotpatchcycle.ring.TenantPolicies.Group;
import io.hotpatchcycle.ring.TenantPolicies.UpdatePolicy;
import io.hotpatchcycle.ring.TenantPolicies.UpdateRing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads what the tenant has for our units: policies and their approvals, expedite policies, update rings, groups. */
final class TenantLines {

    static final String POLICY = "POLICY";
    static final String APPROVAL = "APPROVAL";
    static final String UPDATE_RING = "UPDATE_RING";
    static final String GROUP = "GROUP";
    static final String NOT_APPROVED = "not approved";
    static final String EXISTS = "exists";
    static final String GONE = "false";
    static final String ID = "id";
    static final String APPLYING = "applying";
    static final String EXPEDITE = "EXPEDITE";
    static final String OURS = "ours";

    static final String NONE = "none";

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
        List<ExpeditePolicy> expedites = tenant.readExpedites();
        for (RingSettings ring : rings.settings()) {
            String unit = ring.name();
            policy(unit, policies.stream().filter(ring::has).toList(), catalogItemId, lines);
            Optional<Group> group = tenant.findGroup(ring.groupId(), unit);
            lines.add(new TenantLine(unit, GROUP, EXISTS, group.map(Group::id).orElse(ring.groupId()), String.valueOf(group.isPresent())));
            ours(unit, expedites.stream().filter(e -> e.owner() != null && e.owner().contains("/" + unit + "/")).toList(), lines);
            group.ifPresent(g -> others(unit, expedites.stream().filter(e -> e.owner() == null && e.appliesTo(g.id())).toList(), lines));
            group.ifPresent(g -> updateRing(unit, updateRings.stream().filter(r -> r.appliesTo(g.id())).toList(), lines));
        }
        return lines;
    }

    private void policy(String unit, List<UpdatePolicy> ours, String catalogItemId, List<TenantLine> lines) {
        lines.add(new TenantLine(unit, POLICY, EXISTS, ours.isEmpty() ? rings.unit(unit).policyId() : ours.get(0).id(), String.valueOf(!ours.isEmpty())));
        if (ours.size() != 1) {
            return;
        }
        UpdatePolicy policy = ours.get(0);
        lines.add(new TenantLine(unit, POLICY, ID, policy.id(), policy.id()));
        lines.add(new TenantLine(unit, POLICY, "manual", policy.id(), String.valueOf(policy.manual())));
        lines.add(new TenantLine(unit, POLICY, "hotpatch", policy.id(), String.valueOf(policy.hotpatchEnabled())));
        lines.add(new TenantLine(unit, POLICY, "assignedTo", policy.id(), new TreeSet<>(policy.assignedTo()).toString()));
        if (catalogItemId != null) {
            lines.add(new TenantLine(unit, APPROVAL, catalogItemId, policy.id(),
                    "approved".equals(gate.readApproval(policy.id(), catalogItemId)) ? "approved" : NOT_APPROVED));
        }
    }

    /** What others expedite for our group: no approval of ours holds that back. */
    private static void others(String unit, List<ExpeditePolicy> reaching, List<TenantLine> lines) {
        lines.add(new TenantLine(unit, EXPEDITE, "of others", reaching.isEmpty() ? null : reaching.get(0).id(), said(reaching, e -> e.name() + ", release " + e.release())));
    }

    private static void ours(String unit, List<ExpeditePolicy> ours, List<TenantLine> lines) {
        lines.add(new TenantLine(unit, EXPEDITE, OURS, ours.isEmpty() ? null : ours.get(0).id(), said(ours, e -> e.id() + ", release " + e.release() + ", restart after "
                + e.days() + " days, for " + new TreeSet<>(e.assignedTo()))));
    }

    private static String said(List<ExpeditePolicy> policies, Function<ExpeditePolicy, String> words) {
        return policies.isEmpty() ? NONE : new TreeSet<>(policies.stream().map(words).toList()).toString();
    }

    private static void updateRing(String unit, List<UpdateRing> applying, List<TenantLine> lines) {
        lines.add(new TenantLine(unit, UPDATE_RING, APPLYING, applying.size() == 1 ? applying.get(0).id() : null, new TreeSet<>(applying.stream().map(UpdateRing::name).toList()).toString()));
        if (applying.size() == 1) {
            UpdateRing ring = applying.get(0);
            lines.add(new TenantLine(unit, UPDATE_RING, "paused", ring.id(), String.valueOf(ring.paused())));
            lines.add(new TenantLine(unit, UPDATE_RING, "deferralDays", ring.id(), ring.saysDeferral() ? String.valueOf(ring.deferralDays()) : "not said"));
            lines.add(new TenantLine(unit, UPDATE_RING, "deadlineDays", ring.id(), String.valueOf(ring.deadlineDays())));
            lines.add(new TenantLine(unit, UPDATE_RING, "graceDays", ring.id(), String.valueOf(ring.graceDays())));
            lines.add(new TenantLine(unit, UPDATE_RING, "filtered", ring.id(), String.valueOf(ring.filtered())));
        }
    }
}
