package io.hotpatchcycle.ring;

/** What a gate says. A closed set: anything else is {@link #INCONCLUSIVE}. */
public enum Verdict {
    /** Healthy beyond reasonable doubt: the next ring may follow. */
    PROCEED,
    /** Too early to say. */
    WAIT,
    /** Failing beyond doubt. */
    HALT,
    /** Cannot be told by the figures: a person decides. */
    INCONCLUSIVE;

    /** The verdict of this name; unknown or missing text is inconclusive, never healthy. */
    public static Verdict of(String text) {
        for (Verdict verdict : values()) {
            if (verdict.name().equals(text)) {
                return verdict;
            }
        }
        return INCONCLUSIVE;
    }
}
