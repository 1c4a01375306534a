package io.hotpatchcycle.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static java.util.Objects.requireNonNull;

import io.hotpatchcycle.eligibility.LicenceTable;
import io.hotpatchcycle.fleet.DeviceFact;
import io.hotpatchcycle.fleet.DeviceLevel;
import io.hotpatchcycle.fleet.EnrolmentFact;
import io.hotpatchcycle.fleet.HardwareFact;
import io.hotpatchcycle.fleet.HybridCodeFact;
import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.process.Models;
import io.hotpatchcycle.release.DeployableItem;
import io.hotpatchcycle.release.HotpatchFlag;
import io.hotpatchcycle.release.KnownIssue;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.ring.TenantPolicies;
import io.hotpatchcycle.ring.TenantPolicies.UpdatePolicy;
import io.hotpatchcycle.ring.TenantPolicies.UpdateRing;
import io.hotpatchcycle.rollout.ChangeEvents.Change;
import io.hotpatchcycle.rollout.InstallReports.Install;
import io.hotpatchcycle.rollout.RingGate.Policy;
import io.hotpatchcycle.rollout.RollBackActions.UpdateRingState;
import io.hotpatchcycle.rollout.StartupHistory.Start;
import io.hotpatchcycle.rollout.StartupHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** The rows of reads: how each is called, and when a value from a changed answer is still safe to decide on. */
final class Reads {

    /** One read. @param safe given the truth and what was read from a changed answer: nothing reads as better than it is */
    record Read(Function<GraphTenant, Object> call, BiPredicate<Object, Object> safe) {
    }

    private static final String UNIT = "pilot";
    private static final Set<String> KNOWN_STATES = Set.of("Success", "InProgress", "Error", "Cancelled");

    private static final Set<String> KNOWN_STARTS = Set.of("restartWithUpdate", "restartWithoutUpdate", "shutdownWithoutUpdate", "blueScreen");

    private final Map<String, Read> rows = new LinkedHashMap<>();

    /** Furnishes the tenant with something to read. */
    Reads(Playground at) {
        GraphTenant graph = at.graph(Disturbance.FAILED);
        String group = requireNonNull(graph.policies().findGroup(null, UNIT).orElse(null)).id();
        String policy = graph.ringGate().createPolicy(UNIT).body();
        graph.ringGate().assignPolicy(policy, group);
        String item = newest(graph.catalog().readDeployableItems());
        graph.ringGate().approve(policy, item);
        at.post("/__sandbox/known-issues", Playground.JSON.createObjectNode().put("release", "2026.08 B").put("status", "resolved"));
        List<DeviceFact> devices = collected(pages -> graph.devices().readDevices(pages::addAll));
        List<String> ids = devices.stream().map(DeviceFact::id).toList();
        graph.ringGate().addMembers(group, objectIds(graph).stream().limit(5).toList());
        graph.restarts().restart(ids.subList(0, 5));
        at.pass(Duration.ofDays(4));
        Instant before = at.clock().instant().minus(Duration.ofDays(5));
        String restarted = ids.stream().limit(5).filter(id -> !"none".equals(graph.restarts().readRestart(id, before))).findFirst().orElseThrow();

        person(at, group);
        catalog();
        devices(graph, ids, before);
        policies(group);
        row("RingGate.readPolicy", g -> g.ringGate().readPolicy(policy), (truth, seen) -> !((Policy) seen).manual() || !((Policy) seen).hotpatchEnabled()
                || !((Policy) seen).assignedTo().equals(((Policy) truth).assignedTo()));
        row("RingGate.findPolicy", g -> String.valueOf(g.ringGate().findPolicy(UNIT)), Object::equals);
        row("RingGate.readApproval", g -> g.ringGate().readApproval(policy, item), (truth, seen) -> !seen.equals("approved") && !seen.equals("suspended"));
        row("RingGate.readMembers", g -> g.ringGate().readMembers(group), Object::equals);
        String member = objectIds(graph).get(0);
        row("RingGate.deviceExists", g -> g.ringGate().deviceExists(member), (truth, seen) -> seen.equals(true));
        row("InstallReports.order", g -> this.<Install>collected(pages -> g.reports().read(policy, pages::addAll)), (truth, seen) -> seen.equals(truth) || this.<Install>list(seen).stream()
                .noneMatch(i -> KNOWN_STATES.contains(i.state())) && this.list(seen).size() == this.list(truth).size());
        String release = graph.expedites().release(item).orElseThrow();
        String expedite = graph.expedites().create("cycle/pilot/0", release, 1).body();
        graph.expedites().assign(expedite, group);
        // what cannot be read clearly is not offered, or is another one than what was asked for
        row("ExpediteActions.release", g -> g.expedites().release(item), (truth, seen) -> seen.equals(Optional.empty()) || seen.equals(truth));
        row("ExpediteActions.find", g -> g.expedites().find("cycle/pilot/0"), (truth, seen) -> seen.equals(truth) || list(seen).isEmpty());
        row("ExpediteActions.read", g -> g.expedites().read(expedite), (truth, seen) -> ((Optional<?>) seen).isPresent());
        row("TenantPolicies.readExpedites", g -> g.policies().readExpedites(), (truth, seen) -> list(seen).size() == list(truth).size());
        String updateRing = graph.policies().readUpdateRings().get(0).id();
        row("RollBackActions.readUpdateRing", g -> g.rollBack().readUpdateRing(updateRing), (truth, seen) -> ((UpdateRingState) seen).paused()
                || seen.equals(truth));
        // an event that cannot be read leaves its change without an author: shown as unmatched, never as ours
        row("ChangeEvents.read", g -> this.<Change>collected(pages -> g.changes().read(before, pages::addAll)), 
                (truth, seen) -> list(seen).size() <= list(truth).size());
        at.post("/__sandbox/endpoint-analytics", Playground.JSON.createObjectNode().put("licensed", true));
        // a word nobody knows is an unexpected start, and none is lost
        row("StartupHistory.read", g -> this.<Start>collected(pages -> granted(g.startUps().read(null, 50, pages::addAll))), (truth, seen) -> list(seen).size() == list(truth).size()
                && this.<Start>list(seen).stream().allMatch(s -> list(truth).contains(s) || !KNOWN_STARTS.contains(s.category())));
        row("RestartActions.readRestart", g -> g.restarts().readRestart(restarted, before), (truth, seen) -> !seen.equals("done") && !seen.equals("pending"));
    }

