package io.hotpatchcycle.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.eligibility.LicenceTable;
import io.hotpatchcycle.fleet.DeviceFact;
import io.hotpatchcycle.fleet.DeviceLevel;
import io.hotpatchcycle.fleet.HardwareFact;
import io.hotpatchcycle.process.Models;
import io.hotpatchcycle.release.CatalogMatch;
import io.hotpatchcycle.release.DeployableItem;
import io.hotpatchcycle.release.HotpatchFlag;
import io.hotpatchcycle.release.ProductLine;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.ring.TenantPolicies.Group;
import io.hotpatchcycle.ring.TenantPolicies.UpdatePolicy;
import io.hotpatchcycle.ring.TenantPolicies.UpdateRing;
import io.hotpatchcycle.rollout.GraphAnswer.Outcome;
import io.hotpatchcycle.rollout.GraphAnswer;
import io.hotpatchcycle.rollout.InstallReports.Install;
import io.hotpatchcycle.rollout.RingGate;
import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every port against the sandbox tenant over HTTP, through the real SDK. */
class GraphTenantIT {

    private static final Instant START = Instant.parse("2026-08-12T06:00:00Z");

    private final SandboxTenant sandbox = SandboxTenant.start(SandboxSettings.defaults().withFleet(1_500, 7)
            .withRealDatesFrom(START).withPace(0));
    private final GraphTenant tenant = new GraphTenant(
            new GraphSettings(sandbox.baseUrl(), () -> "any", Duration.ofSeconds(10), Clock.systemUTC()));

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void at(Instant time) throws Exception {
        control("clock", "{\"now\":\"" + time + "\"}");
    }

    private void control(String what, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/__sandbox/" + what)).POST(HttpRequest.BodyPublishers.ofString(body)).build();
        assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isBetween(200, 204);
    }

    private List<DeviceFact> devices(Instant since) {
        List<DeviceFact> facts = new ArrayList<>();
        tenant.devices().readDevices(facts::addAll);
        return facts.stream().filter(f -> since == null || f.lastCheckIn() != null && !f.lastCheckIn().isBefore(since)).toList();
    }

    private Release newest() {
        return tenant.catalog().readReleases().stream().filter(Release::monthlySecurity)
                .max(Comparator.comparing(Release::publishedAt)).orElseThrow();
    }

    private DeployableItem matching(Release release) {
        Set<String> builds = new HashSet<>();
        release.revisions().stream().filter(r -> r.line() == ProductLine.WINDOWS_11)
                .forEach(r -> builds.add(CatalogMatch.key(r.build(), r.ubr(), r.kb())));
        List<DeployableItem> items = tenant.catalog().readDeployableItems().stream().filter(i -> i.builds().containsAll(builds)
                && i.cadence().equals(release.cadence()) && i.classification().equals(release.classification())).toList();
        assertThat(items).hasSize(1);
        return items.get(0);
    }

    @Test
    void readsBothCatalogsSoThatTheyMatch() {
        Release release = newest();
        assertThat(release.name()).isEqualTo("2026.08 B");
        assertThat(release.revisions()).filteredOn(r -> r.build() == 26100 && r.line() == ProductLine.WINDOWS_11)
                .extracting(r -> r.kb() + " " + r.ubr() + " " + r.hotpatch())
                .containsExactlyInAnyOrder("KB5120994 9106 YES", "KB5121003 9168 NO");
        assertThat(tenant.catalog().readReleases()).allSatisfy(r -> assertThat(r.revisions()).isNotEmpty()
                .allSatisfy(v -> assertThat(v.hotpatch()).isNotEqualTo(HotpatchFlag.UNREADABLE)));
        assertThat(matching(release).name()).isNotBlank();
    }

