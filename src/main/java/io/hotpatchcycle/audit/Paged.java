package io.hotpatchcycle.audit;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** Rows in the order of their sequence, read page by page, so that memory does not grow with the trail. */
final class Paged<T> implements Iterator<T> {

    private final LongFunction<List<T>> page;
    private final ToLongFunction<T> sequence;
    private Iterator<T> rows = List.<T>of().iterator();
    private T next;
    private long last;

    /**
     * @param page     rows behind a sequence; empty at the end
     * @param sequence of a row
     */
    Paged(LongFunction<List<T>> page, ToLongFunction<T> sequence) {
        this.page = page;
        this.sequence = sequence;
    }

    /** The next row without going on; null at the end. */
    T peek() {
        if (next == null) {
            if (!rows.hasNext()) {
                rows = page.apply(last).iterator();
            }
            if (rows.hasNext()) {
                next = rows.next();
                last = sequence.applyAsLong(next);
            }
        }
        return next;
    }

    @Override
    public boolean hasNext() {
        return peek() != null;
    }

    @Override
    public T next() {
        T row = peek();
        if (row == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return row;
    }
}
