package io.hotpatchcycle.graph;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** How questions are under way beside each other, and how long that takes. On threads and in real time, but where a measurement plays both. */
public interface Flights {

    /**
     * What came back.
     *
     * @param nanos from the question to its answer
     */
    record Told<A>(A answer, long nanos) {
    }

    /** Asks beside the caller. */
    <A> CompletableFuture<Told<A>> ask(Supplier<A> question);

    /** Waits for an answer; throws what went wrong as the question threw it. */
    default <A> A arrived(CompletableFuture<A> asked) {
        return Ahead.arrived(asked);
    }

    /** On threads, in real time. */
    static Flights real() {
        return new Flights() {

            @Override
            public <A> CompletableFuture<Told<A>> ask(Supplier<A> question) {
                return Ahead.run(() -> {
                    long start = System.nanoTime();
                    A answer = question.get();
                    return new Told<>(answer, System.nanoTime() - start);
                });
            }
        };
    }
}
