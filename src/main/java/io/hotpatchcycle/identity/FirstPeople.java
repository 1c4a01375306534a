package io.hotpatchcycle.identity;

import io.hotpatchcycle.StartRefusedException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;

/** Creates groups and first people where they are missing, and takes the demo people away outside the sandbox. */
final class FirstPeople {

    private final IdentityService identity;
    private final Rights rights;

    FirstPeople(IdentityService identity, Rights rights) {
        this.identity = identity;
        this.rights = rights;
    }

    /**
     * @param more groups that configuration names besides ours, e.g. owners of a ring; one that somebody made by hand and gave no right gets them too
     * @return those that got their rights now
     */
    Set<String> createGroups(Collection<String> more) {
        Set<String> all = new LinkedHashSet<>(Groups.ALL);
        all.addAll(more);
        Set<String> given = new LinkedHashSet<>();
        for (String id : all) {
            boolean missing = identity.createGroupQuery().groupId(id).count() == 0;
            if (missing) {
                Group group = identity.newGroup(id);
                group.setName(Groups.name(id));
                group.setType("WORKFLOW");
                identity.saveGroup(group);
            }
            if (missing || !Groups.ALL.contains(id) && rights.noneOf(id)) {
                rights.giveTo(id);
                given.add(id);
            }
        }
        return given;
    }

    void createDemoPeople() {
        for (DemoPeople.Demo demo : DemoPeople.all()) {
            if (isMissing(demo.id())) {
                create(demo.id(), demo.id(), demo.firstName(), demo.lastName());
                identity.setUserInfo(demo.id(), DemoPeople.MARK, "true");
                identity.createMembership(demo.id(), demo.group());
            }
        }
    }

    /** Their passwords are public: an installation that leaves the sandbox must not keep them. */
    void removeDemoPeople() {
        for (DemoPeople.Demo demo : DemoPeople.all()) {
            if (!isMissing(demo.id()) && identity.getUserInfo(demo.id(), DemoPeople.MARK) != null) {
                identity.deleteUser(demo.id());
            }
        }
    }

    void createAdmin(IdentitySettings.Admin admin) {
        if (!admin.wanted() || !isMissing(admin.user())) {
            return;
        }
        if (admin.password().length() < IdentitySettings.Admin.SHORTEST) {
            throw new StartRefusedException("The first administrator '" + admin.user() + "' needs a password of at least "
                    + IdentitySettings.Admin.SHORTEST + " characters; set HOTPATCH_ADMIN_PASSWORD.");
        }
        create(admin.user(), admin.password(), "", "");
        identity.createMembership(admin.user(), Groups.ADMINS);
        identity.createMembership(admin.user(), Groups.BREAK_GLASS);
    }

    private boolean isMissing(String id) {
        return identity.createUserQuery().userId(id).count() == 0;
    }

    private void create(String id, String password, String firstName, String lastName) {
        User user = identity.newUser(id);
        user.setFirstName(firstName);
        user.setLastName(lastName);
        user.setPassword(password);
        identity.saveUser(user);
    }
}
