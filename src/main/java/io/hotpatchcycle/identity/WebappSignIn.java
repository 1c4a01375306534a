package io.hotpatchcycle.identity;

import jakarta.servlet.http.HttpServletRequest;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationResult;
import org.camunda.bpm.engine.rest.security.auth.impl.ContainerBasedAuthenticationProvider;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.support.WebApplicationContextUtils;

/** Signs a person who passed our door into Tasklist, Cockpit and Admin; created by name, so it is public. */
public class WebappSignIn extends ContainerBasedAuthenticationProvider {

    @Override
    public AuthenticationResult extractAuthenticatedUser(HttpServletRequest request, ProcessEngine engine) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || authentication instanceof AnonymousAuthenticationToken) {
            return AuthenticationResult.unsuccessful();
        }
        String id = authentication.getName();
        if (engine.getIdentityService().createUserQuery().userId(id).count() == 0) {
            return AuthenticationResult.unsuccessful(); // deleted while the session went on
        }
        AuthenticationResult result = new AuthenticationResult(id, true);
        result.setGroups(WebApplicationContextUtils.getRequiredWebApplicationContext(request.getServletContext())
                .getBean(Memberships.class).rightsOf(id));
        return result;
    }
}
