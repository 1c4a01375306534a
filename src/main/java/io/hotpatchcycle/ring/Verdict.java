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

    /** Whether it keeps more from happening than the other: halt before inconclusive before wait before proceed. */
    public boolean isMoreSevereThan(Verdict other) {
        return severity() > other.severity();
    }

    private int severity() {
        return switch (this) {
            case PROCEED -> 0;
            case WAIT -> 1;
            case INCONCLUSIVE -> 2;
            case HALT -> 3;
        };
    }
}