    @Test
    void readsTheFleetAndWhatBelongsToIt() {
        List<DeviceFact> all = devices(null);
        assertThat(all).hasSize(1_500).allSatisfy(d -> assertThat(d.id()).isNotBlank());
        List<DeviceLevel> recent = new ArrayList<>();
        tenant.devices().readLevels(START.minus(Duration.ofHours(12)), recent::addAll);
        assertThat(recent).isNotEmpty().hasSizeLessThan(1_500);

        List<HardwareFact> hardware = new ArrayList<>();
        List<String> ids = new ArrayList<>(all.stream().limit(50).map(DeviceFact::id).toList());
        ids.add("00000000-0000-0000-0000-00000000dead");
        tenant.devices().readHardware(ids, hardware::addAll);
        assertThat(hardware).hasSize(51).filteredOn(h -> h.vbsState() == null).extracting(HardwareFact::deviceId).as("nothing is told of one that is gone")
                .containsExactly("00000000-0000-0000-0000-00000000dead");
        assertThat(hardware).filteredOn(h -> "running".equals(h.vbsState())).hasSizeGreaterThan(30);

        Map<String, String> objectIds = new HashMap<>();
        tenant.devices().readObjectIds(objectIds::put);
        assertThat(all).filteredOn(d -> objectIds.containsKey(d.entraDeviceId())).hasSizeGreaterThan(1_400);

        Map<String, Boolean> licences = new HashMap<>();
        tenant.devices().readUsers(LicenceTable.of(Models.builtIn().decisions()), page -> page.forEach(user -> licences.put(user.principalName(), user.qualifying())));
        assertThat(licences.values()).contains(true, false);
        assertThat(all).filteredOn(d -> Boolean.TRUE.equals(licences.get(d.owner()))).hasSizeGreaterThan(1_200);
    }

    @Test
    void readsGroupsRingsAndForeignPolicies() {
        Group pilot = tenant.policies().findGroup(null, "pilot").orElseThrow();
        assertThat(pilot.owned()).isTrue();
        assertThat(pilot.dynamic()).isFalse();
        assertThat(tenant.policies().findGroup(pilot.id(), "pilot")).contains(pilot);
        assertThat(tenant.policies().findGroup("00000000-0000-0000-0000-00000000dead", "pilot")).isEmpty();
        assertThat(tenant.policies().findGroup(null, "nobody")).isEmpty();

        String early = tenant.policies().findGroup(null, "early").orElseThrow().id();
        List<UpdateRing> applying = tenant.policies().readUpdateRings().stream().filter(r -> r.assignedTo().contains(early)).toList();
        assertThat(applying).singleElement().satisfies(r -> {
            assertThat(r.deferralDays()).isZero();
            assertThat(r.deadlineDays()).isEqualTo(3);
            assertThat(r.graceDays()).isEqualTo(1);
            assertThat(r.paused()).isFalse();
        });

        UpdatePolicy foreign = tenant.policies().readPolicies().stream().filter(p -> p.unit() == null).findFirst().orElseThrow();
        assertThat(foreign.manual()).isFalse();
        List<String> members = new ArrayList<>();
        foreign.assignedTo().forEach(group -> tenant.policies().readMembers(group, members::addAll));
        assertThat(members).isNotEmpty();
    }

    /** As Autopatch leaves them: found by what they are assigned to, told by their names, and not ours. */
    @Test
    void readsTheGroupsRingsAndPoliciesOfAnAutopatchGroup() throws Exception {
        int before = tenant.policies().readPolicies().size();
        control("autopatch", "{\"share\":0.1}");
        List<UpdatePolicy> policies = tenant.policies().readPolicies().stream().filter(p -> p.name().startsWith("Windows Autopatch")).toList();
        assertThat(policies).hasSize(2).allSatisfy(p -> {
            assertThat(p.unit()).isNull();
            assertThat(p.manual()).isFalse();
        });
        assertThat(tenant.policies().readPolicies()).hasSize(before + 2);
        List<String> members = new ArrayList<>();
        policies.forEach(policy -> policy.assignedTo().forEach(group -> tenant.policies().readMembers(group, members::addAll)));
        assertThat(members).hasSizeBetween(80, 220).doesNotHaveDuplicates();
        for (UpdatePolicy policy : policies) {
            assertThat(tenant.policies().readUpdateRings()).filteredOn(r -> r.assignedTo().equals(policy.assignedTo())).singleElement()
                    .satisfies(r -> assertThat(r.name()).startsWith("Windows Autopatch Update Policy - default"));
        }
    }

