package io.hotpatchcycle.evidence;

import java.util.function.Supplier;

/** Runs reads that all see the database as of one moment, so that no part of a pack contradicts another. */
@FunctionalInterface
public interface OneMoment {

    /** Runs the reads in one transaction that changes nothing. */
    <T> T read(Supplier<T> work);
}
