package io.hotpatchcycle.graph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Asks one question after the other, and several at a time where answers are slow: as many as it takes to ask at the rate that is allowed.
 * Answers are handed on in the order of the questions, on the thread of the caller.
 */
final class InFlight {

    private static final double NANOS = 1e9;

    private final int atMost;
    private final double perSecond;
    private final LongSupplier nanos;

    /**
     * @param atMost    questions at a time
     * @param perSecond questions that are allowed
     * @param nanos     real time
     */
    InFlight(int atMost, double perSecond, LongSupplier nanos) {
        this.atMost = atMost;
        this.perSecond = perSecond;
        this.nanos = nanos;
    }

    private record Answered<A>(A answer, double seconds) {
    }

    /** Asks all of them; what a question throws is thrown when its turn has come, and no further one is asked. */
    <Q, A> void ask(Iterator<Q> questions, Function<Q, A> ask, Consumer<A> answers) {
        Deque<CompletableFuture<Answered<A>>> asked = new ArrayDeque<>();
        int atATime = 1;
        while (questions.hasNext() || !asked.isEmpty()) {
            while (questions.hasNext() && asked.size() < atATime) {
                Q question = questions.next();
                asked.add(Ahead.run(() -> timed(question, ask)));
            }
            Answered<A> next = Ahead.arrived(asked.remove());
            // Half of the time between two questions is left to what is done with an answer.
            atATime = (int) Math.max(1, Math.min(atMost, Math.ceil(next.seconds() * perSecond + 0.5)));
            answers.accept(next.answer());
        }
    }

    private <Q, A> Answered<A> timed(Q question, Function<Q, A> ask) {
        long start = nanos.getAsLong();
        A answer = ask.apply(question);
        return new Answered<>(answer, (nanos.getAsLong() - start) / NANOS);
    }
}
