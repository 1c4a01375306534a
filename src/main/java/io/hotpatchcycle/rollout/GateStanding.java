package io.hotpatchcycle.rollout;

/** Whether the gate of a cycle's units held, by what devices run. */
public enum GateStanding {

    /** Every unapproved install is explained, or a person has decided on it. */
    HELD,
    /** Some are not explained. */
    UNKNOWN,
    /** Windows Update gave the release out without an approval. */
    NOT_HELD
}
