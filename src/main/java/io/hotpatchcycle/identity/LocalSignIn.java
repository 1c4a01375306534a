package io.hotpatchcycle.identity;

import java.util.List;

import org.camunda.bpm.engine.IdentityService;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Checks name and password against the engine's own users; the engine delays repeated guesses. */
final class LocalSignIn implements AuthenticationProvider {

    private final IdentityService identityService;

    LocalSignIn(IdentityService identityService) {
        this.identityService = identityService;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String id = attempt.getName();
        Object password = attempt.getCredentials();
        if (id.isEmpty() || password == null || !identityService.checkPassword(id, password.toString())) {
            throw new BadCredentialsException("Name or password is wrong");
        }
        List<SimpleGrantedAuthority> groups = identityService.createGroupQuery().groupMember(id).list().stream()
                .map(group -> new SimpleGrantedAuthority(group.getId())).toList();
        return UsernamePasswordAuthenticationToken.authenticated(id, null, groups);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
