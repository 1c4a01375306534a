package io.hotpatchcycle.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** Tells who is signed in on the current thread; groups are read anew with each request, so a withdrawn right is gone at once. */
public final class CurrentPerson {

    private final IdentityService identityService;
    private final Memberships memberships;
    private final Supplier<RingOwners> owners;

    CurrentPerson(IdentityService identityService, Memberships memberships, Supplier<RingOwners> owners) {
        this.identityService = identityService;
        this.memberships = memberships;
        this.owners = owners;
    }

    /** The person who is signed in, or nobody. */
    public Optional<Person> find() {
        return id().flatMap(this::ofThisRequest);
    }

    /** When and how the person who is signed in proved who they are; empty when nobody is. */
    public Optional<SignedIn> signedIn() {
        return authentication().map(SignedIn::of);
    }

    /** Whether who is signed in is a program that came with a token of its own: it asks, reads and stops, and decides nothing. */
    public boolean isProgram() {
        return signedIn().filter(SignedIn::program).isPresent();
    }

    /** Id of the account that is signed in, which may have been deleted meanwhile. */
    Optional<String> id() {
        return authentication().map(Authentication::getName);
    }

    /** Whether somebody is signed in whose account is gone, or holds no group any more. */
    boolean isGone() {
        return id().isPresent() && find().filter(person -> !person.groups().isEmpty()).isEmpty();
    }

    boolean isBreakGlass(String id) {
        return identityService.createUserQuery().userId(id).memberOfGroup(Groups.BREAK_GLASS).count() > 0;
    }

    Optional<Authentication> authentication() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .filter(a -> a.isAuthenticated() && !(a instanceof AnonymousAuthenticationToken));
    }

    /** @throws IllegalStateException when nobody is signed in, or the account was deleted meanwhile */
    public Person get() {
        return find().orElseThrow(() -> new IllegalStateException("Nobody is signed in on this request; sign in again"));
    }

    /** Several filters and the call itself ask: the database once. */
    private Optional<Person> ofThisRequest(String id) {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        if (request == null) {
            return person(id);
        }
        String key = CurrentPerson.class.getName() + " " + id;
        if (request.getAttribute(key, RequestAttributes.SCOPE_REQUEST) instanceof Person known) {
            return Optional.of(known);
        }
        Optional<Person> found = person(id);
        found.ifPresent(person -> request.setAttribute(key, person, RequestAttributes.SCOPE_REQUEST));
        return found;
    }

    private Optional<Person> person(String id) {
        User user = identityService.createUserQuery().userId(id).singleResult();
        if (user == null) {
            return Optional.empty();
        }
        Set<String> own = memberships.groupsOf(id);
        List<String> groups = memberships.rightsOf(id, own);
        return Optional.of(new Person(id, name(user), groups, own, owners.get().among(groups)));
    }

    private static String name(User user) {
        String name = (text(user.getFirstName()) + " " + text(user.getLastName())).trim();
        return name.isEmpty() ? user.getId() : name;
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
