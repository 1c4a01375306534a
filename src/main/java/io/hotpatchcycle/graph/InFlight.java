package io.hotpatchcycle.graph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Asks one question after the other, and several at a time where answers are slow: as many as it takes to ask at the rate that is allowed
 * though each took as long as the slowest lately. Answers are handed on in the order of the questions, on the thread of the caller.
 */
final class InFlight {

    private static final double NANOS = 1e9;
    /** What a slow answer still counts for with the next one: a few dozen quick ones, and it is forgotten. */
    private static final double REMEMBERED = 0.95;

    private final Flights flights;
    private final int atMost;
    private final double perSecond;
    private final LongSupplier heldBack;

    /**
     * @param atMost    questions at a time
     * @param perSecond questions that are allowed
     * @param heldBack  nanoseconds that the thread which asks was kept from asking so far: no answer takes that long
     */
    InFlight(Flights flights, int atMost, double perSecond, LongSupplier heldBack) {
        this.flights = flights;
        this.atMost = atMost;
        this.perSecond = perSecond;
        this.heldBack = heldBack;
    }

    private record Answered<A>(A answer, long heldBackNanos) {
    }

    /** Asks all of them; what a question throws is thrown when its turn has come, and no further one is asked. */
    <Q, A> void ask(Iterator<Q> questions, Function<Q, A> ask, Consumer<A> answers) {
        Deque<CompletableFuture<Flights.Told<Answered<A>>>> asked = new ArrayDeque<>();
        int atATime = 1;
        double slowest = 0;
        while (questions.hasNext() || !asked.isEmpty()) {
            while (questions.hasNext() && asked.size() < atATime) {
                Q question = questions.next();
                asked.add(flights.ask(() -> answered(question, ask)));
            }
            Flights.Told<Answered<A>> next = flights.arrived(asked.remove());
            slowest = Math.max((next.nanos() - next.answer().heldBackNanos()) / NANOS, REMEMBERED * slowest);
            // Half of the time between two questions is left to what is done with an answer.
            atATime = (int) Math.max(1, Math.min(atMost, Math.ceil(slowest * perSecond + 0.5)));
            answers.accept(next.answer().answer());
        }
    }

    private <Q, A> Answered<A> answered(Q question, Function<Q, A> ask) {
        long before = heldBack.getAsLong();
        A answer = ask.apply(question);
        return new Answered<>(answer, heldBack.getAsLong() - before);
    }
}
