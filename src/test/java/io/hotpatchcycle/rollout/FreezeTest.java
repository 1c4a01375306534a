package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.freeze.Freezes;
import io.hotpatchcycle.freeze.FreezeSource.Entry;
import io.hotpatchcycle.ring.RingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing opens in a freeze, nor when nobody knows whether one is in force. */
class FreezeTest {

    private final RolloutFixture at = new RolloutFixture();

    @AfterEach
    void close() {
        at.close();
    }

    private Entry period(Duration from, Duration until) {
        Instant now = at.business.instant();
        return new Entry(now.plus(from).toString(), now.plus(until).toString(), "Year end", null, null, null, null);
    }

    private static Entry file(Path file, Duration goodFor) {
        return new Entry(null, null, null, file, null, null, goodFor);
    }

    private String guard() {
        Guard guard = new Guard(new GuardRows(at.jdbc), Mode.CONTROL, at.rollouts.proofs(), new ObservedRows(at.jdbc), at.business);
        return at.transactions.run(() -> guard.againstOpening(RolloutFixture.CYCLE, "pilot")).orElse("");
    }

    @Test
    void aFreezeHoldsTheRingUntilItsEnd() {
        at.freezes(period(Duration.ofHours(-1), Duration.ofHours(3)), period(Duration.ofHours(2), Duration.ofHours(8)));
        OpenResult held = at.open("pilot");
        assertThat(held.outcome()).isEqualTo(OpenResult.Outcome.LATER);
        assertThat(held.retryAt()).as("end of the last freeze in a row").isEqualTo(at.business.instant().plus(Duration.ofHours(8)));
        assertThat(held.message()).contains("Year end", "hotpatch.freeze[0]");
        assertThat(guard()).contains("must not open anything in the freeze 'Year end'");
        assertThat(at.rings.find(RolloutFixture.CYCLE, "pilot").holdReason()).isEqualTo(held.message());
        assertThat(at.gate.sent()).isEmpty();

        at.business.pass(Duration.ofHours(8));
        assertThat(at.open("pilot").outcome()).isEqualTo(OpenResult.Outcome.OPEN);
        assertThat(at.rings.find(RolloutFixture.CYCLE, "pilot").state()).isEqualTo(RingState.OPEN);
        assertThat(at.rings.find(RolloutFixture.CYCLE, "pilot").holdReason()).isNull();
    }

    @Test
    void aRingThatIsOpenAlreadyIsNotHeldBackFromSayingSo() {
        at.transactions.run(() -> at.rollouts.open(RolloutFixture.CYCLE, "pilot", RolloutFixture.ITEM));
        at.freezes(period(Duration.ZERO, Duration.ofHours(3)));
        assertThat(at.open("pilot").outcome()).as("a crash between the write and its note").isEqualTo(OpenResult.Outcome.OPEN);
        assertThat(at.gate.sent()).containsExactly("approve pilot");
    }

    @Test
    void aFreezeThatIsTakenOutOfTheSettingsEnds() {
        at.freezes(period(Duration.ofHours(-1), Duration.ofHours(3)));
        assertThat(guard()).contains("freeze");
        at.freezes();
        assertThat(guard()).isEmpty();
    }

    @Test
    void aCalendarThatCannotBeReadCountsForAWhileAndThenNothingOpens(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("freeze.ics");
        Freezes freezes = at.freezes(file(file, Duration.ofHours(12)));
        assertThat(guard()).as("never read").contains("a freeze calendar is not known");
        freezes.refresh();
        assertThat(guard()).contains("freeze.ics is not there");
        assertThat(freezes.problems()).singleElement().asString().contains("No ring opens until it can be read");

        write(file, "DTSTART:20300101T000000Z\nDTEND:20300102T000000Z\n");
        freezes.refresh();
        assertThat(guard()).isEmpty();
        at.business.pass(Duration.ofHours(1));
        write(file, "DTSTART:gone wrong\n");
        freezes.refresh();
        assertThat(guard()).as("as last read").isEmpty();
        assertThat(freezes.problems()).singleElement().asString().contains("line 4", "DTSTART", "stays in force until");
        at.business.pass(Duration.ofHours(11));
        assertThat(guard()).contains("line 4", "DTSTART", "hotpatch.freeze");
        assertThat(freezes.problems()).singleElement().asString().contains("too old");
    }

    private static void write(Path file, String event) throws IOException {
        Files.writeString(file, "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\n" + event + "UID:1\nSUMMARY:Year end\nEND:VEVENT\nEND:VCALENDAR\n");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nothingOpensInAFreezeAndTheRingOpensAtTheEndThatIsTold(long seed) {
        Random random = new Random(seed);
        Entry[] entries = new Entry[6];
        for (int i = 0; i < entries.length; i++) {
            Duration from = Duration.ofMinutes(random.nextInt(3000));
            entries[i] = period(from, from.plusMinutes(1 + random.nextInt(600)));
        }
        Freezes freezes = at.freezes(entries);
        Instant start = at.business.instant();
        for (int step = 0; step < 60; step++) {
            Instant now = at.business.instant();
            boolean frozen = false;
            for (Entry entry : entries) {
                frozen |= !now.isBefore(Instant.parse(entry.from())) && now.isBefore(Instant.parse(entry.until()));
            }
            assertThat(guard().contains("freeze")).as("seed %d, guard at %s", seed, now).isEqualTo(frozen);
            assertThat(freezes.inForce().isPresent()).as("seed %d, in force at %s", seed, now).isEqualTo(frozen);
            Instant outside = freezes.outside(now, Duration.ofMinutes(90));
            for (Entry entry : entries) {
                assertThat(Instant.parse(entry.from()).isBefore(outside.plus(Duration.ofMinutes(90))) && Instant.parse(entry.until()).isAfter(outside))
                        .as("seed %d, a window at %s", seed, outside).isFalse();
            }
            at.business.pass(Duration.ofMinutes(1 + random.nextInt(90)));
        }
        assertThat(at.business.instant()).isAfter(start);
    }
}
