package io.hotpatchcycle.rollout;

import static io.hotpatchcycle.rollout.RolloutFixture.CYCLE;
import static io.hotpatchcycle.rollout.RolloutFixture.ITEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.rollout.ExpediteActions.Seen;
import io.hotpatchcycle.rollout.GraphAnswer.Outcome;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** An expedite policy exists only while an approved emergency needs it, and nothing else of the tenant is touched. */
class ExpeditesTest {

    private static final String SHOWN = "{\"expedite\":{\"release\":\"" + ScriptedExpedites.RELEASE + "\",\"days\":1}}";

    private final RolloutFixture f = new RolloutFixture();

    @AfterEach
    void close() {
        f.close();
    }

    private void asked(Integer days) {
        f.jdbc.update("insert into hotpatch.emergency_request (cycle_id, reason, requested_by, requested_at, expedite_days, expedite_release) values (?, 'attacked', "
                + "'release.manager', ?, ?, ?)", CYCLE, f.now(), days, days == null ? null : ScriptedExpedites.RELEASE);
        f.jdbc.update("update hotpatch.cycle set change_type = 'EMERGENCY' where id = ?", CYCLE);
    }

    private void approvedBy(String person, String shown) {
        f.jdbc.update("insert into hotpatch.approval (cycle_id, subject, task_id, plan_hash, shown, shown_hash, asked, requested_at, decision, decided_by, decided_at, "
                + "expires_at) values (?, 'EMERGENCY', gen_random_uuid()::text, 'plan', ?, '', 'change-managers', ?, 'SPEED_UP', ?, ?, ?)", CYCLE, shown, f.now(), person,
                f.now(), Timestamp.from(f.business.instant().plus(Duration.ofDays(60))));
    }

    private void openAndApproved() {
        asked(1);
        approvedBy("change.manager", SHOWN);
        f.open("pilot");
    }

    private void expedite() {
        f.inEngineTransaction(() -> {
            f.expedites.expedite(CYCLE, "pilot", ITEM);
            return null;
        });
    }

    private boolean takeBack() {
        return f.inEngineTransaction(() -> f.expedites.takeBack(CYCLE));
    }

    private void anotherWorkerDied() {
        f.wall.pass(Duration.ofSeconds(31));
    }

    @Test
    void anApprovedOneIsMadeOnceForTheGroupOfTheOpenRingAndTakenAwayAgain() {
        openAndApproved();
        expedite();
        expedite();
        assertThat(f.expediteActions.policies.values()).singleElement().satisfies(p -> {
            assertThat(p.owner()).isEqualTo(CYCLE + "/pilot/0");
            assertThat(p.seen()).isEqualTo(new Seen(ScriptedExpedites.RELEASE, 1, Set.of("group of pilot")));
        });
        assertThat(f.expediteActions.writes).isEqualTo(2);
        assertThat(f.expedites.standing(CYCLE)).extracting(Expedites.Standing::state).containsExactly("EXPEDITED");
        assertThat(takeBack()).isTrue();
        assertThat(takeBack()).isTrue();
        expedite();
        assertThat(f.expediteActions.policies).as("over is over").isEmpty();
        assertThat(f.expediteActions.writes).isEqualTo(3);
        assertThat(f.rollouts.writes(CYCLE)).extracting(LedgerRows.GraphWrite::kind).contains("CREATE_EXPEDITE", "ASSIGN_EXPEDITE", "DELETE_EXPEDITE");
        assertThat(f.expedites.standing(CYCLE)).extracting(Expedites.Standing::state).containsExactly("ENDED");
    }

    @Test
    void nothingIsMadeUnlessAnotherPersonApprovedExactlyThat() {
        f.open("pilot");
        expedite();
        assertThat(f.expedites.standing(CYCLE)).as("nobody asked").isEmpty();
        asked(1);
        expedite();
        assertThat(f.expedites.standing(CYCLE).get(0).note()).contains("nobody but who asked for it approved exactly this emergency");
        approvedBy("release.manager", SHOWN);
        expedite();
        approvedBy("change.manager", "{}");
        approvedBy("change.manager", SHOWN.replace(":1", ":0"));
        approvedBy("change.manager", SHOWN.replace("2026-08", "2026-07"));
        expedite();
        assertThat(f.expediteActions.writes).as("asked himself, was not shown it, was shown another one").isZero();
        approvedBy("change.manager", SHOWN);
        expedite();
        assertThat(f.expediteActions.policies).hasSize(1);
    }

    @Test
    void aRingThatIsNotOpenIsNotExpedited() {
        asked(1);
        approvedBy("change.manager", SHOWN);
        expedite();
        assertThat(f.expediteActions.writes).isZero();
        assertThat(f.expedites.standing(CYCLE).get(0).note()).contains("is not open");
    }

