package io.hotpatchcycle.identity;

import java.time.Clock;
import java.util.List;

import org.camunda.bpm.engine.IdentityService;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Checks name and password against the engine's own users; the engine delays repeated guesses. Where a directory is
 * connected, only break-glass accounts have a password that opens anything.
 */
final class LocalSignIn implements AuthenticationProvider {

    private final IdentityService identityService;
    private final CurrentPerson people;
    private final boolean breakGlassOnly;
    private final Clock wallClock;

    LocalSignIn(IdentityService identityService, CurrentPerson people, boolean breakGlassOnly, Clock wallClock) {
        this.identityService = identityService;
        this.people = people;
        this.breakGlassOnly = breakGlassOnly;
        this.wallClock = wallClock;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String id = attempt.getName();
        Object password = attempt.getCredentials();
        if (id.isEmpty() || password == null || !identityService.checkPassword(id, password.toString())) {
            throw new BadCredentialsException("Name or password is wrong");
        }
        if (identityService.getUserInfo(id, DirectoryPeople.DIRECTORY) != null || breakGlassOnly && !people.isBreakGlass(id)) {
            throw new DisabledException("Passwords open break-glass accounts only; sign in through the directory");
        }
        List<SimpleGrantedAuthority> groups = identityService.createGroupQuery().groupMember(id).list().stream()
                .map(group -> new SimpleGrantedAuthority(group.getId())).toList();
        UsernamePasswordAuthenticationToken person = UsernamePasswordAuthenticationToken.authenticated(id, null, groups);
        person.setDetails(new SignedIn(wallClock.instant(), SignedIn.PASSWORD));
        return person;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
