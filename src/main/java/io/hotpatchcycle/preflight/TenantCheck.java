package io.hotpatchcycle.preflight;

import io.hotpatchcycle.fleet.LicenceRule;
import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.graph.GraphUnavailable;
import io.hotpatchcycle.graph.Permissions.Permission;
import io.hotpatchcycle.graph.Permissions;
import io.hotpatchcycle.graph.SignInFailed;
import io.hotpatchcycle.graph.TenantProbe;
import io.hotpatchcycle.ring.RingSettings;
import io.hotpatchcycle.ring.TenantPolicies.UpdatePolicy;
import io.hotpatchcycle.ring.TenantPolicies;
import io.hotpatchcycle.ring.Unit;
import io.hotpatchcycle.ring.UnitPreview;
import io.hotpatchcycle.rollout.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What the tenant lets us do, and whether its groups, rings and policies fit. Reads only. */
public final class TenantCheck {

    private final GraphTenant tenant;
    private final LicenceRule covering;
    private final List<RingSettings> rings;
    private final Mode mode;

    /** @param mode the one to check for, which need not be the one configured */
    /** @param covering says which licences cover hotpatch */
    public TenantCheck(GraphTenant tenant, List<RingSettings> rings, Mode mode, LicenceRule covering) {
        this.covering = covering;
        this.tenant = tenant;
        this.rings = rings;
        this.mode = mode;
    }

