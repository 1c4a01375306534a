package io.hotpatchcycle.ring;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.release.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** The rings of each cycle: plan, state, figures and verdicts. Face of this package. */
public final class Rings {

    /** Figures older than this are not fresh: a gate does not pass on them. */
    public static final Duration FRESH_FOR = Duration.ofHours(26);

    private final List<RingSettings> settings;
    private final PlanRows plans;
    private final RingRows rows;
    private final UnitRows units;
    private final TenantPolicies tenant;
    private final Trail trail;
    private final Clock businessClock;
    private final boolean observing;
    private final LateJoiners late;

    public Rings(List<RingSettings> settings, PlanRows plans, RingRows rows, UnitRows units, TenantPolicies tenant,
                 Trail trail, Clock businessClock) {
        this(settings, plans, rows, units, tenant, trail, businessClock, false);
    }

    /** @param observing whether plans are drawn as if no other policy reached our devices: what control would come to once they are adopted */
    public Rings(List<RingSettings> settings, PlanRows plans, RingRows rows, UnitRows units, TenantPolicies tenant, Trail trail, Clock businessClock,
                 boolean observing) {
        this.trail = trail;
        this.observing = observing;
        this.settings = RingSettings.check(settings);
        this.plans = plans;
        this.rows = rows;
        this.units = units;
        this.tenant = tenant;
        this.businessClock = businessClock;
        this.late = new LateJoiners(this.settings, plans, trail, businessClock, observing);
    }

    /** Who comes while a cycle runs. */
    public LateJoiners late() {
        return late;
    }

    /** The rings as configured, in order. */
    public List<RingSettings> settings() {
        return settings;
    }

    /**
     * Reads what a plan over this snapshot has to know of the tenant: units, policies and update rings, and who is in the groups they are assigned
     * to. Nothing is read twice: what broke off goes on, and where all of it is here nobody is asked. Belongs into no transaction.
     */
    public void stageTenant(long snapshot) {
        stageTenant(snapshot, (done, total) -> { });
    }

    /** The same. @param progress is told how many groups were read, and of how many */
    public void stageTenant(long snapshot, BiConsumer<Integer, Integer> progress) {
        new TenantStaging(settings, plans, tenant, businessClock).stage(snapshot, progress);
    }

    /**
     * Draws the devices of a cycle from the fleet, each active one into exactly one ring or none with a reason, by which other policies reach them,
     * and what the tenant does with those in none. All of that was staged with the snapshot; nothing is asked here. Nobody moves while a cycle runs
     * that has him: a share that was changed meanwhile waits, which the trail tells.
     *
     * @throws IllegalStateException where it was not staged to the end: what is not known is not nothing
     */
    public void drawPlan(String cycleId, long snapshot, Instant staleBefore) {
        TenantPolicies staged = new StagedTenant(plans.staged(), snapshot);
        readExemptGroups(staged);
        Map<String, Set<String>> leftOut = new ForeignPolicies(staged, units).read(settings);
        new UpdateRingClashes(staged, units.clashes(), settings.stream().map(ring -> units.find(ring.name())).toList()).read();
        units.setTenantDefault(staged.hotpatchByDefault().orElse(null), businessClock.instant());
        List<String> waitingFor = new RingAssignment(settings, plans, units, staged).draw(cycleId, staleBefore, businessClock.instant(), leftOut, observing);
        if (!waitingFor.isEmpty()) {
            trail.system("plan.sharesWait", cycleId, null, Map.of("for", waitingFor, "why", "The shares in hotpatch.rings are not those of the running cycles, "
                    + "whose devices stay where they are. They are taken with the first plan that is drawn when those have ended."));
        }
    }

    /** Decides track and expected restart of each device, and counts the rings. */
    public void completePlan(String cycleId, Kind kind) {
        plans.decideTracks(cycleId, kind.withoutRestart());
        rows.replacePlanned(cycleId, settings);
    }

    /** Reads groups, update rings and policies of every unit again. */
    public void readUnits() {
        new UnitReader(tenant, units, businessClock).read(settings);
    }

    /** Reads anew who is in the groups of exemptions. Of one that Entra does not have any more those stay exempted that were in it when it was last read. */
    public void readExemptGroups() {
        readExemptGroups(tenant);
    }

