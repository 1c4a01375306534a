package io.hotpatchcycle.identity;

import io.hotpatchcycle.StartRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientProperties;
import org.springframework.boot.autoconfigure.security.oauth2.resource.OAuth2ResourceServerProperties;

/**
 * The directories that are connected.
 *
 * @param browser for people: registration id to the name on the button
 * @param bearer  whether clients may come with tokens
 * @param issuers what their tokens say they are from; empty when one of them is connected without saying so
 */
record Directories(Map<String, String> browser, boolean bearer, Optional<Set<String>> issuers) {

    /** @throws StartRefusedException when tokens for any audience would be taken */
    static Directories of(OAuth2ClientProperties clients, OAuth2ResourceServerProperties resource) {
        Map<String, String> browser = new TreeMap<>();
        clients.getRegistration().forEach((id, registration) -> browser.put(id, name(id, registration.getClientName())));
        boolean bearer = resource.getJwt().getIssuerUri() != null || resource.getJwt().getJwkSetUri() != null;
        if (bearer && (resource.getJwt().getAudiences().isEmpty() || resource.getJwt().getIssuerUri() == null)) {
            throw new StartRefusedException("Tokens of any audience or issuer would be taken: set spring.security.oauth2.resourceserver.jwt.issuer-uri "
                    + "and .audiences, the latter to this application's client id or application id URI.");
        }
        return new Directories(browser, bearer, issuers(clients, resource));
    }

    private static Optional<Set<String>> issuers(OAuth2ClientProperties clients, OAuth2ResourceServerProperties resource) {
        Set<String> issuers = new TreeSet<>();
        if (resource.getJwt().getIssuerUri() != null) {
            issuers.add(resource.getJwt().getIssuerUri());
        }
        for (Map.Entry<String, OAuth2ClientProperties.Registration> registration : clients.getRegistration().entrySet()) {
            String provider = registration.getValue().getProvider() == null ? registration.getKey() : registration.getValue().getProvider();
            OAuth2ClientProperties.Provider known = clients.getProvider().get(provider);
            if (known == null || known.getIssuerUri() == null) {
                return Optional.empty();
            }
            issuers.add(known.getIssuerUri());
        }
        return Optional.of(issuers);
    }

    /** Whether people of this issuer can sign in; true as well when that cannot be told. */
    boolean reaches(String issuer) {
        return any() && issuers.map(known -> known.contains(issuer)).orElse(true);
    }

    private static String name(String id, String given) {
        return given != null && !given.isBlank() ? given : id.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + id.substring(1);
    }

    boolean any() {
        return !browser.isEmpty() || bearer;
    }

    List<Button> buttons() {
        return browser.entrySet().stream().map(e -> new Button("/oauth2/authorization/" + e.getKey(), e.getValue())).toList();
    }

    /** A way to sign in, on the sign-in page. */
    record Button(String path, String name) {
    }
}
