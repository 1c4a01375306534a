package io.hotpatchcycle.cycle;

import io.hotpatchcycle.approval.DecisionRefused;
import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.eligibility.Eligibilities;
import io.hotpatchcycle.eligibility.ReasonTitles;
import io.hotpatchcycle.freeze.Freezes;
import io.hotpatchcycle.release.HotpatchFlag;
import io.hotpatchcycle.release.Kind;
import io.hotpatchcycle.release.KnownIssue;
import io.hotpatchcycle.release.KnownIssues;
import io.hotpatchcycle.release.ProductLine;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.release.Revision;
import io.hotpatchcycle.ring.PlanCounts;
import io.hotpatchcycle.ring.RingPolicy;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Unit;
import io.hotpatchcycle.ring.Wilson;
import io.hotpatchcycle.rollout.Rollouts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the approvers of a change see: the release, the plan, when devices are reached, and what speaks against it. */
final class ChangePicture {

    private static final int ID_SHOWN = 12;
    private static final int DATE = "2026-08-12".length();
    private static final Duration FREEZES_SHOWN = Duration.ofDays(30);

    private final Rings rings;
    private final Freezes freezes;
    private final KnownIssues issues;
    private final Eligibilities eligibilities;
    private final FailureRows failures;
    private final DecisionTables tables;
    private final Rollouts rollouts;
    private final Emergencies emergencies;
    private final EarlierRows earlier;
    private final Clock businessClock;

    ChangePicture(Rings rings, Freezes freezes, KnownIssues issues, Eligibilities eligibilities, FailureRows failures, DecisionTables tables,
                  Rollouts rollouts, Emergencies emergencies, EarlierRows earlier, Clock businessClock) {
        this.earlier = earlier;
        this.emergencies = emergencies;
        this.rings = rings;
        this.freezes = freezes;
        this.issues = issues;
        this.eligibilities = eligibilities;
        this.failures = failures;
        this.tables = tables;
        this.rollouts = rollouts;
        this.businessClock = businessClock;
    }

    void fill(Map<String, Object> shown, CycleView cycle, Release release, Instant due) {
        PlanCounts counts = rings.counts(cycle.id());
        shown.put("changeType", cycle.changeType());
        shown.put("changeTypeText", Shown.words(String.valueOf(cycle.changeType())) + " change");
        shown.put("changeTypeWhy", emergencies.changeWhy(cycle.id()));
        shown.put("changeFigures", figures(cycle, release, counts));
        shown.put("outOfBandText", outOfBand(cycle, counts));
        fillEmergency(shown, cycle);
        shown.put("release", release(cycle, release));
        shown.put("revisions", revisions(release));
        shown.put("fleet", fleet(counts));
        shown.put("fleetText", fleetText(counts));
        shown.put("rings", rings(cycle));
        shown.put("plannedChanges", plannedChanges(cycle.id()));
        freezes.refresh();
        shown.put("freezes", freezes());
        shown.put("gate", rollouts.proofs().sentence());
        shown.put("earlier", earlier.before(cycle.id()));
        shown.put("warnings", warnings(cycle, release, counts));
        shown.put("reasons", eligibilities.readiness(cycle.id()).reasons().stream().map(r -> Map.of("code", r.code(), "title", ReasonTitles.of(r.code()),
                "devices", r.devices(), "owner", r.owner(), "ownerText", Shown.words(r.owner()), "fix", r.fix())).toList());
        shown.put("dueText", "Decide by " + Shown.when(due) + ". Nothing opens before you do; a passed deadline reminds and escalates, it never approves.");
    }

    private static String figures(CycleView cycle, Release release, PlanCounts counts) {
        return Shown.kind(cycle.kind()) + (cycle.surprise() ? ", although " + Shown.kind(cycle.plannedKind()).toLowerCase(Locale.ENGLISH) + " was planned" : "") + "; "
                + String.format(Locale.ROOT, "%.1f %%", counts.restartShare()) + " of the controlled devices will restart; "
                + (release.exploitedCves().isEmpty() ? "no exploited CVE named" : release.exploitedCves().size() + " exploited CVEs");
    }

