package io.hotpatchcycle.notice;

import io.hotpatchcycle.approval.Substitutes;
import io.hotpatchcycle.notice.Directory.Contact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Decides who gets a message about a notice, and by which channel. Everybody gets one, however many groups he is in. */
final class Addressing {

    private final Channels channels;
    private final Directory directory;
    private final Substitutes substitutes;

    Addressing(Channels channels, Directory directory, Substitutes substitutes) {
        this.channels = channels;
        this.directory = directory;
        this.substitutes = substitutes;
    }

    /**
     * A recipient.
     *
     * @param problem why nothing can be sent; empty when it can
     */
    record Address(ChannelKind channel, String recipient, MessageState state, String problem) {

        static Address of(ChannelKind channel, String recipient) {
            return new Address(channel, recipient, MessageState.WAITING, "");
        }
    }

    List<Address> of(Notice notice) {
        Map<String, Address> found = new LinkedHashMap<>();
        if (notice.kind() == NoticeKind.SUBSTITUTE_NAMED) {
            toPerson(Told.text(notice, "substitute"), found);
        }
        if (notice.kind() == NoticeKind.TRAIL_HEAD) {
            add(found, Address.of(ChannelKind.MAIL, Told.text(notice, "to")));
        }
        if (notice.kind().toPeople()) {
            notice.asked().forEach(group -> toGroup(group, notice.kind().isTask(), found));
            if (found.isEmpty() && !notice.asked().isEmpty()) {
                notice.asked().forEach(group -> add(found, nobody(group)));
            }
        }
        if (notice.kind().toWebhooks()) {
            channels.webhooks().forEach(hook -> add(found, Address.of(ChannelKind.WEBHOOK, hook.name())));
        }
        return List.copyOf(found.values());
    }

    private void toGroup(String group, boolean task, Map<String, Address> found) {
        Channels.Group own = channels.of(group);
        if (own.teams() != null) {
            add(found, Address.of(ChannelKind.TEAMS, group));
        }
        if (channels.mail()) {
            byMail(group, own.mail(), task, found);
        } else if (own.teams() == null) {
            add(found, new Address(ChannelKind.NONE, group, MessageState.NO_CHANNEL, "Neither mail nor a workflow in Teams is configured for this group."));
        }
    }

    /**
     * A group with an address of its own reads mail there; who stands in for a member does not. That nobody of a group can be
     * reached matters where it has to decide; else it is enough that one of the groups knows.
     */
    private void byMail(String group, String address, boolean task, Map<String, Address> found) {
        Map<String, Optional<Contact>> people = new TreeMap<>();
        for (Contact member : directory.membersOf(group)) {
            if (address == null) {
                people.put(member.person(), Optional.of(member));
            }
            standInsFor(member.person()).forEach(person -> people.putIfAbsent(person, directory.find(person)));
        }
        if (address != null) {
            add(found, Address.of(ChannelKind.MAIL, address));
        } else if (people.values().stream().noneMatch(contact -> contact.map(Contact::mail).isPresent())) {
            if (task || !people.isEmpty()) {
                add(found, nobody(group));
            }
            return;
        }
        people.forEach((person, contact) -> mail(person, contact, found));
    }

    private static Address nobody(String group) {
        return new Address(ChannelKind.MAIL, group, MessageState.UNDELIVERABLE, "Nobody in this group has a mail address in Admin, and "
                + "hotpatch.notices.groups." + group + ".mail is not set.");
    }

    private Set<String> standInsFor(String person) {
        return substitutes.standInsFor(person);
    }

    private void toPerson(String person, Map<String, Address> found) {
        if (channels.mail()) {
            mail(person, directory.find(person), found);
        } else {
            add(found, new Address(ChannelKind.NONE, person, MessageState.NO_CHANNEL, "Mail is not configured, so this person was not told."));
        }
    }

    private static void mail(String person, Optional<Contact> contact, Map<String, Address> found) {
        String address = contact.map(Contact::mail).orElse(null);
        add(found, address == null ? new Address(ChannelKind.MAIL, person, MessageState.UNDELIVERABLE, "This person has no mail address in Admin.")
                : Address.of(ChannelKind.MAIL, address));
    }

    private static void add(Map<String, Address> found, Address address) {
        found.putIfAbsent(address.channel() + "/" + address.recipient().toLowerCase(Locale.ROOT), address);
    }
}
