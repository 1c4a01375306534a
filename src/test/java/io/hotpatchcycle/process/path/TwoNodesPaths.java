package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.hotpatchcycle.audit.TrailProof;
import io.hotpatchcycle.crash.Effects;
import io.hotpatchcycle.cycle.CycleState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Two applications on one database carry one cycle together, and nothing happens twice. */
abstract class TwoNodesPaths extends Scenario {

    private static final String GAPS = "select count(*) from (select sequence - lag(sequence, 1, 0::bigint) over (order by sequence) as step "
            + "from hotpatch.seal) s where step <> 1";

    @Test
    void twoNodesCarryOneCycleAndDoNothingTwice() {
        int before = program.sandbox().writes().size();
        try (TwoNodes nodes = new TwoNodes(program, driver)) {
            String cycle = nodes.publishHotpatch();
            List<Long> steps = nodes.steps();
            nodes.answer("approveChange", "APPROVE");
            nodes.agreeingRestartsUntil("the cycle is done", () -> nodes.ended(cycle));

            assertThatCycle(cycle).hasEnded(CycleState.CLOSED).wasAnswered("APPROVE", "AGREE");
            assertThat(nodes.engine().getRuntimeService().createIncidentQuery().count()).as("incidents").isZero();
            assertThat(nodes.engine().getHistoryService().createHistoricProcessInstanceQuery().processInstanceBusinessKey(cycle)
                    .processDefinitionKey("patch-cycle").count()).as("instances of the cycle").isEqualTo(1);
            assertThat(events(cycle, "cycle.started")).isEqualTo(1);
            assertThat(nodes.steps().get(0)).as("steps of the first").isGreaterThan(steps.get(0));
            assertThat(nodes.steps().get(1)).as("steps of the second").isGreaterThan(steps.get(1));

            List<JsonNode> writes = program.sandbox().writes();
            Effects happened = Effects.ofSandbox(writes.subList(before, writes.size()));
            Effects noted = Effects.ofLedger(ledger(cycle));
            assertThat(happened.doubled()).as("happened twice").isEmpty();
            assertThat(noted.counts()).as("what the ledger says and what happened").isEqualTo(happened.counts()).isNotEmpty();

            nodes.sealTogether();
            JdbcTemplate jdbc = program.bean(JdbcTemplate.class);
            assertThat(jdbc.queryForObject("select count(*) from hotpatch.unsealed", Long.class)).as("left unsealed").isZero();
            assertThat(jdbc.queryForObject(GAPS, Long.class)).as("gaps in the chain").isZero();
            assertThat(program.bean(TrailProof.class).verify().finding()).isNull();
        }
    }

    private ArrayNode ledger(String cycle) {
        ArrayNode rows = new ObjectMapper().createArrayNode();
        program.bean(JdbcTemplate.class).query("select kind, target, state from hotpatch.graph_write where cycle_id = ? order by id", row -> {
            rows.addObject().put("kind", row.getString(1)).put("target", row.getString(2)).put("state", row.getString(3));
        }, cycle);
        return rows;
    }
}
