package io.hotpatchcycle.crash;

/** Where a kill strikes a write. */
enum Boundary {
    /** The intent is committed, nothing was sent. */
    INTENT,
    /** The effect is there, its answer has not come. */
    SENT,
    /** The outcome is committed, nothing was read back. */
    OUTCOME,
    /** What was read back is committed, the engine's transaction is not. */
    READ_BACK
}
