package io.hotpatchcycle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.ring.ShareRanges.Range;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A changed share moves what it must and nothing else. */
class ShareRangesTest {

    private static List<RingSettings> rings(Object... namesAndShares) {
        List<RingSettings> rings = new ArrayList<>();
        for (int i = 0; i < namesAndShares.length; i += 2) {
            rings.add(new RingSettings((String) namesAndShares[i], null, new BigDecimal(namesAndShares[i + 1].toString()), null, null));
        }
        return rings;
    }

    private static String[] owners(List<Range> ranges) {
        String[] owners = new String[ShareRanges.BUCKETS];
        ranges.forEach(range -> java.util.Arrays.fill(owners, range.from(), owners.length, range.ring()));
        return owners;
    }

    private static Map<String, Integer> sizes(List<Range> ranges) {
        Map<String, Integer> sizes = new TreeMap<>();
        for (String owner : owners(ranges)) {
            sizes.merge(owner, 1, Integer::sum);
        }
        return sizes;
    }

    private static int moved(List<Range> before, List<Range> after) {
        String[] were = owners(before);
        String[] are = owners(after);
        int moved = 0;
        for (int i = 0; i < were.length; i++) {
            moved += were[i].equals(are[i]) ? 0 : 1;
        }
        return moved;
    }

    @Test
    void atFirstTheRingsFollowEachOther() {
        assertThat(ShareRanges.next(List.of(), RingSettings.standard()))
                .containsExactly(new Range(0, "pilot"), new Range(100, "early"), new Range(1000, "broad"), new Range(4000, "last"));
        assertThat(ShareRanges.next(List.of(), List.of(new RingSettings("plants", "g", null, null, null)))).isEmpty();
    }

    /** The last ring gives, although others lie between. */
    @Test
    void fivePercentMoreMoveFivePercentWhicheverRingGivesThem() {
        List<Range> before = ShareRanges.next(List.of(), RingSettings.standard());
        List<Range> after = ShareRanges.next(before, rings("pilot", 1, "early", 14, "broad", 30, "last", 55));
        assertThat(moved(before, after)).isEqualTo(500);
        assertThat(sizes(after)).containsExactlyInAnyOrderEntriesOf(Map.of("pilot", 100, "early", 1400, "broad", 3000, "last", 5500));
        assertThat(ShareRanges.next(after, rings("pilot", 1, "early", 14, "broad", 30, "last", 55))).as("then nobody moves").isEqualTo(after);
        assertThat(moved(after, ShareRanges.next(after, RingSettings.standard()))).as("and back").isEqualTo(500);
    }

    @Test
    void anotherOrderMovesNobodyAndANewRingOnlyItsOwn() {
        List<Range> before = ShareRanges.next(List.of(), RingSettings.standard());
        assertThat(moved(before, ShareRanges.next(before, rings("early", 9, "pilot", 1, "last", 60, "broad", 30)))).isZero();
        assertThat(moved(before, ShareRanges.next(before, rings("pilot", 1, "early", 9, "shops", 10, "broad", 25, "last", 55)))).isEqualTo(1000);
        assertThat(moved(before, ShareRanges.next(before, rings("pilot", 1, "early", 39, "last", 60)))).as("a ring is gone").isEqualTo(3000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverTheSharesBecomeNobodyMovesWhoNeedNot(long seed) {
        Random random = new Random(seed);
        List<Range> ranges = List.of();
        for (int change = 0; change < 40; change++) {
            List<RingSettings> rings = random(random);
            List<Range> next = ShareRanges.next(ranges, rings);
            Map<String, Integer> sizes = sizes(next);
            rings.forEach(ring -> assertThat(sizes.get(ring.name())).as("seed %s", seed).isEqualTo(ring.share().multiply(BigDecimal.valueOf(100)).intValue()));
            if (!ranges.isEmpty()) {
                Map<String, Integer> had = sizes(ranges);
                int grown = sizes.entrySet().stream().mapToInt(s -> Math.max(0, s.getValue() - had.getOrDefault(s.getKey(), 0))).sum();
                assertThat(moved(ranges, next)).as("seed %s", seed).isEqualTo(grown);
            }
            ranges = next;
        }
    }

    /** Two to six rings, in hundredths of a percent. */
    private static List<RingSettings> random(Random random) {
        int count = 2 + random.nextInt(5);
        int[] cuts = random.ints(1, ShareRanges.BUCKETS).distinct().limit(count - 1L).sorted().toArray();
        List<RingSettings> rings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int size = (i == count - 1 ? ShareRanges.BUCKETS : cuts[i]) - (i == 0 ? 0 : cuts[i - 1]);
            rings.add(new RingSettings("r" + (i * 5 + random.nextInt(2)), null, BigDecimal.valueOf(size, 2), null, null));
        }
        return rings;
    }
}
