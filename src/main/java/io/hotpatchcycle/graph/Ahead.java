package io.hotpatchcycle.graph;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
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

    /** Waits for it; throws what went wrong as the reader threw it. */
    static <T> T arrived(CompletableFuture<T> ahead) {
        try {
            return ahead.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }
}
