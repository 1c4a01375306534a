package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.rollout.RingGate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The engine carries cycles and rings, never devices: its rows do not grow with the fleet. */
class EngineRowsIT {

    private static final int POLLS = 2;

    @Test
    void aCycleOfTenTimesTheDevicesHasAsManyEngineRows() {
        Map<String, Long> small = rowsAfterEqualPolls(1_000);
        Map<String, Long> large = rowsAfterEqualPolls(10_000);
        assertThat(small.get("act_hi_actinst")).as("activities in the history").isGreaterThan(3);
        assertThat(large).isEqualTo(small);
    }

    private static Map<String, Long> rowsAfterEqualPolls(int devices) {
        try (Program program = Program.withSharedRings(devices)) {
            CycleDriver driver = new CycleDriver(program);
            JdbcTemplate jdbc = program.bean(JdbcTemplate.class);
            driver.readCatalog();
            driver.task("approveChange");
            fillGroups(jdbc, program.bean(GraphTenant.class).ringGate());
            driver.answer("approveChange", "APPROVE");
            driver.answer("approveRestart", "AGREE");
            // How often groups are prepared until Intune shows them is no matter of polls, so counting begins behind it.
            driver.until("the ring was judged once", () -> jdbc.queryForObject("select count(*) from hotpatch.verdict", Integer.class) >= 1);
            Map<String, Long> before = rows(jdbc);
            driver.until("the ring was judged " + POLLS + " times",
                    () -> jdbc.queryForObject("select count(*) from hotpatch.verdict", Integer.class) >= POLLS);
            assertThat(jdbc.queryForObject("select count(*) from hotpatch.plan_device", Integer.class)).isEqualTo(devices);
            Map<String, Long> added = rows(jdbc);
            before.forEach((table, rows) -> added.merge(table, -rows, Long::sum));
            assertThat(added.values()).as("rows that polls add").anyMatch(rows -> rows > 0);
            return added;
        }
    }

    private static Map<String, Long> rows(JdbcTemplate jdbc) {
        Map<String, Long> rows = new TreeMap<>();
        jdbc.queryForList("select table_name from information_schema.tables where table_schema = 'public' and "
                    + "(table_name like 'act!_ru!_%' escape '!' or table_name like 'act!_hi!_%' escape '!' or table_name = 'act_ge_bytearray')", String.class)
                    .forEach(table -> rows.put(table, jdbc.queryForObject("select count(*) from public." + table, Long.class)));
        return rows;
    }

    /** Members are written a bounded number per poll: a large fleet would poll more often, and polls are to be equal. */
    private static void fillGroups(JdbcTemplate jdbc, RingGate gate) {
        jdbc.queryForList("select name, group_id from hotpatch.unit").forEach(unit -> {
            List<String> members = jdbc.queryForList("select distinct object_id from hotpatch.plan_device where ring = ? and object_id is not null order by 1",
                    String.class, unit.get("name"));
            for (int from = 0; from < members.size(); from += RingGate.MEMBERS_PER_CALL) {
                gate.addMembers(unit.get("group_id").toString(), members.subList(from, Math.min(members.size(), from + RingGate.MEMBERS_PER_CALL)));
            }
        });
    }
}
