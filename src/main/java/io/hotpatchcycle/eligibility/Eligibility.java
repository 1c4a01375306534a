package io.hotpatchcycle.eligibility;

import java.util.Comparator;
import java.util.List;

/**
 * The decision for one combination of classes.
 *
 * @param state   the answer
 * @param reasons every rule that fired, what to fix first first: what blocks, then what is not known, then warnings, each in the order of the table
 */
public record Eligibility(State state, List<Reason> reasons) {

    public Eligibility {
        reasons = List.copyOf(reasons);
    }

    /** The closed set of answers. */
    public enum State {
        /** Nothing blocks, everything is known. */
        ELIGIBLE,
        /** At least one reason blocks. */
        NOT_ELIGIBLE,
        /** Nothing blocks, but something needed is not known. */
        UNKNOWN
    }

    /**
     * Blocking reasons win; a missing fact leaves the answer open, unless the device was seen hotpatched last time,
     * which is stronger evidence than any fact we lack.
     */
    static Eligibility of(List<Reason> hits, boolean hotpatchedBefore) {
        List<Reason> reasons = hits.stream().sorted(Comparator.comparing(Reason::rank)).toList();
        if (reasons.stream().anyMatch(Reason::blocks)) {
            return new Eligibility(State.NOT_ELIGIBLE, reasons);
        }
        boolean open = reasons.stream().anyMatch(Reason::leavesUnknown) && !hotpatchedBefore;
        return new Eligibility(open ? State.UNKNOWN : State.ELIGIBLE, reasons);
    }
}
