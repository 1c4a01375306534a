package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.rollout.Signal.Standing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signals against a table, and against tables with a fault in them. */
class SignalsTest {

    private static final String CYCLE = RolloutFixture.CYCLE;

    private final RolloutFixture at = new RolloutFixture();

    @AfterEach
    void close() {
        at.close();
    }

    private Signals signals(Object mode, Object limit) {
        Map<String, Object> output = new HashMap<>();
        output.put("mode", mode);
        output.put("limit", limit);
        DecisionTables tables = id -> new DecisionTables.Table() {
            @Override
            public String hash() {
                return "";
            }

            @Override
            public List<Map<String, Object>> evaluate(Map<String, Object> inputs) {
                return id.equals("alert-class") ? List.of(Map.of("whose", "CUSTOMER", "retry", "YES", "action", "Look.")) : List.of(output);
            }
        };
        StartUps notGranted = new StartUps(new StartUpRows(at.jdbc), (from, most, pages) -> new StartupHistory.End(false, null), tables, at.transactions, at.business);
        return new Signals(new SignalRows(at.jdbc), notGranted, tables, at.business);
    }

    private void devices(int from, int count, String outcome, boolean confirmed, boolean rolledBack, String alert) {
        for (int i = from; i < from + count; i++) {
            at.jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring, outcome, confirmed, rolled_back, alert) values (?, ?, 'pilot', ?, ?, ?, ?)",
                    CYCLE, "d" + i, outcome, confirmed, rolledBack, alert);
        }
    }

    private Signal rollBack(Signals signals) {
        signals.measure(CYCLE, "pilot", at.business.instant());
        return signals.list(CYCLE, "pilot").stream().filter(s -> s.name().equals("ROLLBACK")).findFirst().orElseThrow();
    }

    @Test
    void rollBacksBeyondTheLimitStopWhenTheyCountAndNotWhenTheyAreObserved() {
        devices(0, 6, "FAILED", false, true, "RollbackInitiated");
        devices(6, 4, "EFFECTIVE_HOTPATCH", true, false, null);
        assertThat(rollBack(signals("GATE", 10))).satisfies(s -> {
            assertThat(s.standing()).isEqualTo(Standing.BEYOND);
            assertThat(s.devices()).isEqualTo(6);
            assertThat(s.of()).isEqualTo(10);
            assertThat(s.asOf()).isEqualTo(at.business.instant());
        });
        assertThat(signals("GATE", 10).standing(CYCLE, "pilot")).isEqualTo(Standing.BEYOND);
        assertThat(rollBack(signals("OBSERVE", 10)).standing()).isEqualTo(Standing.BEYOND);
        assertThat(signals("OBSERVE", 10).standing(CYCLE, "pilot")).as("observed only").isEqualTo(Standing.CALM);
    }

    @Test
    void oneRollBackAmongFewReportsIsNoProof() {
        devices(0, 1, "FAILED", false, true, "RollbackInitiated");
        assertThat(rollBack(signals("GATE", 10)).standing()).isEqualTo(Standing.CALM);
    }

    static Stream<List<Object>> faults() {
        return Stream.of(List.of("GATE", "three"), List.of("GATE", 0), List.of("GATE", 101), List.of("GATE", -1), List.of("STOP", 3), List.of(7, 3));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aTableThatCannotBeReadHoldsTheRingAndNamesTheRule(List<Object> row) {
        devices(0, 10, "EFFECTIVE_HOTPATCH", true, false, null);
        Signals faulty = signals(row.get(0), row.get(1));
        assertThat(rollBack(faulty).note()).contains("ring-signals", "ROLLBACK", "pilot", String.valueOf(row.get(1)));
        assertThat(faulty.standing(CYCLE, "pilot")).isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void whatNoSourceTellsIsNotKnownAndNeverNone() {
        Signals signals = signals("GATE", 5);
        signals.measure(CYCLE, "pilot", at.business.instant());
        assertThat(signals.list(CYCLE, "pilot")).filteredOn(s -> s.name().equals("CRASH")).singleElement().satisfies(s -> {
            assertThat(s.devices()).isNull();
            assertThat(s.standing()).isEqualTo(Standing.UNKNOWN);
        });
        assertThat(signals.standing(CYCLE, "pilot")).as("it counts, so it holds").isEqualTo(Standing.UNKNOWN);
        assertThat(signals("GATE", 5).standing(CYCLE, "early")).as("never measured").isNull();
    }

    @Test
    void alertsAreCountedByCodeWithWhoseActionTheyAskFor() {
        devices(0, 2, "FAILED", false, false, "DiskFull");
        devices(2, 1, "EFFECTIVE_HOTPATCH", true, false, "DiskFull");
        assertThat(signals("GATE", 5).alerts(CYCLE, "pilot")).containsExactly(new Signal.Alert("DiskFull", 2, "CUSTOMER", "YES", "Look."));
    }
}
