package io.hotpatchcycle.ring;

/** Where a ring stands. */
public enum RingState {
    /** In the plan, nothing written. */
    PLANNED,
    /** Being opened. */
    OPENING,
    /** Released to its devices; observed. */
    OPEN,
    /** Its gate let the next ring follow, or a person did. */
    PASSED,
    /** Waits for a person. */
    HELD,
    /** Its approval in Intune is suspended. */
    SUSPENDED,
    /** Taken back. */
    ROLLED_BACK,
    /** A newer release took over before it was opened. */
    SUPERSEDED
}
