package io.hotpatchcycle.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read ahead comes complete and in order, is bounded, and ends where something fails. */
class AheadTest {

    private final List<Integer> given = new ArrayList<>();
    private final AtomicInteger taken = new AtomicInteger();

    private Iterator<Integer> numbers(int many) {
        return IntStream.range(0, many).peek(i -> taken.incrementAndGet()).iterator();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 100})
    void allComeInOrder(int many) {
        Ahead.each(numbers(many), 4, given::add);
        assertThat(given).isEqualTo(IntStream.range(0, many).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void noMoreAreTakenThanMayBeAhead(int ahead) {
        Semaphore steps = new Semaphore(0);
        Iterator<Integer> source = new Iterator<>() {

            private int next;

            @Override
            public boolean hasNext() {
                return next < 50;
            }

            @Override
            public Integer next() {
                steps.release();
                return next++;
            }
        };
        int[] most = {0};
        Ahead.each(source, ahead, i -> {
            // all that may be taken by now are
            steps.acquireUninterruptibly(Math.min(50, i + 1 + ahead) - most[0]);
            most[0] = Math.min(50, i + 1 + ahead);
            assertThat(steps.tryAcquire()).as("further ahead than " + ahead).isFalse();
        });
        assertThat(most[0]).isEqualTo(50);
    }

    @Test
    void whatTheSourceThrowsComesAfterWhatWasBefore() {
        Iterator<Integer> source = IntStream.range(0, 10).map(i -> {
            if (i == 3) {
                throw new GraphlessException();
            }
            return i;
        }).iterator();
        assertThatThrownBy(() -> Ahead.each(source, 4, given::add)).isInstanceOf(GraphlessException.class);
        assertThat(given).containsExactly(0, 1, 2);
    }

    @Test
    void afterWhatTheTakerThrowsNoMoreIsTaken() {
        assertThatThrownBy(() -> Ahead.each(numbers(1_000), 4, i -> {
            throw new GraphlessException();
        })).isInstanceOf(GraphlessException.class);
        assertThat(taken.get()).as("the one that failed and those ahead of it").isLessThanOrEqualTo(1 + 4);
    }

    private static final class GraphlessException extends RuntimeException {
    }
}
