package io.hotpatchcycle.ring;

import io.hotpatchcycle.ring.TenantRows.What;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads from Graph what a plan has to know of the tenant, before it is drawn: a slow or throttled Graph keeps no transaction open, and a reading
 * that breaks off goes on at the group where it was.
 */
final class TenantStaging {

    private final List<RingSettings> settings;
    private final TenantRows rows;
    private final PlanRows plans;
    private final TenantPolicies tenant;
    private final Clock businessClock;

    TenantStaging(List<RingSettings> settings, PlanRows plans, TenantPolicies tenant, Clock businessClock) {
        this.settings = settings;
        this.rows = plans.staged();
        this.plans = plans;
        this.tenant = tenant;
        this.businessClock = businessClock;
    }

    /**
     * Reads what is not here yet; asks nobody where everything is.
     *
     * @param progress is told how many groups are here, and of how many
     */
    void stage(long snapshot, BiConsumer<Integer, Integer> progress) {
        rows.begin(snapshot, businessClock.instant());
        if (!rows.listed(snapshot)) {
            new UnitReader(tenant, new UnitRows(rows.own()), businessClock).read(settings);
            rows.keep(snapshot, tenant.readUpdateRings(), tenant.readPolicies(), tenant.readExpedites());
            rows.list(snapshot, tenant.hotpatchByDefault().orElse(null));
        }
        Set<String> assigned = assigned(snapshot);
        Set<String> devices = new TreeSet<>(assigned);
        settings.stream().map(RingSettings::groupId).filter(group -> group != null).forEach(devices::add);
        devices.addAll(plans.exemptGroups().values());
        List<String> people = assigned.stream().filter(group -> !TenantPolicies.ALL_DEVICES.equals(group)).toList();
        int total = devices.size() + people.size();
        int done = 0;
        for (String group : devices) {
            progress.accept(done++, total);
            read(snapshot, What.DEVICES, group, pages -> {
                if (!tenant.readMembers(group, pages)) {
                    rows.gone(snapshot, group);
                }
            });
        }
        for (String group : people) {
            progress.accept(done++, total);
            read(snapshot, What.PEOPLE, group, pages -> tenant.readPeople(group, pages));
        }
        progress.accept(total, total);
        rows.finish(snapshot, businessClock.instant());
    }

    private void read(long snapshot, What what, String group, Consumer<Consumer<List<String>>> source) {
        rows.toBeRead(snapshot, what, group).ifPresent(reading -> {
            source.accept(page -> rows.add(reading, page));
            rows.complete(reading);
        });
    }

    /** Every group that something is assigned to which is not ours, or that it leaves out. */
    private Set<String> assigned(long snapshot) {
        Set<String> groups = new TreeSet<>();
        Stream.concat(rows.policies(snapshot).stream().filter(policy -> settings.stream().noneMatch(ring -> ring.has(policy))).map(TenantPolicies.UpdatePolicy::assignedTo),
                rows.expedites(snapshot).stream().filter(expedite -> expedite.owner() == null).map(TenantPolicies.ExpeditePolicy::assignedTo)).forEach(names -> {
                    groups.addAll(TenantPolicies.included(names));
                    groups.addAll(TenantPolicies.excluded(names));
                });
        rows.updateRings(snapshot).forEach(ring -> {
            groups.addAll(ring.assignedTo());
            groups.addAll(ring.excluded());
        });
        return groups;
    }
}
