package io.hotpatchcycle.audit;

import io.hotpatchcycle.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A trail on a database of its own, with sealer and proof, and the owner who can tamper with it. */
final class SealedTrail implements AutoCloseable {

    final TestDatabase database = TestDatabase.fresh();
    final JdbcTemplate app = new JdbcTemplate(database.app());
    final JdbcTemplate owner = new JdbcTemplate(database.owner());
    final SealRows rows = new SealRows(app);
    final SigningKey key;
    final TrustedKeys trusted;
    final Clock clock;
    final Trail trail;
    final Sealer sealer;
    private final TransactionTemplate transactions = new TransactionTemplate(new DataSourceTransactionManager(database.app()));

    SealedTrail(Path keyFile, Clock clock) {
        this.key = SigningKey.readOrCreate(keyFile);
        this.trusted = new TrustedKeys(key.verifyingKey(), null);
        this.clock = clock;
        this.trail = new Trail(new EventRows(app), clock, clock);
        this.sealer = sealer(key);
    }

    Sealer sealer(SigningKey other) {
        return new Sealer(rows, other, new TrustedKeys(other.verifyingKey(), null), this::inTransaction, clock);
    }

    <T> T inTransaction(Supplier<T> work) {
        return transactions.execute(status -> work.get());
    }

    void tell(int events) {
        for (int i = 0; i < events; i++) {
            trail.person("anna", "ring.opened", "2026.08-B", "pilot", Map.of("number", i, "note", "ü \"quoted\"\n", "share", 0.5, "list", List.of(1, "a")));
        }
    }

    /** Some batches of some events each. */
    void tellAndSeal(int batches, int events) {
        for (int i = 0; i < batches; i++) {
            tell(events);
            sealer.seal();
        }
    }

    TrailProof proof(Path anchors) {
        return new TrailProof(rows, trusted, anchors, stamps(null, TimeStampTrust.none()), clock);
    }

    TimeStamps stamps(TimeStampAuthority authority, TimeStampTrust trust) {
        return new TimeStamps(storage(), authority, trust, clock);
    }

    TimeStamps.Storage storage() {
        return new TimeStamps.Storage(new TimeStampRows(app), rows, trail, new Sealer.Transaction() {
            @Override
            public <T> T run(Supplier<T> work) {
                return inTransaction(work);
            }
        });
    }

    Verification verify() {
        return proof(null).verify();
    }

    long number(String sql) {
        return owner.queryForObject(sql, Long.class);
    }

    @Override
    public void close() {
        database.close();
    }
}
