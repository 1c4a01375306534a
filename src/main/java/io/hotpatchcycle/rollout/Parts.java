package io.hotpatchcycle.rollout;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads a long list in parts, one of them in memory at a time. */
final class Parts {

    private static final int SIZE = 5_000;

    private Parts() {
    }

    /**
     * Where a part ends is told by its last key, not by a count: a row that comes, goes or changes between two parts moves no other one.
     *
     * @param part reads what stands behind a key, in the order of keys, at most so many
     * @param key  of a row; it never changes, and none is empty
     */
    static <T> void each(BiFunction<String, Integer, List<T>> part, Function<T, String> key, Consumer<T> reader) {
        String behind = "";
        for (List<T> found = part.apply(behind, SIZE); !found.isEmpty(); found = part.apply(behind, SIZE)) {
            found.forEach(reader);
            behind = key.apply(found.get(found.size() - 1));
        }
    }
}