    private static void granted(StartupHistory.End end) {
        assertThat(end).as("the tenant is licensed, and all of it was read").isEqualTo(new StartupHistory.End(true, null));
    }

    Map<String, Read> rows() {
        return rows;
    }

    /** Fewer groups than there are give fewer rights. */
    private void person(Playground at, String group) {
        String person = "7d8f2b1e-1111-4222-8333-944455556666";
        at.post("/__sandbox/people", Playground.JSON.createObjectNode().put("id", person).set("groups", Playground.JSON.createArrayNode().add(group)));
        row("GroupLookup.memberships", g -> g.people().memberships(person, Set.of(group, "another")), (truth, seen) -> ((Set<?>) truth).containsAll((Set<?>) seen));
    }

    private void catalog() {
        row("CatalogSource.readReleases", g -> g.catalog().readReleases(), (truth, seen) -> !list(seen).isEmpty() && this.<Release>list(seen).stream()
                .allMatch(r -> !r.monthlySecurity() && !r.outOfBand() || r.revisions().stream().allMatch(v -> v.hotpatch() == HotpatchFlag.UNREADABLE)));
        row("CatalogSource.readKnownIssues", g -> g.catalog().readKnownIssues(), (truth, seen) -> list(seen).size() == list(truth).size()
                && this.<KnownIssue>list(seen).stream().allMatch(i -> i.standing() == KnownIssue.Standing.OPEN || list(truth).contains(i)));
        row("CatalogSource.readDeployableItems", g -> g.catalog().readDeployableItems(), (truth, seen) -> !list(seen).isEmpty()
                && this.<DeployableItem>list(seen).stream().noneMatch(i -> "security".equals(i.classification()) && !i.builds().isEmpty()));
    }