    private static String outOfBand(CycleView cycle, PlanCounts counts) {
        return cycle.kind() == Kind.OOB_LCU ? "installs on " + counts.controlled() + " devices, takes " + counts.offTrack() + " off the hotpatch track until the "
                + "next baseline, costs " + counts.restarts() + " restarts." : "";
    }

    private void fillEmergency(Map<String, Object> shown, CycleView cycle) {
        boolean emergency = "EMERGENCY".equals(cycle.changeType());
        expedite(shown, emergencies.requested(cycle.id()).filter(r -> emergency), rings.of(cycle.id()));
        shown.put("emergency", emergencies.requested(cycle.id()).map(r -> Map.of("requestedBy", r.requestedBy(), "requestedAt", Shown.when(r.requestedAt()),
                "reason", r.reason())).orElse(Map.of("requestedBy", "", "requestedAt", "", "reason", "")));
        shown.put("effects", emergency ? effects(emergencies.effects(cycle.id())) : List.of());
        List<Emergencies.Skipped> noted = emergencies.skipped(cycle.id());
        shown.put("skipped", !emergency ? List.of() : skipped(noted.isEmpty() ? emergencies.wouldSkip(cycle.id()) : noted));
    }

    /** Which of the two updates an expedited device gets is not documented: each one is counted as if it restarts. */
    static void expedite(Map<String, Object> shown, Optional<Emergencies.Request> asked, List<RingView> rings) {
        Emergencies.Expedite expedite = asked.map(Emergencies.Request::expedite).orElse(null);
        if (expedite == null) {
            shown.put("expediteText", "");
            return;
        }
        int devices = rings.stream().filter(r -> !r.finished()).mapToInt(r -> r.controlled() - r.effective()).sum();
        int spared = rings.stream().filter(r -> !r.finished()).mapToInt(r -> Math.min(r.hotpatch(), r.controlled() - r.effective())).sum();
        shown.put("expedite", Map.of("release", expedite.release(), "days", expedite.days(), "restarts", devices, "hotpatch", spared));
        shown.put("expediteText", "Intune brings the release of " + expedite.release().substring(0, DATE) + " to the group of each ring as soon as that is open, past the "
                + "deferral of its update ring, and forces the restart " + expedite.soon() + " the installation, outside any window that was agreed. Up to " + devices + " devices restart, "
                + spared + " of them although the hotpatch would spare them that: which of the two updates an expedited device gets is not documented, so each is "
                + "counted, and may be off the hotpatch track until the next baseline. A stop and the end of the roll-out take the policies away; what is installed stays.");
    }

    static List<Map<String, Object>> effects(List<Emergencies.Effect> effects) {
        return effects.stream().map(e -> Map.<String, Object>of("cycle", e.cycleId(), "ring", e.ring().name(), "state", Shown.words(e.ring().state().name()),
                "effect", Shown.words(e.effect()), "why", e.why())).toList();
    }

    static List<Map<String, Object>> skipped(List<Emergencies.Skipped> skipped) {
        return skipped.stream().map(s -> Map.<String, Object>of("ring", s.ring() == null ? "all" : s.ring(), "control", Shown.words(s.control()), "usual", s.usual(),
                "instead", s.instead())).toList();
    }

