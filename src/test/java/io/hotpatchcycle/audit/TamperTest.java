package io.hotpatchcycle.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.audit.Verification.Finding;
import io.hotpatchcycle.audit.Verification.Kind;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who owns the database changes one thing; the first row concerned is named. Events 1 to 20 are seals 1 to 20, in batches of five. */
class TamperTest {

    @TempDir
    private Path folder;

    private SealedTrail trail;

    @BeforeEach
    void seal() {
        trail = new SealedTrail(folder.resolve("key.pem"), Clock.systemUTC());
        trail.tellAndSeal(4, 5);
        assertThat(trail.verify().finding()).isNull();
    }

    @AfterEach
    void close() {
        trail.close();
    }

    private Finding after(String... sql) {
        for (String statement : sql) {
            trail.owner.execute(statement);
        }
        Verification found = trail.verify();
        assertThat(found.intact()).isFalse();
        return found.finding();
    }

    private static void assertFinding(Finding finding, Kind kind, Long sequence, Long event, String words) {
        assertThat(finding.sentence()).contains(words);
        assertThat(finding).extracting(Finding::kind, Finding::sequence, Finding::event).containsExactly(kind, sequence, event);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            business_time ; business_time + interval '1 microsecond'
            wall_time     ; wall_time - interval '1 day'
            actor         ; 'berta'
            actor_kind    ; 'SYSTEM'
            type          ; 'ring.closed'
            cycle_id      ; null
            ring          ; 'early'
            device_id     ; 'd1'
            subject       ; ''
            data          ; data || '{"share": 0.50}'
            """)
    void anAlteredEventIsNamedWhicheverColumnItIs(String column, String value) {
        assertFinding(after("update hotpatch.event set " + column + " = " + value + " where id = 7"), Kind.ALTERED, 7L, 7L, "Event 7 (seal 7) was altered");
    }

    @Test
    void aRemovedEventIsNamed() {
        assertFinding(after("delete from hotpatch.event where id = 9"), Kind.REMOVED, 9L, 9L, "Event 9 is missing");
    }

    @Test
    void anEventRemovedWithItsSealIsNamed() {
        assertFinding(after("delete from hotpatch.event where id = 9", "delete from hotpatch.seal where event_id = 9"),
                Kind.REMOVED, 9L, null, "Seal 9 is missing; the next one is 10");
    }

    @Test
    void anEventRemovedWithItsSealIsNamedAlsoWhenTheRestMovesUp() {
        assertFinding(after("delete from hotpatch.event where id = 9", "delete from hotpatch.seal where event_id = 9",
                "update hotpatch.seal set sequence = sequence + 1000 where sequence > 9", "update hotpatch.seal set sequence = sequence - 1001 where sequence > 1000"),
                Kind.REMOVED, 9L, 10L, "Seal 9 is missing: what stands in its place was sealed as 10");
    }

    @Test
    void twoEventsThatChangedPlacesAreNamed() {
        assertFinding(after("update hotpatch.event e set (business_time, wall_time, data) = (select o.business_time, o.wall_time, o.data"
                + " from hotpatch.event o where o.id = 18 - e.id) where e.id in (6, 12)"), Kind.SWAPPED, 6L, 6L, "Events 6 and 12 were swapped");
    }

    @Test
    void twoSealsThatChangedEventsAreNamed() {
        assertFinding(after("update hotpatch.seal set event_id = 1000 where sequence = 6", "update hotpatch.seal set event_id = 6 where sequence = 12",
                "update hotpatch.seal set event_id = 12 where sequence = 6"), Kind.SWAPPED, 6L, 12L, "names event 12, but was made for event 6");
    }

    @Test
    void twoSealsThatChangedPlacesAreNamed() {
        assertFinding(after("update hotpatch.seal set sequence = 1000 where sequence = 6", "update hotpatch.seal set sequence = 6 where sequence = 12",
                "update hotpatch.seal set sequence = 12 where sequence = 1000"), Kind.SWAPPED, 6L, 12L, "Seals 6 and 12 were swapped");
    }

    @Test
    void anEventInsertedWithoutASealIsNamed() {
        assertFinding(after("alter table hotpatch.event disable trigger await_seal", insertedEvent()), Kind.INSERTED, null, 999L, "Event 999 was inserted");
    }

    @Test
    void aSealInsertedInTheMiddleIsNamed() {
        assertFinding(after(insertedEvent(), "update hotpatch.seal set sequence = sequence + 1000 where sequence >= 9",
                "insert into hotpatch.seal select 9, 999, hash, sha256('x') from hotpatch.seal where sequence = 8",
                "update hotpatch.seal set sequence = sequence - 999 where sequence > 1000"),
                Kind.INSERTED, 9L, 999L, "Seal 9 (event 999) was inserted: the one that belongs here stands at 10");
    }

    @Test
    void aSealInsertedWithItsRightHashIsNamed() {
        trail.owner.execute(insertedEvent());
        Entry forged = trail.rows.entriesNear(999, 0).get(0);
        SealRows.Link before = trail.rows.linksAfter(7, 1).get(0);
        trail.owner.update("update hotpatch.seal set sequence = sequence + 1000 where sequence >= 9");
        trail.rows.insert(List.of(Seal.of(9, before.seal().hash(), forged)));

        assertFinding(after("update hotpatch.seal set sequence = sequence - 999 where sequence > 1000"), Kind.INSERTED, 9L, null,
                "Seal 9 was inserted: what stands at 10 was sealed as 9");
    }

    @Test
    void aSealBehindTheSignedEndIsNamed() {
        assertFinding(after(insertedEvent(), "insert into hotpatch.seal select 21, 999, hash, sha256('x') from hotpatch.seal where sequence = 20"),
                Kind.INSERTED, 21L, null, "Seal 21 stands behind the last signed head at 20");
    }

    @Test
    void aSealOutsideTheSequenceIsFound() {
        assertFinding(after("alter table hotpatch.seal drop constraint seal_sequence_check", insertedEvent(),
                "insert into hotpatch.seal values (0, 999, sha256('x'), sha256('y'))"), Kind.INSERTED, null, null, "there are 21 seals");
    }

    private static String insertedEvent() {
        return "insert into hotpatch.event (id, business_time, wall_time, actor, actor_kind, type) overriding system value"
                + " values (999, now(), now(), 'x', 'PERSON', 'approval.decided')";
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"hash, sha256('x'), The hash in seal 8 (event 8) was altered", "previous, sha256('x'), it does not continue seal 7"})
    void anAlteredSealIsNamed(String column, String value, String words) {
        assertFinding(after("update hotpatch.seal set " + column + " = " + value + " where sequence = 8"), Kind.ALTERED, 8L, 8L, words);
    }

    @Test
    void anAlteredSealAtTheVeryEndIsNamed() {
        assertFinding(after("update hotpatch.seal set hash = sha256('x') where sequence = 20"), Kind.ALTERED, 20L, 20L, "The hash in seal 20");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"hash, sha256('x')", "wall_time, wall_time - interval '1 hour'", "signature, sha256('x')", "previous_head, 4"})
    void anAlteredHeadIsNamed(String column, String value) {
        assertFinding(after("update hotpatch.seal_head set " + column + " = " + value + " where sequence = 10"), Kind.ALTERED, 10L, null,
                "The head at sequence 10 does not carry a signature");
    }

    @Test
    void aHeadSignedByAStrangerIsUnproven() {
        assertFinding(after("update hotpatch.seal_head set key_id = '0123456789abcdef' where sequence = 10"), Kind.UNPROVEN, 10L, null, "neither in use");
    }

    @Test
    void aRemovedHeadIsNamed() {
        assertFinding(after("delete from hotpatch.seal_head where sequence = 10"), Kind.REMOVED, 10L, null, "but the one before it stands at 5");
    }

    @Test
    void theRemovedLastHeadIsFound() {
        assertFinding(after("delete from hotpatch.seal_head where sequence = 20"), Kind.INSERTED, 16L, null, "Seal 16 stands behind the last signed head at 15");
    }

    @Test
    void removedSealsAtTheEndAreFound() {
        assertFinding(after("delete from hotpatch.seal where sequence > 18"), Kind.REMOVED, 19L, null, "the chain was signed up to 20");
    }

    @Test
    void aChainHashedAnewDoesNotReachItsSignedHead() {
        trail.owner.update("update hotpatch.event set actor = 'berta' where id = 7");
        String hash = trail.rows.linksAfter(5, 1).get(0).seal().hash();
        for (SealRows.Link link : trail.rows.linksAfter(6, 100)) {
            Seal forged = Seal.of(link.seal().sequence(), hash, link.entry());
            trail.owner.update("update hotpatch.seal set previous = decode(?, 'hex'), hash = decode(?, 'hex') where sequence = ?", forged.previous(), forged.hash(),
                    forged.sequence());
            hash = forged.hash();
        }

        assertFinding(trail.verify().finding(), Kind.ALTERED, 6L, null, "Seals 6 to 10 were rewritten");
    }

    @Test
    void anEventThatWaitedAndIsGoneIsNamed() {
        trail.tell(1);
        assertFinding(after("delete from hotpatch.event where id = 21"), Kind.REMOVED, null, 21L, "Event 21 was removed before it was sealed");
    }

    @Test
    void aBackDatedEventStandsOut() {
        trail.owner.update(insertedEvent().replace("now(), now()", "now(), now() - interval '1 hour'"));
        trail.sealer.seal();

        Verification found = trail.verify();
        assertThat(found.intact()).isTrue();
        assertThat(found.late()).isEqualTo(1);
        assertThat(found.firstLate()).isEqualTo(999);
    }
}
