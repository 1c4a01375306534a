package io.hotpatchcycle.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.audit.Verification.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads outside the database: what not even its owner together with a restart can undo. */
class AnchorTest {

    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    @TempDir
    private Path folder;
    private Path anchors;
    private SealedTrail trail;
    private TrailProof proof;

    @BeforeEach
    void seal() throws IOException {
        anchors = Files.createDirectory(folder.resolve("anchors"));
        trail = new SealedTrail(folder.resolve("key.pem"), Clock.fixed(NOON, ZoneOffset.UTC));
        trail.tellAndSeal(2, 5);
        proof = trail.proof(anchors);
    }

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void anAnchorHoldsTheHeadAndItsSignatureInTwoLines() throws IOException {
        Path file = proof.anchor();

        assertThat(file).hasFileName("trail-head-000000000010.txt");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).isEqualTo(CanonicalJson.of(lines.get(0))).contains("\"sequence\":10", "\"time\":\"2026-03-10T12:00:00.000000Z\"");
        assertThat(trail.key.verifyingKey().verifies(lines.get(0).getBytes(StandardCharsets.UTF_8), Base64.getDecoder().decode(lines.get(1)))).isTrue();
        Verification found = proof.verify();
        assertThat(found.finding()).isNull();
        assertThat(found.anchors()).isEqualTo(1);
    }

    @Test
    void anAnchorIsWrittenOnceAndNeverOverwritten() throws IOException {
        Path file = proof.anchor();
        assertThat(proof.anchor()).as("again, the same").isEqualTo(file);

        Files.delete(file);
        Files.writeString(file, "another thing");
        assertThatThrownBy(proof::anchor).isInstanceOf(IllegalStateException.class).hasMessageContaining("says another thing").hasMessageContaining("not touched");
        assertThat(file).hasContent("another thing");
        assertThat(proof.verify().finding().sentence()).contains("trail-head-000000000010.txt is cut, altered or unreadable");
    }

    @Test
    void aTrailThatWasCutIsFoundByItsAnchorOnly() {
        proof.anchor();
        trail.owner.update("delete from hotpatch.seal where sequence > 5");
        trail.owner.update("delete from hotpatch.seal_head where sequence > 5");
        trail.owner.update("delete from hotpatch.event where id > 5");

        assertThat(trail.verify().finding()).as("without anchors").isNull();
        assertThat(proof.verify().finding()).extracting(Verification.Finding::kind, Verification.Finding::sequence).containsExactly(Kind.REMOVED, 6L);
        assertThat(proof.verify().finding().sentence()).contains("ends at sequence 5").contains("reached 10");
    }

    @Test
    void aTrailWrittenAnewWithTheRealKeyIsFoundByItsAnchor() {
        proof.anchor();
        trail.owner.update("delete from hotpatch.seal_head");
        trail.owner.update("delete from hotpatch.seal");
        trail.owner.update("update hotpatch.event set actor = 'berta' where id = 3");
        trail.owner.update("insert into hotpatch.unsealed select id from hotpatch.event");
        trail.sealer(trail.key).seal();

        assertThat(trail.verify().finding()).as("without anchors").isNull();
        assertThat(proof.verify().finding().sentence()).contains("rewritten up to sequence 10").contains("trail-head-000000000010.txt");
    }

    @Test
    void anAnchorThatWasAlteredOrIsSignedByAStrangerProvesNothing() throws IOException {
        Path file = proof.anchor();
        String text = Files.readString(file);
        Files.delete(file);
        Files.writeString(file, text.replace("\"previousHead\":5", "\"previousHead\":4"));
        assertThat(proof.verify().finding().kind()).isEqualTo(Kind.UNPROVEN);

        Files.writeString(file, text.replace(trail.key.id(), "0123456789abcdef"));
        assertThat(proof.verify().finding().sentence()).contains("neither in use");

        Files.writeString(file, text.substring(0, 100));
        assertThat(proof.verify().finding().sentence()).contains("cut, altered or unreadable");
    }

    @Test
    void onceADayIsEnough() {
        assertThat(proof.anchorOfTheDay()).isPresent();
        trail.tellAndSeal(1, 1);
        assertThat(proof.anchorOfTheDay()).as("the same day").isEmpty();

        TrailProof tomorrow = new TrailProof(trail.rows, trail.trusted, anchors, trail.stamps(null, TimeStampTrust.none()), Clock.offset(trail.clock, Duration.ofDays(1)));
        assertThat(tomorrow.anchorOfTheDay()).hasValueSatisfying(file -> assertThat(file).hasFileName("trail-head-000000000011.txt"));
    }

    @Test
    void withoutAFolderOrWithoutSealsThereIsNoAnchor() {
        assertThatThrownBy(() -> trail.proof(null).anchor()).hasMessageContaining("hotpatch.audit.anchor-folder");
        assertThat(trail.proof(null).anchorOfTheDay()).isEmpty();
        assertThatThrownBy(() -> trail.proof(folder.resolve("gone")).anchor()).hasMessageContaining("could not be anchored");
        assertThat(trail.proof(folder.resolve("gone")).verify().finding().sentence()).contains("cannot be read");
        trail.owner.update("delete from hotpatch.seal_head");
        assertThatThrownBy(proof::anchor).hasMessageContaining("Nothing is sealed yet");
    }
}
