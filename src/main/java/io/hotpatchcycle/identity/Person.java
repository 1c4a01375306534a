package io.hotpatchcycle.identity;

import java.util.List;
import java.util.Set;

/**
 * Somebody who is signed in.
 *
 * @param id as the engine knows it, e.g. {@code change.manager}
 * @param name for people to read; the id when no name is known
 * @param groups ids, in order, e.g. {@code change-managers}; also those whose rights are lent by somebody he stands in for
 * @param own    the groups he is a member of himself
 * @param ownsRing whether one of the groups owns a ring or its restarts
 */
public record Person(String id, String name, List<String> groups, Set<String> own, boolean ownsRing) {

    public Person {
        groups = List.copyOf(groups);
        own = Set.copyOf(own);
    }

    /** Whether the person belongs to the group. */
    public boolean isIn(String group) {
        return groups.contains(group);
    }
}
