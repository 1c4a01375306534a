package io.hotpatchcycle.identity;

import java.util.List;

/**
 * Somebody who is signed in.
 *
 * @param id as the engine knows it, e.g. {@code change.manager}
 * @param name for people to read; the id when no name is known
 * @param groups ids, in order, e.g. {@code change-managers}
 */
public record Person(String id, String name, List<String> groups) {

    public Person {
        groups = List.copyOf(groups);
    }

    /** Whether the person belongs to the group. */
    public boolean isIn(String group) {
        return groups.contains(group);
    }
}
