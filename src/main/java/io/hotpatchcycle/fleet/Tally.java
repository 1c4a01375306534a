package io.hotpatchcycle.fleet;

import java.time.Clock;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Tells while a list is read how far that has come. */
final class Tally {

    private static final int EVERY = 10_000;

    private final SnapshotRows rows;
    private final String source;
    private final Clock businessClock;
    private int done;

    Tally(SnapshotRows rows, String source, Clock businessClock) {
        this.rows = rows;
        this.source = source;
        this.businessClock = businessClock;
        rows.begin(source, businessClock.instant());
    }

    /** Hands pages on, and counts them. */
    <T> Consumer<List<T>> pages(Consumer<List<T>> reader) {
        return page -> {
            reader.accept(page);
            add(page.size());
        };
    }

    /** Hands pairs on, and counts them. */
    <A, B> BiConsumer<A, B> pairs(BiConsumer<A, B> reader) {
        return (one, other) -> {
            reader.accept(one, other);
            add(1);
        };
    }

    private void add(int more) {
        int before = done;
        done += more;
        if (before == 0 || done / EVERY != before / EVERY) {
            rows.progress(source, null, done, businessClock.instant(), false);
        }
    }
}