    private void readExemptGroups(TenantPolicies from) {
        plans.exemptGroups().forEach((exemption, group) -> {
            boolean[] begun = {false};
            boolean there = from.readMembers(group, page -> {
                if (!begun[0]) {
                    plans.forgetExempt(exemption);
                    begun[0] = true;
                }
                plans.exempt(exemption, page);
            });
            if (there && !begun[0]) {
                plans.forgetExempt(exemption);
            }
            if (plans.exemptGroupGone(exemption, there ? null : businessClock.instant())) {
                trail.system(there ? "exemption.groupBack" : "exemption.groupGone", null, null, Map.of("exemption", exemption, "group", group, "message", there
                        ? "Group " + group + " of exception " + exemption + " is there again: who is in it is exempted." : plans.exemptGroupsGone().get(exemption)));
            }
        });
    }

    /** What is to be told of exemptions whose group is gone, by their numbers. */
    public Map<Long, String> exemptGroupsGone() {
        return plans.exemptGroupsGone();
    }

    /** How many exempted devices are in the group of a unit, nested groups included. */
    public int exemptedIn(Unit unit) {
        int[] found = {0};
        if (plans.anyExempted()) {
            tenant.readMembers(unit.groupId(), page -> found[0] += plans.exemptedAmong(page, businessClock.instant()));
        }
        return found[0];
    }

    /** Takes devices that are exempted by now, and are not effective yet, out of the cycle's counts. */
    public void leaveOutExempted(String cycleId) {
        if (plans.anyExempted()) {
            rows.leaveOut(cycleId, businessClock.instant());
        }
    }

    /** Id of the update ring that reaches this unit and no other group; empty when there is none, or it reaches others too. */
    public Optional<String> ownUpdateRing(String ring) {
        Unit unit = unit(ring);
        List<TenantPolicies.UpdateRing> reaching = tenant.readUpdateRings().stream().filter(r -> r.appliesTo(unit.groupId())).toList();
        return reaching.size() == 1 && reaching.get(0).isOf(unit.groupId()) ? Optional.of(reaching.get(0).id()) : Optional.empty();
    }

    /** What governs the updates of a device. @param ring it is planned in; null without one */
    public Governed governing(String objectId, String ring) {
        return units.governing(objectId, ring == null ? null : units.find(ring).orElse(null), settings.stream().map(RingSettings::name).toList().indexOf(ring) + 1);
    }

    /** The unit of a ring. */
    public Unit unit(String ring) {
        return units.find(ring).orElseThrow(() -> new IllegalStateException("Ring '" + ring + "' has no unit. Check hotpatch.rings."));
    }

    /** All units, in ring order. */
    public List<Unit> units() {
        return settings.stream().map(s -> unit(s.name())).toList();
    }

    /** Remembers the policy of a unit. */
    public void policyCreated(String unit, String policyId) {
        units.setPolicy(unit, policyId);
    }

    /** Remembers that the policy of a unit is not there any more. */
    public void policyGone(Unit unit) {
        units.policyGone(unit.name(), unit.policyId(), UnitReader.gone(unit.name(), unit.policyId()));
    }

    /** Id of the policy that the ring's unit had and that is gone; empty when it has one, or never had. */
    public Optional<String> missingPolicy(String ring) {
        return units.missingPolicy(unit(ring).name());
    }

    /** Why no policy may be created for a unit: it had one, and nobody let another take its place since that is gone. Empty when one may. */
    public Optional<String> againstCreating(String unit) {
        return units.irreplaceable(unit).map(policy -> UnitReader.gone(unit, policy));
    }

    /** Remembers why the service refused to prepare a unit: its ring will be held with this text. */
    public void unitRefused(String unit, String why) {
        units.setProblem(unit, why);
    }

    /** Rings of a cycle in order. */
    public List<RingView> of(String cycleId) {
        return rows.list(cycleId);
    }

    /** One ring of a cycle. */
    public RingView find(String cycleId, String ring) {
        return rows.find(cycleId, ring).orElseThrow(() -> new IllegalStateException(
                "Cycle " + cycleId + " has no ring '" + ring + "'. Look at the cycle's plan."));
    }

    /** The first ring that is neither passed nor closed. */
    public Optional<RingView> nextUnfinished(String cycleId) {
        return of(cycleId).stream().filter(r -> !r.finished()).findFirst();
    }

    /** Moves a ring to a state, with the reason where a person will have to read it. */
    public void move(String cycleId, String ring, RingState state, String holdReason) {
        RingState before = rows.find(cycleId, ring).map(RingView::state).orElse(null);
        rows.move(cycleId, ring, state, holdReason, businessClock.instant());
        if (before != null && before != state) {
            tell(cycleId, ring, before, state, holdReason);
        }
    }

    private void tell(String cycleId, String ring, RingState from, RingState to, String why) {
        trail.system("ring.state", cycleId, ring, Map.of("from", from.name(), "to", to.name(), "why", why == null ? "" : why));
    }

    /** Stores the policy in force for a ring and starts its observation. */
    public void startObservation(String cycleId, String ring, RingPolicy policy) {
        rows.setPolicy(cycleId, ring, policy, businessClock.instant());
    }