    private void devices(GraphTenant graph, List<String> ids, Instant since) {
        row("DeviceDirectory.readDevices", g -> this.<DeviceFact>collected(pages -> g.devices().readDevices(pages::addAll)),
                (truth, seen) -> list(seen).size() == list(truth).size() && this.<DeviceFact>list(seen).stream().allMatch(d ->
                        notKnown(d.skuFamily()) && notKnown(d.architecture()) && notKnown(d.joinType()) && notKnown(d.managementAgent())));
        row("DeviceDirectory.readLevels", g -> this.<DeviceLevel>collected(pages -> g.devices().readLevels(since, pages::addAll)),
                (truth, seen) -> seen.equals(truth) || list(seen).size() == list(truth).size()
                        && this.<DeviceLevel>list(seen).stream().allMatch(d -> d.lastCheckIn() == null));
        row("DeviceDirectory.readHardware", g -> {
            List<HardwareFact> facts = collected(pages -> g.devices().readHardware(ids.subList(0, 25), pages::addAll));
            return facts.stream().sorted(Comparator.comparing(HardwareFact::deviceId)).toList();
        }, (truth, seen) -> list(seen).size() == list(truth).size()
                && this.<HardwareFact>list(seen).stream().allMatch(h -> notKnown(h.vbsState()) || list(truth).contains(h)));
        row("DeviceDirectory.readObjectIds", this::pairs, Object::equals);
        // without a token it tells everything; what is not understood is read as a whole then
        String all = graph.devices().objectIdLink().replaceFirst("&\\$deltatoken=.*", "");
        row("DeviceDirectory.objectIdLink", g -> g.devices().objectIdLink() != null, (truth, seen) -> seen.equals(truth) || seen.equals(false));
        row("DeviceDirectory.readObjectIdChanges", g -> {
            Map<String, String> changed = new LinkedHashMap<>();
            return g.devices().readObjectIdChanges(all, changed::put, changed::remove).isPresent() ? changed : Map.of();
        }, (truth, seen) -> seen.equals(truth) || seen.equals(Map.of()));
        row("DeviceDirectory.readUpdateWorkloads", g -> {
            Map<String, Boolean> withIntune = new LinkedHashMap<>();
            g.devices().readUpdateWorkloads(withIntune::put);
            return withIntune;
        }, (truth, seen) -> ((Map<?, ?>) seen).entrySet().stream().allMatch(e -> Boolean.FALSE.equals(e.getValue()) || ((Map<?, ?>) truth).get(e.getKey()) == e.getValue()));
        // what cannot be read leaves a device unknown, which is not eligible
        row("DeviceDirectory.readHybridCode", g -> {
            List<HybridCodeFact> facts = new ArrayList<>();
            g.devices().readHybridCode(facts::addAll);
            return facts;
        }, (truth, seen) -> this.<HybridCodeFact>list(seen).stream().allMatch(f -> f.restricted() == null || list(truth).contains(f)
                || this.<HybridCodeFact>list(truth).stream().anyMatch(t -> t.deviceId().equals(f.deviceId()) && f.restricted().equals(t.restricted()))));
        // a state or an error that cannot be read is never taken for a healthy one
        row("DeviceDirectory.readEnrolments", g -> {
            List<EnrolmentFact> facts = new ArrayList<>();
            assertThat(g.devices().readEnrolments(facts::addAll)).isTrue();
            return facts;
        }, (truth, seen) -> this.<EnrolmentFact>list(seen).stream().allMatch(e -> this.<EnrolmentFact>list(truth).stream().anyMatch(t -> t.entraId().equals(e.entraId())
                && (notKnown(e.state()) || e.state().equals(t.state())) && (e.errors() == null || !e.errors().isEmpty() || t.errors().isEmpty()))));
        row("DeviceDirectory.readUsers", g -> {
            Map<String, Boolean> licensed = new LinkedHashMap<>();
            g.devices().readUsers(LicenceTable.of(Models.builtIn().decisions()), page -> page.forEach(user -> licensed.put(user.principalName(), user.qualifying())));
            return licensed;
        }, (truth, seen) -> ((Map<?, ?>) seen).entrySet().stream().allMatch(e -> Boolean.FALSE.equals(e.getValue())
                || Boolean.TRUE.equals(((Map<?, ?>) truth).get(e.getKey()))));
    }

    private void policies(String group) {
        row("TenantPolicies.findGroup", g -> g.policies().findGroup(null, UNIT), (truth, seen) -> seen.equals(truth)
                || ((Optional<?>) seen).isEmpty() || seen.toString().contains("dynamic=true"));
        row("TenantPolicies.findGroup, by its id", g -> g.policies().findGroup(group, UNIT), (truth, seen) -> seen.equals(truth)
                || ((Optional<?>) seen).isEmpty() || seen.toString().contains("dynamic=true"));
        row("TenantPolicies.readUpdateRings", g -> g.policies().readUpdateRings(), (truth, seen) -> this.<UpdateRing>list(seen).stream()
                .allMatch(r -> r.paused() || !r.saysDeferral() || r.allDevices() || list(truth).contains(r)));
        row("TenantPolicies.readPolicies", g -> g.policies().readPolicies(), (truth, seen) -> this.<UpdatePolicy>list(seen).stream()
                .allMatch(p -> !p.manual() || !p.hotpatchEnabled()));
        row("TenantPolicies.hotpatchByDefault", g -> g.policies().hotpatchByDefault(), (truth, seen) -> seen.equals(truth) || ((Optional<?>) seen).isEmpty());
        row("TenantPolicies.readMembers", g -> this.<String>collected(pages -> g.policies().readMembers(group, pages::addAll)), Object::equals);
        row("TenantPolicies.readMembers, of all devices", g -> this.<String>collected(pages -> g.policies().readMembers(TenantPolicies.ALL_DEVICES, pages::addAll)), Object::equals);
        row("TenantPolicies.readPeople", g -> this.<String>collected(pages -> g.policies().readPeople(group, pages::addAll)), Object::equals);
    }

    private void row(String port, Function<GraphTenant, Object> call, BiPredicate<Object, Object> safe) {
        rows.put(port, new Read(call, safe));
    }

    private static boolean notKnown(String raw) {
        return raw == null || raw.equals("unknownFutureValue");
    }

    private Map<String, String> pairs(GraphTenant graph) {
        Map<String, String> pairs = new LinkedHashMap<>();
        graph.devices().readObjectIds(pairs::put);
        return pairs;
    }

    private List<String> objectIds(GraphTenant graph) {
        return List.copyOf(pairs(graph).values());
    }

    private static String newest(List<DeployableItem> items) {
        return items.stream().max(Comparator.comparing(DeployableItem::publishedAt)).orElseThrow().id();
    }

    private interface Pages<T> {
        void read(List<T> into);
    }

    private <T> List<T> collected(Pages<T> pages) {
        List<T> all = new ArrayList<>();
        pages.read(all);
        return all;
    }

    @SuppressWarnings("unchecked")
    private <T> List<T> list(Object value) {
        return (List<T>) value;
    }
}
