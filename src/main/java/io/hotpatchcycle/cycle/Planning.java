package io.hotpatchcycle.cycle;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.eligibility.Eligibilities;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.fleet.Sync;
import io.hotpatchcycle.release.CatalogMatch;
import io.hotpatchcycle.release.DeployableItem;
import io.hotpatchcycle.release.Kind;
import io.hotpatchcycle.release.KindDecision;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.release.Releases;
import io.hotpatchcycle.ring.PlanCounts;
import io.hotpatchcycle.ring.Rings;
import java.time.Clock;
import java.util.List;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The steps from a published release to a plan a person can approve. */
public final class Planning {

    private final CycleRows rows;
    private final Releases releases;
    private final Fleet fleet;
    private final Sync sync;
    private final Eligibilities eligibilities;
    private final Rings rings;
    private final PolicyTables tables;
    private final Trail trail;
    private final Tenant tenant;
    private final Clock businessClock;

    public Planning(CycleRows rows, Releases releases, Fleet fleet, Sync sync, Eligibilities eligibilities, Rings rings, PolicyTables tables, Trail trail, Tenant tenant,
                    Clock businessClock) {
        this.tenant = tenant;
        this.rows = rows;
        this.releases = releases;
        this.fleet = fleet;
        this.sync = sync;
        this.eligibilities = eligibilities;
        this.rings = rings;
        this.tables = tables;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /**
     * Whose fleet is read.
     *
     * @param id          of the tenant, or {@code sandbox}
     * @param graph       root of its Graph
     * @param application id of our application in it
     */
    public record Tenant(String id, String graph, String application) {
    }

    /** Reads the whole fleet for the cycle, and what the tenant has for it, or looks how far that has come. @return whether it was read to the end */
    public boolean readFleet(String cycleId) {
        rows.setState(cycleId, CycleState.PLANNING);
        return sync.read(cycleId, snapshot -> rings.stageTenant(snapshot, (done, total) -> fleet.tell(Fleet.TENANT, total, done)));
    }

    /** Freezes what was read as the cycle's snapshot, reading it where nobody did, and draws the cycle's devices from it. */
    public void takeSnapshot(String cycleId) {
        rows.setState(cycleId, CycleState.PLANNING);
        long snapshot = sync.takeSnapshot(cycleId).orElseGet(() -> fleet.takeSnapshot(cycleId));
        // All of it is here by now, unless the step before was left out, or a ring or an exemption came since.
        rings.stageTenant(snapshot);
        rows.setSnapshot(cycleId, snapshot);
        rings.drawPlan(cycleId, snapshot, businessClock.instant().minus(Fleet.STALE_AFTER));
        trail.system("cycle.snapshotTaken", cycleId, null, Map.of("snapshot", snapshot, "active", fleet.population().active(),
                "total", fleet.population().total(), "tenant", tenant.id(), "graph", tenant.graph(), "application", tenant.application(), "sources", sources()));
    }

    /** Each source in its newest reading. */
    private List<Map<String, Object>> sources() {
        Map<String, String> addresses = fleet.addresses();
        return fleet.progress().stream().map(p -> Map.<String, Object>of("source", p.source(), "address", addresses.getOrDefault(p.source(), ""), "rows", p.done(),
                "from", p.startedAt().toString(), "until", String.valueOf(p.finishedAt()))).toList();
    }

    /** Decides for each device whether it can be hotpatched, by the tables of the model set that the cycle runs on. */
    public void decideEligibility(String cycleId, String modelSet) {
        Eligibilities.Decided decided = eligibilities.decide(cycleId, modelSet);
        trail.system("cycle.eligibilityDecided", cycleId, null, Map.of("newCombinations", decided.combinations(), "modelSet", String.valueOf(modelSet),
                "buildClassTable", decided.buildClassTable(), "eligibilityTable", decided.eligibilityTable()));
    }

    /** Decides what the release is, from both catalogs; a person's answer stands where they leave it open. */
    public Classification classify(String cycleId) {
        CycleView cycle = cycle(cycleId);
        Release release = release(cycle);
        Kind planned = releases.plannedKind(release);
        KindDecision decision = releases.kindFor(release, fleet.activeBuilds());
        CatalogMatch match = releases.match(release);
        Kind kind = decision.clear() ? decision.kind() : cycle.kindDecidedBy() == null ? null : cycle.kind();
        boolean surprise = kind != null && planned != null && planned != kind;
        rows.setKind(cycleId, kind, surprise, match.unique() ? match.items().get(0).id() : null);
        String unclear = kind == null ? decision.problem() : match.unique() ? "" : problem(release, match);
        String unusable = tables.problem(cycleId);
        String problem = unusable.isEmpty() ? unclear : unclear.isEmpty() ? unusable : unusable + " " + unclear;
        trail.system("cycle.classified", cycleId, null, Map.of("kind", String.valueOf(kind), "planned", String.valueOf(planned),
                "surprise", surprise, "problem", problem));
        return new Classification(kind, planned, surprise, problem, match.items());
    }

    /** What the catalogs leave open about the kind of the release, by what was read of them; empty when nothing. */
    String kindText(String cycleId) {
        KindDecision decision = releases.kindFor(release(cycle(cycleId)), fleet.activeBuilds());
        return decision.clear() ? "" : decision.problem();
    }

    /** Whether a table that decides about the cycle has a fault. */
    boolean unusable(String cycleId) {
        return !tables.faults(cycleId).isEmpty();
    }

    private static String problem(Release release, CatalogMatch match) {
        return match.items().isEmpty()
                ? "Intune's catalog has no item for release " + release.name() + " by date, classification, cadence, KB and build. "
                    + "It may appear later: look again, or reject the release."
                : "Intune's catalog has " + match.items().size() + " items that fit release " + release.name() + ": "
                    + match.items().stream().map(DeployableItem::name).collect(Collectors.joining(", "))
                    + ". Approving the wrong one would release the wrong update: look again, or reject the release.";
    }

    /** Completes the plan and binds it to a hash: what an approval will be good for. */
    public PlanCounts planRings(String cycleId) {
        rings.completePlan(cycleId, cycle(cycleId).kind());
        rows.setPlan(cycleId, rings.planHash(cycleId));
        return rings.counts(cycleId);
    }

    /** The change is of this type and now waits for its approval. @param ringPolicies the policies of rings that the cycle runs on */
    public void requestChange(String cycleId, String changeType, String why, DecisionTables.Table ringPolicies) {
        rows.setChangeType(cycleId, changeType, why);
        rings.late().allow(cycleId, String.valueOf(cycle(cycleId).kind()), changeType, ringPolicies);
        rows.renewPlan(cycleId, rings.planHash(cycleId));
        rows.setState(cycleId, CycleState.AWAITING_APPROVAL);
    }

    /** The release a cycle carries. */
    public Release release(CycleView cycle) {
        return releases.find(cycle.releaseId()).orElseThrow(() -> new IllegalStateException(
                "Cycle " + cycle.id() + " refers to release " + cycle.releaseId() + ", which is not recorded."));
    }

    /** The release of this catalog entry, which is known to be recorded. */
    Release release(String id) {
        return releases.find(id).orElseThrow(() -> new IllegalStateException("Release " + id + " is not recorded."));
    }

    /** What change-type.dmn is told of a cycle by its plan and its release; whether it is urgent is not among it. */
    public Map<String, Object> changeFacts(String cycleId) {
        CycleView cycle = cycle(cycleId);
        Map<String, Object> facts = new HashMap<>();
        facts.put("kind", cycle.kind() == null ? null : cycle.kind().name());
        facts.put("surprise", cycle.surprise());
        facts.put("maxSeverity", release(cycle).maxSeverity());
        facts.put("restartShare", rings.counts(cycleId).restartShare());
        return facts;
    }

    private CycleView cycle(String cycleId) {
        return rows.find(cycleId).orElseThrow(() -> new IllegalStateException("There is no cycle '" + cycleId
                + "'. A patch-cycle instance is started by release-intake, not by hand."));
    }
}
