package io.hotpatchcycle.ring;

/** States of a cycle that has ended, for the rows of those that may not know the cycle itself. */
public final class EndedCycles {

    /** For {@code state in} of a query. */
    public static final String STATES = "('CLOSED', 'REJECTED', 'ABANDONED', 'SUPERSEDED')";

    private EndedCycles() {
    }
}
