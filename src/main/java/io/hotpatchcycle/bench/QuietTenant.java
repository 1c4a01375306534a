package io.hotpatchcycle.bench;

import io.hotpatchcycle.ring.TenantPolicies;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A tenant that answers at once, so that only our own work is timed: a group per ring, one update ring, no other policy. */
final class QuietTenant implements TenantPolicies {

    @Override
    public Optional<Group> findGroup(String groupIdOrNull, String unit) {
        return Optional.of(new Group("group of " + unit, unit, true, false));
    }

    @Override
    public List<UpdateRing> readUpdateRings() {
        return List.of(new UpdateRing("everybody", "everybody", 0, 2, 1, false, null, Set.of(), true));
    }

    @Override
    public Optional<Boolean> hotpatchByDefault() {
        return Optional.of(true);
    }

    @Override
    public List<UpdatePolicy> readPolicies() {
        return List.of();
    }

    @Override
    public List<ExpeditePolicy> readExpedites() {
        return List.of();
    }

    @Override
    public boolean readMembers(String groupId, Consumer<List<String>> pages) {
        pages.accept(List.of());
        return true;
    }
}