    private static Map<String, Object> release(CycleView cycle, Release release) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", release.name());
        shown.put("published", Shown.when(release.publishedAt()));
        shown.put("kind", String.valueOf(cycle.kind()));
        shown.put("plannedKind", cycle.plannedKind() == null ? "none" : cycle.plannedKind().name());
        shown.put("kindText", Shown.kind(cycle.kind()) + (cycle.plannedKind() == null ? "" : cycle.plannedKind() == cycle.kind() ? ", as planned"
                : " (planned: " + Shown.kind(cycle.plannedKind()) + ")"));
        shown.put("surprise", cycle.surprise());
        shown.put("surpriseText", cycle.surprise() ? "Surprise: " + Shown.kind(cycle.plannedKind()) + " was planned for this month, but the catalog says "
                + Shown.kind(cycle.kind()) + (cycle.kind() == Kind.BASELINE ? ". Every controlled device will restart." : ".") : "");
        shown.put("maxSeverity", release.maxSeverity() == null ? "not said" : release.maxSeverity());
        shown.put("maxBaseScore", release.maxBaseScore() == null ? "not said" : String.format(Locale.ROOT, "%.1f", release.maxBaseScore()));
        shown.put("exploitedText", release.exploitedCves().isEmpty() ? "none named by the catalog" : String.join(", ", release.exploitedCves()));
        shown.put("catalogEntryId", release.id());
        shown.put("catalogEntry", release.id().length() <= ID_SHOWN ? release.id() : release.id().substring(0, ID_SHOWN) + "…, in full on the page of the cycle");
        return shown;
    }

    static List<Map<String, Object>> revisions(Release release) {
        return release.revisions().stream().filter(r -> r.line() == ProductLine.WINDOWS_11).map(ChangePicture::revision).toList();
    }

    private static Map<String, Object> revision(Revision r) {
        return Map.of("product", r.product(), "build", r.build() + "." + r.ubr(), "kb", r.kb(), "version", r.version() == null ? "" : r.version(),
                "type", r.hotpatch() == HotpatchFlag.YES ? "Hotpatch, no restart" : r.hotpatch() == HotpatchFlag.NO ? "Cumulative update, restart"
                        : "Not said by the catalog");
    }

    /** So that every figure of the table adds up to one beside it. */
    private static String fleetText(PlanCounts c) {
        return "Active are the devices that checked in within 30 days; a device that is listed twice counts once. Of the " + c.active() + " active ones " + c.controlled()
                + " are controlled here: each gets the hotpatch, the cumulative update or nothing new. " + c.uncontrolled() + " are **not controlled here**"
                + (c.exempted() == 0 ? "" : ", " + c.exempted() + " of them exempted") + ".";
    }

    private static Map<String, Object> fleet(PlanCounts c) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("total", c.total());
        shown.put("active", c.active());
        shown.put("stale", c.stale());
        shown.put("retired", c.retired());
        shown.put("controlled", c.controlled());
        shown.put("uncontrolled", c.uncontrolled());
        shown.put("eligible", c.eligible());
        shown.put("notEligible", c.notEligible());
        shown.put("unknown", c.unknown());
        shown.put("hotpatch", c.hotpatch());
        shown.put("lcu", c.lcu());
        shown.put("baselineDebt", c.baselineDebt());
        shown.put("restarts", c.restarts());
        shown.put("exempted", c.exempted());
        return shown;
    }

    private List<Map<String, Object>> rings(CycleView cycle) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (RingView ring : rings.of(cycle.id())) {
            Unit unit = rings.unit(ring.name());
            Instant offer = rings.earliestOffer(unit, cycle.publishedAt(), businessClock.instant());
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("order", ring.order());
            row.put("name", ring.name());
            row.put("devices", ring.controlled());
            row.put("hotpatch", ring.hotpatch());
            row.put("lcu", ring.lcu());
            row.put("restarts", ring.restarts());
            row.put("updateRing", unit.updateRing() == null ? "none or several" : unit.updateRing());
            row.put("sampleNeeded", sampleNeeded(cycle, ring.name()));
            row.put("earliestOffer", ring.order() == 1 ? Shown.when(offer) : unit.deferralDays() == 0 ? "when opened" : Shown.when(cycle.publishedAt()
                    .plus(Duration.ofDays(unit.deferralDays()))) + " or when opened");
            row.put("latestForcedRestart", unit.deadlineDays() == null ? "never forced"
                    : (unit.deadlineDays() + unit.graceDays()) + " days after the offer");
            shown.add(row);
        }
        return shown;
    }

    /** What the gate of the ring will need, by the policy table in force: a limit that cannot be proven ends with a person. */
    private String sampleNeeded(CycleView cycle, String ring) {
        try {
            return RingPolicy.rule(tables.open("ring-policy"), ring, String.valueOf(cycle.kind()), cycle.changeType())
                    .map(policy -> policy.get("failureLimit") instanceof Number limit && policy.get("minimumSample") instanceof Number sample
                            ? Math.max(Wilson.sampleToProve(limit.doubleValue()), sample.intValue()) + " for " + limit + " %" : "no rule")
                    .orElse("no rule");
        } catch (RuntimeException e) {
            throw new DecisionRefused("The rule of ring-policy for ring '" + ring + "', kind " + cycle.kind() + ", change " + cycle.changeType()
                    + " cannot be used: " + e.getMessage() + " Nobody is asked to approve on it.");
        }
    }

    private List<Map<String, Object>> plannedChanges(String cycleId) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (Unit unit : rings.units()) {
            String adopted = rings.settingsOf(unit.ring()).policyId();
            if (adopted != null) {
                shown.add(Map.of("text", "Approve updates in the existing quality update policy " + adopted + " of the group of unit '" + unit.name()
                        + "'. It is adopted as it is: neither renamed nor re-pointed."));
            } else if (unit.policyId() == null) {
                shown.add(Map.of("text", "Create the quality update policy 'Hotpatch Cycle " + unit.name()
                        + "' (hotpatch allowed, every approval manual) and assign it to the unit's group."));
            }
            if (unit.owned()) {
                shown.add(Map.of("text", "Set the members of the group of unit '" + unit.name() + "' to the "
                        + ringSize(rings.find(cycleId, unit.ring())) + ", and its stale ones."));
            }
        }
        rings.late().allowed(cycleId).forEach((ring, devices) -> shown.add(Map.of("text", "Let up to " + devices + " late joiners into ring '" + ring
                + "' before it opens: devices that this plan does not have and that are just like planned ones which need no restart. No gate counts them.")));
        return shown;
    }

    /** A ring's share of the fleet is larger than what our gates hold of it. */
    private static String ringSize(RingView ring) {
        return ring.devices() + " active devices of its ring" + (ring.devices() == ring.controlled() ? "" : ", of which " + ring.controlled() + " are controlled here");
    }

    private List<Map<String, Object>> freezes() {
        return freezes.upcoming(FREEZES_SHOWN).stream().map(f -> Map.<String, Object>of("reason", f.reason(), "from", Shown.when(f.startsAt()),
                "until", Shown.when(f.endsAt()), "source", f.source())).toList();
    }

    private List<Map<String, Object>> warnings(CycleView cycle, Release release, PlanCounts counts) {
        List<Map<String, Object>> shown = new ArrayList<>();
        if (rollouts.observing(cycle.id())) {
            shown.add(Map.of("text", "Observed only: nothing is written to Microsoft Graph, whatever you decide. Openings are noted as they would have been, "
                    + "and devices that other policies reach count as if they were ours."));
        } else {
            rollouts.proofs().problem().ifPresent(why -> shown.add(Map.of("text", "Nothing opens in this tenant: " + why)));
        }
        if ("EMERGENCY".equals(cycle.changeType())) {
            emergencies.requested(cycle.id()).map(Emergencies.Request::expedite).ifPresent(e -> shown.add(Map.of("text", "To be expedited: any of the "
                    + counts.controlled() + " controlled devices may restart, " + e.soon() + " the installation and outside any agreed window.")));
        }
        if (cycle.surprise()) {
            shown.add(Map.of("text", "This month was planned as " + Shown.kind(cycle.plannedKind()) + "; the catalog makes it " + Shown.kind(cycle.kind()) + "."));
        }
        if (cycle.kindDecidedBy() != null) {
            shown.add(Map.of("text", "The kind was decided by " + cycle.kindDecidedBy() + ", because the catalog did not say it."));
        }
        if (!release.exploitedCves().isEmpty()) {
            shown.add(Map.of("text", "Exploited in the wild: " + String.join(", ", release.exploitedCves()) + "."));
        }
        if (counts.uncontrolled() > 0) {
            shown.add(Map.of("text", counts.uncontrolled() + " active devices are not held by our gates (" + failures.uncontrolledWhy(cycle.id())
                    + "). They may update at any time; approving this change accepts that."));
        }
        issues.of(release.id()).stream().filter(i -> i.standing() != KnownIssue.Standing.NONE).forEach(i -> shown.add(Map.of("text",
                "Known issue " + i.id() + " of " + i.kb() + ", " + (i.status() == null ? "status not said" : i.status()) + ": " + i.title() + ".")));
        rings.exemptGroupsGone().values().forEach(text -> shown.add(Map.of("text", text)));
        freezes.problems().forEach(p -> shown.add(Map.of("text", p)));
        rings.units().stream().filter(u -> !u.ready()).forEach(u -> shown.add(Map.of("text", u.problem())));
        return shown;
    }
}
