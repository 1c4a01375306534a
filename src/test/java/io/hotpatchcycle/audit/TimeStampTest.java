package io.hotpatchcycle.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509CRLHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;

/** An authority outside says when a head was there: neither database nor key can take that back. */
class TimeStampTest {

    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    @TempDir
    private Path folder;
    private final TestAuthority authority = new TestAuthority(NOON);
    private SealedTrail trail;
    private TimeStamps stamps;

    @BeforeEach
    void seal() {
        trail = new SealedTrail(folder.resolve("key.pem"), Clock.fixed(NOON, ZoneOffset.UTC));
        stamps = stamps(NOON);
    }

    @AfterEach
    void close() {
        trail.close();
        authority.close();
    }

    private TimeStamps stamps(Instant now) {
        return TimeStamps.by(authority.url(), TimeStampTrust.of(authority.pem(folder.resolve("root.pem"))), trail.storage(),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void theLastHeadIsStampedOnceADay() {
        assertThat(stamps.ofTheDay()).as("nothing is sealed").isEmpty();
        trail.tellAndSeal(1, 5);
        assertThat(stamps.ofTheDay()).contains(NOON);
        trail.tellAndSeal(1, 5);
        assertThat(stamps.ofTheDay()).isEmpty();
        authority.now = NOON.plus(Duration.ofDays(1));
        assertThat(stamps(NOON.plus(Duration.ofDays(1))).ofTheDay()).contains(NOON.plus(Duration.ofDays(1)));
        assertThat(trail.number("select count(*) from hotpatch.time_stamp")).isEqualTo(2);
        assertThat(stamps.finding()).isNull();
    }

    @Test
    void thePackOfACycleGetsAStampOfItsOwnEnd() {
        trail.tellAndSeal(1, 5);
        stamps.ofTheDay();
        trail.tellAndSeal(1, 5);
        stamps.cover("2026.08-B");
        stamps.cover("2026.08-B");
        stamps.cover("1999.01-B");
        assertThat(trail.number("select count(*) from hotpatch.time_stamp")).isEqualTo(2);
        TimeStamps.Proof proof = stamps.of("2026.08-B").orElseThrow();
        assertThat(TimeStampTrust.of(folder.resolve("root.pem")).check(proof.token(), proof.head()))
                .isEqualTo(new TimeStampTrust.Stamped(NOON, "CN=Test authority", true, null));
    }

    @Test
    void aStampSaysWhatItsListSaysOfItsSigner() {
        assertThat(stampWith(null).revocation()).contains("was not looked at");
        assertThat(stampWith(authority.list(NOON.minusSeconds(60), null, 0)).revocation()).contains("was not revoked as of " + NOON.minusSeconds(60));
        assertThat(stampWith(authority.forgedList(NOON, NOON.minusSeconds(9), CRLReason.keyCompromise)).notRevokedAsOf()).as("nobody's list").isNull();
        assertThat(stampWith(authority.list(NOON.plusSeconds(9), NOON.plusSeconds(5), CRLReason.superseded)).notRevokedAsOf()).as("later, and harmless").isEqualTo(NOON.plusSeconds(9));
    }

    @Test
    void aStampOfARevokedSignerIsNone() {
        assertThatThrownBy(() -> stampWith(authority.list(NOON, NOON.minusSeconds(9), CRLReason.superseded))).hasMessageContaining("was revoked at " + NOON.minusSeconds(9));
        assertThatThrownBy(() -> stampWith(authority.list(NOON.plusSeconds(9), NOON.plusSeconds(5), CRLReason.keyCompromise))).hasMessageContaining("KEY_COMPROMISE");
    }

    /** Most authorities put no list into their stamps; whoever checks a year later gets theirs from them. */
    @Test
    void aListBesideTheCertificatesCountsLikeOneInTheStamp() throws IOException {
        byte[] data = {1, 2, 3};
        byte[] token = new HttpTimeStampAuthority(authority.url()).stamp(data);
        Path file = authority.pem(folder.resolve("root-and-list.pem"));
        String certificate = Files.readString(file);
        Files.writeString(file, certificate + pem(authority.list(NOON.plusSeconds(60), null, 0)));
        assertThat(TimeStampTrust.of(file).check(token, data).revocation()).contains("was not revoked as of " + NOON.plusSeconds(60));
        Files.writeString(file, pem(authority.list(NOON.plusSeconds(60), NOON.plusSeconds(5), CRLReason.keyCompromise)) + certificate);
        assertThatThrownBy(() -> TimeStampTrust.of(file).check(token, data)).hasMessageContaining("was revoked at " + NOON.plusSeconds(5));
        Files.writeString(file, certificate + pem(authority.forgedList(NOON, NOON.minusSeconds(9), CRLReason.keyCompromise)));
        assertThat(TimeStampTrust.of(file).check(token, data).notRevokedAsOf()).as("nobody's list").isNull();
        Files.writeString(file, pem(authority.list(NOON, null, 0)));
        assertThatThrownBy(() -> TimeStampTrust.of(file)).hasMessageContaining("No certificate data found");
    }

    private static String pem(X509CRLHolder list) throws IOException {
        return "-----BEGIN X509 CRL-----\n" + Base64.getMimeEncoder().encodeToString(list.getEncoded()) + "\n-----END X509 CRL-----\n";
    }

    private TimeStampTrust.Stamped stampWith(X509CRLHolder list) {
        authority.list = list;
        byte[] data = {1, 2, 3};
        return TimeStampTrust.of(authority.pem(folder.resolve("root.pem"))).check(new HttpTimeStampAuthority(authority.url()).stamp(data), data);
    }

    @Test
    void aHeadWrittenAnewDoesNotFitItsStamp() {
        trail.tellAndSeal(1, 5);
        stamps.ofTheDay();
        trail.owner.update("update hotpatch.seal_head set wall_time = wall_time - interval '1 day'");
        assertThat(stamps.finding().sentence()).contains("head at 5 does not hold: it stamps another thing");
        trail.owner.update("update hotpatch.time_stamp set token = '\\x3000'");
        assertThat(stamps.finding().sentence()).contains("head at 5 is not as it was kept: its token was changed");
        trail.owner.update("update hotpatch.event set data = jsonb_set(data, '{sha256}', to_jsonb(encode(sha256('\\x3000'), 'hex'))) where type = 'trail.timeStamped'");
        assertThat(stamps.finding().sentence()).as("whoever changes the event too").contains("no genuine time stamp");
    }

    @Test
    void aStampThatIsGoneOrWasPutThereIsNamed() {
        trail.tellAndSeal(2, 5);
        stamps.ofTheDay();
        trail.owner.update("update hotpatch.time_stamp set sequence = 5");
        assertThat(stamps.finding().sentence()).contains("stamp of the head at 5 was put there behind the program's back");
        trail.owner.update("delete from hotpatch.time_stamp");
        assertThat(stamps.finding().sentence()).contains("stamp of the head at 10 is gone");
    }

    /** Also where no signature of the token looks: its certificates, and what the row says of it. */
    @Test
    void aThousandFlippedBitsOfAStampAreFoundAndNamed() {
        trail.tellAndSeal(1, 5);
        stamps.ofTheDay();
        TimeStamps untrusting = trail.stamps(null, TimeStampTrust.none());
        assertThat(untrusting.finding()).isNull();
        byte[] token = trail.owner.queryForObject("select token from hotpatch.time_stamp", byte[].class);
        for (long seed = 1; seed <= 1_000; seed++) {
            byte[] flipped = token.clone();
            int bit = new Random(seed).nextInt(token.length * 8);
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            trail.owner.update("update hotpatch.time_stamp set token = ?", (Object) flipped);
            assertThat(untrusting.finding()).as("seed %d, bit %d", seed, bit).isNotNull().extracting(Verification.Finding::sentence).asString()
                    .contains("stamp of the head at 5").contains("token");
        }
        trail.owner.update("update hotpatch.time_stamp set token = ?", (Object) token);
        for (String change : List.of("authority = authority || ' '", "stamped_at = stamped_at + interval '1 microsecond'", "stored_at = stored_at + interval '1 microsecond'")) {
            trail.owner.update("update hotpatch.time_stamp set " + change);
            assertThat(untrusting.finding()).as(change).isNotNull();
            trail.owner.update("delete from hotpatch.time_stamp");
            trail.owner.update("delete from hotpatch.unsealed where event_id > 5");
            trail.owner.update("delete from hotpatch.event where type = 'trail.timeStamped'");
            stamps.ofTheDay();
            assertThat(untrusting.finding()).isNull();
        }
    }

    /** As by the version before this one, which did not tell the trail. */
    @Test
    void stampsKeptBeforeAreToldOfByTheMigration() throws Exception {
        for (String moment : List.of("2026-03-10T12:00:00Z", "2026-03-11T12:00:00.120Z", "2026-03-12T12:00:00.123456Z")) {
            trail.tellAndSeal(1, 5);
            authority.now = Instant.parse(moment);
            stamps(Instant.parse(moment)).ofTheDay();
        }
        trail.owner.update("delete from hotpatch.unsealed where event_id in (select id from hotpatch.event where type = 'trail.timeStamped')");
        trail.owner.update("delete from hotpatch.event where type = 'trail.timeStamped' and not exists (select 1 from hotpatch.seal s where s.event_id = event.id)");
        trail.owner.update("delete from hotpatch.seal where event_id in (select id from hotpatch.event where type = 'trail.timeStamped')");
        trail.owner.update("delete from hotpatch.event where type = 'trail.timeStamped'");
        assertThat(stamps.finding().sentence()).contains("the trail does not tell of it");
        String migration = Files.readString(Path.of("src/main/resources/db/migration/V28__heads_outside.sql"));
        trail.owner.execute(migration.substring(0, migration.indexOf("-- The signed head")));
        assertThat(trail.number("select count(*) from hotpatch.time_stamp")).isEqualTo(3);
        assertThat(stamps.finding()).isNull();
    }

    @Test
    void theHeadOfTheDayIsGivenToTheMailOnce() {
        HeadMail mail = mail("outside@example.org");
        assertThat(mail.ofTheDay()).as("nothing is sealed").isEmpty();
        trail.tellAndSeal(1, 5);
        assertThat(mail.ofTheDay()).contains(5L);
        trail.tellAndSeal(1, 5);
        assertThat(mail.ofTheDay()).isEmpty();
        assertThat(mail("outside@example.org").ofTheDay()).as("another node").isEmpty();
        assertThat(mail(null).ofTheDay()).isEmpty();
        assertThat(trail.app.queryForObject("select data ->> 'signed' || chr(10) || (data ->> 'signature') || chr(10) from hotpatch.event where type = 'trail.headOfTheDay'",
                String.class)).isEqualTo(trail.rows.head(5).orElseThrow().file());
    }

    private HeadMail mail(String to) {
        return new HeadMail(to, new HeadMailRows(trail.app), trail.rows, trail.storage().transaction(), trail.trail, trail.clock);
    }

    @Test
    void verifyingTheTrailHoldsTheStampsToo() {
        trail.tellAndSeal(1, 5);
        stamps.ofTheDay();
        TrailProof proof = new TrailProof(trail.rows, trail.trusted, null, stamps, trail.clock);
        assertThat(proof.verify().finding()).isNull();
        trail.owner.update("update hotpatch.time_stamp set token = substring(token from 1 for 200)");
        assertThat(proof.verify().intact()).isFalse();
    }

    @Test
    void aHeadThatClaimsToBeLaterThanItsStampIsFound() {
        authority.now = NOON.minus(Duration.ofHours(1));
        trail.tellAndSeal(1, 5);
        stamps.ofTheDay();
        assertThat(stamps.finding().sentence()).contains("after it was stamped at 2026-03-10T11:00:00Z");
    }

    @Test
    void theRunningRoleCannotChangeAStamp() {
        trail.tellAndSeal(1, 5);
        stamps.ofTheDay();
        assertThatThrownBy(() -> trail.app.update("update hotpatch.time_stamp set authority = 'x'")).isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> trail.app.update("delete from hotpatch.time_stamp")).isInstanceOf(DataAccessException.class);
    }

    @Test
    void anAnswerThatProvesNothingIsNotStored() {
        trail.tellAndSeal(1, 5);
        authority.status = 500;
        assertThatThrownBy(stamps::ofTheDay).isInstanceOf(IllegalStateException.class).hasMessageContaining("HTTP status 500").hasMessageContaining("hotpatch.audit.tsa.url");
        authority.status = 200;
        authority.repeating = true;
        assertThatThrownBy(stamps::ofTheDay).as("another nonce").isInstanceOf(IllegalStateException.class);
        authority.repeating = false;
        try (TestAuthority stranger = new TestAuthority(NOON)) {
            TimeStamps untrusted = TimeStamps.by(authority.url(), TimeStampTrust.of(stranger.pem(folder.resolve("stranger.pem"))), trail.storage(), trail.clock);
            assertThatThrownBy(untrusted::ofTheDay).isInstanceOf(IllegalStateException.class).hasMessageContaining("leads to none of the certificates given");
        }
        assertThat(trail.number("select count(*) from hotpatch.time_stamp")).isZero();
    }

    @Test
    void aFileWithoutCertificatesIsRefused() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertThatThrownBy(() -> TimeStampTrust.of(empty)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("holds no certificate");
        Path none = folder.resolve("none.pem");
        assertThatThrownBy(() -> TimeStampTrust.of(none)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("cannot be read");
    }
}
