package io.hotpatchcycle.approval;

import java.util.Set;

/** Tells who made the models a cycle runs on. */
@FunctionalInterface
public interface ModelEditors {

    /** Ids of the people who deployed or activated this model set; without the program itself. */
    Set<String> of(String modelSet);
}
