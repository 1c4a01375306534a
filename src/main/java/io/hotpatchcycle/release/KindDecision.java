package io.hotpatchcycle.release;

import java.util.List;

/**
 * The kind of a release for the builds of this fleet, or why it is not clear.
 *
 * @param kind     null when not clear
 * @param problem  what is not clear and what to do; empty when clear
 * @param split    builds that get a restart although the release is a hotpatch for others, e.g. {@code 26200}
 */
public record KindDecision(Kind kind, String problem, List<Integer> split) {

    public KindDecision {
        split = List.copyOf(split);
    }

    /** Whether the catalog answers the question. */
    public boolean clear() {
        return kind != null;
    }

    static KindDecision unclear(String problem) {
        return new KindDecision(null, problem, List.of());
    }
}
