package io.hotpatchcycle.identity;

import java.util.Set;

/** Asks the directory itself for groups, where a token leaves them out because they are too many. */
public interface GroupLookup {

    /**
     * @param objectId the person's immutable id
     * @param wanted   ids of the groups that matter
     * @return those of the wanted ones the person belongs to, also through other groups
     * @throws RuntimeException when the directory does not answer; the sign-in is refused then
     */
    Set<String> memberships(String objectId, Set<String> wanted);
}
