package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.rollout.ScriptedGate.Script;
import io.hotpatchcycle.rollout.Write.Look;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing is lost and nothing doubled, whatever becomes of a call. */
class LedgerTest {

    private static final Duration LONGER_THAN_THE_LEASE = Duration.ofSeconds(31);

    private final RolloutFixture at = new RolloutFixture();
    private Optional<String> refusal = Optional.empty();

    @AfterEach
    void close() {
        at.close();
    }

    private Write write(boolean repeatable, boolean readBackLater) {
        return new Write("approve:1", "APPROVE", RolloutFixture.CYCLE, "pilot", "approval of item", "approve", () -> refusal,
                () -> at.gate.approve("pilot", RolloutFixture.ITEM), () -> new Look("approved".equals(at.gate.approval("pilot")), at.gate.approval("pilot")),
                repeatable, readBackLater);
    }

    private WriteResult write() {
        return at.ledger.write(write(true, false));
    }

    private Map<String, Object> row() {
        return at.jdbc.queryForMap("select * from hotpatch.graph_write where natural_key = 'approve:1'");
    }

    private void crashAfterTheIntent() {
        at.gate.duringCall(() -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(this::write).hasMessage("killed");
        at.gate.duringCall(() -> { });
        assertThat(row()).containsEntry("state", "INTENDED");
    }

    @Test
    void anAcceptedWriteIsReadBackAndSentOnlyOnce() {
        assertThat(write().isDone()).isTrue();
        assertThat(row()).containsEntry("state", "DONE").containsEntry("read_back", "approved").containsEntry("status", 200)
                .containsEntry("attempts", 1).containsEntry("request_id", "request");
        assertThat(write().isDone()).isTrue();
        assertThat(at.gate.sent()).as("the same effect is not sent again").hasSize(1);
    }

    @Test
    void whatWasCalledAndAsWhomIsKeptAndAnAnswerWithoutACallDoesNotTakeItAway() {
        GraphAnswer.Call call = new GraphAnswer.Call("POST https://graph.example/beta/x", "our-application");
        Write lost = new Write("approve:1", "APPROVE", RolloutFixture.CYCLE, "pilot", "approval of item", "approve", () -> refusal,
                () -> new GraphAnswer(GraphAnswer.Outcome.LOST, 0, "cut", null, null).to(call), () -> new Look(false, "nothing"), false, false);
        at.ledger.write(lost);
        assertThat(row()).containsEntry("state", "AMBIGUOUS").containsEntry("call", "POST https://graph.example/beta/x").containsEntry("application", "our-application");
        at.gate.approve("pilot", RolloutFixture.ITEM);
        assertThat(write().isDone()).as("settled by reading").isTrue();
        assertThat(row()).containsEntry("state", "DONE").containsEntry("call", "POST https://graph.example/beta/x");
    }

    @Test
    void theValueBeforeIsTheNewestThatWasSeen() {
        at.jdbc.update("insert into hotpatch.tenant_seen (unit, kind, fact, target, value, seen_at) values ('pilot', 'APPROVAL', 'item', 'policy', 'not approved', ?)",
                at.now());
        assertThat(write().isDone()).isTrue();
        assertThat(row().get("before_value")).asString().startsWith("not approved, seen 20");
        at.business.pass(Duration.ofMinutes(5));
        at.ledger.write(new Write("suspend:1", "SUSPEND", RolloutFixture.CYCLE, "pilot", "approval of item", "suspend", Optional::empty,
                () -> at.gate.suspend("pilot", RolloutFixture.ITEM), () -> new Look(true, "suspended"), true, false));
        assertThat(at.jdbc.queryForObject("select before_value from hotpatch.graph_write where natural_key = 'suspend:1'", String.class))
                .as("read back since").startsWith("approved, seen 20");
    }

    @Test
    void theIntentIsCommittedBeforeTheCall() {
        at.gate.duringCall(() -> assertThat(row()).containsEntry("state", "INTENDED").containsEntry("request", "approve"));
        assertThat(write().isDone()).isTrue();
    }

    @Test
    void whatTheGuardRefusesLeavesNoTrace() {
        refusal = Optional.of("no approval");
        assertThat(write()).isEqualTo(WriteResult.refused("no approval"));
        assertThat(at.gate.sent()).isEmpty();
        assertThat(at.jdbc.queryForObject("select count(*) from hotpatch.graph_write", Integer.class)).isZero();
    }

    @Test
    void aThrottledWriteIsTriedAgainWhenTold() {
        at.gate.next(Script.LATER).next(Script.LATER_WITHOUT_TIME);
        assertThat(write()).satisfies(r -> assertThat(r.delay()).isEqualTo(Duration.ofSeconds(90)));
        assertThat(write().delay()).as("own patience without Retry-After").isPositive();
        assertThat(row()).containsEntry("state", "FAILED").containsEntry("status", 503).containsEntry("attempts", 2);
        assertThat(write().isDone()).isTrue();
        assertThat(at.gate.sent()).hasSize(3);
    }

    @Test
    void aRefusalSaysWhatTheServiceSaid() {
        at.gate.next(Script.REFUSED);
        WriteResult result = write();
        assertThat(result.state()).isEqualTo(WriteResult.State.REFUSED);
        assertThat(result.message()).contains("approval of item").contains("HTTP 403").contains("Forbidden");
        assertThat(row()).containsEntry("state", "FAILED");
    }

    @Test
    void aLostAnswerIsSettledByReading() {
        at.gate.next(Script.LOST_BUT_THERE);
        assertThat(write().isDone()).isTrue();
        assertThat(row()).containsEntry("state", "DONE").containsEntry("read_back", "approved");
        assertThat(at.gate.sent()).hasSize(1);
    }

    @Test
    void aLostAnswerWithoutEffectIsRepeatedLater() {
        at.gate.next(Script.LOST_AND_ABSENT);
        assertThat(write().state()).isEqualTo(WriteResult.State.LATER);
        assertThat(row()).containsEntry("state", "FAILED");
        assertThat(write().isDone()).isTrue();
        assertThat(at.gate.sent()).hasSize(2);
    }

    @Test
    void whatMustNotBeRepeatedIsLeftToAPerson() {
        at.gate.next(Script.LOST_AND_ABSENT);
        assertThat(at.ledger.write(write(false, true)).state()).isEqualTo(WriteResult.State.AMBIGUOUS);
        assertThat(row()).containsEntry("state", "AMBIGUOUS");
        assertThat(at.ledger.write(write(false, true)).state()).isEqualTo(WriteResult.State.AMBIGUOUS);
        assertThat(at.gate.sent()).as("an ambiguous restart is never sent again").hasSize(1);
    }

    @Test
    void anIntentOfAnotherWorkerIsLeftAloneForItsLease() {
        crashAfterTheIntent();
        assertThat(write()).satisfies(r -> assertThat(r.message()).contains("Another worker"));
        assertThat(at.gate.sent()).hasSize(1);
    }

    @Test
    void aCrashedWriteThatHappenedIsOnlyNoted() {
        crashAfterTheIntent();
        at.gate.approve("pilot", RolloutFixture.ITEM);
        at.wall.pass(LONGER_THAN_THE_LEASE);
        assertThat(write().isDone()).isTrue();
        assertThat(row()).containsEntry("state", "DONE").containsEntry("response", "settled by reading");
        assertThat(at.gate.sent()).as("the crashed one and the test's own").hasSize(2);
    }

    @Test
    void aCrashedWriteThatDidNotHappenIsSentAgain() {
        crashAfterTheIntent();
        at.wall.pass(LONGER_THAN_THE_LEASE);
        assertThat(write().isDone()).isTrue();
        assertThat(row()).containsEntry("state", "DONE").containsEntry("attempts", 2);
    }

    @Test
    void aCrashedWriteThatMayNoLongerBeSentIsSettledByReading() {
        crashAfterTheIntent();
        refusal = Optional.of("halted");
        assertThat(write().state()).as("within the lease it is open, not refused").isEqualTo(WriteResult.State.LATER);
        assertThat(row()).containsEntry("state", "INTENDED");
        at.wall.pass(LONGER_THAN_THE_LEASE);
        assertThat(write().state()).isEqualTo(WriteResult.State.REFUSED);
        assertThat(row()).containsEntry("state", "FAILED");
        assertThat(row().get("response").toString()).contains("left behind by a crash", "halted");
        assertThat(at.gate.sent()).as("nothing is sent").hasSize(1);
    }

    @Test
    void aCrashedWriteThatHappenedIsNotedThoughItMayNoLongerBeSent() {
        crashAfterTheIntent();
        at.gate.approve("pilot", RolloutFixture.ITEM);
        refusal = Optional.of("halted");
        at.wall.pass(LONGER_THAN_THE_LEASE);
        assertThat(write().isDone()).isTrue();
        assertThat(row()).containsEntry("state", "DONE").containsEntry("response", "settled by reading");
    }

    @Test
    void aCrashedWriteThatMustNotBeRepeatedIsAmbiguous() {
        crashAfterTheIntent();
        at.wall.pass(LONGER_THAN_THE_LEASE);
        assertThat(at.ledger.write(write(false, true)).state()).isEqualTo(WriteResult.State.AMBIGUOUS);
        assertThat(row()).containsEntry("state", "AMBIGUOUS");
        assertThat(at.gate.sent()).hasSize(1);
    }

    @Test
    void anAcceptedWriteThatDoesNotShowIsLookedForAndThenRepeated() {
        at.gate.next(Script.ACCEPTED_BUT_NOT_DONE);
        assertThat(write().message()).contains("was accepted, but reads back unknown");
        assertThat(write().state()).as("looked for again").isEqualTo(WriteResult.State.LATER);
        assertThat(at.gate.sent()).hasSize(1);
        at.business.pass(Duration.ofMinutes(31));
        assertThat(write().state()).isEqualTo(WriteResult.State.LATER);
        assertThat(row()).containsEntry("state", "FAILED");
        assertThat(write().isDone()).isTrue();
        assertThat(at.gate.sent()).hasSize(2);
    }

    @Test
    void writesReadBackTogetherAreConfirmedTogether() {
        assertThat(at.ledger.write(write(true, true)).isDone()).isTrue();
        assertThat(row().get("read_back")).isNull();
        at.ledger.confirm(RolloutFixture.CYCLE, "pilot", "APPROVE", "seen");
        assertThat(row()).containsEntry("read_back", "seen");
    }
}
