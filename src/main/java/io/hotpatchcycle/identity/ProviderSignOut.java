package io.hotpatchcycle.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

/**
 * Out at the provider too, where it offers that. The browser is sent there by the sign-in page and not by the answer to
 * the sign-out itself, because that page's policy lets forms lead to this program only.
 */
final class ProviderSignOut {

    private static final String END_SESSION = ProviderSignOut.class.getName();

    private final Address address;

    /** @param directories null where no directory is connected */
    ProviderSignOut(ClientRegistrationRepository directories) {
        this.address = directories == null ? null : new Address(directories);
    }

    /** Called when the session is gone: a new one, of nobody, keeps the address until the next page. */
    void remember(HttpServletRequest request, HttpServletResponse response, Authentication person) {
        if (address != null && person != null) {
            String target = address.of(request, response, person);
            if (target.startsWith("https://") || target.startsWith("http://")) {
                request.getSession(true).setAttribute(END_SESSION, target);
            }
        }
    }

    /** The address to go to now, once; null for none. */
    static String recall(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        Object target = session == null ? null : session.getAttribute(END_SESSION);
        if (target != null) {
            session.removeAttribute(END_SESSION);
        }
        return (String) target;
    }

    private static final class Address extends OidcClientInitiatedLogoutSuccessHandler {

        Address(ClientRegistrationRepository directories) {
            super(directories);
            setPostLogoutRedirectUri("{baseUrl}/login?out");
        }

        String of(HttpServletRequest request, HttpServletResponse response, Authentication person) {
            return determineTargetUrl(request, response, person);
        }
    }
}
