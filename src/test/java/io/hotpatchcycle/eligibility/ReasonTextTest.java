package io.hotpatchcycle.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A plan says of its reasons what the table said that decided it, whatever became of the table since. */
class ReasonTextTest {

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.app());
    private int classes;

    @AfterEach
    void close() {
        database.close();
    }

    /** Tables of which each says the same of every combination. */
    private static DecisionTables saying(String hash, String effect, String fix) {
        return decision -> new DecisionTables.Table() {

            @Override
            public String hash() {
                return hash;
            }

            @Override
            public List<Map<String, Object>> evaluate(Map<String, Object> inputs) {
                return List.of(Map.of("reason", "CODE", "effect", effect, "owner", "owner of " + hash, "fix", fix, "fixRestarts", false, "buildClass", "CURRENT"));
            }
        };
    }

    private void decide(String cycle, DecisionTables tables) {
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values (?, ?, ?, ?, now(), 'security', 'monthly', now(), '')", cycle, cycle, cycle, cycle);
        jdbc.update("insert into hotpatch.cycle (id, release_id, state, created_at) values (?, ?, 'PLANNING', now())", cycle, cycle);
        jdbc.update("insert into hotpatch.plan_class (class, cycle_id, devices, population, line, edition, cpu, chpe, join_type, management, licence, vbs, policy) "
                + "values (?, ?, 7, 'ACTIVE', 'WINDOWS_11', '', '', '', '', '', '', '', 'UNIT')", ++classes, cycle);
        jdbc.update("insert into hotpatch.device (id, object_id, name, line, edition, cpu, chpe, join_type, management, received_at) values (?, ?, '', 'WINDOWS_11', '', '', '', '', "
                + "'', now())", "d-" + cycle, "o-" + cycle);
        planned(cycle, "d-" + cycle);
        new Eligibilities(new EligibilityRows(jdbc), tables).decide(cycle, null);
    }

    private void planned(String cycle, String device) {
        jdbc.query("select hotpatch.plan_members(c.no, array[d.no], array[?::bigint], null, array[d.object_id]) from hotpatch.cycle c, hotpatch.device d "
                + "where c.id = ? and d.id = ?", rs -> { }, classes, cycle, device);
    }

    private List<String> said(String cycle) {
        Eligibilities eligibilities = new Eligibilities(new EligibilityRows(jdbc), saying("none", "", ""));
        Readiness.ReasonCount counted = eligibilities.readiness(cycle).reasons().get(0);
        Reason ofDevice = eligibilities.ofDevice("d-" + cycle).orElseThrow().reasons().get(0);
        assertThat(List.of(ofDevice.owner(), ofDevice.fix())).isEqualTo(List.of(counted.owner(), counted.fix()));
        return List.of(counted.owner(), counted.fix(), ofDevice.effect(), eligibilities.readiness(cycle).notEligible() + " of " + eligibilities.forecast(cycle).active());
    }

    @Test
    void staysWhatItWasWhenTheTableChanges() {
        decide("july", saying("a", "NOT_ELIGIBLE", "Old fix."));
        decide("august", saying("b", "WARNING", "New fix."));
        assertThat(said("july")).containsExactly("owner of a", "Old fix.", "NOT_ELIGIBLE", "7 of 7");
        assertThat(said("august")).containsExactly("owner of b", "New fix.", "WARNING", "0 of 7");
        decide("september", saying("a", "NOT_ELIGIBLE", "Old fix."));
        assertThat(said("september")).as("every result was kept from july").containsExactly("owner of a", "Old fix.", "NOT_ELIGIBLE", "7 of 7");
        assertThat(said("august")).contains("New fix.");
    }
}