    @Test
    void aStopWinsAlsoWhenItComesWhileThePolicyIsMadeAndAResumptionMakesANewOne() {
        openAndApproved();
        expedite();
        f.jdbc.update("insert into hotpatch.halt (cycle_id, reason, requested_by, requested_at) values (?, 'stop', 'somebody', ?)", CYCLE, f.now());
        expedite();
        assertThat(f.expediteActions.policies).isEmpty();
        assertThat(f.inEngineTransaction(() -> f.cycles.suspendAll(CYCLE))).isTrue();
        f.jdbc.update("update hotpatch.halt set lifted_at = ?, lifted_by = 'change.manager' where cycle_id = ?", f.now(), CYCLE);
        f.open("pilot");
        expedite();
        assertThat(f.expediteActions.policies.values()).extracting(ScriptedExpedites.Policy::owner).containsExactly(CYCLE + "/pilot/1");
    }

    @Test
    void aLostAnswerIsSettledByReadingAndADeadWorkersPolicyIsTakenAway() {
        openAndApproved();
        f.expediteActions.next.addAll(List.of(Outcome.LOST, Outcome.LOST));
        expedite();
        assertThat(f.expediteActions.policies).hasSize(1);
        assertThat(f.expedites.standing(CYCLE)).extracting(Expedites.Standing::state).containsExactly("EXPEDITED");
        f.jdbc.update("update hotpatch.graph_write set state = 'INTENDED', read_back = null, read_back_at = null, settled_at = null where kind in ('CREATE_EXPEDITE', 'ASSIGN_EXPEDITE')");
        assertThat(takeBack()).as("another one may still be at it").isFalse();
        anotherWorkerDied();
        f.expediteActions.next.add(Outcome.LOST);
        assertThat(takeBack()).isTrue();
        assertThat(f.expediteActions.policies).isEmpty();
        assertThat(f.jdbc.queryForList("select distinct state from hotpatch.graph_write where kind like '%EXPEDITE'", String.class)).containsExactly("DONE");
    }

    @Test
    void whatSomebodyElseRemovedOrChangedIsLeftSo() {
        openAndApproved();
        expedite();
        f.expediteActions.assign("x1", "another group");
        f.business.pass(Duration.ofHours(4));
        int writes = f.expediteActions.writes;
        expedite();
        assertThat(f.expedites.standing(CYCLE).get(0)).satisfies(s -> {
            assertThat(s.state()).isEqualTo("CHANGED");
            assertThat(s.note()).contains("another group", "not by this program");
        });
        f.expediteActions.policies.clear();
        expedite();
        assertThat(f.expedites.standing(CYCLE).get(0).note()).contains("was removed in Intune");
        assertThat(f.expediteActions.writes).isEqualTo(writes);
        assertThat(takeBack()).isTrue();
    }

    @Test
    void theCycleDoesNotEndWhileOneIsLeft() {
        openAndApproved();
        expedite();
        f.jdbc.update("insert into hotpatch.approval (cycle_id, subject, task_id, plan_hash, shown, shown_hash, asked, requested_at, decision, decided_by, decided_at) "
                + "values (?, 'AFTERWARDS', gen_random_uuid()::text, '', '{}', '', 'cab', ?, 'APPROVE', 'somebody.else', ?)", CYCLE, f.now(), f.now());
        f.expediteActions.next.addAll(List.of(Outcome.LATER));
        assertThatThrownBy(() -> f.inEngineTransaction(() -> {
            f.cycles.close(CYCLE, CycleState.REJECTED);
            return null;
        })).hasMessageContaining("is not gone yet");
        f.inEngineTransaction(() -> {
            f.cycles.close(CYCLE, CycleState.REJECTED);
            return null;
        });
        assertThat(f.expediteActions.policies).isEmpty();
    }

    @Test
    void whatTheCatalogDoesNotOfferCannotBeAskedForNorMade() {
        openAndApproved();
        f.expediteActions.release = Optional.empty();
        expedite();
        assertThat(f.expediteActions.writes).isZero();
        assertThat(f.expedites.standing(CYCLE).get(0).note()).contains("does not offer");
        assertThatThrownBy(() -> f.expedites.release(CYCLE, ITEM, 1)).hasMessageContaining("Intune's catalog does not offer that");
        assertThatThrownBy(() -> f.expedites.release(CYCLE, null, 1)).hasMessageContaining("not known yet");
        assertThatThrownBy(() -> f.expedites.release(CYCLE, ITEM, 3)).hasMessageContaining("0 to 2 days");
        assertThatThrownBy(() -> f.jdbc.update("update hotpatch.emergency_request set expedite_days = 3")).isInstanceOf(DataAccessException.class);
    }

    @Test
    void aRefusalIsToldOnceAndHoldsNothingUp() {
        openAndApproved();
        f.expediteActions.next.addAll(List.of(Outcome.REFUSED, Outcome.REFUSED));
        expedite();
        expedite();
        assertThat(f.expedites.standing(CYCLE)).extracting(Expedites.Standing::state).containsExactly("REFUSED");
        assertThat(f.jdbc.queryForObject("select count(*) from hotpatch.event where type = 'ring.expedite'", Integer.class)).isEqualTo(1);
        assertThat(takeBack()).isTrue();
        assertThat(f.jdbc.queryForObject("select state from hotpatch.ring where name = 'pilot'", String.class)).isEqualTo("OPEN");
    }
}
