package io.hotpatchcycle.cycle;

/** Where a cycle stands. */
public enum CycleState {
    /** Reading facts and planning. */
    PLANNING,
    /** The change waits for its approval. */
    AWAITING_APPROVAL,
    /** Rings are opened one after another. */
    ROLLING_OUT,
    /** A ring waits for a person. */
    HELD,
    /** A stop is in force but not yet read back everywhere. */
    STOPPING,
    /** Every unit reads back as suspended. */
    STOPPED,
    /** All rings are done; the last devices are followed. */
    CLOSING,
    /** Ended as planned. */
    CLOSED,
    /** The change was rejected. */
    REJECTED,
    /** Given up after a stop. */
    ABANDONED,
    /** A newer release took over. */
    SUPERSEDED;

    /** Whether nothing will happen any more. */
    public boolean ended() {
        return this == CLOSED || this == REJECTED || this == ABANDONED || this == SUPERSEDED;
    }
}
