package io.hotpatchcycle.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything committed is sealed, once, whoever writes and however many seal. */
class SealerTest {

    @TempDir
    private Path folder;

    private SealedTrail trail;

    @BeforeEach
    void open() {
        trail = new SealedTrail(folder.resolve("key.pem"), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void committedEventsAreChainedWithoutGapsAndTheEndIsSigned() {
        trail.tell(3);
        assertThat(trail.sealer.seal()).isEqualTo(3);
        trail.tell(2);
        assertThat(trail.sealer.seal()).isEqualTo(2);
        assertThat(trail.sealer.seal()).as("nothing waits").isZero();

        assertThat(trail.owner.queryForList("select sequence from hotpatch.seal order by 1", Long.class)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(trail.owner.queryForList("select previous_head || '-' || sequence from hotpatch.seal_head order by sequence", String.class))
                .containsExactly("0-3", "3-5");
        assertThat(trail.number("select count(*) from hotpatch.unsealed")).isZero();
        Verification found = trail.verify();
        assertThat(found.finding()).isNull();
        assertThat(found.sealed()).isEqualTo(5);
        assertThat(found.end().sequence()).isEqualTo(5);
        assertThat(found.end().keyId()).isEqualTo(trail.key.id());
    }

    @Test
    void moreThanABatchIsSealedInOneGo() {
        trail.owner.update("insert into hotpatch.event (business_time, wall_time, actor, actor_kind, type, data)"
                + " select now(), now(), 'someone', 'PERSON', 'test', jsonb_build_object('n', n) from generate_series(1, 2500) n");

        assertThat(trail.sealer.seal()).isEqualTo(2500);
        assertThat(trail.number("select count(*) from hotpatch.seal_head")).isEqualTo(3);
        assertThat(trail.verify().finding()).isNull();
    }

    @Test
    void aSmallerIdThatCommitsLaterIsSealedToo() {
        trail.inTransaction(() -> {
            trail.tell(1); // has the smaller id, and is not committed yet
            sealMeanwhile();
            return null;
        });
        assertThat(trail.sealer.seal()).isEqualTo(1);

        assertThat(trail.owner.queryForList("select event_id from hotpatch.seal order by sequence", Long.class)).hasSize(3).satisfies(ids ->
                assertThat(ids.get(2)).isLessThan(ids.get(0)));
        assertThat(trail.verify().finding()).isNull();
    }

    /** On another connection. */
    private void sealMeanwhile() {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            assertThat(other.submit(() -> {
                trail.tell(2);
                return trail.sealer.seal();
            }).get()).isEqualTo(2);
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            other.shutdown();
        }
    }

    @Test
    void whatIsRolledBackIsNotWaitedFor() {
        assertThatThrownBy(() -> trail.inTransaction(() -> {
            trail.tell(1);
            throw new IllegalArgumentException("no");
        })).hasMessage("no");
        trail.tell(1);

        assertThat(trail.sealer.seal()).isEqualTo(1);
        assertThat(trail.verify().finding()).isNull();
    }

    @Test
    void twoSealersAndFourWritersSealEverythingExactlyOnce() throws Exception {
        AtomicInteger writing = new AtomicInteger(4);
        Sealer second = trail.sealer(trail.key);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<Integer>> sealed = new ArrayList<>();
        try {
            List<Future<Integer>> written = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                written.add(threads.submit(() -> write(300, writing)));
            }
            for (Sealer sealer : List.of(trail.sealer, second)) {
                sealed.add(threads.submit(sealWhile(sealer, writing)));
            }
            for (Future<Integer> writer : written) {
                writer.get();
            }
            int during = sealed.get(0).get() + sealed.get(1).get();
            int after = trail.sealer.seal();
            assertThat(during + after).isEqualTo(1200);
            assertThat(during).as("sealed while others wrote").isPositive();
        } finally {
            threads.shutdownNow();
        }
        assertThat(trail.number("select count(distinct event_id) from hotpatch.seal")).isEqualTo(1200);
        assertThat(trail.verify().finding()).isNull();
    }

    /** Transactions of one to three events; every fourth is rolled back and repeated. */
    private int write(int events, AtomicInteger writing) {
        int done = 0;
        while (done < events) {
            int count = Math.min(1 + done % 3, events - done);
            if (done % 4 == 3) {
                assertThatThrownBy(() -> trail.inTransaction(() -> {
                    trail.tell(count);
                    throw new IllegalArgumentException("rolled back");
                })).isInstanceOf(IllegalArgumentException.class);
            }
            trail.inTransaction(() -> {
                trail.tell(count);
                return null;
            });
            done += count;
        }
        return writing.decrementAndGet();
    }

    private static Callable<Integer> sealWhile(Sealer sealer, AtomicInteger writing) {
        return () -> {
            int sealed = 0;
            while (writing.get() > 0) {
                sealed += sealer.seal();
            }
            return sealed;
        };
    }

    @Test
    void whoHasNotTheLockLeavesItToWhoHasIt() {
        trail.tell(1);
        trail.inTransaction(() -> {
            assertThat(trail.rows.lock()).isTrue();
            ExecutorService other = Executors.newSingleThreadExecutor();
            try {
                assertThat(other.submit(trail.sealer::seal).get()).isZero();
            } catch (Exception e) {
                throw new AssertionError(e);
            } finally {
                other.shutdown();
            }
            return null;
        });
        assertThat(trail.sealer.seal()).isEqualTo(1);
    }

    @Test
    void aChainThatWasCutBehindItsBackIsNotSealedOn() {
        trail.tellAndSeal(2, 3);
        trail.owner.update("delete from hotpatch.seal where sequence > 3");
        trail.tell(1);
        assertThatThrownBy(trail.sealer::seal).isInstanceOf(SealingRefused.class).hasMessageContaining("last seal is 3").hasMessageContaining("head 6");

        trail.owner.update("delete from hotpatch.seal_head where sequence > 3");
        assertThatThrownBy(trail.sealer::seal).as("it remembers").isInstanceOf(SealingRefused.class).hasMessageContaining("head at sequence 6 was there before");
    }

    @Test
    void aSealThatNobodySignedIsNotSealedOn() {
        trail.tellAndSeal(1, 3);
        trail.owner.update("insert into hotpatch.seal values (4, 99, sha256('a'), sha256('b'))");
        trail.tell(1);

        assertThatThrownBy(trail.sealer::seal).isInstanceOf(SealingRefused.class).hasMessageContaining("do not belong together");
        assertThat(trail.number("select count(*) from hotpatch.unsealed")).isEqualTo(1);
    }

    @Test
    void anotherKeyGoesOnOnlyWhenItKnowsTheFormerOne() throws Exception {
        trail.tellAndSeal(1, 3);
        trail.tell(2);
        SigningKey next = SigningKey.readOrCreate(folder.resolve("next.pem"));
        assertThatThrownBy(() -> trail.sealer(next).seal()).isInstanceOf(SealingRefused.class).hasMessageContaining(trail.key.id())
                .hasMessageContaining("neither in use nor among the former keys");

        Path former = Files.createDirectory(folder.resolve("former"));
        Files.writeString(former.resolve("first.pem"), trail.key.publicPem());
        TrustedKeys both = new TrustedKeys(next.verifyingKey(), former);
        assertThat(new Sealer(trail.rows, next, both, trail::inTransaction, trail.clock).seal()).isEqualTo(2);
        assertThat(new TrailProof(trail.rows, both, null, trail.stamps(null, TimeStampTrust.none()), trail.clock).verify().finding()).isNull();
        assertThat(trail.verify().finding()).as("who knows only the former key").isNotNull()
                .extracting(Verification.Finding::kind).isEqualTo(Verification.Kind.UNPROVEN);
    }

    @Test
    void everyColumnOfAnEventIsInWhatIsSealed() {
        trail.trail.system("test", null, null, Map.of());
        Entry entry = trail.rows.waiting(1).get(0);

        List<String> columns = trail.owner.queryForList("select column_name from information_schema.columns where table_schema = 'hotpatch' and table_name = 'event'",
                String.class);

        assertThat(columns).hasSameSizeAs(Entry.class.getRecordComponents());
        assertThat(entry.canonical()).startsWith("{\"actor\":\"hotpatch-cycle\",\"actorKind\":\"SYSTEM\",\"businessTime\":\"").isEqualTo(CanonicalJson.of(entry.canonical()));
    }
}
