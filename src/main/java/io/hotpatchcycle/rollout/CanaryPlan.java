package io.hotpatchcycle.rollout;

import io.hotpatchcycle.fleet.DeviceDirectory;
import io.hotpatchcycle.fleet.DeviceFact;
import io.hotpatchcycle.release.CatalogMatch;
import io.hotpatchcycle.release.CatalogSource;
import io.hotpatchcycle.release.DeployableItem;
import io.hotpatchcycle.release.ProductLine;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.release.Revision;
import io.hotpatchcycle.ring.TenantPolicies;
import io.hotpatchcycle.ring.TenantPolicies.Group;
import io.hotpatchcycle.ring.TenantPolicies.UpdatePolicy;
import io.hotpatchcycle.ring.TenantPolicies.UpdateRing;
import io.hotpatchcycle.rollout.CanaryRows.TestDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Chooses what a proof is made with: a release, and the devices of the test group that are online and lack it. */
public final class CanaryPlan {

    /** Test devices must be in use. */
    private static final Duration ONLINE = Duration.ofDays(2);
    private static final Pattern VERSION = Pattern.compile("10\\.0\\.(\\d{4,6})\\.(\\d{1,6})");

    private final TenantPolicies policies;
    private final DeviceDirectory directory;
    private final CatalogSource catalog;

    public CanaryPlan(TenantPolicies policies, DeviceDirectory directory, CatalogSource catalog) {
        this.policies = policies;
        this.directory = directory;
        this.catalog = catalog;
    }

    /** What a proof is made with. @param waitDays deferral of the one update ring that applies @param updateRing its id where it reaches nobody else, or null */
    record Draft(String release, String item, int waitDays, String updateRing, List<TestDevice> devices) {
    }

    /** @throws IllegalArgumentException when no proof can be made with the group; one sentence with the fix */
    Draft draw(String groupId, Instant now) {
        Group group = policies.findGroup(groupId, "canary").orElseThrow(() -> new IllegalArgumentException(
                "There is no group " + groupId + " in Entra. Name a group of test devices by its object id."));
        Set<String> members = new HashSet<>();
        policies.readMembers(groupId, members::addAll);
        reachedByNobodyElse(group, members);
        UpdateRing ring = oneRing(group);
        if (!ring.saysDeferral()) {
            throw new IllegalArgumentException("Update ring '" + ring.name() + "' (" + ring.id() + "), which reaches group " + group.name() + ", does not say its deferral, so nobody knows when "
                    + "the devices are offered the update. Open the ring in Intune and save it again.");
        }
        Release release = catalog.readReleases().stream().filter(Release::monthlySecurity).max(Comparator.comparing(Release::publishedAt))
                .orElseThrow(() -> new IllegalArgumentException("The catalog has no monthly security release to prove it with. Try again after the next one."));
        List<DeployableItem> items = CatalogMatch.of(release, catalog.readDeployableItems()).items();
        if (items.size() != 1) {
            throw new IllegalArgumentException("Release " + release.name() + " matches " + items.size() + " items of Intune's catalog instead of one, so it "
                    + "cannot be approved. Try again later.");
        }
        List<TestDevice> devices = lacking(release, members, now);
        if (devices.isEmpty()) {
            throw new IllegalArgumentException("No device of group " + group.name() + " (" + members.size() + " members) was online within two days and lacks "
                    + release.name() + ". Put devices in that have not installed it yet, or try again after the next release.");
        }
        return new Draft(release.name(), items.get(0).id(), ring.deferralDays(),
                ring.isOf(group.id()) ? ring.id() : null, devices);
    }

    private void reachedByNobodyElse(Group group, Set<String> members) {
        for (UpdatePolicy policy : policies.readPolicies()) {
            Set<String> left = new HashSet<>(members);
            TenantPolicies.excluded(policy.assignedTo()).forEach(target -> policies.readMembers(target, left::removeAll));
            for (String target : left.isEmpty() ? Set.<String>of() : TenantPolicies.included(policy.assignedTo())) {
                policies.readMembers(target, page -> page.stream().filter(left::contains).findAny().ifPresent(device -> {
                    throw new IllegalArgumentException("Policy '" + policy.name() + "' (" + policy.id() + ") reaches device " + device + " of group "
                            + group.name() + " too, so what it gets would prove nothing. Take the test devices out of it.");
                }));
            }
        }
    }

    private UpdateRing oneRing(Group group) {
        List<UpdateRing> rings = policies.readUpdateRings().stream().filter(r -> r.appliesTo(group.id())).toList();
        if (rings.size() != 1 || rings.get(0).paused() || rings.get(0).filtered()) {
            throw new IllegalArgumentException("Group " + group.name() + " has " + (rings.size() == 1 ? rings.get(0).paused() ? "a paused update ring" : "an update ring with an assignment filter"
                    : rings.isEmpty() ? "no update ring" : rings.size() + " update rings") + ". Assign exactly one that is not paused and has no filter, so that "
                    + "deferral is known and the update would be offered.");
        }
        return rings.get(0);
    }

    private List<TestDevice> lacking(Release release, Set<String> members, Instant now) {
        Map<Integer, IntSummaryStatistics> targets = release.revisions().stream().filter(r -> r.line() == ProductLine.WINDOWS_11)
                .collect(Collectors.groupingBy(Revision::build, Collectors.summarizingInt(Revision::ubr)));
        Set<String> entraIds = new HashSet<>();
        directory.readObjectIds((entraDeviceId, objectId) -> {
            if (members.contains(objectId)) {
                entraIds.add(entraDeviceId);
            }
        });
        List<TestDevice> found = new ArrayList<>();
        directory.readDevices(page -> page.stream().filter(d -> entraIds.contains(d.entraDeviceId()) && d.lastCheckIn() != null
                && d.lastCheckIn().isAfter(now.minus(ONLINE))).forEach(d -> add(d, targets, found)));
        return found;
    }

    private static void add(DeviceFact device, Map<Integer, IntSummaryStatistics> targets, List<TestDevice> found) {
        level(device.osVersion()).ifPresent(level -> {
            IntSummaryStatistics target = targets.get(level[0]);
            if (target != null && level[1] < target.getMin()) {
                found.add(new TestDevice(device.id(), device.name() == null ? device.id() : device.name(), level[0], level[1], target.getMin(), target.getMax(),
                        device.lastCheckIn(), null, null, null));
            }
        });
    }

    /** Whether a version as read has the revision; one that cannot be read has not. */
    static boolean has(String osVersion, int targetUbr) {
        return level(osVersion).filter(level -> level[1] >= targetUbr).isPresent();
    }

    /** Build and UBR of a version as read; empty when it cannot be read. */
    static Optional<int[]> level(String osVersion) {
        Matcher version = VERSION.matcher(String.valueOf(osVersion));
        return version.matches() ? Optional.of(new int[] {Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))}) : Optional.empty();
    }
}
