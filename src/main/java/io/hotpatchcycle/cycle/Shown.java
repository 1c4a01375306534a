package io.hotpatchcycle.cycle;

import io.hotpatchcycle.audit.Told;
import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.eligibility.Eligibilities;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.release.Kind;
import io.hotpatchcycle.release.KnownIssues;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.restart.Restarts;
import io.hotpatchcycle.restart.Window;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Wilson;
import io.hotpatchcycle.rollout.Drift;
import io.hotpatchcycle.rollout.GateProof;
import io.hotpatchcycle.rollout.PolicyGone;
import io.hotpatchcycle.rollout.Rollouts;
import io.hotpatchcycle.rollout.Signal;
import io.hotpatchcycle.rollout.Signals;
import io.hotpatchcycle.rollout.LetThrough;
import io.hotpatchcycle.rollout.StopCount;
import io.hotpatchcycle.rollout.TenantDrift;
import io.hotpatchcycle.rollout.UnapprovedInstall;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the forms show, gathered on the server when a task is created, so that it can be frozen and hashed. */
public final class Shown {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("EEE d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final int DEVICES_SHOWN = 20;

    private final Planning planning;
    private final Cycles cycles;
    private final Rings rings;
    private final Rollouts rollouts;
    private final Restarts restarts;
    private final ChangePicture change;
    private final Fleet fleet;
    private final KnownIssues issues;
    private final FailureRows failures;
    private final GateProof proof;
    private final TenantDrift drift;
    private final Signals signals;
    private final Emergencies emergencies;
    private final Clock businessClock;

    public Shown(Planning planning, Cycles cycles, Rings rings, Rollouts rollouts, Restarts restarts, Eligibilities eligibilities,
                 Fleet fleet, KnownIssues issues, FailureRows failures, GateProof proof, TenantDrift drift, Signals signals, DecisionTables tables, Emergencies emergencies,
                 EarlierRows earlier, Clock businessClock) {
        this.emergencies = emergencies;
        this.planning = planning;
        this.cycles = cycles;
        this.rings = rings;
        this.rollouts = rollouts;
        this.restarts = restarts;
        this.change = new ChangePicture(rings, rollouts.freezes(), issues, eligibilities, failures, tables, rollouts, emergencies, earlier, businessClock);
        this.fleet = fleet;
        this.issues = issues;
        this.failures = failures;
        this.proof = proof;
        this.drift = drift;
        this.signals = signals;
        this.businessClock = businessClock;
    }

    /** A moment as people read it. */
    public static String when(Instant instant) {
        return instant == null ? "not known" : WHEN.format(instant);
    }

    /** A code as people read it: {@code GATE_NOT_HELD} is {@code Gate not held}. */
    public static String words(String code) {
        return Told.words(code);
    }

    /** A kind of release as people read it. */
    public static String kind(Kind kind) {
        return kind == null ? "Not clear yet" : switch (kind) {
            case HOTPATCH -> "Hotpatch";
            case BASELINE -> "Baseline";
            case OOB_HOTPATCH -> "Out-of-band hotpatch";
            case OOB_LCU -> "Out-of-band cumulative update";
        };
    }

    /** A length of time as people say it: {@code PT24H} is {@code 24 hours}; what is none stays as it is. */
    public static String lasting(Object iso) {
        try {
            Duration time = Duration.parse(String.valueOf(iso));
            long hours = time.toHours();
            boolean days = hours >= 48 && hours % 24 == 0;
            long number = days ? hours / 24 : hours >= 2 && time.toMinutesPart() == 0 ? hours : time.toMinutes();
            String unit = days ? "day" : hours >= 2 && time.toMinutesPart() == 0 ? "hour" : "minute";
            return number + " " + unit + (number == 1 ? "" : "s");
        } catch (DateTimeParseException e) {
            return String.valueOf(iso);
        }
    }

    /** The change: what, to whom, when, with which restarts, and what speaks against it. */
    public Map<String, Object> change(String cycleId, Instant due) {
        CycleView cycle = cycles.get(cycleId);
        Release release = planning.release(cycle);
        Map<String, Object> shown = head(cycle, "Approve the change " + release.name());
        change.fill(shown, cycle, release, due);
        return shown;
    }

    /** A held ring: why, on which figures, and what each answer does. */
    public Map<String, Object> ring(String cycleId, String name) {
        CycleView cycle = cycles.get(cycleId);
        RingView ring = rings.find(cycleId, name);
        Map<String, Object> shown = head(cycle, "Ring '" + name + "' of " + cycle.release() + " needs a decision");
        shown.put("ring", name);
        shown.put("verdict", ring.verdict() == null ? "none" : ring.verdict().name());
        shown.put("verdictText", ring.verdict() == null ? "No verdict." : "Verdict: " + words(ring.verdict().name()) + ".");
        shown.put("reason", ring.holdReason() != null ? ring.holdReason() : ring.verdictReason() == null ? "No verdict was reached." : ring.verdictReason());
        shown.put("knownIssues", issues(cycle));
        List<Map<String, Object>> figures = figures(ring, drift.enrolmentDrop(cycleId, name));
        ambiguous(cycleId, name).forEach(call -> figures.add(figure("Restarts that nobody can tell", call)));
        shown.put("figures", figures);
        List<Map<String, Object>> failed = failures.newest(cycleId, name);
        shown.put("failures", failed);
        shown.put("moreFailures", Math.max(0, ring.failed() - failed.size()));
        unapproved(shown, cycleId, name);
        List<Map<String, Object>> watched = new ArrayList<>(signals.list(cycleId, name).stream().map(s -> signal(words(s.name()), s)).toList());
        signals.late(cycleId, name).forEach((other, s) -> watched.add(signal(words(s.name()) + " of ring '" + other + "', told late", s)));
        shown.put("signals", watched);
        shown.put("alerts", signals.alerts(cycleId, name).stream().map(a -> Map.<String, Object>of("code", a.code(), "title", alert(a.code()), "devices", a.devices(), "whose", words(a.whose()),
                "retry", words(a.retry()), "action", a.action())).toList());
        shown.put("changed", drift.list(cycleId, 0, 5 * DEVICES_SHOWN).stream().filter(d -> !"OURS".equals(d.effect())).limit(DEVICES_SHOWN)
                .map(Shown::changed).toList());
        Optional<String> missing = rings.missingPolicy(name);
        shown.put("policyGone", missing.isPresent());
        shown.put("choicesText", proceed(ring) + "- **Wait** checks the ring again from the start.\n" + missing.map(policy -> "- **Recreate** creates a quality update policy of ours in the place of " + policy
                + ", which is gone, and checks the ring again.\n").orElse("") + "- **Halt** stops the whole cycle and suspends every unit.");
        return shown;
    }

    private String proceed(RingView ring) {
        return ring.everOpened() ? "- **Proceed** accepts the ring as it is, against its gate, and lets the next ring follow; it is recorded as your override.\n"
                : rollouts.opensFirst(ring.cycleId(), ring.name()) ? "Nothing of this ring has been opened yet; Proceed opens it.\n\n- **Proceed** opens the ring, where everything that "
                    + "guards an opening allows it; the next ring follows when this one has passed. What still forbids it is asked about again.\n"
                : "- **Proceed** goes on without this ring: it has no device to be opened for, or is exempted; it is recorded as your override.\n";
    }

    private static Map<String, Object> signal(String name, Signal s) {
        return Map.of("name", name, "counts", "GATE".equals(s.mode()) ? "stops the ring" : "is observed only", "limit",
                s.limit() == null ? "none" : String.format(Locale.ROOT, "%.1f %%", s.limit()), "devices",
                s.devices() == null ? "not known" : s.devices() + " of " + s.of(), "standing", words(s.standing().name()), "note", s.note(), "asOf", when(s.asOf()));
    }

    /** {@code GraphAlertName} is {@code Graph alert name}. */
    private static String alert(String code) {
        return words(Told.name(code));
    }

    private static Map<String, Object> changed(Drift d) {
        return Map.of("unit", d.unit(), "before", Drift.told(d.before()), "after", Drift.told(d.after()), "meaning", d.meaning(), "by", d.actor() == null ? "not told yet" : d.actor(),
                "from", when(d.notBefore()), "to", when(d.notAfter()));
    }

    /**
     * Who decides on a held ring, or resumes, has decided on what is listed here. The owner of one ring is asked as well, and does not see the devices of
     * others: those are told without a name.
     *
     * @param ring the ring that is decided on; null when it is all of them
     */
    private void unapproved(Map<String, Object> shown, String cycleId, String ring) {
        shown.put("unapproved", proof.list(cycleId, VisibleRings.ALL, 0, DEVICES_SHOWN).stream().map(i -> unapproved(i, ring == null || ring.equals(i.ring()))).toList());
        shown.put("moreUnapproved", Math.max(0, proof.counts(cycleId).values().stream().mapToInt(n -> n).sum() - DEVICES_SHOWN));
    }

    private static Map<String, Object> unapproved(UnapprovedInstall i, boolean named) {
        return Map.of("device", named ? i.device() : "one of ring '" + i.ring() + "'", "ring", i.ring(), "level", i.level(), "why", i.because(), "class", words(i.installClass().name()),
                "from", i.notBefore() == null ? "never seen without it" : when(i.notBefore()), "to", when(i.notAfter()));
    }

    private List<Map<String, Object>> issues(CycleView cycle) {
        return issues.of(cycle.releaseId()).stream().map(i -> Map.<String, Object>of("id", i.id(), "title", i.title(), "status",
                i.status() == null ? "not said" : i.status(), "kb", i.kb(), "url", i.url() == null ? "" : i.url(), "asOf", when(i.observedAt()))).toList();
    }

    private static List<Map<String, Object>> figures(RingView ring, Double dropped) {
        Wilson rate = Wilson.of(ring.failed(), ring.confirmed() + ring.failed());
        List<Map<String, Object>> shown = new ArrayList<>();
        shown.add(figure("Active controlled devices", String.valueOf(ring.controlled())));
        shown.add(figure("Effective", ring.effective() + " (" + ring.effectiveHotpatch() + " hotpatch, " + ring.effectiveLcu() + " cumulative update)"));
        shown.add(figure("Confirmed by the install report", String.valueOf(ring.confirmed())));
        shown.add(figure("Failed", String.valueOf(ring.failed())));
        shown.add(figure("Silent since opening", String.valueOf(ring.silent())));
        shown.add(figure("Pending", String.valueOf(ring.pending())));
        shown.add(figure("Failure rate, 95 % interval", String.format(Locale.ROOT, "%.2f %% to %.2f %%", rate.lower(), rate.upper())));
        shown.add(figure("Dropped out of the policy's report", dropped == null ? "not known" : String.format(Locale.ROOT, "%.1f %% of the most that reported", dropped)));
        if (ring.failureLimit() != null) {
            shown.add(figure("Limit", String.format(Locale.ROOT, "%.2f %%: takes at least %d reports without a failure to prove", ring.failureLimit(),
                    Wilson.sampleToProve(ring.failureLimit()))));
        }
        return shown;
    }

    /** Calls of restarts of the ring that wait for a person's word. */
    private List<String> ambiguous(String cycleId, String ring) {
        return restarts.ambiguous(cycleId).stream().filter(a -> a.ring().equals(ring)).map(a -> a.devices().size() + " devices, asked " + when(a.askedAt())
                + ": say on the page of the cycle whether they restarted").toList();
    }

    private static Map<String, Object> figure(String label, String value) {
        return Map.of("label", label, "value", value);
    }

    /** A stopped cycle: who stopped it, what reads back from each unit. */
    public Map<String, Object> stop(String cycleId) {
        return stop(cycleId, true);
    }

    /** The same without a look at the tenant. */
    public Map<String, Object> stopAgain(String cycleId) {
        return stop(cycleId, false);
    }

    private Map<String, Object> stop(String cycleId, boolean read) {
        CycleView cycle = cycles.get(cycleId);
        Map<String, Object> shown = head(cycle, cycle.release() + (cycle.state() == CycleState.STOPPING ? " is being stopped" : " is stopped"));
        shown.put("stopLead", cycle.state() == CycleState.STOPPING ? "Being stopped, not yet true: asked for by" : "Stopped: asked for by");
        shown.put("stoppedBy", cycle.stoppers());
        shown.put("stoppedAt", when(cycle.haltedAt()));
        shown.put("reason", cycle.stopRequests().size() == 1 ? cycle.haltReason() : cycle.stopRequests().stream()
                .map(r -> r.person() + ", " + when(r.at()) + ": " + r.reason()).collect(Collectors.joining(" · ")));
        shown.put("shownAt", when(businessClock.instant()));
        shown.put("readBackText", read ? when(businessClock.instant()) : "see what was shown before");
        shown.put("units", cycles.rings(cycleId).stream().map(r -> Map.of("unit", r.name(), "policyState", policyState(cycle, r, read), "readBackAt", read ? when(businessClock.instant()) : "see what was shown before", "devices", r.controlled(),
                "effective", r.effective(), "pending", r.pending())).toList());
        List<PolicyGone> gone = cycles.policiesGone(cycleId);
        boolean undecided = gone.stream().anyMatch(PolicyGone::undecided);
        shown.put("policyGone", !gone.isEmpty());
        shown.put("policyUndecided", undecided);
        shown.put("goneText", gone.stream().map(Shown::gone).collect(Collectors.joining(" ")));
        List<LetThrough> through = cycles.letThrough(cycleId);
        shown.put("letThrough", !through.isEmpty());
        shown.put("letThroughText", through.stream().map(t -> "Found " + when(t.foundAt()) + ": " + t.says() + ".").collect(Collectors.joining(" ")));
        shown.put("stopText", stopText(cycles.stopCount(cycleId)));
        shown.put("counts", cycles.stopCount(cycleId).rings().stream().map(Shown::count).toList());
        shown.put("installedAfter", cycles.installedAfterStop(cycleId, VisibleRings.ALL, 0, DEVICES_SHOWN).stream().map(i -> Map.<String, Object>of("device", i.device(),
                "ring", i.ring(), "from", i.from() == null ? "never seen without it" : when(i.from()), "to", when(i.to()))).toList());
        unapproved(shown, cycleId, null);
        shown.put("moreInstalled", Math.max(0, cycles.stopCount(cycleId).installedAfter() - DEVICES_SHOWN));
        shown.put("secondPerson", "Anybody of the group but " + cycle.stoppers() + ", who asked for the stop.");
        shown.put("choicesText", cycles.againstResuming(cycleId).map(why -> why + " ").orElse("") + (undecided ? "Resume and abandon can be chosen once it is decided what "
                + "becomes of the policy that is gone." : "") + "\n\n" + (gone.isEmpty() ? ""
                : "- **Recreate** creates a quality update policy of ours in the place of each that is gone, assigned to the group of its unit, with the release suspended; then "
                + "the stop goes on.\n- **Accept** leaves it so: the stop goes on for the others, and is never called true for these.\n")
                + (cycles.changeApproved(cycleId) ? "- **Resume** opens the rings again one after another, each past its gate. "
                + "One that is rolled back by then stays so, and those behind it open all the same: whoever resumes answers for it."
                : "- **Resume** plans the change anew and asks for its approval; it is not approved yet.") + "\n- **Abandon** leaves every unit suspended"
                + (gone.isEmpty() ? "" : ", but for those without a policy,") + " and ends the cycle for good.\n\n"
                + "Devices that had begun to install finish in either case.");
        return shown;
    }

    private static String gone(PolicyGone g) {
        return "In " + g.says() + ". Found " + when(g.since()) + "." + (g.undecided() ? "" : " Accepted by " + g.acceptedBy() + ", " + when(g.acceptedAt()) + ".");
    }

    /** A unit that was never opened has nothing in its policy to read, and nothing is wrong with it. */
    private String policyState(CycleView cycle, RingView ring, boolean read) {
        if (!read) {
            return "not read anew";
        }
        String state = rollouts.approvalOf(ring.name(), cycle.catalogItem());
        return ring.openedAt() == null && "unknown".equals(state) ? "not opened" : state;
    }

    private static String stopText(StopCount count) {
        if (count.open() != null) {
            return "The stop is NOT true. Still open: " + count.open() + ".";
        }
        if (count.countedAt() == null) {
            return "No ring was open, or the cycle only observes: there is nothing that the stop has to hold back.";
        }
        return (count.complete() ? "The stop is true: every device that is online is out of reach or committed."
                : count.butForAccepted() ? "The stop is NOT true for " + count.notHeld() + " devices: nothing holds them back, and that was accepted. Every other device that "
                    + "is online is out of reach or committed."
                : "The stop is NOT proven: " + count.notSeen() + " devices that are online have not been heard of since. They may still install.")
                + " " + count.outOfReach() + " out of reach, " + count.committed() + " committed, " + count.notSeen() + " not yet seen, "
                + count.notHeld() + " held by nothing, " + count.offline() + " offline and not seen, " + count.installedAfter() + " installed after the stop, " + count.before()
                + " before. Counted " + when(count.countedAt()) + " from what devices had said by " + when(count.asOf()) + ".";
    }

    private static Map<String, Object> count(StopCount.Ring r) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("ring", r.name());
        row.put("suspendedAt", when(r.suspendedAt()));
        row.put("outOfReach", r.outOfReach());
        row.put("committed", r.committed());
        row.put("notSeen", r.notSeen());
        row.put("notHeld", r.notHeld());
        row.put("offline", r.offline());
        row.put("installedAfter", r.installedAfter());
        row.put("before", r.before());
        return row;
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
        shown.put("kindText", kind(cycle.kind()));
        shown.put("devices", ring.controlled());
        shown.put("restarts", ring.restarts());
        shown.put("why", cycle.baseline() ? "This release is a baseline: every controlled device of the ring restarts once."
                : ring.lcu() + " devices get the cumulative update instead of the hotpatch, and " + (ring.restarts() - ring.lcu())
                    + " are behind the baseline: these restart. The other " + (ring.controlled() - ring.restarts()) + " do not.");
        ambiguous(cycleId, name).forEach(call -> shown.merge("why", " Nobody can tell about earlier restarts: " + call + ".", (why, more) -> why + (String) more));
        shown.put("windowStart", when(window.startsAt()));
        shown.put("windowEnd", when(window.endsAt()));
        Instant forced = rings.latestForcedRestart(rings.unit(name), offer);
        shown.put("latestForcedRestart", forced == null ? "never forced by the update ring" : when(forced));
        shown.put("choicesText", "- **Agree** opens the ring at the start of the window and restarts devices in it.\n- **Another window** proposes your start instead.\n"
                + "- **Exception** leaves the ring closed and hands it to the release managers.");
        return shown;
    }

