package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.rollout.ChangeEvents.Change;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our writes against Intune's record, line by line. */
class AuditMatchTest {

    private static final String CYCLE = RolloutFixture.CYCLE;
    private static final String OURS = "Hotpatch Cycle";

    private final RolloutFixture at = new RolloutFixture();
    private final DriftRows rows = new DriftRows(at.jdbc);
    private final List<Change> record = new ArrayList<>();
    private final Instant start = at.business.instant();

    AuditMatchTest() {
        at.jdbc.update("insert into hotpatch.tenant_seen (unit, kind, fact, target, value, seen_at) values ('early', 'POLICY', 'id', 'p1', 'p1', ?)", at.now());
    }

    @AfterEach
    void close() {
        at.close();
    }

    private void write(String key, String kind, String target, int second, int attempts) {
        Timestamp when = Timestamp.from(start.plusSeconds(second));
        at.jdbc.update("insert into hotpatch.graph_write (natural_key, kind, cycle_id, ring, target, request, state, attempts, intended_at, intended_wall, settled_at, response, read_back) "
                + "values (?, ?, ?, 'early', ?, '', 'DONE', ?, ?, ?, ?, ?, 'p1')", key, kind, CYCLE, target, attempts, when, when, when, kind.startsWith("CREATE") ? "p1" : "{}");
    }

    private void event(String id, String activity, String operation, int second, String actor) {
        record.add(new Change(id, start.plusSeconds(second), actor, activity, operation, "p1", "a policy", "Success"));
    }

    private Map<String, String> matched() {
        rows.keep(record, start.plus(Duration.ofHours(1)));
        rows.matchEvents();
        Map<String, String> found = new java.util.TreeMap<>();
        at.jdbc.query("select e.id, w.natural_key from hotpatch.audit_event e join hotpatch.graph_write w on w.id = e.write_id", rs -> {
            found.put(rs.getString(1), rs.getString(2));
        });
        return found;
    }

    private List<String> unmatched() {
        return rows.unmatched(CYCLE).stream().map(Drift.Event::id).toList();
    }

    @Test
    void whatIsCreatedAndAssignedAtOnceIsOursWhicheverLineComesFirst() {
        write("create", "CREATE_POLICY", "policy of unit 'early'", 1, 1);
        write("assign", "ASSIGN_POLICY", "assignment of policy p1", 2, 1);
        write("approve", "APPROVE", "approval of item in policy p1", 40, 1);
        event("a", "assign WindowsQualityUpdatePolicy", "Action", 2, OURS);
        event("b", "bulkAction WindowsQualityUpdatePolicy", "Action", 40, OURS);
        event("c", "Create WindowsQualityUpdatePolicy", "Create", 1, OURS);
        long seed = System.nanoTime();
        Collections.shuffle(record, new Random(seed));
        assertThat(matched()).as("seed " + seed).isEqualTo(Map.of("a", "assign", "b", "approve", "c", "create"));
        assertThat(unmatched()).isEmpty();
        assertThat(rows.writesWithoutEvent(CYCLE, start.plus(Duration.ofDays(1)))).isEmpty();
    }

    @Test
    void aSecondWriteOfTheSameKindTakesTheLineNextToIt() {
        write("suspend 0", "SUSPEND", "approval of item in policy p1", 0, 1);
        write("suspend 1", "SUSPEND", "approval of item in policy p1", 300, 1);
        event("later", "bulkAction WindowsQualityUpdatePolicy", "Action", 301, OURS);
        assertThat(matched()).isEqualTo(Map.of("later", "suspend 1"));
        event("earlier", "bulkAction WindowsQualityUpdatePolicy", "Action", 1, OURS);
        assertThat(matched()).isEqualTo(Map.of("later", "suspend 1", "earlier", "suspend 0"));
    }

    @Test
    void aWriteThatWasSentTwiceTakesTheLinesItCaused() {
        write("approve", "APPROVE", "approval of item in policy p1", 10, 2);
        event("a", "bulkAction WindowsQualityUpdatePolicy", "Action", 1, OURS);
        event("b", "bulkAction WindowsQualityUpdatePolicy", "Action", 10, OURS);
        event("c", "bulkAction WindowsQualityUpdatePolicy", "Action", 11, OURS);
        assertThat(matched().keySet()).hasSize(2).contains("b");
        assertThat(unmatched()).as("sent twice, so a third one is not ours").hasSize(1);
    }

    @Test
    void aWriteThatACrashLeftOpenForHoursIsFoundWhereItWasBegun() {
        write("approve", "APPROVE", "approval of item in policy p1", 0, 1);
        at.jdbc.update("update hotpatch.graph_write set settled_at = settled_at + interval '3 hours' where kind = 'APPROVE'");
        write("suspend", "SUSPEND", "approval of item in policy p1", 7200, 1);
        event("a", "bulkAction WindowsQualityUpdatePolicy", "Action", 2, OURS);
        event("b", "bulkAction WindowsQualityUpdatePolicy", "Action", 7203, OURS);
        assertThat(matched()).isEqualTo(Map.of("a", "approve", "b", "suspend"));
    }

    @Test
    void whatAPersonDidIsNeverTakenForOurs() {
        write("approve", "APPROVE", "approval of item in policy p1", 10, 1);
        event("theirs", "bulkAction WindowsQualityUpdatePolicy", "Action", 10, "admin@contoso.example");
        assertThat(matched()).isEmpty();
        assertThat(unmatched()).containsExactly("theirs");
    }

    @Test
    void whatIsOfAnotherKindIsNotTakenForOurs() {
        write("approve", "APPROVE", "approval of item in policy p1", 10, 1);
        event("theirs", "Delete WindowsQualityUpdatePolicy", "Delete", 10, "Clean-up of the service desk");
        assertThat(matched()).isEmpty();
        assertThat(unmatched()).containsExactly("theirs");
    }
}
