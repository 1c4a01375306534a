package io.hotpatchcycle.identity;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.identity.SignInRefused.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the engine's users and memberships as the directory last said: whoever signs in is created where missing, and
 * holds the groups the directory gives, no others.
 */
final class DirectoryPeople {

    /** Marks a person as the directory's, with its issuer; local passwords do not open such an account. */
    static final String DIRECTORY = "hotpatch.directory";
    /** When the newest token of a person was issued, wall time. */
    static final String AS_OF = "hotpatch.groups-as-of";

    /** Marks a program that came with a token of its own. */
    static final String PROGRAM = "hotpatch.program";

    private final IdentityService identity;
    private final ProcessEngine engine;
    private final Trail trail;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    DirectoryPeople(ProcessEngine engine, Trail trail, JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.engine = engine;
        this.identity = engine.getIdentityService();
        this.trail = trail;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /**
     * Writes down what the directory says, unless something newer is known: an older token of the same person must not
     * bring back a right that was withdrawn.
     *
     * @throws SignInRefused when the id belongs to somebody else, or the person holds no group of ours now
     */
    void settle(DirectoryPerson person) {
        Set<String> held = transaction.execute(status -> {
            jdbc.queryForList("select pg_advisory_xact_lock(hashtext(?))", "person " + person.id());
            return write(person);
        });
        if (held == null || held.isEmpty()) {
            throw new SignInRefused(Reason.NO_ROLE, "No group of " + person.id() + " has a role here");
        }
    }

    /** Keeps whether this account is a program's, which decides nothing and is counted nowhere as somebody who could. */
    void note(String id, boolean program) {
        if (program != "true".equals(identity.getUserInfo(id, PROGRAM))) {
            transaction.executeWithoutResult(status -> identity.setUserInfo(id, PROGRAM, String.valueOf(program)));
        }
    }

    private Set<String> write(DirectoryPerson person) {
        User user = identity.createUserQuery().userId(person.id()).singleResult();
        Set<String> held = user == null ? Set.of() : groups(person.id());
        if (user == null) {
            if (person.groups().isEmpty()) {
                return Set.of();
            }
            create(person);
        } else if (!person.directory().equals(identity.getUserInfo(person.id(), DIRECTORY))) {
            throw new SignInRefused(Reason.ID_TAKEN, person.id() + " is no account of " + person.directory());
        } else if (Instant.parse(identity.getUserInfo(person.id(), AS_OF)).isAfter(person.asOf())) {
            return held;
        } else if (!person.name().equals(user.getFirstName())) {
            user.setFirstName(person.name());
            identity.saveUser(user);
        }
        if (user == null || !person.asOf().toString().equals(identity.getUserInfo(person.id(), AS_OF))) {
            identity.setUserInfo(person.id(), AS_OF, person.asOf().toString());
        }
        replace(person, held);
        return person.groups();
    }

    private void create(DirectoryPerson person) {
        User user = identity.newUser(person.id());
        user.setFirstName(person.name());
        user.setLastName("");
        identity.saveUser(user);
        identity.setUserInfo(person.id(), DIRECTORY, person.directory());
        // the engine lets everybody change and delete themselves; here the directory alone does
        List<Authorization> own = engine.getAuthorizationService().createAuthorizationQuery().userIdIn(person.id())
                .resourceType(Resources.USER).resourceId(person.id()).list();
        own.forEach(authorization -> {
            authorization.setPermissions(new Permission[] {Permissions.READ});
            engine.getAuthorizationService().saveAuthorization(authorization);
        });
        trail.system("person.created", null, null, Map.of("person", person.id(), "name", person.name(), "directory", person.directory()));
    }

    private void replace(DirectoryPerson person, Set<String> held) {
        Set<String> lost = minus(held, person.groups());
        Set<String> won = minus(person.groups(), held);
        lost.forEach(group -> identity.deleteMembership(person.id(), group));
        won.forEach(group -> identity.createMembership(person.id(), group));
        if (!lost.isEmpty() || !won.isEmpty()) {
            trail.system("person.rolesChanged", null, null, Map.of("person", person.id(), "given", won, "taken", lost, "directory", person.directory()));
        }
    }

    private Set<String> groups(String person) {
        return identity.createGroupQuery().groupMember(person).list().stream().map(Group::getId).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> minus(Set<String> all, Set<String> without) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(without);
        return rest;
    }
}
