package io.hotpatchcycle.approval;

import java.util.Set;

/** Who belongs to which groups in his own right, as the directory of people says now. */
public interface Membership {

    /** Ids of the person's groups; empty for somebody who is not known. */
    Set<String> groupsOf(String person);

    /** Whether the person can sign in here. */
    boolean knows(String person);
}
