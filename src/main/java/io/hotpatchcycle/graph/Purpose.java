package io.hotpatchcycle.graph;

/**
 * What a read is for, in words for the person who sees it fail.
 *
 * @param what       e.g. {@code the Windows devices of Intune}
 * @param permission application permission it needs
 */
record Purpose(String what, String permission) {

    static final String CONFIGURATION = "DeviceManagementConfiguration.Read.All";
    static final String DEVICES = "DeviceManagementManagedDevices.Read.All";
    static final String PEOPLE = "User.Read.All";
    static final String GROUPS = "GroupMember.Read.All";
}