    /** All findings. Without a sign-in, or without an answer, there is nothing further to look at. */
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        Optional<TenantProbe.Identity> identity;
        try {
            identity = tenant.probe().signIn();
        } catch (SignInFailed e) {
            return List.of(Finding.missing("sign-in: " + e.getMessage() + ". " + e.fix()));
        }
        identity.ifPresentOrElse(who -> {
            findings.add(Finding.ok("sign-in: as application " + who.application() + " of tenant " + who.tenant()));
            findings.addAll(permissions(who.permissions()));
        }, () -> findings.add(Finding.note("sign-in: the token does not say what it permits, as in a sandbox; permissions are not compared")));
        List<TenantProbe.Answer> answers = tenant.probe().endpoints();
        answers.forEach(answer -> findings.add(answer.problem().map(Finding::missing)
                .orElseGet(() -> Finding.ok("endpoint: " + answer.what() + " can be read"))));
        if (answers.stream().anyMatch(answer -> !answer.reached())) {
            return findings;
        }
        findings.addAll(guarded(this::units));
        findings.addAll(guarded(this::policies));
        findings.addAll(guarded(this::licences));
        findings.add(tenant.probe().startUps().problem().map(problem -> Finding.note("signal: crashes and unexpected restarts will stand as not known. " + problem))
                .orElseGet(() -> Finding.ok("signal: crashes and unexpected restarts are told by Endpoint analytics")));
        return findings;
    }

    private List<Finding> permissions(Set<String> granted) {
        List<Permission> needed = mode == Mode.CONTROL ? Permissions.toControl(writesMembers()) : Permissions.toObserve();
        List<Finding> findings = new ArrayList<>();
        for (Permission permission : needed) {
            findings.add(Permissions.covers(granted, permission.name()) ? Finding.ok("permission: " + permission.name())
                    : Finding.missing("permission: " + permission.name() + " is not granted, so we cannot " + permission.purpose()
                            + ". Add it to the app registration as application permission and give admin consent."));
        }
        List<String> surplus = Permissions.surplus(granted, needed);
        if (!surplus.isEmpty()) {
            findings.add(Finding.note("permission: more is granted than mode " + mode.name().toLowerCase(Locale.ROOT) + " needs: " + String.join(", ", surplus)
                    + ". Take it away where nothing else needs it."));
        }
        return findings;
    }

    /** By share, or where a named group carries our marker. A tenant that cannot be asked for that is told of below. */
    private boolean writesMembers() {
        if (rings.stream().anyMatch(ring -> ring.groupId() == null || ring.share() != null)) {
            return true;
        }
        try {
            return UnitPreview.of(tenant.policies(), rings).stream().anyMatch(Unit::owned);
        } catch (GraphUnavailable e) {
            return false;
        }
    }

    private List<Finding> units() {
        List<Finding> findings = new ArrayList<>();
        for (Unit unit : UnitPreview.of(tenant.policies(), rings)) {
            if (!unit.ready()) {
                findings.add(Finding.missing("ring: " + unit.problem()));
            } else {
                findings.add(Finding.ok("ring: unit '" + unit.name() + "' has group " + unit.groupId() + ", update ring '" + unit.updateRing()
                        + "' (deferral " + unit.deferralDays() + " d, deadline " + (unit.deadlineDays() == null ? "none" : unit.deadlineDays() + " d")
                        + "), and " + (unit.policyId() == null ? "no policy yet" : "policy " + unit.policyId())));
            }
        }
        return findings;
    }

    private List<Finding> policies() {
        Set<String> ours = Set.copyOf(rings.stream().map(RingSettings::name).toList());
        Set<String> adopted = Set.copyOf(rings.stream().map(RingSettings::policyId).filter(Objects::nonNull).toList());
        List<UpdatePolicy> foreign = tenant.policies().readPolicies().stream()
                .filter(p -> (p.unit() == null || !ours.contains(p.unit())) && !adopted.contains(p.id()) && !p.assignedTo().isEmpty()).toList();
        if (foreign.isEmpty()) {
            return List.of(Finding.ok("policy: no other quality update policy reaches a device"));
        }
        Set<String> groups = UnitPreview.of(tenant.policies(), rings).stream().map(Unit::groupId).filter(Objects::nonNull).collect(Collectors.toSet());
        return foreign.stream().map(p -> !groups.isEmpty() && TenantPolicies.excluded(p.assignedTo()).containsAll(groups)
                ? Finding.ok("policy: '" + p.name() + "' (" + p.id() + ") is not ours and leaves out the groups of all rings")
                : Finding.note("policy: '" + p.name() + "' (" + p.id() + ") is not ours and reaches " + p.assignedTo()
                        + ": devices in both are not controlled. Exclude our groups there, or leave those devices to it.")).toList();
    }

    /** What the tenant has, and what each ring would adopt or have created once its change is approved. Reads only. */
    public List<Finding> inventory() {
        return guarded(() -> {
            List<Finding> found = new ArrayList<>();
            tenant.policies().readUpdateRings().forEach(ring -> found.add(Finding.note("update ring '" + ring.name() + "' (" + ring.id() + "): deferral "
                    + (ring.saysDeferral() ? ring.deferralDays() + " d" : "not said, so no unit that it applies to can be opened: save it again in Intune")
                    + (ring.paused() ? ", paused" : "") + ", assigned to " + (ring.allDevices() ? "all devices" : ring.assignedTo())
                    + (ring.excluded().isEmpty() ? "" : ", excluding " + ring.excluded()) + "; read, never written")));
            List<UpdatePolicy> policies = tenant.policies().readPolicies();
            policies.forEach(policy -> found.add(Finding.note("policy '" + policy.name() + "' (" + policy.id() + ") assigned to " + policy.assignedTo() + ": "
                    + standing(policy))));
            for (Unit unit : UnitPreview.of(tenant.policies(), rings)) {
                String adopted = rings.stream().filter(r -> r.name().equals(unit.ring())).map(RingSettings::policyId).filter(Objects::nonNull).findFirst().orElse(null);
                found.add(Finding.note("plan of ring '" + unit.ring() + "': group " + (unit.groupId() == null ? "missing, to be made by a person"
                        : unit.groupId() + (unit.owned() ? ", ours, its members are written" : ", adopted, its members are never written")) + "; policy "
                        + (adopted != null ? adopted + ", adopted, never renamed or re-pointed" : unit.policyId() != null ? unit.policyId() + ", ours"
                                : "to be created once a change is approved")));
            }
            return found;
        });
    }

    private String standing(UpdatePolicy policy) {
        if (policy.unit() != null) {
            return "ours, unit " + policy.unit();
        }
        if (rings.stream().anyMatch(r -> policy.id().equalsIgnoreCase(r.policyId()))) {
            return "adopted";
        }
        if (!policy.hotpatchEnabled() || !policy.manual()) {
            return "not ours, and cannot be adopted: it " + (policy.manual() ? "does not allow hotpatch" : "approves something by itself");
        }
        return policy.assignedTo().size() == 1 ? "not ours; can be adopted by the ring of its group with policy-id"
                : "not ours, and cannot be adopted: it is not assigned to exactly one group";
    }

    private List<Finding> licences() {
        List<String> names = tenant.probe().licences(covering);
        return List.of(names.isEmpty()
                ? Finding.missing("licence: no subscription of the tenant covers hotpatch by licence.dmn. As it comes, it takes Windows Enterprise E3/E5, Microsoft 365 E3/E5/F3, "
                        + "Education A3/A5, Business Premium or Windows 365 Enterprise.")
                : Finding.ok("licence: " + String.join(", ", names)));
    }

    private static List<Finding> guarded(Supplier<List<Finding>> look) {
        try {
            return look.get();
        } catch (GraphUnavailable e) {
            return List.of(Finding.missing(e.getMessage()));
        }
    }
}
