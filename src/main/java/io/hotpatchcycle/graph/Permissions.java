package io.hotpatchcycle.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The least application permissions, by what they are for; {@code docs/tenant.md} lists the same. */
public final class Permissions {

    /** A permission and what we cannot do without it. */
    public record Permission(String name, String purpose) {
    }

    private static final Map<String, List<String>> COVERED_BY = Map.of(
            "GroupMember.Read.All", List.of("GroupMember.ReadWrite.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All"),
            "GroupMember.ReadWrite.All", List.of("Group.ReadWrite.All"),
            "User.Read.All", List.of("Directory.Read.All"),
            "Device.Read.All", List.of("Directory.Read.All"),
            "LicenseAssignment.Read.All", List.of("Organization.Read.All", "Directory.Read.All"));

    private Permissions() {
    }

    /** What reading takes: all that mode observe needs. */
    public static List<Permission> toObserve() {
        return List.of(new Permission("WindowsUpdates.Read.All", "read the catalog of Windows updates, known issues and enrolled devices"),
                new Permission(Purpose.CONFIGURATION, "read update rings, quality update policies and Intune's catalog"),
                new Permission(Purpose.DEVICES, "read the devices of Intune and their hardware"),
                new Permission("Device.Read.All", "find the Entra object of a device"),
                new Permission(Purpose.GROUPS, "read groups and their members"),
                new Permission("LicenseAssignment.Read.All", "read the subscriptions of the tenant"),
                new Permission(Purpose.PEOPLE, "read which users hold a licence, and the groups of who signs in with too many for a token"));
    }

    /**
     * What writing takes: reading is part of it where a permission to write covers it.
     *
     * @param fillGroups whether a ring is filled by share, so that we write the members of its group
     */
    public static List<Permission> toControl(boolean fillGroups) {
        List<Permission> needed = new ArrayList<>();
        needed.add(new Permission("DeviceManagementConfiguration.ReadWrite.All", "create and assign our policies, approve and suspend updates, export reports"));
        needed.add(new Permission("DeviceManagementManagedDevices.PrivilegedOperations.All", "ask devices to restart"));
        if (fillGroups) {
            needed.add(new Permission("GroupMember.ReadWrite.All", "write the members of our groups"));
            needed.add(new Permission("Device.ReadWrite.All", "make devices members of groups"));
        }
        Set<String> writing = Set.copyOf(needed.stream().map(Permission::name).toList());
        needed.addAll(0, toObserve().stream().filter(p -> !covers(writing, p.name())).toList());
        return needed;
    }

    /** Whether the permission was granted, itself or by a wider one. */
    public static boolean covers(Set<String> granted, String needed) {
        return granted.contains(needed) || granted.contains(needed.replace(".Read.", ".ReadWrite."))
                || COVERED_BY.getOrDefault(needed, List.of()).stream().anyMatch(granted::contains);
    }

    /** Granted permissions that nothing needed explains: more than we should have. */
    public static List<String> surplus(Set<String> granted, List<Permission> needed) {
        Map<String, Boolean> surplus = new LinkedHashMap<>();
        granted.stream().sorted().forEach(name -> surplus.put(name, needed.stream().noneMatch(p -> covers(Set.of(name), p.name()))));
        return surplus.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
    }
}
