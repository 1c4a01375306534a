package io.hotpatchcycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.HeadMail;
import io.hotpatchcycle.audit.HeadMailRows;
import io.hotpatchcycle.audit.SealRows;
import io.hotpatchcycle.audit.Sealer;
import io.hotpatchcycle.audit.SigningKey;
import io.hotpatchcycle.audit.TimeStampRows;
import io.hotpatchcycle.audit.TimeStampTrust;
import io.hotpatchcycle.audit.TimeStamps;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.audit.TrailProof;
import io.hotpatchcycle.audit.TrustedKeys;
import io.hotpatchcycle.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Trouble of the trail is told in the trail, so that people hear of it, and once a day. */
class SealingScheduleTest {

    @TempDir
    private Path folder;
    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate app = new JdbcTemplate(database.app());
    private final Clock clock = Clock.systemUTC();
    private final Trail trail = new Trail(new EventRows(app), clock, clock);

    @AfterEach
    void close() {
        database.close();
    }

    private List<String> told() {
        return app.queryForList("select type || coalesce(' ' || (data ->> 'what'), '') from hotpatch.event where type like 'trail.%' order by id", String.class);
    }

    @Test
    void anAlteredTrailAndAHeadThatGoesNowhereAreToldOnce() throws Exception {
        TransactionTemplate transactions = new TransactionTemplate(new DataSourceTransactionManager(database.app()));
        Sealer.Transaction transaction = new Sealer.Transaction() {
            @Override
            public <T> T run(Supplier<T> work) {
                return transactions.execute(status -> work.get());
            }
        };
        SigningKey key = SigningKey.readOrCreate(folder.resolve("key.pem"));
        TrustedKeys trusted = new TrustedKeys(key.verifyingKey(), null);
        SealRows rows = new SealRows(app);
        TimeStamps stamps = TimeStamps.by(null, TimeStampTrust.none(), new TimeStamps.Storage(new TimeStampRows(app), rows, trail, transaction), clock);
        Path anchors = Files.createDirectory(folder.resolve("anchors"));
        TrailProof proof = new TrailProof(rows, trusted, anchors, stamps, clock);
        try (SealingSchedule schedule = new SealingSchedule(new Sealer(rows, key, trusted, transaction, clock), proof, stamps,
                new HeadMail(null, new HeadMailRows(app), rows, transaction, trail, clock), trail, clock)) {
            trail.system("cycle.started", "2026.08-B", null, Map.of());
            schedule.seal();
            schedule.verify();
            assertThat(told()).isEmpty();
            Files.delete(anchors);
            schedule.anchor();
            schedule.anchor();
            new JdbcTemplate(database.owner()).update("update hotpatch.event set actor = 'somebody' where type = 'cycle.started'");
            schedule.verify();
            schedule.verify();
            assertThat(told()).containsExactly("trail.headNotOutside anchored", "trail.notIntact");
        }
    }
}
