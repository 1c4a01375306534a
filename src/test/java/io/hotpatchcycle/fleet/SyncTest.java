package io.hotpatchcycle.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** One node reads the fleet for a cycle, whoever dies meanwhile. */
class SyncTest {

    private static final Instant NOW = Instant.parse("2026-08-12T08:00:00Z");
    private static final String CYCLE = "2026.08-B";

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.app());
    private final AtomicInteger readings = new AtomicInteger();
    private RuntimeException trouble;
    private CountDownLatch held = new CountDownLatch(0);

    @AfterEach
    void close() {
        held.countDown();
        database.close();
    }

    /** One device, told when the test lets it. */
    private final class Directory implements DeviceDirectory {

        @Override
        public void readDevices(Consumer<List<DeviceFact>> pages) {
            readings.incrementAndGet();
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("killed", e);
            }
            if (trouble != null) {
                throw trouble;
            }
            pages.accept(List.of(new DeviceFact("a", "e", "s", "PC", null, "10.0.26100.1", "Enterprise", "x64", "azureADJoined", "mdm", "managed", NOW, null, null)));
        }

        @Override
        public void readLevels(Instant changedSince, Consumer<List<DeviceLevel>> pages) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void readHardware(Collection<String> deviceIds, Consumer<List<HardwareFact>> pages) {
            // nothing is told
        }

        @Override
        public void readObjectIds(BiConsumer<String, String> deviceIdAndObjectId) {
            // nothing is told
        }

        @Override
        public void readUsers(LicenceRule covering, Consumer<List<UserFact>> pages) {
            // nothing is told
        }

        @Override
        public void readUpdateWorkloads(BiConsumer<String, Boolean> deviceIdAndWithIntune) {
            // nothing is told
        }

        @Override
        public boolean readHybridCode(Consumer<List<HybridCodeFact>> pages) {
            return false;
        }

        @Override
        public boolean readEnrolments(Consumer<List<EnrolmentFact>> pages) {
            return false;
        }
    }

    private Sync node(Instant wallTime, boolean beside) {
        Fleet fleet = new Fleet(new DeviceRows(jdbc), new Directory(), Clock.fixed(NOW, ZoneOffset.UTC));
        return new Sync(fleet, new SyncRows(jdbc), Clock.fixed(wallTime, ZoneOffset.UTC), beside);
    }

    @Test
    void theSnapshotThatWasReadIsTakenOnceAndTheNextReadingIsANewOne() {
        try (Sync sync = node(NOW, false)) {
            assertThat(sync.takeSnapshot(CYCLE)).isEmpty();
            assertThat(sync.read(CYCLE)).isTrue();
            assertThat(sync.read(CYCLE)).as("asked again").isTrue();
            assertThat(readings).hasValue(1);
            Long first = sync.takeSnapshot(CYCLE).orElseThrow();
            assertThat(sync.takeSnapshot(CYCLE)).isEmpty();
            assertThat(sync.read(CYCLE)).isTrue();
            assertThat(sync.takeSnapshot(CYCLE)).get().isNotEqualTo(first);
            assertThat(readings).hasValue(2);
        }
    }

    @Test
    void whatKeptItIsToldOnceAndItBeginsAnew() {
        try (Sync sync = node(NOW, false)) {
            trouble = new IllegalStateException("Graph is away");
            assertThatThrownBy(() -> sync.read(CYCLE)).isSameAs(trouble);
            trouble = null;
            assertThat(sync.read(CYCLE)).isTrue();
        }
    }

    /** The fleet takes hours, and what comes behind it a moment that Graph may refuse. */
    @Test
    void whatIsReadBehindTheSnapshotGoesOnWithItForAWhile() {
        List<Long> given = new java.util.ArrayList<>();
        try (Sync sync = node(NOW, false)) {
            assertThatThrownBy(() -> sync.read(CYCLE, snapshot -> {
                given.add(snapshot);
                throw new IllegalStateException("Graph is throttled");
            })).hasMessage("Graph is throttled");
            assertThat(sync.takeSnapshot(CYCLE)).as("nobody draws from half of it").isEmpty();
        }
        try (Sync another = node(NOW.plus(Duration.ofMinutes(30)), false)) {
            assertThat(another.read(CYCLE, given::add)).isTrue();
            assertThat(readings).hasValue(1);
            assertThat(given).hasSize(2).containsOnly(given.get(0));
            assertThat(another.takeSnapshot(CYCLE)).contains(given.get(0));
        }
    }

    @Test
    void anOldSnapshotIsTakenAnew() {
        try (Sync sync = node(NOW, false)) {
            assertThatThrownBy(() -> sync.read(CYCLE, snapshot -> {
                throw new IllegalStateException("Graph is throttled");
            })).hasMessage("Graph is throttled");
        }
        try (Sync later = node(NOW.plus(Duration.ofHours(3)), false)) {
            assertThat(later.read(CYCLE, snapshot -> { })).isTrue();
        }
        assertThat(readings).hasValue(2);
    }

    @Test
    void anotherNodeWaitsAsLongAsTheFirstIsBelievedToReadAndThenTakesOver() {
        // The first list of all keeps the table to itself; it is the later ones that may meet.
        try (Sync before = node(NOW, false)) {
            before.read("2026.07-B");
        }
        readings.set(0);
        held = new CountDownLatch(1);
        try (Sync first = node(NOW, true); Sync second = node(NOW.plusSeconds(29), false); Sync third = node(NOW.plus(Duration.ofSeconds(31)), false)) {
            Thread step = new Thread(() -> first.read(CYCLE));
            step.start();
            Awaitility.await().until(() -> readings.get() == 1);
            assertThat(second.read(CYCLE)).isFalse();
            assertThat(readings).as("nobody reads beside him").hasValue(1);
            assertThat(second.progress().running()).isTrue();
            assertThat(third.progress().running()).as("his lease is of the nodes' time, not of the database's").isFalse();

            CountDownLatch dead = held;
            held = new CountDownLatch(0);
            assertThat(third.read(CYCLE)).isTrue();
            Long counted = jdbc.queryForObject("select snapshot_id from hotpatch.sync where cycle_id = ?", Long.class, CYCLE);
            dead.countDown();
            Awaitility.await().until(() -> !step.isAlive());
            assertThat(jdbc.queryForObject("select snapshot_id from hotpatch.sync where cycle_id = ?", Long.class, CYCLE)).as("what the first brings late does not count").isEqualTo(counted);
            assertThat(first.read(CYCLE)).isTrue();
            assertThat(first.progress().running()).isFalse();
        }
    }

    /** Two readings would each take the other's half for the whole. */
    @Test
    void theFleetIsReadForOneCycleAtATime() {
        try (Sync before = node(NOW, false)) {
            before.read("2026.07-B");
        }
        readings.set(0);
        held = new CountDownLatch(1);
        try (Sync first = node(NOW, true); Sync second = node(NOW.plusSeconds(1), false)) {
            Thread step = new Thread(() -> first.read(CYCLE));
            step.start();
            Awaitility.await().until(() -> readings.get() == 1);
            assertThat(second.read("2026.08-OOB")).isFalse();
            assertThat(readings).hasValue(1);
            held.countDown();
            Awaitility.await().until(() -> !step.isAlive());
            assertThat(second.read("2026.08-OOB")).as("its turn").isTrue();
        }
        assertThat(readings).hasValue(2);
    }

    @Test
    void aReadingBesideTheEngineIsWaitedForAndItsTroubleToldOnTheStepsThread() {
        try (Sync sync = node(NOW, true)) {
            assertThat(sync.read(CYCLE)).isTrue();
            sync.takeSnapshot(CYCLE);
            trouble = new IllegalStateException("Graph is away");
            assertThatThrownBy(() -> sync.read(CYCLE)).isSameAs(trouble);
        }
    }

    @Test
    void aFailureOfAnotherNodeIsToldWithItsWords() {
        jdbc.update("insert into hotpatch.sync (cycle_id, node, lease_until, failure) values (?, 'other', now(), 'Could not read the Windows devices of Intune from Microsoft Graph: "
                + "HTTP 503')", CYCLE);
        try (Sync sync = node(NOW, false)) {
            assertThatThrownBy(() -> sync.read(CYCLE)).hasMessageContaining("Microsoft Graph: HTTP 503");
            assertThat(sync.read(CYCLE)).isTrue();
        }
    }
}
