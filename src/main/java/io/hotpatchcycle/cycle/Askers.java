package io.hotpatchcycle.cycle;

import java.util.List;

/** Whose it is to ask, for all rooms that look at it: the console before it asks, the process again, whatever the way. */
public final class Askers {

    /** Groups of people who may stop a cycle, ask for an emergency or a roll-back. */
    public static final List<String> OF_A_STOP = List.of("release-managers", "change-managers", "cab", "camunda-admin");

    private Askers() {
    }
}
