package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A policy that somebody deleted in Intune comes back only when a person wants it. */
class DeletedPolicyTest {

    private static final String CYCLE = RolloutFixture.CYCLE;

    private final RolloutFixture at = new RolloutFixture();

    @AfterEach
    void close() {
        at.close();
    }

    private boolean prepare() {
        return at.inEngineTransaction(() -> at.rollouts.prepareUnits(CYCLE));
    }

    private String held(String ring) {
        return at.inEngineTransaction(() -> {
            at.rings.readUnits();
            return at.rings.unit(ring).problem();
        });
    }

    private void decided(String ring, String decision) {
        at.jdbc.update("insert into hotpatch.approval (cycle_id, ring, subject, task_id, plan_hash, shown, shown_hash, asked, requested_at, decision, decided_by, decided_at) "
                + "values (?, ?, 'RING', gen_random_uuid()::text, 'plan', '{}', '', 'release-managers', ?, ?, 'release.manager', ?)", CYCLE, ring, at.now(), decision, at.now());
    }

    private List<Map<String, Object>> creations() {
        return at.jdbc.queryForList("select natural_key, state, attempts, intended_at, response, read_back from hotpatch.graph_write where kind = 'CREATE_POLICY' order by id");
    }

    @Test
    void isNotCreatedAgainUnaskedAndHoldsItsRingOnly() {
        at.gate.deleteByHand("early");
        assertThat(prepare()).as("the other units are prepared").isTrue();
        assertThat(at.gate.sent()).noneMatch(call -> call.startsWith("create"));
        assertThat(creations()).isEmpty();
        assertThat(held("pilot")).isEmpty();
        assertThat(held("early")).contains("Unit 'early'", "policy early", "not there any more", "deleted in Intune", "RECREATE", "policy-id");
        assertThat(at.open("pilot").outcome()).isEqualTo(OpenResult.Outcome.OPEN);
        assertThat(at.open("early")).satisfies(r -> {
            assertThat(r.outcome()).isEqualTo(OpenResult.Outcome.REFUSED);
            assertThat(r.message()).contains("was deleted in Intune");
        });
        assertThat(at.gate.sent()).noneMatch(call -> call.startsWith("create"));
    }

    @Test
    void isCreatedOnceAfterAPersonDecidedSoAboutThisRingSinceItIsGone() {
        decided("early", "RECREATE");
        at.gate.deleteByHand("early");
        assertThat(held("early")).as("what was decided before it was gone does not count").contains("was deleted in Intune");
        decided("pilot", "RECREATE");
        decided("early", "WAIT");
        assertThat(held("early")).contains("was deleted in Intune");
        decided("early", "RECREATE");
        assertThat(held("early")).isEmpty();
        assertThat(prepare()).isTrue();
        assertThat(prepare()).isTrue();
        assertThat(at.gate.sent()).filteredOn(call -> call.startsWith("create")).containsExactly("create early");
        assertThat(at.rings.unit("early").policyId()).startsWith("early#");
    }

    @Test
    void isCreatedWhenTheChangeWasApprovedThatListsItsCreation() {
        at.gate.deleteByHand("early");
        assertThat(held("early")).contains("was deleted in Intune");
        at.approve("APPROVE", "plan", Duration.ofDays(60));
        assertThat(held("early")).isEmpty();
        assertThat(prepare()).isTrue();
        assertThat(at.gate.sent()).filteredOn(call -> call.startsWith("create")).containsExactly("create early");
    }

    @Test
    void isNotCreatedByAWriterThatDidNotReadThatItIsGone() {
        at.gate.deleteByHand("early");
        at.jdbc.update("update hotpatch.unit set policy_id = null where name = 'early'");
        assertThat(prepare()).isTrue();
        assertThat(at.gate.sent()).noneMatch(call -> call.startsWith("create"));
    }

    @Test
    void anotherOneThatIsThereByNowIsTakenAsItIs() {
        at.gate.deleteByHand("early");
        assertThat(held("early")).contains("was deleted in Intune");
        at.gate.createPolicy("early");
        assertThat(held("early")).isEmpty();
        assertThat(prepare()).isTrue();
        assertThat(creations()).isEmpty();
        at.gate.deleteByHand("early");
        assertThat(held("early")).as("and missed again when it is deleted").contains("was deleted in Intune");
    }

    /** The policy of a cycle that was prepared is deleted, noticed, and wanted again. */
    private void deletedAndWanted() {
        at.business.pass(Duration.ofHours(2));
        at.gate.deleteByHand("early");
        assertThat(held("early")).contains("was deleted in Intune");
        decided("early", "RECREATE");
        assertThat(held("early")).isEmpty();
    }

    @Test
    void eachCreationIsALineOfItsOwnInTheLedger() {
        deletedAndWanted();
        assertThat(prepare()).isTrue();
        Map<String, Object> first = creations().get(0);
        deletedAndWanted();
        assertThat(prepare()).isTrue();
        assertThat(creations()).hasSize(2).first().isEqualTo(first);
        assertThat(creations().get(1)).containsEntry("state", "DONE").containsEntry("attempts", 1);
        assertThat(at.gate.sent()).filteredOn(call -> call.startsWith("create")).hasSize(2);
    }

    @Test
    void aSecondCreationThatWasCutOffIsSettledByReadingAndNotRepeated() {
        deletedAndWanted();
        assertThat(prepare()).isTrue();
        deletedAndWanted();
        at.gate.duringCall(() -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(this::prepare).hasMessage("killed");
        at.gate.duringCall(() -> { });
        at.gate.createPolicy("early"); // what was sent took effect all the same
        int sent = at.gate.sent().size();
        at.wall.pass(Duration.ofMinutes(5));
        assertThat(prepare()).isTrue();
        assertThat(at.gate.sent()).as("nothing is sent again").hasSize(sent);
        assertThat(creations()).hasSize(2).allSatisfy(c -> assertThat(c.get("state")).isEqualTo("DONE"));
    }
}
