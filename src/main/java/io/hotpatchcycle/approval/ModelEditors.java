package io.hotpatchcycle.approval;

import java.util.Set;

/** Tells who made the models a cycle runs on. */
@FunctionalInterface
public interface ModelEditors {

    /** Ids of the people who deployed or activated this model set; without the program itself. */
    Set<String> of(String modelSet);

    /** Model sets that the running instances of a cycle are on by now. */
    default Set<String> running(String cycleId) {
        return Set.of();
    }
}
