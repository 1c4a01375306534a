package io.hotpatchcycle.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.freeze.FreezeSource.Entry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Entries as admins write them. */
class FreezeSourceTest {

    private static FreezeSource period(String from, String until, String reason) {
        return FreezeSource.of("hotpatch.freeze[0]", new Entry(from, until, reason, null, null, "Europe/Berlin", null));
    }

    @Test
    void daysAreWholeAndTheLastIsIncluded() {
        Freeze freeze = period("2026-12-18", "2027-01-03", " Year end ").period();
        assertThat(freeze).isEqualTo(new Freeze("hotpatch.freeze[0]", Instant.parse("2026-12-17T23:00:00Z"), Instant.parse("2027-01-03T23:00:00Z"), "Year end"));
        assertThat(period("2026-12-18T17:00:00+01:00", "2026-12-18T18:00:00Z", "x").period().startsAt()).isEqualTo("2026-12-18T16:00:00Z");
    }

    @Test
    void aWrongEntrySaysWhatIsWrong() {
        refused(() -> period("2026-12-18", null, "x"), "needs both from and until");
        refused(() -> period("2026-12-18", "2026-12-17", "x"), "not after its start");
        refused(() -> period("2026-12-18", "2026-12-19", " "), "needs a reason");
        refused(() -> period("18.12.2026", "2026-12-19", "x"), "[0].from must be a day such as 2026-12-18");
        refused(() -> of(new Entry(null, null, null, null, null, null, null)), "needs either from, until and reason, or file, or url");
        refused(() -> of(new Entry(null, null, "x", Path.of("a.ics"), null, null, null)), "nothing of another kind");
        refused(() -> of(new Entry(null, null, null, null, URI.create("ftp://host/a.ics"), null, null)), "must begin with https://");
        refused(() -> of(new Entry(null, null, null, Path.of("a.ics"), null, "Mars", null)), "time zone such as Europe/Berlin");
        refused(() -> of(new Entry(null, null, null, Path.of("a.ics"), null, null, Duration.ofDays(31))), "0 to 30 days");
    }

    @Test
    void anAddressIsNotShown() {
        FreezeSource source = of(new Entry(null, null, null, null, URI.create("https://calendar.example.org/secret-token/a.ics"), null, null));
        assertThat(source.label() + source.key()).contains("calendar.example.org").doesNotContain("secret-token");
    }

    private static FreezeSource of(Entry entry) {
        return FreezeSource.of("hotpatch.freeze[0]", entry);
    }

    private static void refused(Runnable reading, String why) {
        assertThatThrownBy(reading::run).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("hotpatch.freeze[0]").hasMessageContaining(why);
    }
}
