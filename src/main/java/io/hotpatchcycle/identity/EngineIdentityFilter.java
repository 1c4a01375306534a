package io.hotpatchcycle.identity;

import java.io.IOException;
import java.util.Optional;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells the engine on whose behalf a REST call comes, so that it checks rights and writes the name into its log.
 *
 * <p>Without a person the engine checks nothing; so a call without one does not pass.
 */
final class EngineIdentityFilter extends OncePerRequestFilter {

    private final IdentityService identityService;
    private final CurrentPerson currentPerson;

    EngineIdentityFilter(IdentityService identityService, CurrentPerson currentPerson) {
        this.identityService = identityService;
        this.currentPerson = currentPerson;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Person> person = currentPerson.find();
        if (person.isEmpty()) {
            Refusals.write(response, 401, "Sign in first: this account is not known here.");
            return;
        }
        try {
            identityService.setAuthentication(person.get().id(), person.get().groups());
            chain.doFilter(request, response);
        } finally {
            identityService.clearAuthentication();
        }
    }
}
