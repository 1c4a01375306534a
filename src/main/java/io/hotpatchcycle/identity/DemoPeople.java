package io.hotpatchcycle.identity;

import java.util.List;

/** The people of the sandbox, each in one group, password equal to the name. */
final class DemoPeople {

    /** Key of the mark on demo people, by which they are found and removed when the sandbox is off. */
    static final String MARK = "hotpatch.demo";

    private static final List<Demo> ALL = List.of(
            new Demo("release.manager", "Rita", "Release", Groups.RELEASE_MANAGERS, "opens rings, reviews held ones"),
            new Demo("change.manager", "Carl", "Change", Groups.CHANGE_MANAGERS, "approves changes, resolves stops"),
            new Demo("change.deputy", "Dora", "Deputy", Groups.CHANGE_MANAGERS, "second change manager: decides what change.manager asked for"),
            new Demo("cab.member", "Cora", "Board", Groups.CAB, "approves with the change advisory board"),
            new Demo("business.owner", "Ben", "Business", Groups.BUSINESS_OWNERS, "agrees restart windows"),
            new Demo("auditor", "Ada", "Auditor", Groups.AUDITORS, "sees everything, changes nothing"),
            new Demo("admin", "Axel", "Admin", Groups.ADMINS, "administers people, models and jobs"));

    private DemoPeople() {
    }

    static List<Demo> all() {
        return ALL;
    }

    /**
     * @param id user id, and password
     * @param duty what the person does, for the sign-in page
     */
    record Demo(String id, String firstName, String lastName, String group, String duty) {
    }
}
