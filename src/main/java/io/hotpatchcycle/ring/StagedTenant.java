package io.hotpatchcycle.ring;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The tenant as it was staged with a snapshot. What was not read to the end is not "nothing": whoever asks for it is refused. */
final class StagedTenant implements TenantPolicies {

    private final TenantRows rows;
    private final long snapshot;

    /** @throws IllegalStateException where the staging of the snapshot is missing, or did not come to its end */
    StagedTenant(TenantRows rows, long snapshot) {
        this.rows = rows;
        this.snapshot = snapshot;
        if (!rows.listed(snapshot) || !rows.finished(snapshot)) {
            throw missing("which policies, update rings and groups the tenant has");
        }
    }

    private IllegalStateException missing(String what) {
        return new IllegalStateException("No plan is drawn from snapshot " + snapshot + ": " + what + " was not read with it, or not to the end, and what is not known "
                + "must not count as nothing. Let the cycle read the fleet again (the step 'Read the fleet').");
    }

    /** Units are rows of their own. */
    @Override
    public Optional<Group> findGroup(String groupIdOrNull, String unit) {
        throw missing("the group of unit '" + unit + "'");
    }

    @Override
    public List<UpdateRing> readUpdateRings() {
        return rows.updateRings(snapshot);
    }

    @Override
    public List<UpdatePolicy> readPolicies() {
        return rows.policies(snapshot);
    }

    @Override
    public List<ExpeditePolicy> readExpedites() {
        return rows.expedites(snapshot);
    }

    @Override
    public Optional<Boolean> hotpatchByDefault() {
        return rows.hotpatchByDefault(snapshot);
    }

    @Override
    public boolean readMembers(String groupId, Consumer<List<String>> pages) {
        rows.members(rows.find(snapshot, TenantRows.What.DEVICES, groupId).orElseThrow(() -> missing("who is in group " + groupId)), pages);
        return !rows.isGone(snapshot, groupId);
    }

    @Override
    public void readPeople(String groupId, Consumer<List<String>> pages) {
        rows.members(rows.find(snapshot, TenantRows.What.PEOPLE, groupId).orElseThrow(() -> missing("which people are in group " + groupId)), pages);
    }
}
