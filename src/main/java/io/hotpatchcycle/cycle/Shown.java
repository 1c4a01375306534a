package io.hotpatchcycle.cycle;

import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.eligibility.Eligibilities;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.release.HotpatchFlag;
import io.hotpatchcycle.release.Kind;
import io.hotpatchcycle.release.ProductLine;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.release.Revision;
import io.hotpatchcycle.restart.Restarts;
import io.hotpatchcycle.restart.Window;
import io.hotpatchcycle.ring.PlanCounts;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Unit;
import io.hotpatchcycle.ring.Wilson;
import io.hotpatchcycle.rollout.Rollouts;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the forms show, gathered on the server when a task is created, so that it can be frozen and hashed. */
public final class Shown {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("EEE d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Planning planning;
    private final Cycles cycles;
    private final Rings rings;
    private final Rollouts rollouts;
    private final Restarts restarts;
    private final Eligibilities eligibilities;
    private final Fleet fleet;
    private final FailureRows failures;
    private final DecisionTables tables;
    private final Clock businessClock;

    public Shown(Planning planning, Cycles cycles, Rings rings, Rollouts rollouts, Restarts restarts, Eligibilities eligibilities,
                 Fleet fleet, FailureRows failures, DecisionTables tables, Clock businessClock) {
        this.planning = planning;
        this.cycles = cycles;
        this.rings = rings;
        this.rollouts = rollouts;
        this.restarts = restarts;
        this.eligibilities = eligibilities;
        this.fleet = fleet;
        this.failures = failures;
        this.tables = tables;
        this.businessClock = businessClock;
    }

    /** A moment as people read it. */
    public static String when(Instant instant) {
        return instant == null ? "not known" : WHEN.format(instant);
    }

    /** The change: what, to whom, when, with which restarts, and what speaks against it. */
    public Map<String, Object> change(String cycleId, Instant due) {
        CycleView cycle = cycles.get(cycleId);
        Release release = planning.release(cycle);
        PlanCounts counts = rings.counts(cycleId);
        Map<String, Object> shown = head(cycle, "Approve the change " + release.name());
        shown.put("changeType", cycle.changeType());
        shown.put("changeTypeWhy", why(cycle, release, counts));
        shown.put("release", release(cycle, release));
        shown.put("revisions", revisions(release));
        shown.put("fleet", fleet(counts));
        shown.put("rings", rings(cycle));
        shown.put("plannedChanges", plannedChanges(cycleId));
        shown.put("warnings", warnings(cycle, release, counts));
        shown.put("reasons", eligibilities.readiness(cycleId).reasons().stream().map(r -> Map.of("code", r.code(), "devices", r.devices(),
                "owner", r.owner(), "fix", r.fix())).toList());
        shown.put("dueText", "Decide by " + when(due) + ". Nothing opens before you do; a passed deadline reminds and escalates, it never approves.");
        return shown;
    }

    private static String why(CycleView cycle, Release release, PlanCounts counts) {
        return cycle.kind() + (cycle.surprise() ? ", although " + cycle.plannedKind() + " was planned" : "") + "; "
                + String.format(Locale.ROOT, "%.1f %%", counts.restartShare()) + " of the controlled devices will restart; "
                + (release.exploitedCves().isEmpty() ? "no exploited CVE named" : release.exploitedCves().size() + " exploited CVEs");
    }

    private static Map<String, Object> release(CycleView cycle, Release release) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", release.name());
        shown.put("published", when(release.publishedAt()));
        shown.put("kind", String.valueOf(cycle.kind()));
        shown.put("plannedKind", cycle.plannedKind() == null ? "none" : cycle.plannedKind().name());
        shown.put("surprise", cycle.surprise());
        shown.put("surpriseText", cycle.surprise() ? "Surprise: " + cycle.plannedKind() + " was planned for this month, but the catalog says "
                + cycle.kind() + (cycle.kind() == Kind.BASELINE ? ". Every controlled device will restart." : ".") : "");
        shown.put("maxSeverity", release.maxSeverity() == null ? "not said" : release.maxSeverity());
        shown.put("maxBaseScore", release.maxBaseScore() == null ? "not said" : String.format(Locale.ROOT, "%.1f", release.maxBaseScore()));
        shown.put("exploitedText", release.exploitedCves().isEmpty() ? "none named by the catalog" : String.join(", ", release.exploitedCves()));
        shown.put("catalogEntryId", release.id());
        return shown;
    }

    private static List<Map<String, Object>> revisions(Release release) {
        return release.revisions().stream().filter(r -> r.line() == ProductLine.WINDOWS_11).map(Shown::revision).toList();
    }