    @Test
    void aDeviceThatWasDeletedIsInNoListAndNoGroupAndCanBePutInNone() throws Exception {
        RingGate gate = tenant.ringGate();
        String group = tenant.policies().findGroup(null, "pilot").orElseThrow().id();
        String object = objectIds().get(0);
        String device = devices(null).get(1).id();
        assertThat(gate.addMembers(group, List.of(object)).outcome()).isEqualTo(Outcome.DONE);
        assertThat(gate.deviceExists(object)).isTrue();
        control("deletions", "{\"from\":\"entra\",\"devices\":[\"" + object + "\"]}");
        control("deletions", "{\"from\":\"intune\",\"devices\":[\"" + device + "\"]}");
        assertThat(gate.deviceExists(object)).isFalse();
        assertThat(gate.readMembers(group)).isEmpty();
        assertThat(objectIds()).doesNotContain(object);
        assertThat(gate.addMembers(group, List.of(object)).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(devices(null)).extracting(DeviceFact::id).hasSize(1_499).doesNotContain(device);
    }

    @Test
    void opensAUnitWatchesItAndRestartsOneDevice() throws Exception {
        RingGate gate = tenant.ringGate();
        String group = tenant.policies().findGroup(null, "pilot").orElseThrow().id();
        String item = matching(newest()).id();

        GraphAnswer created = gate.createPolicy("pilot");
        assertThat(created.outcome()).isEqualTo(Outcome.DONE);
        String policy = created.body();
        assertThat(gate.findPolicy("pilot")).isEqualTo(policy);
        assertThat(gate.assignPolicy(policy, group).outcome()).isEqualTo(Outcome.DONE);
        assertThat(gate.readPolicy(policy)).isEqualTo(new RingGate.Policy(true, true, true, Set.of(group), true));
        assertThat(gate.readPolicy("00000000-0000-0000-0000-00000000dead")).isEqualTo(RingGate.Policy.GONE);

        List<String> members = objectIds().subList(0, 20);
        assertThat(gate.addMembers(group, members).outcome()).isEqualTo(Outcome.DONE);
        assertThat(gate.addMembers(group, members.subList(0, 1)).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(gate.readMembers(group)).containsExactlyInAnyOrderElementsOf(members);
        for (List<String> some : List.of(members.subList(19, 20), members.subList(19, 20), members.subList(15, 20))) {
            assertThat(gate.removeMembers(group, some)).hasSize(some.size()).allSatisfy(answer -> assertThat(answer.outcome()).isEqualTo(Outcome.DONE));
        }
        assertThat(gate.readMembers(group)).hasSize(15);

        assertThat(gate.readApproval(policy, item)).isNotEqualTo("approved");
        assertThat(gate.approve(policy, item).outcome()).isEqualTo(Outcome.DONE);
        assertThat(gate.readApproval(policy, item)).isEqualTo("approved");
        at(START.plus(Duration.ofDays(5)));
        List<Install> installs = new ArrayList<>();
        tenant.reports().read(policy, installs::addAll);
        assertThat(installs).isNotEmpty().allSatisfy(i -> assertThat(i.observedAt()).isNotNull());
        assertThat(installs).extracting(Install::state).contains("Success");
        assertThat(gate.suspend(policy, item).outcome()).isEqualTo(Outcome.DONE);
        assertThat(gate.readApproval(policy, item)).isEqualTo("suspended");

        String device = installs.get(0).deviceId();
        assertThat(tenant.restarts().readRestart(device, START)).isEqualTo("none");
        GraphAnswer restart = tenant.restarts().restart(List.of(device));
        assertThat(restart.outcome()).isEqualTo(Outcome.DONE);
        assertThat(restart.body()).contains("successfulDeviceIds", device);
        assertThat(tenant.restarts().readRestart(device, START)).isNotEqualTo("none");
    }

    private List<String> objectIds() {
        Map<String, String> objectIds = new HashMap<>();
        tenant.devices().readObjectIds(objectIds::put);
        return devices(START.minus(Duration.ofDays(2))).stream().map(d -> objectIds.get(d.entraDeviceId()))
                .filter(Objects::nonNull).distinct().toList();
    }
}
