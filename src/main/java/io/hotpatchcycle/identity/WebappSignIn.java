package io.hotpatchcycle.identity;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationResult;
import org.camunda.bpm.engine.rest.security.auth.impl.ContainerBasedAuthenticationProvider;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Signs a person who passed our door into Tasklist, Cockpit and Admin; created by name, so it is public. */
public class WebappSignIn extends ContainerBasedAuthenticationProvider {

    @Override
    public AuthenticationResult extractAuthenticatedUser(HttpServletRequest request, ProcessEngine engine) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || authentication instanceof AnonymousAuthenticationToken) {
            return AuthenticationResult.unsuccessful();
        }
        String id = authentication.getName();
        List<String> groups = engine.getIdentityService().createGroupQuery().groupMember(id).list().stream()
                .map(Group::getId).toList();
        if (engine.getIdentityService().createUserQuery().userId(id).count() == 0) {
            return AuthenticationResult.unsuccessful(); // deleted while the session went on
        }
        AuthenticationResult result = new AuthenticationResult(id, true);
        result.setGroups(groups);
        return result;
    }
}
