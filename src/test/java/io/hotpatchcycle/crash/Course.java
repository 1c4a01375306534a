package io.hotpatchcycle.crash;

import io.hotpatchcycle.crash.Strikes.Kill;
import java.util.Collection;
import java.util.List;

/**
 * What happens in a cycle, so that the kills that are left can come up.
 *
 * @param rollsBack the first ring is taken back, once a device of it has the release
 * @param expedites it is an emergency that expedites the release
 */
record Course(boolean rollsBack, boolean expedites) {

    static Course of(Collection<Kill> ahead, boolean hotpatch) {
        boolean back = hotpatch && ahead.stream().anyMatch(Kill::inRollBack);
        return new Course(back, !back && ahead.stream().anyMatch(Kill::inExpediting));
    }

    static Course ofThisProcess() {
        return new Course(Boolean.getBoolean("crash.rollBack"), Boolean.getBoolean("crash.expedite"));
    }

    List<String> options() {
        return List.of("-Dcrash.rollBack=" + rollsBack, "-Dcrash.expedite=" + expedites);
    }
}