    private static Map<String, Object> revision(Revision r) {
        return Map.of("product", r.product(), "build", r.build() + "." + r.ubr(), "kb", r.kb(), "version", r.version() == null ? "" : r.version(),
                "type", r.hotpatch() == HotpatchFlag.YES ? "Hotpatch, no restart" : r.hotpatch() == HotpatchFlag.NO ? "Cumulative update, restart"
                        : "Not said by the catalog");
    }

    private static Map<String, Object> fleet(PlanCounts c) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("total", c.total());
        shown.put("active", c.active());
        shown.put("stale", c.stale());
        shown.put("controlled", c.controlled());
        shown.put("uncontrolled", c.uncontrolled());
        shown.put("eligible", c.eligible());
        shown.put("notEligible", c.notEligible());
        shown.put("unknown", c.unknown());
        shown.put("hotpatch", c.hotpatch());
        shown.put("lcu", c.lcu());
        shown.put("baselineDebt", c.baselineDebt());
        shown.put("restarts", c.restarts());
        return shown;
    }

    private List<Map<String, Object>> rings(CycleView cycle) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (RingView ring : cycles.rings(cycle.id())) {
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
            row.put("earliestOffer", ring.order() == 1 ? when(offer) : unit.deferralDays() == 0 ? "when opened" : when(cycle.publishedAt()
                    .plus(java.time.Duration.ofDays(unit.deferralDays()))) + " or when opened");
            row.put("latestForcedRestart", unit.deadlineDays() == null ? "never forced"
                    : (unit.deadlineDays() + unit.graceDays()) + " days after the offer");
            shown.add(row);
        }
        return shown;
    }

    /** What the gate of the ring will need, by the policy table in force: a limit that cannot be proven ends with a person. */
    private String sampleNeeded(CycleView cycle, String ring) {
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("ringName", ring);
        inputs.put("kind", String.valueOf(cycle.kind()));
        inputs.put("changeType", cycle.changeType());
        return tables.open("ring-policy").evaluate(inputs).stream().findFirst()
                .map(policy -> policy.get("failureLimit") instanceof Number limit && policy.get("minimumSample") instanceof Number sample
                        ? Math.max(Wilson.sampleToProve(limit.doubleValue()), sample.intValue()) + " for " + limit + " %" : "no rule")
                .orElse("no rule");
    }

    private List<Map<String, Object>> plannedChanges(String cycleId) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (Unit unit : rings.units()) {
            if (unit.policyId() == null) {
                shown.add(Map.of("text", "Create the quality update policy 'Hotpatch Cycle " + unit.name()
                        + "' (hotpatch allowed, every approval manual) and assign it to the unit's group."));
            }
            if (unit.owned()) {
                shown.add(Map.of("text", "Set the members of the group of unit '" + unit.name() + "' to the "
                        + rings.find(cycleId, unit.ring()).devices() + " active devices of its ring, and its stale ones."));
            }
        }
        return shown;
    }

    private List<Map<String, Object>> warnings(CycleView cycle, Release release, PlanCounts counts) {
        List<Map<String, Object>> shown = new ArrayList<>();
        if (cycle.surprise()) {
            shown.add(Map.of("text", "This month was planned as " + cycle.plannedKind() + "; the catalog makes it " + cycle.kind() + "."));
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
        rings.units().stream().filter(u -> !u.ready()).forEach(u -> shown.add(Map.of("text", u.problem())));
        return shown;
    }

    /** A held ring: why, on which figures, and what each answer does. */
    public Map<String, Object> ring(String cycleId, String name) {
        CycleView cycle = cycles.get(cycleId);
        RingView ring = rings.find(cycleId, name);
        Map<String, Object> shown = head(cycle, "Ring '" + name + "' of " + cycle.release() + " needs a decision");
        shown.put("ring", name);
        shown.put("verdict", ring.verdict() == null ? "none" : ring.verdict().name());
        shown.put("reason", ring.holdReason() != null ? ring.holdReason() : ring.verdictReason() == null ? "No verdict was reached." : ring.verdictReason());
        shown.put("figures", figures(ring));
        List<Map<String, Object>> failed = failures.newest(cycleId, name);
        shown.put("failures", failed);
        shown.put("moreFailures", Math.max(0, ring.failed() - failed.size()));
        shown.put("choicesText", "PROCEED accepts the ring as it is and lets the next ring follow; it is recorded as your override. "
                + "WAIT checks the ring again from the start. HALT stops the whole cycle and suspends every unit.");
        return shown;
    }

    private static List<Map<String, Object>> figures(RingView ring) {
        Wilson rate = Wilson.of(ring.failed(), ring.effective() + ring.failed());
        List<Map<String, Object>> shown = new ArrayList<>();
        shown.add(figure("Active controlled devices", String.valueOf(ring.controlled())));
        shown.add(figure("Effective", ring.effective() + " (" + ring.effectiveHotpatch() + " hotpatch, " + ring.effectiveLcu() + " cumulative update)"));
        shown.add(figure("Failed", String.valueOf(ring.failed())));
        shown.add(figure("Silent since opening", String.valueOf(ring.silent())));
        shown.add(figure("Pending", String.valueOf(ring.pending())));
        shown.add(figure("Failure rate, 95 % interval", String.format(Locale.ROOT, "%.2f %% to %.2f %%", rate.lower(), rate.upper())));
        if (ring.failureLimit() != null) {
            shown.add(figure("Limit", String.format(Locale.ROOT, "%.2f %%: takes at least %d reports without a failure to prove", ring.failureLimit(),
                    Wilson.sampleToProve(ring.failureLimit()))));
        }
        return shown;
    }

    private static Map<String, Object> figure(String label, String value) {
        return Map.of("label", label, "value", value);
    }

    /** A stopped cycle: who stopped it, what reads back from each unit. */
    public Map<String, Object> stop(String cycleId) {
        CycleView cycle = cycles.get(cycleId);
        Map<String, Object> shown = head(cycle, cycle.release() + " is stopped");
        shown.put("stoppedBy", String.valueOf(cycle.haltedBy()));
        shown.put("stoppedAt", when(cycle.haltedAt()));
        shown.put("reason", String.valueOf(cycle.haltReason()));
        shown.put("units", cycles.rings(cycleId).stream().map(r -> Map.of("unit", r.name(), "policyState",
                rollouts.approvalOf(r.name(), cycle.catalogItem()), "readBackAt", when(businessClock.instant()), "devices", r.controlled(),
                "effective", r.effective(), "pending", r.pending())).toList());
        shown.put("choicesText", "RESUME opens the rings again one after another, each past its gate. ABANDON leaves every unit suspended and ends the cycle. "
                + "Devices that had begun to install finish in either case.");
        return shown;
    }

    /** The restarts of a ring, to be agreed with their owners. */
    public Map<String, Object> restart(String cycleId, String name) {
        CycleView cycle = cycles.get(cycleId);
        RingView ring = rings.find(cycleId, name);
        Window window = restarts.window(cycleId, name).orElseThrow(() -> new IllegalStateException("No window was proposed for ring '" + name
                + "' of cycle " + cycleId + "."));
        Instant offer = rings.earliestOffer(rings.unit(name), cycle.publishedAt(), window.startsAt());
        Map<String, Object> shown = head(cycle, "Agree the restarts of ring '" + name + "' for " + cycle.release());
        shown.put("ring", name);
        shown.put("kind", String.valueOf(cycle.kind()));
        shown.put("devices", ring.controlled());
        shown.put("restarts", ring.restarts());
        shown.put("why", cycle.baseline() ? "This release is a baseline: every controlled device of the ring restarts once."
                : ring.lcu() + " devices get the cumulative update instead of the hotpatch, and " + (ring.restarts() - ring.lcu())
                    + " are behind the baseline: these restart. The other " + (ring.controlled() - ring.restarts()) + " do not.");
        shown.put("windowStart", when(window.startsAt()));
        shown.put("windowEnd", when(window.endsAt()));
        Instant forced = rings.latestForcedRestart(rings.unit(name), offer);
        shown.put("latestForcedRestart", forced == null ? "never forced by the update ring" : when(forced));
        shown.put("choicesText", "AGREE opens the ring at the start of the window. OTHER_WINDOW proposes your start instead. "
                + "EXCEPTION leaves the ring closed and hands it to the release managers.");
        return shown;
    }

    /** A release the catalogs leave unclear. */
    public Map<String, Object> unclear(String cycleId) {
        CycleView cycle = cycles.get(cycleId);
        Release release = planning.release(cycle);
        Classification now = planning.classify(cycleId);
        Map<String, Object> shown = head(cycle, "Is it clear what " + release.name() + " is?");
        shown.put("problem", now.problem());
        shown.put("revisions", revisions(release));
        shown.put("matches", now.matches().stream().map(i -> Map.of("id", i.id(), "name", i.name(), "published", when(i.publishedAt()),
                "kb", String.join(", ", i.builds().stream().sorted().toList()))).toList());
        return shown;
    }

    private Map<String, Object> head(CycleView cycle, String headline) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("headline", headline);
        shown.put("asOf", when(fleet.asOf()) + "; what devices reported then may be hours older");
        shown.put("cycleId", cycle.id());
        return shown;
    }
}
