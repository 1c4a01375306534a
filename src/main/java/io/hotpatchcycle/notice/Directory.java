package io.hotpatchcycle.notice;

import java.util.List;
import java.util.Optional;

/** People and their addresses, as the directory says now. */
public interface Directory {

    /** Who belongs to the group; empty for a group that is not known. */
    List<Contact> membersOf(String group);

    /** One person. */
    Optional<Contact> find(String person);

    /** The group's name for people to read. */
    String nameOf(String group);

    /**
     * A person.
     *
     * @param mail as it stands in the directory; null when there is none
     */
    record Contact(String person, String mail) {

        public Contact {
            mail = mail == null || mail.isBlank() ? null : mail.strip();
        }
    }
}