    /** A release the catalogs leave unclear. */
    public Map<String, Object> unclear(String cycleId) {
        return unclear(cycleId, true);
    }

    /** The same without a look at the tenant's catalog. */
    public Map<String, Object> unclearAgain(String cycleId) {
        return unclear(cycleId, false);
    }

    private Map<String, Object> unclear(String cycleId, boolean read) {
        CycleView cycle = cycles.get(cycleId);
        Release release = planning.release(cycle);
        String kindText = planning.kindText(cycleId);
        Classification now = read ? planning.classify(cycleId) : new Classification(cycle.kind(), cycle.plannedKind(), cycle.surprise(), kindText.isEmpty()
                ? "See what was shown before." : kindText, List.of());
        Map<String, Object> shown = head(cycle, planning.unusable(cycleId) ? "What holds " + release.name() + "?" : "Is it clear what " + release.name() + " is?");
        shown.put("lead", planning.unusable(cycleId) ? "The rules of this cycle cannot be used." : "It is not clear what this release is.");
        shown.put("problem", now.problem());
        shown.put("kindText", kindText);
        shown.put("revisions", ChangePicture.revisions(release));
        shown.put("matches", now.matches().stream().map(i -> Map.of("id", i.id(), "name", i.name(), "published", when(i.publishedAt()),
                "kb", String.join(", ", i.builds().stream().sorted().toList()))).toList());
        return shown;
    }

