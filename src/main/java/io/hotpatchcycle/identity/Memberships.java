package io.hotpatchcycle.identity;

import io.hotpatchcycle.approval.Membership;
import io.hotpatchcycle.approval.Substitutes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** The groups of people in the engine, and those whose rights they have in the place of others. */
final class Memberships implements Membership {

    private final IdentityService identity;
    private final Supplier<Substitutes> substitutes;

    /** @param substitutes asked late, since they ask here; gives null where nobody can be a substitute */
    Memberships(IdentityService identity, Supplier<Substitutes> substitutes) {
        this.identity = identity;
        this.substitutes = substitutes;
    }

    @Override
    public Set<String> groupsOf(String person) {
        return asTheProgram(identity, () -> identity.createGroupQuery().groupMember(person).list().stream().map(Group::getId)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Override
    public boolean knows(String person) {
        return asTheProgram(identity, () -> identity.createUserQuery().userId(person).count() == 1);
    }

    List<String> rightsOf(String person) {
        return rightsOf(person, groupsOf(person));
    }

    /**
     * The person's own groups and those he stands in for now, in order.
     *
     * @param own as {@link #groupsOf} tells them
     */
    List<String> rightsOf(String person, Set<String> own) {
        Set<String> groups = new TreeSet<>(own);
        Substitutes known = substitutes.get();
        if (known != null) {
            groups.addAll(known.borrowedBy(person));
        }
        return List.copyOf(groups);
    }

    /** Asks while nobody is signed in: the engine would leave out what the person who asks may not see. */
    static <T> T asTheProgram(IdentityService identity, Supplier<T> question) {
        Authentication person = identity.getCurrentAuthentication();
        identity.clearAuthentication();
        try {
            return question.get();
        } finally {
            identity.setAuthentication(person);
        }
    }
}
