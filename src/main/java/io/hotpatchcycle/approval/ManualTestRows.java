package io.hotpatchcycle.approval;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of tests by hand. */
public final class ManualTestRows {

    private final JdbcTemplate jdbc;

    public ManualTestRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** State of a ring of a cycle, which stays as it is until this transaction ends. */
    Optional<String> ringState(String cycleId, String ring) {
        return jdbc.queryForList("select state from hotpatch.ring where cycle_id = ? and name = ? for update", String.class, cycleId, ring).stream().findFirst();
    }

    void sign(ManualTests.Test test, String rules, Instant wall) {
        jdbc.update("insert into hotpatch.manual_test (cycle_id, ring, what, result, note, tested_by, tested_at, tested_wall, rules) values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)",
                test.cycleId(), test.ring(), test.what(), test.passed() ? "PASSED" : "FAILED", test.note(), test.by(), Timestamp.from(test.at()), Timestamp.from(wall), rules);
    }

    List<ManualTests.Test> of(String cycleId) {
        return jdbc.query("select * from hotpatch.manual_test where cycle_id = ? order by id", (rs, n) -> new ManualTests.Test(rs.getString("cycle_id"), rs.getString("ring"),
                rs.getString("what"), "PASSED".equals(rs.getString("result")), rs.getString("note"), rs.getString("tested_by"), rs.getTimestamp("tested_at").toInstant()), cycleId);
    }
}
