package io.hotpatchcycle.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.testing.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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
        return TimeStamps.by(authority.url(), TimeStampTrust.of(authority.pem(folder.resolve("root.pem"))), new TimeStampRows(trail.app), trail.rows,
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
                .isEqualTo(new TimeStampTrust.Stamped(NOON, "CN=Test authority", true));
    }

    @Test
    void aHeadWrittenAnewDoesNotFitItsStamp() {
        trail.tellAndSeal(1, 5);
        stamps.ofTheDay();
        trail.owner.update("update hotpatch.seal_head set wall_time = wall_time - interval '1 day'");
        assertThat(stamps.finding().sentence()).contains("head at 5 does not hold: it stamps another thing");
        trail.owner.update("update hotpatch.time_stamp set token = '\\x3000'");
        assertThat(stamps.finding().sentence()).contains("no genuine time stamp");
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
            TimeStamps untrusted = TimeStamps.by(authority.url(), TimeStampTrust.of(stranger.pem(folder.resolve("stranger.pem"))), new TimeStampRows(trail.app), trail.rows, trail.clock);
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
