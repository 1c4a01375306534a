package io.hotpatchcycle.fleet;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the fleet for a cycle beside the engine: a large tenant takes longer than a step of a process may. Who reads holds a lease that he
 * renews; where he died another node takes over, and goes on where hardware was left.
 */
public final class Sync implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sync.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration RENEWED_EVERY = Duration.ofSeconds(5);
    /** A reading that goes on behind a snapshot after longer than this takes a new one. */
    private static final Duration SNAPSHOT_LASTS = Duration.ofHours(2);
    /** Most fleets are read by then, and nobody has to look again. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Fleet fleet;
    private final SyncRows rows;
    private final Clock wallClock;
    private final String node = UUID.randomUUID().toString();
    private final Map<String, Reader> readers = new ConcurrentHashMap<>();
    private final ExecutorService reading;
    private final ScheduledExecutorService renewing;

    /** @param beside false where time waits for each step, as in a rehearsal: then the step itself reads */
    public Sync(Fleet fleet, SyncRows rows, Clock wallClock, boolean beside) {
        this.fleet = fleet;
        this.rows = rows;
        this.wallClock = wallClock;
        this.reading = beside ? Executors.newSingleThreadExecutor(work -> daemon(work, "fleet-reading")) : null;
        this.renewing = beside ? Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "fleet-reading-lease")) : null;
        if (beside) {
            renewing.scheduleWithFixedDelay(this::renew, RENEWED_EVERY.toMillis(), RENEWED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Somebody who reads here. */
    private static final class Reader {

        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile RuntimeException failure;
    }

    /**
     * Begins to read the fleet for a cycle, or looks how far that has come; waits a little for the end.
     *
     * @return whether it has been read to the end
     * @throws RuntimeException what kept it from that; the next call begins anew
     */
    public boolean read(String cycleId) {
        return read(cycleId, snapshot -> { });
    }

    /**
     * The same, with more to read once the snapshot is there. Where that fails, or who reads dies in it, the next one goes on behind the snapshot.
     *
     * @param afterwards is given the snapshot; it may be called again, and goes on where it was
     */
    public boolean read(String cycleId, LongConsumer afterwards) {
        Instant now = wallClock.instant();
        if (!readers.containsKey(cycleId) && rows.takeOn(cycleId, node, now, reading == null ? now : now.plus(LEASE))) {
            begin(cycleId, afterwards);
        }
        Reader mine = readers.get(cycleId);
        if (mine != null && !ended(mine)) {
            return false;
        }
        readers.remove(cycleId);
        SyncRows.Standing standing = rows.find(cycleId).orElse(new SyncRows.Standing(null, null));
        if (standing.failure() != null) {
            rows.forgetFailure(cycleId);
            throw mine != null && mine.failure != null ? mine.failure : new IllegalStateException(standing.failure());
        }
        return standing.snapshot() != null;
    }

    /** The snapshot that was read for a cycle, once and in the transaction of the caller; empty when none was. */
    public Optional<Long> takeSnapshot(String cycleId) {
        return rows.takeSnapshot(cycleId);
    }

    /** How far the reading of now has come, or the last one came, and of how many devices nobody knows what. */
    public FleetProgress progress() {
        return fleet.reading(rows.beingRead(wallClock.instant()));
    }

    private void begin(String cycleId, LongConsumer afterwards) {
        Reader reader = new Reader();
        readers.put(cycleId, reader);
        if (reading == null) {
            work(cycleId, reader, afterwards);
        } else {
            reading.execute(() -> work(cycleId, reader, afterwards));
        }
    }

    private void work(String cycleId, Reader reader, LongConsumer afterwards) {
        try {
            long snapshot = rows.snapshotSince(cycleId, wallClock.instant().minus(SNAPSHOT_LASTS)).orElseGet(() -> {
                long taken = fleet.takeSnapshot(cycleId);
                rows.snapshotTaken(cycleId, node, taken, wallClock.instant());
                return taken;
            });
            afterwards.accept(snapshot);
            rows.finished(cycleId, node, snapshot);
        } catch (RuntimeException e) {
            reader.failure = e;
            rows.failed(cycleId, node, String.valueOf(e.getMessage()));
        } finally {
            reader.ended.countDown();
        }
    }

    private static boolean ended(Reader reader) {
        try {
            return reader.ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void renew() {
        try {
            readers.forEach((cycle, reader) -> {
                if (reader.ended.getCount() > 0) {
                    rows.renew(cycle, node, wallClock.instant().plus(LEASE));
                }
            });
        } catch (RuntimeException e) {
            // The database is away: the lease runs out, and who comes first takes over.
            LOG.warn("The reading of the fleet could not renew its lease: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        if (reading != null) {
            renewing.shutdownNow();
            reading.shutdownNow();
        }
    }
}
