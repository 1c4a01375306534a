package io.hotpatchcycle.bench;

import io.hotpatchcycle.TenantTime;
import io.hotpatchcycle.graph.Flights;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Questions that are under way beside each other in virtual time: only when everybody waits does the clock go on, to the moment for which the
 * first of them waits. An answer takes as long as is said for it, however quick the machine is.
 */
final class VirtualFlights implements Flights, AutoCloseable {

    private final TenantTime time;
    private final Supplier<Duration> answerTakes;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ThreadLocal<Boolean> asking = ThreadLocal.withInitial(() -> false);
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparing(Waiting::until));
    private CompletableFuture<?> awaited;
    /** Who asks, and questions that do not wait. */
    private int awake = 1;

    /** @param answerTakes how long the next answer takes */
    VirtualFlights(TenantTime time, Supplier<Duration> answerTakes) {
        this.time = time;
        this.answerTakes = answerTakes;
    }

    private record Waiting(Instant until, CompletableFuture<Void> over) {
    }

    @Override
    public <A> CompletableFuture<Told<A>> ask(Supplier<A> question) {
        Duration takes = answerTakes.get();
        Instant start = time.clock().instant();
        CompletableFuture<Told<A>> answer = new CompletableFuture<>();
        synchronized (this) {
            awake++;
        }
        threads.execute(() -> {
            asking.set(true);
            try {
                A told = question.get();
                await(takes);
                long nanos = Duration.between(start, time.clock().instant()).toNanos();
                arrives(answer, () -> answer.complete(new Told<>(told, nanos)));
            } catch (RuntimeException | Error e) {
                arrives(answer, () -> answer.completeExceptionally(e));
            }
        });
        return answer;
    }

    @Override
    public <A> A arrived(CompletableFuture<A> asked) {
        synchronized (this) {
            if (!asked.isDone()) {
                awaited = asked;
                fallsAsleep();
            }
        }
        return Flights.super.arrived(asked);
    }

    private synchronized void arrives(CompletableFuture<?> answer, Runnable complete) {
        if (answer == awaited) {
            awaited = null;
            awake++;
        }
        complete.run();
        fallsAsleep();
    }

    /** Lets virtual time pass for whoever calls. */
    void await(Duration wait) {
        if (!asking.get()) {
            time.advanceTo(time.clock().instant().plus(wait));
            return;
        }
        Waiting mine = new Waiting(time.clock().instant().plus(wait), new CompletableFuture<>());
        synchronized (this) {
            waiting.add(mine);
            fallsAsleep();
        }
        mine.over().join();
    }

    private void fallsAsleep() {
        awake--;
        Waiting first = awake == 0 ? waiting.poll() : null;
        if (first != null) {
            if (first.until().isAfter(time.clock().instant())) {
                time.advanceTo(first.until());
            }
            awake++;
            first.over().complete(null);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
