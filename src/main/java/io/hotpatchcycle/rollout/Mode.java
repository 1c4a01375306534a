package io.hotpatchcycle.rollout;

/** Whether we write to Graph at all. */
public enum Mode {
    /** Reads, decides, asks and predicts; writes nothing. The default for a real tenant. */
    OBSERVE,
    /** Writes, within the guard. */
    CONTROL
}
