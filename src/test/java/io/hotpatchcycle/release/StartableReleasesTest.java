package io.hotpatchcycle.release;

import static io.hotpatchcycle.release.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartableReleasesTest {

    private static final Release JUNE = release("2026.06 B").at("2026-06-09T17:00:00Z").build();
    private static final Release JULY = release("2026.07 B").at("2026-07-14T17:00:00Z").build();
    private static final Release JULY_OOB = release("2026.07 OOB").outOfBand().at("2026-07-18T17:00:00Z")
            .revision(26100, 8894, "KB5121767", HotpatchFlag.NO).revision(26100, 8893, "KB5121768", HotpatchFlag.YES).build();
    private static final Release AUGUST = release("2026.08 B").at("2026-08-11T17:00:00Z").build();
    private static final List<Release> ALL = List.of(AUGUST, JULY_OOB, JULY, JUNE);

    @Test
    void theFirstConnectionStartsOnlyTheNewestMonthlyRelease() {
        assertThat(Releases.startable(ALL, null, false)).containsExactly(AUGUST);
        assertThat(Releases.startable(List.of(JULY_OOB, JULY, JUNE), null, true)).containsExactly(JULY);
        assertThat(Releases.startable(List.of(JULY_OOB), null, true)).isEmpty();
        assertThat(Releases.startable(List.of(), null, true)).isEmpty();
    }

    @Test
    void laterABacklogStartsOldestFirst() {
        assertThat(Releases.startable(ALL, JUNE.publishedAt(), false)).containsExactly(JULY, AUGUST);
        assertThat(Releases.startable(ALL, JUNE.publishedAt(), true)).containsExactly(JULY, JULY_OOB, AUGUST);
    }

    @Test
    void whatIsNotNewerStaysRecorded() {
        assertThat(Releases.startable(ALL, AUGUST.publishedAt(), true)).isEmpty();
        assertThat(Releases.startable(ALL, Instant.parse("2026-12-01T00:00:00Z"), true)).isEmpty();
    }

    @Test
    void anUnknownCadenceOrClassificationStartsNothing() {
        Release odd = release("2026.09 B").cadence("unknownFutureValue").at("2026-09-08T17:00:00Z").build();
        Release preview = release("2026.09 D").classification("nonSecurity").at("2026-09-22T17:00:00Z").build();
        assertThat(Releases.startable(List.of(odd, preview), AUGUST.publishedAt(), true)).isEmpty();
    }

    @Test
    void aCycleIsNamedAfterItsRelease() {
        assertThat(AUGUST.cycleId()).isEqualTo("2026.08-B");
        assertThat(JULY_OOB.cycleId()).as("the hotpatch KB names it").isEqualTo("2026.07-OOB-KB5121768");
        assertThat(release("2026.09 OOB").outOfBand().build().cycleId()).isEqualTo("2026.09-OOB-KB-unknown");
        assertThat(release(" 2026.08 B/../x ").build().cycleId()).doesNotContain("/").doesNotContain(" ");
    }

    @Test
    void outOfBandForServersAloneStartsNothing() {
        Instant june = JUNE.publishedAt();
        ReleaseFixture servers = release("2026.07 OOB").outOfBand().at("2026-07-20T17:00:00Z").revision(ProductLine.WINDOWS_SERVER, 26100, 9, "KB9", HotpatchFlag.NO);
        assertThat(Releases.startable(List.of(servers.build()), june, true)).isEmpty();
        Release unread = servers.revision(ProductLine.UNKNOWN, 26100, 9, "KB9", HotpatchFlag.NO).build();
        assertThat(Releases.startable(List.of(unread), june, true)).as("in doubt a person looks").containsExactly(unread);
    }
}
