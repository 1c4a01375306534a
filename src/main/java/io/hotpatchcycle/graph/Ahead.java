package io.hotpatchcycle.graph;

import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads what comes next while the caller stores what came before. */
final class Ahead {

    private static final Executor THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "graph-ahead");
        thread.setDaemon(true);
        return thread;
    });

    private Ahead() {
    }

    static <T> CompletableFuture<T> run(Supplier<T> read) {
        return CompletableFuture.supplyAsync(read, THREADS);
    }

    /**
     * Takes from the source on a thread of its own while the taker is at work, at most so many further than he; he is given all in order, on
     * the thread of the caller. What the source throws is thrown when its turn has come; after what the taker throws no more is taken.
     */
    static <T> void each(Iterator<T> source, int furtherAtMost, Consumer<T> taker) {
        BlockingQueue<Supplier<Optional<T>>> taken = new LinkedBlockingQueue<>();
        Semaphore room = new Semaphore(furtherAtMost);
        AtomicBoolean over = new AtomicBoolean();
        THREADS.execute(() -> {
            try {
                for (room.acquireUninterruptibly(); !over.get() && source.hasNext(); room.acquireUninterruptibly()) {
                    Optional<T> next = Optional.of(source.next());
                    taken.add(() -> next);
                }
                taken.add(Optional::empty);
            } catch (RuntimeException | Error e) {
                taken.add(() -> {
                    throw e;
                });
            }
        });
        try {
            for (Optional<T> next = next(taken); next.isPresent(); next = next(taken)) {
                room.release();
                taker.accept(next.get());
            }
        } finally {
            over.set(true);
            room.release();
        }
    }

    private static <T> T next(BlockingQueue<Supplier<T>> taken) {
        try {
            return taken.take().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for what is read ahead", e);
        }
    }

    /** Waits for it; throws what went wrong as the reader threw it. */
    static <T> T arrived(CompletableFuture<T> ahead) {
        try {
            return ahead.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }
}
