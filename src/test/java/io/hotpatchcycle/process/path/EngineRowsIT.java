package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The engine carries cycles and rings, never devices: its rows do not grow with the fleet. */
class EngineRowsIT {

    private static final int POLLS = 2;

    @Test
    void aCycleOfSevenTimesTheDevicesHasAsManyEngineRows() {
        Map<String, Long> small = rowsAfterEqualPolls(300);
        Map<String, Long> large = rowsAfterEqualPolls(2_100);
        assertThat(small.get("act_hi_actinst")).as("activities in the history").isGreaterThan(30);
        assertThat(large).isEqualTo(small);
    }

    private static Map<String, Long> rowsAfterEqualPolls(int devices) {
        try (Program program = Program.withSharedRings(devices)) {
            CycleDriver driver = new CycleDriver(program);
            JdbcTemplate jdbc = program.bean(JdbcTemplate.class);
            driver.readCatalog();
            driver.answer("approveChange", "APPROVE");
            driver.answer("approveRestart", "AGREE");
            driver.until("the ring was judged " + POLLS + " times",
                    () -> jdbc.queryForObject("select count(*) from hotpatch.verdict", Integer.class) >= POLLS);
            assertThat(jdbc.queryForObject("select count(*) from hotpatch.plan_device", Integer.class)).isEqualTo(devices);
            Map<String, Long> rows = new TreeMap<>();
            jdbc.queryForList("select table_name from information_schema.tables where table_schema = 'public' and "
                    + "(table_name like 'act!_ru!_%' escape '!' or table_name like 'act!_hi!_%' escape '!' or table_name = 'act_ge_bytearray')", String.class)
                    .forEach(table -> rows.put(table, jdbc.queryForObject("select count(*) from public." + table, Long.class)));
            return rows;
        }
    }
}
