package io.hotpatchcycle.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Sha256;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.testing.TestDatabase;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class GovernanceTest {

    private static final Instant NOW = Instant.parse("2027-12-31T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2027, 12, 31);

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.app());
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Trail trail = new Trail(new EventRows(jdbc), clock, clock);
    private final GovernanceRows rows = new GovernanceRows(jdbc);
    private final PatchPolicies policies = new PatchPolicies(rows, trail, clock);
    private final RingMemberships memberships = new RingMemberships(rows, trail, clock);
    private final LegalHolds holds = new LegalHolds(rows, trail, clock);
    private final TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(database.app()));
    private final List<String> removed = new ArrayList<>();
    private final List<String> protectedOnes = new ArrayList<>();
    private String failing = "";

    @BeforeEach
    void cycles() {
        cycle("old", "2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z");
        cycle("held", "2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z");
        cycle("young", "2027-06-01T00:00:00Z", "2027-07-01T00:00:00Z");
        cycle("open", "2026-01-01T00:00:00Z", null);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void cycle(String id, String start, String end) {
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values (?, ?, ?, 'n', ?, 'security', 'monthly', now(), 'f')", "r-" + id, id, id, Timestamp.from(Instant.parse(start)));
        jdbc.update("insert into hotpatch.cycle (id, release_id, state, created_at, closed_at) values (?, ?, ?, ?, ?)", id, "r-" + id, end == null ? "HELD" : "CLOSED",
                Timestamp.from(Instant.parse(start)), end == null ? null : Timestamp.from(Instant.parse(end)));
    }

    private void device(String id, String seen) {
        jdbc.update("insert into hotpatch.device (id, name, owner, serial, line, edition, cpu, chpe, join_type, management, received_at) "
                + "values (?, 'PC of Ann', 'ann@example.org', 'S1', 'WINDOWS_11', 'ENTERPRISE', 'X64', 'NO', 'ENTRA', 'INTUNE', ?)", id, Timestamp.from(Instant.parse(seen)));
    }

    private Retention retention() {
        Retention.EngineRecords engine = new Retention.EngineRecords() {
            @Override
            public int remove(String cycle) {
                removed.add(cycle);
                return 5;
            }

            @Override
            public int removeOthers(Instant endedBefore) {
                assertThat(endedBefore).isEqualTo(NOW.minus(Duration.ofDays(400)));
                return 0;
            }

            @Override
            public void protect(String cycle) {
                protectedOnes.add(cycle);
            }
        };
        return new Retention(rows, holds, (cycle, number) -> {
            if (cycle.equals(failing)) {
                throw new java.io.IOException("disk full");
            }
            return new Retention.Kept(cycle + (number == 0 ? "" : "-" + number) + ".zip", "ab" + number, 3);
        }, engine, trail, clock, new Retention.Periods(Duration.ofDays(400), Duration.ofDays(2557), Duration.ofDays(400)), new Retention.Transaction() {
            @Override
            public <T> T run(Supplier<T> step) {
                return transaction.execute(status -> step.get());
            }
        });
    }

    private List<String> events() {
        return jdbc.queryForList("select type from hotpatch.event order by id", String.class);
    }

    private void configured(String rings) {
        whole(() -> {
            memberships.configured(rings);
            return null;
        });
    }

    private <T> T whole(Supplier<T> step) {
        return transaction.execute(status -> step.get());
    }

    @Test
    void aPolicyIsInForceOnlyWhenAnotherPersonHasApprovedIt() {
        whole(() -> policies.propose("Patch policy", "Patch within 14 days.", TODAY, new PatchPolicies.Within(14, 3), "release.manager"));
        assertThat(policies.inForce(TODAY)).isEmpty();
        assertThatThrownBy(() -> whole(() -> policies.decide(1, "APPROVE", "", "release.manager"))).isInstanceOf(GovernanceRefused.class)
                .hasMessageContaining("another pair of eyes");
        assertThatThrownBy(() -> whole(() -> policies.decide(1, "REJECT", " ", "cab.member"))).hasMessageContaining("say why");
        assertThatThrownBy(() -> whole(() -> policies.decide(1, "MAYBE", "", "cab.member"))).hasMessageContaining("APPROVE or REJECT");

        whole(() -> policies.decide(1, "APPROVE", "", "cab.member"));

        assertThat(policies.inForce(TODAY)).get().satisfies(p -> {
            assertThat(p.sha256()).isEqualTo(Sha256.hex("Patch within 14 days."));
            assertThat(p.decision().decidedBy()).isEqualTo("cab.member");
        });
        assertThat(policies.inForce(TODAY.minusDays(1))).isEmpty();
        assertThat(events()).containsExactly("policy.proposed", "policy.decided");
        assertThatThrownBy(() -> whole(() -> policies.decide(1, "REJECT", "late", "change.manager"))).hasMessageContaining("decided already");
    }

    @Test
    void theNextApprovedVersionEndsTheOneBefore() {
        whole(() -> policies.propose("One", "a", TODAY, PatchPolicies.Within.UNSAID, "ann"));
        whole(() -> policies.decide(1, "APPROVE", "", "ben"));
        whole(() -> policies.propose("Two", "b", TODAY.plusDays(10), PatchPolicies.Within.UNSAID, "ann"));
        whole(() -> policies.propose("Three, refused", "c", TODAY.plusDays(5), PatchPolicies.Within.UNSAID, "ann"));
        whole(() -> policies.decide(2, "APPROVE", "", "ben"));
        whole(() -> policies.decide(3, "REJECT", "no", "ben"));

        assertThat(policies.inForce(TODAY.plusDays(9)).map(PatchPolicies.Policy::version)).contains(1);
        assertThat(policies.inForce(TODAY.plusDays(10)).map(PatchPolicies.Policy::version)).contains(2);
        assertThatThrownBy(() -> policies.propose("Back-dated", "d", TODAY.plusDays(10), PatchPolicies.Within.UNSAID, "ann")).hasMessageContaining("must begin after that day");
        assertThatThrownBy(() -> policies.propose("Never", "d", TODAY.plusDays(20), new PatchPolicies.Within(0, null), "ann")).hasMessageContaining("'withinDays' must be 1 to 366");
        assertThatThrownBy(() -> policies.propose("Longer", "d", TODAY.plusDays(20), new PatchPolicies.Within(7, 8), "ann")).hasMessageContaining("'exploitedWithinDays' must be 1 to");
        assertThatThrownBy(() -> policies.propose("No text", " ", TODAY, PatchPolicies.Within.UNSAID, "ann")).hasMessageContaining("'text' is required");
        assertThatThrownBy(() -> jdbc.update("update hotpatch.patch_policy set decided_by = proposed_by")).as("the table refuses it too")
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void changedRingRulesWaitForTheirApprovalAndTheSameOnesKeepIt() {
        configured("[1]");
        long first = memberships.all().get(0).id();
        whole(() -> {
            memberships.decide(first, "APPROVE", "", "change.manager");
            return null;
        });
        configured("[1]");
        assertThat(memberships.all()).singleElement().satisfies(m -> assertThat(m.decision().approved()).isTrue());

        configured("[2]");

        assertThat(memberships.all().get(0).decision().open()).isTrue();
        assertThatThrownBy(() -> whole(() -> {
            memberships.decide(first, "APPROVE", "", "cab.member");
            return null;
        })).hasMessageContaining("no longer in force");
    }

    @Test
    void aHoldNeedsAReasonAndIsThereOnce() {
        assertThatThrownBy(() -> holds.set("held", " ", "ann")).hasMessageContaining("'reason' is required");
        assertThatThrownBy(() -> holds.set("nothing", "why", "ann")).hasMessageContaining("There is no cycle");
        holds.set("held", "lawsuit", "ann");
        assertThatThrownBy(() -> holds.set("held", "again", "ben")).hasMessageContaining("held already");
        assertThat(holds.isHeld("held")).isTrue();
        holds.lift("held", "settled", "ben");
        assertThat(holds.isHeld("held")).isFalse();
        assertThatThrownBy(() -> holds.lift("held", "again", "ben")).hasMessageContaining("not held");
        assertThat(events()).containsExactly("legalHold.set", "legalHold.lifted");
    }

    @Test
    void onlyWhatIsOldKeptAndNotHeldIsCleaned() {
        holds.set("held", "lawsuit", "ann");
        Retention.Run run = retention().run();

        assertThat(run.packsKept()).isEqualTo(3);
        assertThat(removed).containsExactly("old");
        assertThat(protectedOnes).containsExactly("held");
        assertThat(events()).containsOnlyOnce("retention.historyRemoved");
        retention().run();
        assertThat(removed).as("once").containsExactly("old");
        holds.lift("held", "settled", "ann");
        retention().run();
        assertThat(removed).containsExactly("old", "held");
    }

    private void signed(String about) {
        new CorrectiveActions(new CorrectiveActionRows(jdbc), trail, clock, clock).sign("young", about, "a cause", "an action", "ann");
    }

    @Test
    void whatIsSignedAfterAPackWasKeptIsInASupplementThatNamesTheOneBefore() {
        assertThat(retention().run().packsKept()).isEqualTo(3);
        assertThat(retention().run().packsKept()).as("nothing was signed").isZero();
        assertThat(jdbc.queryForObject("select hotpatch.pack_before('young')", String.class)).isNull();
        signed("INCIDENT 2027-06-02T00:00:00Z");
        assertThat(jdbc.queryForObject("select hotpatch.pack_before('young')", String.class)).as("of one that is drawn by hand before").isEqualTo("ab0");
        assertThat(retention().run().packsKept()).isEqualTo(1);
        assertThat(jdbc.queryForObject("select hotpatch.pack_before('young')", String.class)).as("of one that is drawn by hand afterwards").isEqualTo("ab0");
        signed("INCIDENT 2027-06-03T00:00:00Z");
        assertThat(retention().run().packsKept()).isEqualTo(1);
        assertThat(retention().run().packsKept()).isZero();

        assertThat(retention().kept()).filteredOn(p -> p.cycle().equals("young")).extracting(p -> p.file() + " after " + p.predecessor())
                .containsExactly("young-2.zip after ab1", "young-1.zip after ab0", "young.zip after null");
        assertThat(jdbc.queryForList("select data ->> 'supplement' || ' after ' || (data ->> 'predecessor') from hotpatch.event where type = 'evidence.kept' "
                + "and data ? 'supplement' order by id", String.class)).containsExactly("1 after ab0", "2 after ab1");
    }

    @Test
    void historyIsNotRemovedBeforeTheSupplementIsKeptAndNothingIsSignedAfterwards() {
        retention().run();
        jdbc.update("update hotpatch.cycle set closed_at = ? where id = 'young'", Timestamp.from(NOW.minus(Duration.ofDays(401))));
        signed("INCIDENT 2027-06-02T00:00:00Z");
        failing = "young";
        assertThat(retention().run().problems()).singleElement().asString().contains("supplement 1", "cycle young", "disk full");
        assertThat(removed).doesNotContain("young");
        failing = "";
        retention().run();
        assertThat(removed).contains("young");
        assertThatThrownBy(() -> signed("INCIDENT 2027-06-03T00:00:00Z")).isInstanceOf(GovernanceRefused.class).hasMessageContaining("its kept pack is final");
    }

    @Test
    void aPackIsKeptWhenItIsSignedWhoCarriesTheRisk() {
        jdbc.update("update hotpatch.cycle set state = 'REJECTED', closed_at = ? where id = 'old'", Timestamp.from(NOW.minus(Duration.ofMinutes(5))));
        assertThat(retention().run().packsKept()).as("the question is asked a moment after the end").isEqualTo(2);
        jdbc.update("insert into hotpatch.release_decision (cycle_id, release_id, ended, devices, state, opened_at) values ('old', 'r-old', 'REJECTED', 5, 'OPEN', ?)",
                Timestamp.from(NOW));
        assertThat(retention().run().packsKept()).as("nobody has signed").isZero();
        jdbc.update("update hotpatch.release_decision set state = 'SIGNED', signed_by = 'ben'");
        assertThat(retention().run().packsKept()).isEqualTo(1);
    }

    @Test
    void aCycleWhosePackCannotBeKeptKeepsItsHistory() {
        failing = "old";
        Retention.Run run = retention().run();

        assertThat(run.problems()).singleElement().asString().contains("cycle old", "disk full");
        assertThat(removed).containsExactly("held");
    }

    private int planned(String cycle) {
        return jdbc.queryForObject("select count(*) from hotpatch.plan_device where cycle_id = ?", Integer.class, cycle);
    }

    private void plan(String cycle, int number) {
        jdbc.update("insert into hotpatch.plan_class (class, cycle_id, devices, population, line, edition, cpu, chpe, join_type, management, licence, vbs, policy, ring) values "
                + "(?, ?, 1, 'ACTIVE', 'WINDOWS_11', '', '', '', '', '', '', '', 'UNIT', 'pilot')", number, cycle);
        jdbc.query("select hotpatch.plan_members(c.no, array[d.no], array[?::bigint], null, array['o']) from hotpatch.cycle c, hotpatch.device d where c.id = ?", rs -> { },
                number, cycle);
    }

    /** What opened something stays; the newest plan stays; of the others, the counts. */
    @Test
    void theDevicesOfAPlanThatOpenedNothingAreThinnedOut() {
        device("here", "2027-12-30T00:00:00Z");
        cycle("rejected", "2027-10-01T00:00:00Z", "2027-10-03T00:00:00Z");
        cycle("opened", "2027-10-05T00:00:00Z", "2027-11-03T00:00:00Z");
        cycle("late", "2027-12-20T00:00:00Z", "2027-12-21T00:00:00Z");
        plan("rejected", 1);
        plan("opened", 2);
        plan("late", 3);
        jdbc.update("insert into hotpatch.ring (cycle_id, name, ordinal, state, devices, controlled, hotpatch, lcu, restarts, opened_at) values "
                + "('opened', 'pilot', 1, 'PASSED', 1, 1, 1, 0, 0, now())");
        jdbc.update("insert into hotpatch.snapshot (cycle_id, taken_at, complete) values ('rejected', timestamptz '2027-10-01', false), ('late', timestamptz '2027-12-20', true)");
        holds.set("rejected", "lawsuit", "ann");
        retention().run();
        assertThat(planned("rejected")).as("held").isOne();
        holds.lift("rejected", "settled", "ann");
        retention().run();
        assertThat(List.of(planned("rejected"), planned("opened"), planned("late"))).containsExactly(0, 1, 1);
        assertThat(jdbc.queryForObject("select devices from hotpatch.plan_class where cycle_id = 'rejected'", Integer.class)).isOne();
        assertThat(jdbc.queryForList("select cycle_id from hotpatch.snapshot", String.class)).containsExactly("late");
        retention().run();
        assertThat(events()).filteredOn("retention.planThinned"::equals).as("once").hasSize(1);
    }

    @Test
    void namesOfDevicesNotSeenForLongAreErasedButNotTheirIds() {
        device("gone", "2026-01-01T00:00:00Z");
        device("here", "2027-12-30T00:00:00Z");

        assertThat(retention().run().devicesErased()).isEqualTo(1);
        assertThat(retention().run().devicesErased()).isZero();

        assertThat(jdbc.queryForList("select id || ' ' || name || ' ' || coalesce(owner, '-') || ' ' || coalesce(serial, '-') from hotpatch.device order by id", String.class))
                .containsExactly("gone erased - -", "here PC of Ann ann@example.org S1");
    }

    @Test
    void periodsAreNotedWhenTheyChange() {
        retention().announce();
        retention().announce();
        assertThat(events()).containsExactly("retention.set");
    }

    @Test
    void settingsAreNotedWhenTheyChangeAndSecretsAreNot() {
        SettingsInForce settings = new SettingsInForce(rows, trail);
        Map<String, String> first = Map.of("mode", "observe", "sign-in.client-secret", "hunter2", "notices.teams", "https://flow.example/hook?sig=hunter2",
                "audit.time-stamp", "https://anna:hunter2@tsa.example/");
        settings.configured(first);
        settings.configured(first);
        assertThat(events()).containsExactly("configuration.set");
        assertThat(said()).contains("observe", "https://flow.example/hook(set)", "https://(set)tsa.example/").doesNotContain("hunter2");
        Map<String, String> then = new HashMap<>(first);
        then.put("mode", "control");
        then.remove("notices.teams");
        settings.configured(then);
        assertThat(events()).hasSize(2);
        assertThat(said()).contains("mode: observe -> control", "notices.teams: https://flow.example/hook(set) -> not set").doesNotContain("hunter2");
    }

    private String said() {
        return jdbc.queryForObject("select data::text from hotpatch.event where type = 'configuration.set' order by id desc limit 1", String.class);
    }
}
