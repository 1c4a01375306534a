package io.hotpatchcycle.identity;

import io.hotpatchcycle.StartRefusedException;
import java.util.Collection;
import java.util.Set;

/**
 * Groups that the configuration names as owners of a ring or of its restarts. Who is in one may do what a business owner may; which devices that is about is
 * another question.
 */
public record RingOwners(Set<String> groups) {

    /** Where nothing is patched. */
    static final RingOwners NONE = new RingOwners(Set.of());

    public RingOwners {
        groups = Set.copyOf(groups);
        for (String group : groups) {
            if (!SignInSettings.isId(group)) {
                throw new StartRefusedException("hotpatch.rings names '" + group + "' as owner-group or restart-owner-group; ids of groups have letters, digits, '.', '_' and '-', "
                        + "at most 64.");
            }
        }
    }

    boolean among(Collection<String> held) {
        return held.stream().anyMatch(groups::contains);
    }
}
