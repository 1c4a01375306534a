package io.hotpatchcycle.rollout;

import java.util.function.Supplier;

/** Runs work in a transaction of its own, committed when it returns, whatever becomes of the caller's. */
@FunctionalInterface
public interface ShortTransactions {

    /** Runs and commits. */
    <T> T run(Supplier<T> work);
}
