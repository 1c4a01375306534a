package io.hotpatchcycle.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationResult;
import org.camunda.bpm.engine.rest.security.auth.impl.ContainerBasedAuthenticationProvider;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
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
        List<String> rights = WebApplicationContextUtils.getRequiredWebApplicationContext(request.getServletContext())
                .getBean(Memberships.class).rightsOf(id);
        forgetOtherRights(request, engine, rights);
        AuthenticationResult result = new AuthenticationResult(id, true);
        result.setGroups(rights);
        return result;
    }

    /** The session keeps the groups of its beginning; what was lent or taken since must count at once. */
    private static void forgetOtherRights(HttpServletRequest request, ProcessEngine engine, List<String> rights) {
        Authentications remembered = AuthenticationUtil.getAuthsFromSession(request.getSession());
        if (remembered.getAuthenticationForProcessEngine(engine.getName()) instanceof UserAuthentication known && known.getGroupIds() != null
                && !Set.copyOf(known.getGroupIds()).equals(Set.copyOf(rights))) {
            remembered.removeByEngineName(engine.getName());
        }
    }
}
