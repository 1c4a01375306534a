package io.hotpatchcycle.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Slow answers must not leave the share of Graph's limits unused, nor change the order of what is handed on. */
class InFlightTest {

    private static final double FIVE = 5;
    private static final long HALF = 500_000_000L;

    private final List<Integer> answers = new ArrayList<>();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger under = new AtomicInteger();

    /** Each answer takes half a second. */
    private static InFlight slow(int atMost) {
        return new InFlight(taking(() -> HALF), atMost, FIVE, () -> 0);
    }

    /** @param nanos that the answer took which the thread has just got */
    private static Flights taking(LongSupplier nanos) {
        return new Flights() {

            @Override
            public <A> CompletableFuture<Told<A>> ask(Supplier<A> question) {
                return Ahead.run(() -> new Told<>(question.get(), nanos.getAsLong()));
            }

            @Override
            public <A> A arrived(CompletableFuture<A> asked) {
                return Ahead.arrived(asked);
            }
        };
    }

    /** Each answer takes half a second, and a thread is held back for all of it. */
    @Test
    void whatTheBudgetHoldsBackIsNoSlowAnswer() {
        ThreadLocal<Long> looks = ThreadLocal.withInitial(() -> 0L);
        AtomicInteger held = new AtomicInteger();
        new InFlight(taking(() -> HALF), 10, FIVE, () -> {
            looks.set(looks.get() + HALF);
            return looks.get();
        }).ask(IntStream.range(0, 50).iterator(), question -> {
            held.accumulateAndGet(under.incrementAndGet(), Math::max);
            under.decrementAndGet();
            return question;
        }, answer -> assertThat(under).hasValue(0));
        assertThat(held).hasValue(1);
    }

    /** One answer is slow: those that come quickly do not hide that three have to be under way. */
    @Test
    void aSlowAnswerIsRememberedWhileQuickOnesCome() {
        CyclicBarrier three = new CyclicBarrier(3);
        ThreadLocal<Long> nanos = ThreadLocal.withInitial(() -> 0L);
        new InFlight(taking(nanos::get), 10, FIVE, () -> 0).ask(IntStream.range(0, 6).iterator(), question -> {
            nanos.set(question == 0 ? HALF : 0);
            return question == 0 || question > 3 ? question : together(three, question);
        }, answers::add);
        assertThat(answers).containsExactly(0, 1, 2, 3, 4, 5);
    }

    private int answer(int question) {
        most.accumulateAndGet(under.incrementAndGet(), Math::max);
        under.decrementAndGet();
        return question;
    }

    @Test
    void quickAnswersAreAskedForOneByOne() {
        new InFlight(taking(() -> 0), 10, FIVE, () -> 0).ask(IntStream.range(0, 50).iterator(), this::answer, answer -> {
            assertThat(under).hasValue(0);
            answers.add(answer);
            threads.add(Thread.currentThread().getName());
        });
        assertThat(answers).containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
        assertThat(most).hasValue(1);
        assertThat(threads).containsExactly(Thread.currentThread().getName());
    }

    /** Three at a time: half a second at five in a second. No question of three is answered before all three are asked. */
    @Test
    void slowAnswersAreAskedForAtTheRateThatIsAllowed() {
        CyclicBarrier three = new CyclicBarrier(3);
        slow(10).ask(IntStream.range(0, 7).iterator(), question -> question == 0 ? question : together(three, question), answers::add);
        assertThat(answers).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    private static int together(CyclicBarrier barrier, int question) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
            return question;
        } catch (Exception e) {
            throw new IllegalStateException("not asked together", e);
        }
    }

    @Test
    void neverMoreThanAllowedAtATime() {
        slow(2).ask(IntStream.range(0, 100).iterator(), this::answer, answers::add);
        assertThat(answers).hasSize(100).isSorted();
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void whatWasAnsweredBeforeAFailureIsKeptAndNoMoreIsAsked() {
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> slow(4).ask(IntStream.range(0, 1000).iterator(), question -> {
            asked.incrementAndGet();
            if (question == 9) {
                throw new IllegalStateException("no");
            }
            return question;
        }, answers::add)).hasMessage("no");
        assertThat(answers).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(asked.get()).isLessThan(20);
    }
}