    /** A running roll-out that is to go on as an emergency. */
    public Map<String, Object> emergency(String cycleId) {
        CycleView cycle = cycles.get(cycleId);
        Map<String, Object> shown = head(cycle, "Go on with " + cycle.release() + " as an emergency?");
        Emergencies.Request asked = emergencies.requested(cycleId).orElse(new Emergencies.Request("A message to the process engine; nobody gave a reason.",
                "process engine", businessClock.instant(), null));
        shown.put("reason", asked.reason());
        shown.put("requestedBy", asked.requestedBy());
        shown.put("requestedAt", when(asked.requestedAt()));
        shown.put("effects", ChangePicture.effects(emergencies.effects(cycleId)));
        shown.put("skipped", ChangePicture.skipped(emergencies.wouldSkip(cycleId)));
        ChangePicture.expedite(shown, Optional.of(asked), rings.of(cycleId));
        shown.put("secondPerson", "Anybody of the group but " + asked.requestedBy() + ", who asked for it.");
        return shown;
    }

    /** A release that is not deployed: what stays open, to be signed. */
    public Map<String, Object> releaseRisk(ReleaseDecisionView open, ReleaseDecisionView before, boolean mayStart) {
        Release release = planning.release(open.releaseId());
        Map<String, Object> shown = new LinkedHashMap<>();
        boolean leftOver = open.cycleId() == null && open.declinedBy() == null;
        shown.put("headline", release.name() + (leftOver ? " has no cycle: deploy it, or who carries the risk?" : " is not deployed: who carries the risk?"));
        shown.put("asOf", asOf());
        shown.put("cycleId", open.cycleId() == null ? "none" : open.cycleId());
        shown.put("release", release.name());
        shown.put("published", when(release.publishedAt()));
        shown.put("ended", open.cycleId() == null ? "recorded only" : open.ended());
        shown.put("startOffered", mayStart);
        shown.put("declinedBy", open.declinedBy() == null ? "nobody known" : open.declinedBy());
        shown.put("devices", open.devices());
        shown.put("controlled", open.cycleId() == null ? open.devices() : cycles.result(open.cycleId()).controlled());
        shown.put("maxSeverity", release.maxSeverity() == null ? "not said" : release.maxSeverity());
        shown.put("exploitedText", release.exploitedCves().isEmpty() ? "none named by the catalog" : String.join(", ", release.exploitedCves()));
        shown.put("beforeText", before == null ? "It was never signed before." : "Signed before by " + before.signedBy() + " until " + when(before.expiresAt())
                + ": " + before.residualRisk());
        shown.put("secondPerson", open.declinedBy() == null ? "Anybody of the groups asked." : "Anybody of the groups asked but " + open.declinedBy()
                + ", who decided not to deploy.");
        return shown;
    }

    private Map<String, Object> head(CycleView cycle, String headline) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("headline", headline);
        shown.put("asOf", asOf());
        shown.put("cycleId", cycle.id());
        return shown;
    }

    private String asOf() {
        return when(fleet.asOf()) + "; what devices reported then may be hours older";
    }
}
