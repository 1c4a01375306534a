package io.hotpatchcycle.rollout;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Port to expedite policies: one release past every deferral, with a forced restart. Each write is exactly one attempt. */
public interface ExpediteActions {

    /** The service takes no more days from the installation to the forced restart. */
    int MOST_DAYS = 2;

    /** The date by which the service names the release; empty when it does not let it be expedited, or not any more. */
    Optional<String> release(String catalogItemId);

    /**
     * Creates an expedite policy, assigned to nobody. The body of DONE is its id.
     *
     * @param owner   what is written into its marker
     * @param release see {@link #release}
     * @param days    from the installation to the forced restart, 0 to {@value #MOST_DAYS}
     */
    GraphAnswer create(String owner, String release, int days);

    /** Assigns it to this group, and to nothing else. */
    GraphAnswer assign(String policyId, String groupId);

    /** Removes one of ours: nothing is offered by it any more, what is installed stays. One that is gone already is DONE. */
    GraphAnswer delete(String policyId);

    /** Ids of those whose marker names this owner. */
    List<String> find(String owner);

    /** The expedite policy as it is; empty when there is none. */
    Optional<Seen> read(String policyId);

    /** An expedite policy as read back. */
    record Seen(String release, int days, Set<String> assignedTo) {

        public Seen {
            assignedTo = Set.copyOf(assignedTo);
        }
    }
}
