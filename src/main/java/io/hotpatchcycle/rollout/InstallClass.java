package io.hotpatchcycle.rollout;

/** How a build came to a device that was not approved for it. Decided by the table {@code gate-proof}. */
public enum InstallClass {

    /** It may have come before the gate of its unit stood. */
    BEFORE_GATE,
    /** It had begun before the suspension, and finished. */
    COMMITTED,
    /** New, or reset, after the release: the build came with the image. */
    PROVISIONED,
    /** A newer feature version brought the build with it. */
    FEATURE_UPGRADE,
    /** Known before, and enrolled anew after the release. */
    REIMAGED,
    /** Installed by its user or an admin, beside Windows Update. */
    BY_PERSON,
    /** Windows Update gave it out without the approval. */
    GATE_NOT_HELD,
    /** Nothing known explains it. */
    UNKNOWN;

    /** Whether a person has to look at it. */
    public boolean alarming() {
        return this == GATE_NOT_HELD || this == UNKNOWN;
    }

    /** The class a table names; what it does not know is {@link #UNKNOWN}. */
    static InstallClass of(Object named) {
        for (InstallClass known : values()) {
            if (known.name().equals(named)) {
                return known;
            }
        }
        return UNKNOWN;
    }
}
