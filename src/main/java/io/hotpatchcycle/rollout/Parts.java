package io.hotpatchcycle.rollout;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Reads a long list in parts, one of them in memory at a time. */
final class Parts {

    private static final int SIZE = 5_000;

    private Parts() {
    }

    /**
     * @param part reads what stands from an offset on, at most so many
     */
    static <T> void each(BiFunction<Integer, Integer, List<T>> part, Consumer<T> reader) {
        int from = 0;
        for (List<T> found = part.apply(0, SIZE); !found.isEmpty(); found = part.apply(from, SIZE)) {
            found.forEach(reader);
            from += found.size();
        }
    }
}
