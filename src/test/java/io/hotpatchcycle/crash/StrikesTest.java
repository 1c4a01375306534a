package io.hotpatchcycle.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.crash.Strikes.Kill;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which kills the matrix makes. */
class StrikesTest {

    private static final int OF_CI = 12;

    @Test
    void manyKillsAreAtEachBoundaryOnceAndTheRestAtRandom() {
        int boundaries = Strikes.boundaries(false);
        Collection<Kill> kills = Strikes.of(boundaries + 21, 1);
        assertThat(kills).hasSize(boundaries + 21);
        assertThat(kills).filteredOn(kill -> kill.boundary() != null).hasSize(boundaries).doesNotHaveDuplicates();
        assertThat(kills).filteredOn(kill -> kill.boundary() == null).hasSize(21);
    }

    @Test
    void fewKillsAreAtOtherBoundariesWithEachSeedUntilAllHaveBeen() {
        for (boolean twoNodes : new boolean[] {false, true}) {
            int boundaries = Strikes.boundaries(twoNodes);
            Set<Kill> all = new HashSet<>();
            int seeds = (boundaries + OF_CI - 1) / OF_CI;
            for (long seed = 1; seed <= seeds; seed++) {
                Collection<Kill> kills = twoNodes ? Strikes.ofTwoNodes(OF_CI, seed) : Strikes.of(OF_CI, seed);
                assertThat(kills).as("seed %d", seed).hasSize(OF_CI).doesNotHaveDuplicates();
                assertThat(kills.stream().map(Kill::kind).distinct().count()).as("kinds, seed %d", seed).isGreaterThan(7);
                all.addAll(kills);
            }
            assertThat(all).hasSize(boundaries);
        }
    }

    @Test
    void aSeedMakesTheSameKillsEachTime() {
        assertThat(Strikes.of(80, 7)).containsExactlyElementsOf(Strikes.of(80, 7));
        assertThat(Strikes.of(OF_CI, 7)).containsExactlyElementsOf(Strikes.of(OF_CI, 7)).isNotEqualTo(Strikes.of(OF_CI, 8));
    }
}
