package io.hotpatchcycle.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.testing.TestDatabase;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Begin, stop and end of a cycle, as the rows tell; what needs rings is in the path tests. */
class CycleLifeTest {

    private static final Instant NOW = Instant.parse("2026-08-12T08:00:00Z");
    private static final int NODES = 6;

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.app());
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Cycles cycles = new Cycles(new CycleRows(jdbc), null, null, null, null, new Trail(new EventRows(jdbc), clock, clock), clock);

    @AfterEach
    void close() {
        database.close();
    }

    private Release release(String name, String published, String cadence) {
        Release release = new Release("id of " + name, name, name, Instant.parse(published), "security", cadence, null, null, List.of(), List.of());
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values (?, ?, ?, ?, ?, 'security', ?, ?, '')", release.id(), release.cycleId(), name, name,
                Timestamp.from(release.publishedAt()), cadence, Timestamp.from(NOW));
        return release;
    }

    @Test
    void manyNodesStartACycleOnce() throws Exception {
        Release august = release("2026.08 B", "2026-08-11T17:00:00Z", "monthly");
        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        CyclicBarrier together = new CyclicBarrier(NODES);
        Callable<Boolean> node = () -> {
            together.await(30, TimeUnit.SECONDS);
            return cycles.start(august, "set");
        };
        List<Boolean> started = new ArrayList<>();
        for (Future<Boolean> one : nodes.invokeAll(java.util.Collections.nCopies(NODES, node))) {
            started.add(one.get());
        }
        nodes.shutdown();
        assertThat(started).filteredOn(Boolean::booleanValue).hasSize(1);
        assertThat(cycles.all()).extracting(CycleView::id).containsExactly("2026.08-B");
    }

    @Test
    void stopsAtTheSameTimeAreOne() throws Exception {
        cycles.start(release("2026.08 B", "2026-08-11T17:00:00Z", "monthly"), "set");
        ExecutorService people = Executors.newFixedThreadPool(NODES);
        CyclicBarrier together = new CyclicBarrier(NODES);
        Callable<Boolean> person = () -> {
            together.await(30, TimeUnit.SECONDS);
            return cycles.halt("2026.08-B", "printers", Thread.currentThread().getName());
        };
        List<Boolean> first = new ArrayList<>();
        for (Future<Boolean> one : people.invokeAll(java.util.Collections.nCopies(NODES, person))) {
            first.add(one.get());
        }
        people.shutdown();
        assertThat(first).filteredOn(Boolean::booleanValue).hasSize(1);
        assertThat(jdbc.queryForObject("select count(*) from hotpatch.halt where lifted_at is null", Integer.class)).isEqualTo(1);
        assertThat(jdbc.queryForObject("select count(*) from hotpatch.event where type = 'cycle.haltRequested'", Integer.class)).isEqualTo(1);
        assertThat(cycles.get("2026.08-B").stopRequests()).as("each one is kept").extracting(StopRequest::person).doesNotHaveDuplicates().hasSize(NODES);
        assertThat(jdbc.queryForObject("select count(distinct actor) from hotpatch.event where type in ('cycle.haltRequested', 'cycle.haltRequestedToo')", Integer.class))
                .isEqualTo(NODES);
    }

    @Test
    void nobodyWhoAskedForTheStopResolvesItAndAStopOfAStoppedCycleIsKept() {
        cycles.start(release("2026.08 B", "2026-08-11T17:00:00Z", "monthly"), "set");
        cycles.halt("2026.08-B", "printers", "a");
        cycles.move("2026.08-B", CycleState.STOPPED);
        assertThat(cycles.halt("2026.08-B", "screens", "b")).isFalse();
        assertThat(cycles.get("2026.08-B").state()).as("what is stopped is not stopped anew").isEqualTo(CycleState.STOPPED);
        assertThat(cycles.get("2026.08-B").stopRequests()).containsExactly(new StopRequest("a", "printers", NOW), new StopRequest("b", "screens", NOW));
        assertThat(cycles.againstResolving("2026.08-B", "b")).get().asString().contains("somebody else must decide");
        decided("RESUME", "b", NOW);
        assertThatThrownBy(() -> cycles.liftHalt("2026.08-B")).as("nor by who joined it").hasMessageContaining("nobody but a and b");
        assertThatThrownBy(() -> cycles.close("2026.08-B", CycleState.ABANDONED)).hasMessageContaining("nobody but a and b");
        decided("RESUME", "c", NOW);
        cycles.liftHalt("2026.08-B");
        assertThat(cycles.get("2026.08-B").stopRequests()).isEmpty();
        assertThat(cycles.get("2026.08-B").state()).as("its change was never approved").isEqualTo(CycleState.PLANNING);
    }

    @Test
    void nothingIsWrittenOverAStopThatNobodyHasDecidedAbout() {
        cycles.start(release("2026.08 B", "2026-08-11T17:00:00Z", "monthly"), "set");
        cycles.halt("2026.08-B", "printers", "a");
        for (CycleState state : List.of(CycleState.PLANNING, CycleState.AWAITING_APPROVAL, CycleState.ROLLING_OUT, CycleState.HELD, CycleState.CLOSING)) {
            cycles.move("2026.08-B", state);
            assertThat(cycles.get("2026.08-B").state()).as(state + " over a stop").isEqualTo(CycleState.STOPPING);
        }
        assertThat(jdbc.queryForObject("select count(*) from hotpatch.event where type = 'cycle.state'", Integer.class)).as("nor told").isEqualTo(1);
        cycles.move("2026.08-B", CycleState.STOPPED);
        cycles.move("2026.08-B", CycleState.HELD);
        assertThat(cycles.get("2026.08-B").state()).isEqualTo(CycleState.STOPPED);
    }

    @Test
    void aStopThatIsAskedForAfterTheResumeWasDecidedStaysInForce() {
        cycles.start(release("2026.08 B", "2026-08-11T17:00:00Z", "monthly"), "set");
        cycles.halt("2026.08-B", "printers", "a");
        jdbc.update("update hotpatch.halt set requested_at = ?", Timestamp.from(NOW.minusSeconds(120)));
        decided("RESUME", "c", NOW.minusSeconds(60));
        cycles.halt("2026.08-B", "screens", "b");
        cycles.liftHalt("2026.08-B");
        assertThat(cycles.get("2026.08-B")).satisfies(c -> {
            assertThat(c.haltReason()).isEqualTo("screens");
            assertThat(c.haltedBy()).isEqualTo("b");
            assertThat(c.state()).isEqualTo(CycleState.STOPPING);
            assertThat(c.stopRequests()).containsExactly(new StopRequest("b", "screens", NOW));
        });
    }

    @Test
    void aResumeWithoutAStopAndAStopOfAnEndedCycleChangeNothing() {
        cycles.start(release("2026.08 B", "2026-08-11T17:00:00Z", "monthly"), "set");
        CycleState before = cycles.get("2026.08-B").state();
        assertThatThrownBy(() -> cycles.liftHalt("2026.08-B")).hasMessageContaining("is not stopped");
        assertThat(cycles.get("2026.08-B").state()).isEqualTo(before);
        jdbc.update("update hotpatch.cycle set state = 'CLOSED'");
        assertThatThrownBy(() -> cycles.halt("2026.08-B", "late", "release.manager")).hasMessageContaining("has ended");
        assertThat(jdbc.queryForObject("select count(*) from hotpatch.halt", Integer.class)).isZero();
        assertThat(jdbc.queryForObject("select count(*) from hotpatch.event where type like 'cycle.halt%'", Integer.class)).isZero();
    }

    @Test
    void aNewerMonthlyReleaseSupersedesOlderRunningOnesOnly() {
        Release july = release("2026.07 B", "2026-07-14T17:00:00Z", "monthly");
        Release june = release("2026.06 B", "2026-06-09T17:00:00Z", "monthly");
        Release urgent = release("2026.07 OOB", "2026-07-18T17:00:00Z", "outOfBand");
        Release august = release("2026.08 B", "2026-08-11T17:00:00Z", "monthly");
        List.of(june, july, urgent, august).forEach(r -> cycles.start(r, "set"));
        jdbc.update("update hotpatch.cycle set state = 'CLOSED' where id = '2026.06-B'");

        assertThat(cycles.supersedeOlder(urgent)).as("an out-of-band release takes nothing over").isEmpty();
        assertThat(cycles.supersedeOlder(august)).containsExactly("2026.07-B");
        assertThat(cycles.supersedeOlder(august)).as("once").isEmpty();
        assertThat(cycles.get("2026.07-B").supersededBy()).isEqualTo("2026.08-B");
        assertThat(cycles.get("2026.06-B").supersededBy()).isNull();
    }

    @Test
    void aStopIsInForceOnceAndNotAfterTheEnd() {
        cycles.start(release("2026.08 B", "2026-08-11T17:00:00Z", "monthly"), "set");
        assertThat(cycles.halt("2026.08-B", "printers", "a")).isTrue();
        assertThat(cycles.halt("2026.08-B", "screens", "b")).isFalse();
        assertThat(cycles.get("2026.08-B")).satisfies(c -> {
            assertThat(c.state()).isEqualTo(CycleState.STOPPING);
            assertThat(c.haltReason()).isEqualTo("printers");
            assertThat(c.haltedBy()).isEqualTo("a");
        });
        assertThatThrownBy(() -> cycles.liftHalt("2026.08-B")).as("nobody decided").hasMessageContaining("nobody but a and b,");
        assertThat(cycles.againstResolving("2026.08-B", "a")).get().asString().contains("somebody else must decide");
        assertThat(cycles.againstResolving("2026.08-B", "c")).isEmpty();
        assertThatThrownBy(() -> cycles.close("2026.08-B", CycleState.ABANDONED)).hasMessageContaining("nobody but a");
        decided("RESUME", "c", NOW);
        cycles.liftHalt("2026.08-B");
        assertThat(cycles.get("2026.08-B").haltReason()).isNull();
        assertThat(jdbc.queryForObject("select lifted_by from hotpatch.halt", String.class)).as("whoever decided").isEqualTo("c");
        assertThat(cycles.halt("2026.08-B", "again", "a")).isTrue();
        assertThatThrownBy(() -> cycles.liftHalt("2026.08-B")).as("one decision lifts one stop").hasMessageContaining("is not lifted");
        decided("RESUME", "c", NOW);
        decided("ABANDON", "d", NOW);
        assertThatThrownBy(() -> cycles.liftHalt("2026.08-B")).as("the last one counts").hasMessageContaining("is not lifted");

        jdbc.update("update hotpatch.cycle set state = 'ABANDONED'");
        assertThatThrownBy(() -> cycles.halt("2026.08-B", "late", "a")).hasMessageContaining("2026.08-B has ended (ABANDONED)");
        cycles.move("2026.08-B", CycleState.ROLLING_OUT);
        assertThat(cycles.get("2026.08-B").state()).as("what has ended stays so").isEqualTo(CycleState.ABANDONED);
    }

    private void decided(String decision, String person, java.time.Instant at) {
        jdbc.update("insert into hotpatch.approval (cycle_id, subject, task_id, plan_hash, shown, shown_hash, asked, requested_at, decision, decided_by, decided_at) "
                + "values ('2026.08-B', 'STOP', ?, '', '{}', '', 'change-managers', ?, ?, ?, ?)", java.util.UUID.randomUUID().toString(), Timestamp.from(at), decision, person,
                Timestamp.from(at));
    }

    @Test
    void anUnknownCycleIsNamed() {
        assertThatThrownBy(() -> cycles.get("1999.01-B")).hasMessageContaining("There is no cycle '1999.01-B'");
        assertThatThrownBy(() -> cycles.halt("1999.01-B", "x", "a")).hasMessageContaining("1999.01-B");
    }
}
