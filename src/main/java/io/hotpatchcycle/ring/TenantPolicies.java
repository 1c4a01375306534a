package io.hotpatchcycle.ring;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Port to what the tenant already has: groups, update rings, quality update policies. Reads only. */
public interface TenantPolicies {

    /** Stands for every device where something is assigned to them all. */
    String ALL_DEVICES = "all-devices";

    /** Stands before the id of a group that is left out where something is assigned. */
    String EXCLUDING = "excluding:";

    /** The group of this id, or else the one that carries our marker for this unit; empty when it is gone. */
    Optional<Group> findGroup(String groupIdOrNull, String unit);

    /** All update rings (Windows Update for Business configurations) with their assignments. */
    List<UpdateRing> readUpdateRings();

    /** All quality update policies with their assignments. */
    List<UpdatePolicy> readPolicies();

    /** Whether devices in no quality update policy get hotpatches; empty where the tenant does not say. */
    Optional<Boolean> hotpatchByDefault();

    /** All expedite policies with their assignments. */
    List<ExpeditePolicy> readExpedites();

    /** Object ids of the devices in a group, nested groups included. @return whether there is such a group; without one no page was given */
    boolean readMembers(String groupId, Consumer<List<String>> pages);

    /**
     * Principal names of the people in a group, nested groups included: what is assigned to them reaches the devices they own.
     * A tenant that has devices in its groups only tells of nobody.
     */
    default void readPeople(String groupId, Consumer<List<String>> pages) {
    }

    /** Stands with the others where an assignment filter decides whom of them it reaches: what it comes to is not known. */
    String FILTERED = "assignment filter";

    /** The groups (or {@link #ALL_DEVICES}) among these names that something is assigned to. */
    static Set<String> included(Set<String> assignedTo) {
        return assignedTo.stream().filter(name -> !name.startsWith(EXCLUDING) && !FILTERED.equals(name)).collect(Collectors.toUnmodifiableSet());
    }

    /** Ids of the groups among these names that are left out, whatever includes their members. */
    static Set<String> excluded(Set<String> assignedTo) {
        return assignedTo.stream().filter(name -> name.startsWith(EXCLUDING)).map(name -> name.substring(EXCLUDING.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * An Entra group.
     *
     * @param owned   carries our marker in its description: only then we write its members
     * @param dynamic filled by a rule: refuses member writes
     */
    record Group(String id, String name, boolean owned, boolean dynamic) {
    }

    /**
     * When devices install and restart.
     *
     * @param deferralDays days from release to the first offer; {@link #NOT_SAID} where it cannot be read
     * @param deadlineDays days from discovery to the forced install; null when not set
     * @param graceDays    days after a missed deadline
     * @param assignedTo   group ids
     * @param allDevices   assigned to every device
     * @param excluded     ids of groups that are left out all the same
     * @param filtered     an assignment filter decides whom of them it reaches: that is not known
     */
    record UpdateRing(String id, String name, int deferralDays, Integer deadlineDays, int graceDays, boolean paused,
                      Instant pauseEnds, Set<String> assignedTo, boolean allDevices, Set<String> excluded, boolean filtered) {

        /** Instead of a deferral: no unit that this ring applies to can be opened. */
        public static final int NOT_SAID = -1;

        public UpdateRing {
            assignedTo = Set.copyOf(assignedTo);
            excluded = Set.copyOf(excluded);
        }

        /** One without an assignment filter. */
        public UpdateRing(String id, String name, int deferralDays, Integer deadlineDays, int graceDays, boolean paused,
                          Instant pauseEnds, Set<String> assignedTo, boolean allDevices, Set<String> excluded) {
            this(id, name, deferralDays, deadlineDays, graceDays, paused, pauseEnds, assignedTo, allDevices, excluded, false);
        }

        /** One that leaves nobody out. */
        public UpdateRing(String id, String name, int deferralDays, Integer deadlineDays, int graceDays, boolean paused,
                          Instant pauseEnds, Set<String> assignedTo, boolean allDevices) {
            this(id, name, deferralDays, deadlineDays, graceDays, paused, pauseEnds, assignedTo, allDevices, Set.of());
        }

        /** Whether it applies to a group: Intune lets an exclusion win over whatever includes it. */
        public boolean appliesTo(String groupId) {
            return (allDevices || assignedTo.contains(groupId)) && !excluded.contains(groupId);
        }

        /** Whether it reaches this group, all of it, and no other. */
        public boolean isOf(String groupId) {
            return !allDevices && assignedTo.equals(Set.of(groupId)) && excluded.isEmpty() && !filtered;
        }

        /** Whether it says when it offers an update at the earliest. */
        public boolean saysDeferral() {
            return deferralDays != NOT_SAID;
        }
    }

    /**
     * An expedite policy: brings one release past every deferral, and forces the restart.
     *
     * @param owner   the cycle and unit our marker names, e.g. {@code 2026.11-B/pilot/0}; null for policies that are not ours
     * @param release date of the release that it brings
     * @param days    from the installation to the forced restart
     */
    record ExpeditePolicy(String id, String name, String owner, String release, int days, Set<String> assignedTo) {

        public ExpeditePolicy {
            assignedTo = Set.copyOf(assignedTo);
        }

        /** Whether it applies to a group. */
        public boolean appliesTo(String groupId) {
            return (assignedTo.contains(groupId) || assignedTo.contains(ALL_DEVICES)) && !assignedTo.contains(EXCLUDING + groupId);
        }
    }

    /**
     * A quality update policy.
     *
     * @param unit       the unit our marker names; null for policies that are not ours
     * @param manual     every approval setting asks for manual approval
     */
    record UpdatePolicy(String id, String name, String unit, boolean hotpatchEnabled, boolean manual, Set<String> assignedTo) {

        public UpdatePolicy {
            assignedTo = Set.copyOf(assignedTo);
        }
    }
}
