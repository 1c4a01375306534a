package io.hotpatchcycle.rollout;

import java.util.List;
import java.util.Set;

/**
 * Port to what holds a release back from a unit, or lets it through. The {@code approval} adapter uses one Intune
 * quality update policy per unit with manual approval for everything. Each write is exactly one attempt.
 */
public interface RingGate {

    /** Creates the policy of a unit, with our marker: hotpatch allowed, everything manual. The body of DONE is its id. */
    GraphAnswer createPolicy(String unit);

    /** Removes a policy of ours. One that is gone already is DONE. */
    GraphAnswer deletePolicy(String policyId);

    /** Assigns the policy to the unit's group, and to nothing else. */
    GraphAnswer assignPolicy(String policyId, String groupId);

    /** Lets the release through. */
    GraphAnswer approve(String policyId, String catalogItemId);

    /** Holds the release back from devices that have not begun to download it. */
    GraphAnswer suspend(String policyId, String catalogItemId);

    /** Adds up to {@value #MEMBERS_PER_CALL} members, all or nothing. */
    GraphAnswer addMembers(String groupId, List<String> objectIds);

    /** Removes up to {@value #MEMBERS_PER_CALL} members, each for itself; an answer for each, in their order. One that is none already is DONE. */
    List<GraphAnswer> removeMembers(String groupId, List<String> objectIds);

    /** The policy as it is; {@link Policy#GONE} when there is none. */
    Policy readPolicy(String policyId);

    /** Id of the policy with our marker for this unit; null when there is none. */
    String findPolicy(String unit);

    /**
     * {@code approved}, {@code suspended}, or whatever the service says, raw; {@code unknown} is its word for an item that
     * nobody decided about, {@value #UNREADABLE} is ours for an answer that says no single word.
     */
    String readApproval(String policyId, String catalogItemId);

    /**
     * Object ids of the group's direct members.
     *
     * @throws GroupGone where Entra has no such group
     */
    Set<String> readMembers(String groupId);

    /** Whether Entra has this device, by its object id. */
    boolean deviceExists(String objectId);

    /** Entra has no group of this id: it was deleted, or never there. */
    final class GroupGone extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public GroupGone(String groupId) {
            super("Entra has no group " + groupId + ". Restore it there, or name another one in hotpatch.rings, then retry.");
        }
    }

    /** See {@link #readApproval}. */
    String UNREADABLE = "unreadable";

    /** Graph takes at most this many members in one call. */
    int MEMBERS_PER_CALL = 20;

    /** A policy as read back. @param ours carries our marker; what does not is never re-pointed */
    record Policy(boolean exists, boolean hotpatchEnabled, boolean manual, Set<String> assignedTo, boolean ours) {

        /** There is no such policy. */
        public static final Policy GONE = new Policy(false, false, false, Set.of(), false);

        public Policy {
            assignedTo = Set.copyOf(assignedTo);
        }
    }
}
