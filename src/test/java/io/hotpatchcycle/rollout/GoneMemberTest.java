package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A device that was deleted in Entra does not keep its neighbours out of the group, nor its ring from opening. */
class GoneMemberTest {

    private static final String CYCLE = RolloutFixture.CYCLE;

    private final RolloutFixture at = new RolloutFixture(Mode.CONTROL, List.of("pilot"));

    @AfterEach
    void close() {
        at.close();
    }

    private void planned(String... objects) {
        at.jdbc.update("insert into hotpatch.plan_class (class, cycle_id, devices, population, line, edition, cpu, chpe, join_type, management, licence, vbs, policy, ring, "
                + "controlled, track) values (1, ?, ?, 'ACTIVE', 'WINDOWS_11', '', '', '', '', '', '', '', 'UNIT', 'pilot', true, 'HOTPATCH')", CYCLE, objects.length);
        for (String object : objects) {
            at.jdbc.update("insert into hotpatch.device (id, object_id, name, line, edition, cpu, chpe, join_type, management, received_at) values (?, ?, '', 'WINDOWS_11', '', '', "
                    + "'', '', '', ?)", "d-" + object, object, at.now());
            at.jdbc.query("select hotpatch.plan_members(c.no, array[d.no], array[1::bigint], null, array[d.object_id]) from hotpatch.cycle c, hotpatch.device d "
                    + "where c.id = ? and d.object_id = ?", rs -> { }, CYCLE, object);
        }
    }

    private boolean prepare() {
        return at.inEngineTransaction(() -> at.rollouts.prepareUnits(CYCLE));
    }

    private List<String> events() {
        return at.jdbc.queryForList("select data ->> 'object' from hotpatch.event where type = 'unit.memberGone' order by id", String.class);
    }

    @Test
    void isLeftOutAndTheOthersAreAdded() {
        String[] objects = IntStream.range(0, 25).mapToObj(i -> (i == 3 || i == 22 ? "gone" : "here") + i).toArray(String[]::new);
        planned(objects);
        boolean ready = false;
        for (int run = 0; run < 5 && !ready; run++) {
            ready = prepare();
        }
        assertThat(ready).isTrue();
        assertThat(at.gate.readMembers("group of pilot")).hasSize(23).noneMatch(id -> id.startsWith("gone"));
        assertThat(at.rings.unit("pilot").problem()).isEmpty();
        assertThat(events()).containsExactlyInAnyOrder("gone3", "gone22");
        assertThat(at.jdbc.queryForObject("select count(*) from hotpatch.device where object_id is null", Integer.class)).isEqualTo(2);
        int sent = at.gate.sent().size();
        assertThat(prepare()).as("looked at again").isTrue();
        assertThat(at.gate.sent()).as("nothing is asked for again").hasSize(sent);
        assertThat(at.open("pilot").outcome()).isEqualTo(OpenResult.Outcome.OPEN);
    }

    /** What is refused for another reason holds the ring, and is not asked for member by member. */
    @Test
    void isNotTakenForOneWhereTheGroupRefusesWrites() {
        planned(IntStream.range(0, 25).mapToObj(i -> "here" + i).toArray(String[]::new));
        IntStream.range(0, 50).forEach(i -> at.gate.next(ScriptedGate.Script.REFUSED));
        assertThat(prepare()).isTrue();
        assertThat(at.rings.unit("pilot").problem()).contains("refused", "403");
        assertThat(at.gate.sent()).filteredOn(call -> call.startsWith("add")).hasSize(2);
        assertThat(events()).isEmpty();
    }

    /** Others may have added some of them meanwhile: a call for a member that is one already is refused. */
    @Test
    void isNotTakenForOneThatIsAMemberAlready() {
        planned(IntStream.range(0, 5).mapToObj(i -> "here" + i).toArray(String[]::new));
        at.gate.duringCall(() -> {
            at.gate.duringCall(() -> { });
            at.gate.next(new ScriptedGate.Script(true, new GraphAnswer(GraphAnswer.Outcome.REFUSED, 400, "already exist", null, null)));
        });
        prepare();
        assertThat(prepare()).isTrue();
        assertThat(at.gate.readMembers("group of pilot")).hasSize(5);
        assertThat(at.rings.unit("pilot").problem()).isEmpty();
    }
}
