package io.hotpatchcycle.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.ring.TenantPolicies.ExpeditePolicy;
import io.hotpatchcycle.ring.TenantPolicies.UpdatePolicy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a plan has to know of the tenant is read before it is drawn, and never taken for nothing where it was not. */
class TenantStagingTest {

    private static final RingSettings PLANTS = new RingSettings("plants", "plants", null, null, null);

    private final PlannedRings at = new PlannedRings();
    private final Rings rings = at.rings(false, PLANTS);

    TenantStagingTest() {
        at.devices("a", "b");
        at.tenant.group("plants", false, false, "o-a", "o-b");
        at.tenant.group("vip", false, false, "o-a");
        at.tenant.group("urgent", false, false, "o-b");
        at.tenant.policies.add(new UpdatePolicy("p", "VIP", null, false, false, Set.of("vip")));
        at.tenant.expedites.add(new ExpeditePolicy("e", "urgent", null, "2026-08-11T00:00:00Z", 1, Set.of("urgent")));
    }

    @AfterEach
    void stop() {
        at.close();
    }

    private int foreign() {
        return at.jdbc.queryForObject("select count(*) from hotpatch.foreign_policy_member", Integer.class);
    }

    @Test
    void aPlanIsNotDrawnFromASnapshotOfWhichNobodyReadTheTenant() {
        assertThatThrownBy(() -> at.draw(rings, "2026.08-B", 7)).hasMessageContaining("No plan is drawn from snapshot 7", "which policies, update rings and groups the tenant has",
                "Let the cycle read the fleet again");
    }

    @Test
    void aReadingThatBrokeOffIsNotDrawnFromAndGoesOnAtTheGroupWhereItWas() {
        at.tenant.fails = "members of vip";
        assertThatThrownBy(() -> rings.stageTenant(1)).hasMessageContaining("HTTP 429");
        assertThatThrownBy(() -> at.plan(rings)).as("still broken").hasMessageContaining("HTTP 429");
        assertThatThrownBy(() -> at.draw(rings, "cycle-1", 1)).hasMessageContaining("No plan is drawn from snapshot 1");

        at.tenant.fails = null;
        at.tenant.read.clear();
        rings.stageTenant(1);
        assertThat(at.tenant.read).as("neither the lists nor the groups that are here").containsExactly("members of vip", "people of urgent", "people of vip");
        at.draw(rings, "cycle-1", 1);
        assertThat(foreign()).isEqualTo(2);

        at.tenant.read.clear();
        rings.stageTenant(1);
        assertThat(at.tenant.read).as("all of it is here").isEmpty();
    }

    /** An exemption or a ring that came after the reading. */
    @Test
    void aGroupThatNobodyReadIsNotEmpty() {
        rings.stageTenant(1);
        at.jdbc.update("update hotpatch.staged_group set complete = false where group_id = 'plants'");
        assertThatThrownBy(() -> at.draw(rings, "2026.08-B", 1)).hasMessageContaining("who is in group plants was not read with it");
    }

    @Test
    void theTenantIsForgottenOnceNoPlanCanBeDrawnFromItAnyMore() {
        at.jdbc.update("insert into hotpatch.sync (cycle_id, node, lease_until, fleet_snapshot) values ('2026.08-B', 'other', now(), 2)");
        rings.stageTenant(1);
        rings.stageTenant(2);
        rings.stageTenant(3);
        assertThat(at.jdbc.queryForList("select snapshot_id from hotpatch.staged_tenant order by 1", Long.class)).isEqualTo(List.of(2L, 3L));
        assertThat(at.jdbc.queryForObject("select count(*) from hotpatch.staged_member m where not exists (select from hotpatch.staged_group g where g.id = m.staged_group)",
                Integer.class)).isZero();
    }

    /** More than a page of them. */
    @Test
    void aGroupOfTheWholeFleetIsReadPageByPage() {
        List<String> many = java.util.stream.IntStream.range(0, 20_500).mapToObj(i -> "o-" + i).toList();
        at.tenant.group("vip", false, false, many.toArray(String[]::new));
        at.plan(rings);
        assertThat(foreign()).isEqualTo(20_501);
    }
}
