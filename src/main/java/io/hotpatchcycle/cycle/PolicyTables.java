package io.hotpatchcycle.cycle;

import java.util.List;

/** Port to the check of the decision tables that a cycle runs on. */
@FunctionalInterface
public interface PolicyTables {

    /** One sentence for each fault, with table and rule; empty when all can be used. */
    List<String> faults(String cycleId);

    /** The faults in one text, with what to do; empty without any. */
    default String problem(String cycleId) {
        List<String> faults = faults(cycleId);
        int shown = Math.min(3, faults.size());
        return faults.isEmpty() ? "" : "Tables that decide about this cycle cannot be used. " + String.join(" ", faults.subList(0, shown))
                + (faults.size() == shown ? "" : " And " + (faults.size() - shown) + " more.")
                + " Correct them, take the set into use, and move this cycle to it (docs/runbooks/model.md). Nothing opens before that.";
    }
}
