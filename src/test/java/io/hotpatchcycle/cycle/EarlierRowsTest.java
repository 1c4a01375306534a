package io.hotpatchcycle.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.testing.TestDatabase;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the approver is told of the cycles before. */
class EarlierRowsTest {

    private static final Instant JANUARY = Instant.parse("2026-01-13T18:00:00Z");

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.app());
    private final EarlierRows earlier = new EarlierRows(jdbc);

    @AfterEach
    void close() {
        database.close();
    }

    private void cycle(int month, String kind) {
        String id = "2026.0" + month + "-B";
        Timestamp at = Timestamp.from(JANUARY.plusSeconds(month * 30L * 86_400));
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values (?, ?, 'n', 'n', ?, 'security', 'monthly', ?, '')", id, id, at, at);
        jdbc.update("insert into hotpatch.cycle (id, release_id, state, kind, created_at) values (?, ?, 'CLOSED', ?, ?)", id, id, kind, at);
    }

    private void ring(int month, String name, int controlled, int hotpatched, int lcu, int failed) {
        jdbc.update("insert into hotpatch.ring (cycle_id, name, ordinal, state, devices, controlled, hotpatch, lcu, restarts, opened_at, effective_hotpatch, effective_lcu, failed) "
                + "values (?, ?, 1, 'PASSED', ?, ?, 0, 0, 0, now(), ?, ?, ?)", "2026.0" + month + "-B", name, controlled, controlled, hotpatched, lcu, failed);
    }

    private void proof(int month, int unapproved, int leaks, int unknown) {
        jdbc.update("insert into hotpatch.gate_proof (cycle_id, ring, proved_at, devices, unapproved, leaks, unknown) values (?, 'pilot', ?, 90, ?, ?, ?)",
                "2026.0" + month + "-B", Timestamp.from(JANUARY), unapproved, leaks, unknown);
    }

    private void signal(int month, String name, Integer devices, String standing) {
        jdbc.update("insert into hotpatch.signal (cycle_id, ring, name, mode, devices, of_devices, standing, measured_at) values (?, 'pilot', ?, 'GATE', ?, 90, ?, now())",
                "2026.0" + month + "-B", name, devices, standing);
    }

    private static void says(Map<String, Object> row, String key, String... parts) {
        assertThat(String.valueOf(row.get(key))).contains(parts);
    }

    @Test
    void theThreeBeforeAndTheLastOfTheSameKindAreTold() {
        cycle(1, "BASELINE");
        for (int month = 2; month <= 6; month++) {
            cycle(month, "HOTPATCH");
        }
        cycle(7, "BASELINE");
        assertThat(earlier.before("2026.07-B")).extracting(r -> r.get("cycle")).containsExactly("2026.06-B", "2026.05-B", "2026.04-B", "2026.01-B");
        assertThat(earlier.before("2026.06-B")).extracting(r -> r.get("cycle")).containsExactly("2026.05-B", "2026.04-B", "2026.03-B");
        assertThat(earlier.before("2026.01-B")).isEmpty();
    }

    @Test
    void aGateThatDidNotHoldIsSaidAndSilenceIsNoGoodNews() {
        for (int month = 1; month <= 5; month++) {
            cycle(month, "HOTPATCH");
        }
        proof(1, 0, 0, 0);
        proof(2, 4, 3, 1);
        proof(3, 2, 0, 1);
        assertThat(earlier.before("2026.05-B")).satisfiesExactly(april -> {
            says(april, "gate", "not looked at");
            says(april, "signals", "none measured");
            says(april, "outcome", "no ring opened");
        }, march -> says(march, "gate", "not proven: 1 of 90"), february -> says(february, "gate", "DID NOT HOLD: 3 of 90"));
        assertThat(earlier.before("2026.02-B")).singleElement().satisfies(january -> says(january, "gate", "held: none of 90 devices", "last looked at Tue 13 Jan 2026"));
    }

    @Test
    void whatWasBeyondItsLimitAndWhatBecameOfTheDevicesIsTold() {
        cycle(1, "HOTPATCH");
        cycle(2, "HOTPATCH");
        ring(1, "pilot", 90, 80, 5, 2);
        ring(1, "early", 10, 9, 0, 0);
        jdbc.update("update hotpatch.ring set overridden_by = 'release.manager' where name = 'early'");
        jdbc.update("insert into hotpatch.halt (cycle_id, reason, requested_by, requested_at) values ('2026.01-B', 'r', 'p', now())");
        signal(1, "SILENT_AFTER_INSTALL", 7, "BEYOND");
        signal(1, "ROLLBACK", 0, "CALM");
        signal(1, "CRASH", null, "UNKNOWN");
        assertThat(earlier.before("2026.02-B")).singleElement().satisfies(row -> {
            says(row, "signals", "BEYOND THE LIMIT: pilot silent after install (7 of 90)", "not known: crash");
            says(row, "outcome", "94 of 100 effective (89 hotpatched, 5 by cumulative update), 2 failed", "1 ring let through by a person", "1 stop");
        });
    }
}
