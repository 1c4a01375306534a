package io.hotpatchcycle.ring;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One ring as configured, in order.
 *
 * @param name              e.g. {@code pilot}; also the name of its one unit
 * @param groupId           Entra group that is this ring; null when the ring is filled by share
 * @param share             percent of the active devices; null when filled by group
 * @param ownerGroup        who reviews it when it is held, beside the release managers
 * @param restartOwnerGroup who agrees its restarts
 * @param policyId          existing quality update policy of its group that is adopted as it is; null for one of our own
 */
public record RingSettings(String name, String groupId, BigDecimal share, String ownerGroup, String restartOwnerGroup, String policyId) {

    private static final String RELEASE_MANAGERS = "release-managers";
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public RingSettings {
        if (name == null || !name.matches("[a-z][a-z0-9-]{0,30}")) {
            throw new IllegalArgumentException("hotpatch.rings: ring name '" + name
                    + "' must start with a letter and hold only a-z, 0-9 and '-'.");
        }
        if (groupId == null && (share == null || share.signum() <= 0 || share.compareTo(HUNDRED) > 0)) {
            throw new IllegalArgumentException("hotpatch.rings: ring '" + name
                    + "' needs a group-id, or a share above 0 and at most 100 percent, but has " + share + ".");
        }
        if (policyId != null && groupId == null) {
            throw new IllegalArgumentException("hotpatch.rings: ring '" + name + "' adopts policy " + policyId
                    + ", so it needs the group-id of the group that policy is assigned to.");
        }
        if (ownerGroup != null && ownerGroup.contains(",")) {
            throw new IllegalArgumentException("hotpatch.rings: owner-group of ring '" + name + "' must be one group, not '" + ownerGroup + "'.");
        }
        ownerGroup = ownerGroup == null || ownerGroup.isBlank() ? RELEASE_MANAGERS : ownerGroup.strip();
        restartOwnerGroup = restartOwnerGroup == null ? "business-owners" : restartOwnerGroup;
    }

    /** A ring with a policy of our own. */
    public RingSettings(String name, String groupId, BigDecimal share, String ownerGroup, String restartOwnerGroup) {
        this(name, groupId, share, ownerGroup, restartOwnerGroup, null);
    }

    /** Whether a policy is the one of this ring: adopted by id, or else ours by its marker. */
    public boolean has(TenantPolicies.UpdatePolicy policy) {
        return policyId == null ? name.equals(policy.unit()) : policyId.equalsIgnoreCase(policy.id());
    }

    /** Groups that review it when it is held: the release managers, and its owner where it has one of its own. */
    public List<String> reviewers() {
        return RELEASE_MANAGERS.equals(ownerGroup) ? List.of(RELEASE_MANAGERS) : List.of(RELEASE_MANAGERS, ownerGroup);
    }

    /** The default: 1 / 9 / 30 / 60 percent. */
    public static List<RingSettings> standard() {
        return List.of(byShare("pilot", 1), byShare("early", 9), byShare("broad", 30), byShare("last", 60));
    }

    private static RingSettings byShare(String name, int percent) {
        return new RingSettings(name, null, BigDecimal.valueOf(percent), null, null);
    }

    /** Checks that the rings together make sense: unique names, shares that add up to 100 where shares are used. */
    public static List<RingSettings> check(List<RingSettings> rings) {
        if (rings.isEmpty()) {
            throw new IllegalArgumentException("hotpatch.rings is empty: name at least one ring.");
        }
        Set<String> names = new HashSet<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (RingSettings ring : rings) {
            if (!names.add(ring.name())) {
                throw new IllegalArgumentException("hotpatch.rings: two rings are named '" + ring.name() + "'.");
            }
            sum = ring.share() == null ? sum : sum.add(ring.share());
        }
        if (sum.signum() > 0 && sum.compareTo(HUNDRED) != 0) {
            throw new IllegalArgumentException("hotpatch.rings: the shares add up to " + sum.toPlainString()
                    + " percent, not 100. Correct them so that every device has a ring.");
        }
        return List.copyOf(rings);
    }
}
