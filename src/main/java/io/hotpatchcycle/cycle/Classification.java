package io.hotpatchcycle.cycle;

import io.hotpatchcycle.release.DeployableItem;
import io.hotpatchcycle.release.Kind;
import java.util.List;

/**
 * What a release is for this fleet, or why that is not clear.
 *
 * @param kind    null when not clear
 * @param problem what is not clear and what to do; empty when clear
 * @param matches candidates in Intune's catalog
 */
public record Classification(Kind kind, Kind plannedKind, boolean surprise, String problem, List<DeployableItem> matches) {

    public Classification {
        matches = List.copyOf(matches);
    }

    /** Whether the cycle can go on without a person. */
    public boolean clear() {
        return problem.isEmpty();
    }
}
