package io.hotpatchcycle.sandbox;

/** What the sandbox answers to a quality update policy that wants hotpatch together with manual approval. */
public enum GateAnswer {
    /** Accepted, and a device gets nothing that is not approved. */
    GATING,
    /** Refused with 400. */
    REFUSED,
    /** Accepted, but devices get releases without an approval. */
    LEAKING
}
