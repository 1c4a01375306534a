package io.hotpatchcycle.release;

import static io.hotpatchcycle.release.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KindDecisionTest {

    private static final Set<Integer> TRACKED = Set.of(26100, 26200);
    private static final List<Integer> FLEET = List.of(26100, 26200, 22631);

    private static KindDecision decide(ReleaseFixture release) {
        return Releases.decideKind(release.build(), FLEET, TRACKED);
    }

    @Test
    void hotpatchWhenEveryTrackedBuildHasOne() {
        KindDecision decision = decide(release("2026.08 B").hotpatched(26100).hotpatched(26200).cumulative(22631));
        assertThat(decision.kind()).isEqualTo(Kind.HOTPATCH);
        assertThat(decision.split()).isEmpty();
        assertThat(decision.clear()).isTrue();
    }

    @Test
    void baselineWhenNoneHasOne() {
        assertThat(decide(release("2026.07 B").cumulative(26100).cumulative(26200)).kind()).isEqualTo(Kind.BASELINE);
    }

    @Test
    void aSplitNamesTheBuildsThatRestart() {
        KindDecision decision = decide(release("2026.08 B").hotpatched(26100).cumulative(26200));
        assertThat(decision.kind()).isEqualTo(Kind.HOTPATCH);
        assertThat(decision.split()).containsExactly(26200);
    }

    @Test
    void anUntrackedBuildNeitherMakesNorBreaksAHotpatch() {
        assertThat(decide(release("2026.08 B").hotpatched(26100).cumulative(22631)).split()).isEmpty();
        assertThat(decide(release("2026.08 B").cumulative(26100).revision(22631, 5, "KB5", HotpatchFlag.YES)).kind()).isEqualTo(Kind.BASELINE);
    }

    @Test
    void outOfBandHasKindsOfItsOwn() {
        assertThat(decide(release("2026.03 OOB").outOfBand().revision(26100, 5, "KB5", HotpatchFlag.YES)).kind()).isEqualTo(Kind.OOB_HOTPATCH);
        assertThat(decide(release("2026.03 OOB").outOfBand().cumulative(26100)).kind()).isEqualTo(Kind.OOB_LCU);
    }

    @Test
    void anUnreadableFlagIsNotClearAndSaysOfWhichKb() {
        KindDecision decision = decide(release("2026.08 B").hotpatched(26100).revision(26200, 77, "KB5120994", HotpatchFlag.UNREADABLE));
        assertThat(decision.clear()).isFalse();
        assertThat(decision.kind()).isNull();
        assertThat(decision.problem()).contains("KB5120994 (build 26200.77)").contains("Check Microsoft's release notes");
    }

    @Test
    void anUnreadableFlagOfABuildWeDoNotHaveDoesNotMatter() {
        assertThat(decide(release("2026.08 B").hotpatched(26100).revision(28000, 77, "KB9", HotpatchFlag.UNREADABLE)).clear()).isTrue();
    }

    @Test
    void aReleaseWithoutARevisionForOurBuildsIsNotClear() {
        KindDecision decision = decide(release("2026.08 B").hotpatched(28000));
        assertThat(decision.clear()).isFalse();
        assertThat(decision.problem()).contains("2026.08 B").contains("[22631, 26100, 26200]");
    }

    @Test
    void theServerOfTheSameBuildIsNotOurClient() {
        KindDecision decision = decide(release("2026.06 B").revision(ProductLine.WINDOWS_SERVER, 26100, 9, "KB9", HotpatchFlag.YES).cumulative(26100));
        assertThat(decision.kind()).isEqualTo(Kind.BASELINE);
        assertThat(decide(release("2026.06 B").revision(ProductLine.WINDOWS_SERVER, 26100, 9, "KB9", HotpatchFlag.YES)).clear()).isFalse();
    }

    /** June and September 2026 were planned as hotpatch months and came as baselines. */
    @Test
    void theSurprisesOf2026AreBaselinesAgainstThePlan() {
        for (String month : List.of("2026.06 B", "2026.09 B")) {
            Release release = release(month).cumulative(26100).cumulative(26200).build();
            assertThat(PlannedCalendar.plannedKind(release)).isEqualTo(Kind.HOTPATCH);
            assertThat(Releases.decideKind(release, FLEET, TRACKED).kind()).isEqualTo(Kind.BASELINE);
        }
    }

    @Test
    void theCalendarPlansFourBaselinesAYearAndNothingElse() {
        for (int month = 1; month <= 12; month++) {
            Release release = release(String.format("2027.%02d B", month)).build();
            assertThat(PlannedCalendar.plannedKind(release)).as(release.name()).isEqualTo(month % 3 == 1 ? Kind.BASELINE : Kind.HOTPATCH);
        }
        assertThat(PlannedCalendar.plannedKind(release("2026.03 OOB").outOfBand().build())).isNull();
        assertThat(PlannedCalendar.plannedKind(release("August update").build())).isNull();
        assertThat(PlannedCalendar.plannedKind(release("2026.08 D").classification("nonSecurity").build())).isNull();
    }
}
