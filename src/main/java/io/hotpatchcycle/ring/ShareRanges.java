package io.hotpatchcycle.ring;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parts of the fleet that rings by share take. What a ring has it keeps, as far as its share allows; what a smaller share gives up goes to
 * the rings that grow. So a changed share moves exactly as many devices as it must, whichever ring gives them.
 */
final class ShareRanges {

    /** Buckets of the hash: shares have a resolution of 0.01 percent. */
    static final int BUCKETS = 10_000;

    private static final String FREE = "";

    private ShareRanges() {
    }

    /** From this bucket on, to where the next one begins. */
    record Range(int from, String ring) {
    }

    /**
     * The ranges for these rings.
     *
     * @param before as they were; empty at first, then they follow the rings' order
     */
    static List<Range> next(List<Range> before, List<RingSettings> rings) {
        Map<String, Integer> wanted = wanted(rings);
        String[] owners = owners(before);
        Map<String, Integer> kept = new LinkedHashMap<>();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            String ring = owners[bucket];
            if (kept.getOrDefault(ring, 0) < wanted.getOrDefault(ring, 0)) {
                kept.merge(ring, 1, Integer::sum);
            } else {
                owners[bucket] = FREE;
            }
        }
        int bucket = 0;
        for (Map.Entry<String, Integer> ring : wanted.entrySet()) {
            for (int missing = ring.getValue() - kept.getOrDefault(ring.getKey(), 0); missing > 0; bucket++) {
                if (owners[bucket].equals(FREE)) {
                    owners[bucket] = ring.getKey();
                    missing--;
                }
            }
        }
        return ranges(owners, wanted.isEmpty() ? 0 : BUCKETS);
    }

    /**
     * The ranges while somebody follows devices where they are: what a ring has it keeps, whatever its share is by now. Only what a ring left that
     * has no share any more goes where {@link #next} would put it.
     */
    static List<Range> held(List<Range> before, List<RingSettings> rings) {
        List<Range> next = next(before, rings);
        Set<String> still = wanted(rings).keySet();
        String[] owners = owners(next);
        String[] had = owners(before);
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            owners[bucket] = still.contains(had[bucket]) ? had[bucket] : owners[bucket];
        }
        return ranges(owners, next.isEmpty() ? 0 : BUCKETS);
    }

    /** How many buckets each ring is to have, in ring order. */
    private static Map<String, Integer> wanted(List<RingSettings> rings) {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (RingSettings ring : rings) {
            if (ring.share() != null) {
                BigDecimal end = sum.add(ring.share());
                wanted.put(ring.name(), bucket(end) - bucket(sum));
                sum = end;
            }
        }
        return wanted;
    }

    private static int bucket(BigDecimal percent) {
        return percent.multiply(BigDecimal.valueOf(BUCKETS / 100)).intValue();
    }

    private static String[] owners(List<Range> ranges) {
        String[] owners = new String[BUCKETS];
        Arrays.fill(owners, FREE);
        ranges.forEach(range -> Arrays.fill(owners, range.from(), BUCKETS, range.ring()));
        return owners;
    }

    private static List<Range> ranges(String[] owners, int end) {
        List<Range> ranges = new ArrayList<>();
        for (int bucket = 0; bucket < end; bucket++) {
            if (bucket == 0 || !owners[bucket].equals(owners[bucket - 1])) {
                ranges.add(new Range(bucket, owners[bucket]));
            }
        }
        return ranges;
    }
}
