package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who does not belong into a group is taken out with as few calls as Graph allows, and each has a row of its own. */
class SurplusMembersTest {

    private static final String CYCLE = RolloutFixture.CYCLE;

    private final RolloutFixture at = new RolloutFixture(Mode.CONTROL, List.of("pilot"));

    @AfterEach
    void close() {
        at.close();
    }

    private boolean prepare() {
        return at.inEngineTransaction(() -> at.rollouts.prepareUnits(CYCLE));
    }

    private List<String> rows(String state) {
        return at.jdbc.queryForList("select request from hotpatch.graph_write where kind = 'REMOVE_MEMBER' and state = ?", String.class, state);
    }

    private List<String> removals() {
        return at.gate.sent().stream().filter(call -> call.startsWith("remove")).toList();
    }

    @Test
    void areTakenOutTwentyAtATime() {
        at.gate.addMembers("group of pilot", IntStream.range(0, 45).mapToObj(i -> "x" + i).toList());
        assertThat(prepare()).isFalse();
        assertThat(prepare()).isTrue();
        assertThat(removals()).hasSize(3);
        assertThat(rows("DONE")).hasSize(45).doesNotHaveDuplicates();
        assertThat(at.gate.readMembers("group of pilot")).isEmpty();
    }

    @Test
    void areAskedForAgainLaterAndNoMoreIsSentMeanwhile() {
        at.gate.addMembers("group of pilot", IntStream.range(0, 45).mapToObj(i -> "x" + i).toList());
        at.gate.next(ScriptedGate.Script.LATER);
        assertThat(prepare()).isFalse();
        assertThat(removals()).hasSize(1);
        assertThat(rows("FAILED")).hasSize(20);
        prepare();
        assertThat(prepare()).isTrue();
        assertThat(rows("DONE")).hasSize(45);
    }

    /** Beyond the plan as many as were approved, and nobody who waits. */
    @Test
    void areNotTheLateJoinersThatMayJoin() {
        at.jdbc.update("update hotpatch.ring set late_allowed = 2");
        at.jdbc.update("insert into hotpatch.device (id, object_id, name, line, build, ubr, edition, cpu, chpe, join_type, management, licence, vbs, received_at) "
                + "select 'n' || n, 'o' || n, 'n', 'WINDOWS_11', 26100, 8000, 'ENTERPRISE', 'X64', 'NOT_APPLICABLE', 'ENTRA', 'INTUNE', 'QUALIFYING', 'RUNNING', now() "
                + "from generate_series(1, 4) n");
        at.jdbc.update("insert into hotpatch.late_joiner (cycle_id, device_id, how, ring, fate, seen_at, joined_at) select ?, 'n' || n, 'NEW', 'pilot', "
                + "case when n < 4 then 'JOINED' else 'WAITS' end, now(), now() from generate_series(1, 4) n", CYCLE);
        at.gate.addMembers("group of pilot", List.of("o4"));
        prepare();
        assertThat(prepare()).isTrue();
        assertThat(at.gate.readMembers("group of pilot")).containsExactlyInAnyOrder("o1", "o2");
    }

    /** The answer may be lost though the members are out. */
    @Test
    void areSettledByReadingWhereTheAnswerWasLost() {
        at.gate.addMembers("group of pilot", List.of("x1", "x2"));
        at.gate.next(ScriptedGate.Script.LOST_BUT_THERE);
        prepare();
        assertThat(prepare()).isTrue();
        assertThat(removals()).hasSize(1);
        assertThat(rows("DONE")).containsExactlyInAnyOrder("x1", "x2");
    }
}
