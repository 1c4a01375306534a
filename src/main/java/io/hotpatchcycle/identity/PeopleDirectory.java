package io.hotpatchcycle.identity;

import io.hotpatchcycle.notice.Directory;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.stereotype.Component;

/** Mail addresses of people as the engine knows them: typed in Admin, or brought by a directory. */
@Component
final class PeopleDirectory implements Directory {

    private final IdentityService identity;

    PeopleDirectory(IdentityService identity) {
        this.identity = identity;
    }

    @Override
    public List<Contact> membersOf(String group) {
        return identity.createUserQuery().memberOfGroup(group).orderByUserId().asc().list().stream().map(PeopleDirectory::contact).toList();
    }

    @Override
    public Optional<Contact> find(String person) {
        return Optional.ofNullable(identity.createUserQuery().userId(person).singleResult()).map(PeopleDirectory::contact);
    }

    @Override
    public String nameOf(String group) {
        return Groups.name(group);
    }

    private static Contact contact(User user) {
        return new Contact(user.getId(), user.getEmail());
    }
}