    /** Judges a running ring by a shorter policy from now on; its limits stay. */
    public void shorten(String cycleId, String ring, Duration soak, Duration observeFor) {
        rows.shorten(cycleId, ring, soak, observeFor);
    }

    /**
     * Reads the ring's unit again and stores the policy it will be judged by.
     *
     * @return why the ring cannot be opened; empty when it can
     */
    public String prepare(String cycleId, String ring, RingPolicy policy) {
        readUnits();
        startObservation(cycleId, ring, policy);
        RingView view = find(cycleId, ring);
        if (view.controlled() == 0) {
            return "Ring '" + ring + "' of cycle " + cycleId + " has no active controlled device, so its gate can prove nothing. "
                    + "Check hotpatch.rings, or decide to go on without it.";
        }
        return unit(ring).problem();
    }

    /** Whether the soak time has passed since the earliest possible offer. */
    public boolean soaked(String cycleId, String ring, Instant published) {
        RingView view = find(cycleId, ring);
        return view.openedAt() != null && view.soak() != null && !businessClock.instant()
                .isBefore(earliestOffer(unit(ring), published, view.openedAt()).plus(view.soak()));
    }

    /** Whether the ring was observed for as long as its policy allows, so that a person is asked. */
    public boolean overdue(String cycleId, String ring) {
        RingView view = find(cycleId, ring);
        return view.observedFrom() == null || view.observeFor() == null
                || !businessClock.instant().isBefore(view.observedFrom().plus(view.observeFor()));
    }

    /** The configuration of one ring. */
    public RingSettings settingsOf(String ring) {
        return settings.stream().filter(s -> s.name().equals(ring)).findFirst().orElseThrow(() -> new IllegalStateException(
                "Ring '" + ring + "' is no longer configured. Put it back into hotpatch.rings until its cycle has ended."));
    }

    /** Records that a person let the next ring follow against or without the verdict so far. The next verdict, opening or suspension ends it. */
    public void override(String cycleId, String ring, String person) {
        rows.override(cycleId, ring, person);
    }

    /** Closes rings that were never opened, because a newer release takes over. */
    public void supersedeUnopened(String cycleId) {
        List<RingView> before = of(cycleId);
        rows.supersedeUnopened(cycleId);
        List<RingView> now = of(cycleId);
        for (int i = 0; i < now.size(); i++) {
            if (now.get(i).state() != before.get(i).state()) {
                tell(cycleId, now.get(i).name(), before.get(i).state(), now.get(i).state(), "");
            }
        }
    }

    /** Counts the opened rings of a cycle as their devices are known now, and stores the counts. */
    public void measure(String cycleId, Instant asOf) {
        rows.measure(cycleId, null, asOf);
    }

    /** Counts one opened ring alone. */
    public void measure(String cycleId, String ring, Instant asOf) {
        rows.measure(cycleId, ring, asOf);
    }

    /** The ring as it was measured last; never measured reads as of never. */
    public RingFigures figures(String cycleId, String ring) {
        return rows.figures(cycleId, ring);
    }

    /** Stores a verdict with the figures it was given on. An override of an earlier one ends with it. */
    public void judge(String cycleId, String ring, Verdict verdict, String reason, RingFigures figures) {
        rows.judge(cycleId, ring, verdict, reason, figures, businessClock.instant());
    }

    /** Whether the figures are recent enough to pass on. */
    public boolean fresh(Instant asOf) {
        return asOf != null && Duration.between(asOf, businessClock.instant()).compareTo(FRESH_FOR) <= 0;
    }

    /**
     * When devices of the ring can be offered the release at the earliest: its opening, but not before the update
     * ring's deferral has passed since publication. Soak counts from here.
     */
    public Instant earliestOffer(Unit unit, Instant published, Instant opening) {
        Instant deferred = published.plus(Duration.ofDays(unit.deferralDays()));
        return deferred.isAfter(opening) ? deferred : opening;
    }

    /** When the update ring forces the restart at the latest, if a device discovers the offer at once; null when never. */
    public Instant latestForcedRestart(Unit unit, Instant earliestOffer) {
        return unit.deadlineDays() == null ? null
                : earliestOffer.plus(Duration.ofDays((long) unit.deadlineDays() + unit.graceDays()));
    }

    /** Counts of the plan over the whole fleet. */
    public PlanCounts counts(String cycleId) {
        return plans.counts(cycleId);
    }

    /** Hash over device, ring, track and expected restart of the whole plan: what an approval is bound to. */
    public String planHash(String cycleId) {
        return plans.hash(cycleId);
    }
}
