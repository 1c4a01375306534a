package io.hotpatchcycle.identity;

import io.hotpatchcycle.approval.Decider;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * When and how somebody proved who they are.
 *
 * @param at     of the proof itself, wall time; for a session the time it began
 * @param method {@code password}, {@code oidc} {@code bearer}, or {@code client} for a program that comes for itself, with what the directory said of it (amr, acr)
 */
public record SignedIn(Instant at, String method) implements Serializable {

    static final String PASSWORD = "password";

    /** Whether a program came with a token of its own, for no person. */
    public boolean program() {
        return Decider.isProgram(method);
    }

    /** Read from what the security chain holds; a plain session of unknown origin reads as a password of unknown time. */
    static SignedIn of(Authentication authentication) {
        if (authentication.getDetails() instanceof SignedIn known) {
            return known;
        }
        if (authentication.getPrincipal() instanceof OidcUser user) {
            return new SignedIn(time(user.getAuthenticatedAt(), user.getIssuedAt()), method("oidc", user.getIdToken().getClaims()));
        }
        if (authentication.getPrincipal() instanceof Jwt token) {
            return new SignedIn(time(token.getClaimAsInstant("auth_time"), token.getIssuedAt()), method(isProgram(token.getClaims()) ? Decider.CLIENT : "bearer", token.getClaims()));
        }
        return new SignedIn(null, PASSWORD);
    }

    private static Instant time(Instant proved, Instant issued) {
        return proved == null ? issued : proved;
    }

    /**
     * Whether a token speaks for a program and no person: it says so itself, or names no scope that a person gave the program.
     * By <a href="https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference">claims of access tokens</a>.
     */
    static boolean isProgram(Map<String, Object> claims) {
        return "app".equals(claims.get("idtyp")) || !"user".equals(claims.get("idtyp")) && claims.get("scp") == null && claims.get("scope") == null;
    }

    /** e.g. {@code oidc amr=mfa+pwd acr=1} */
    private static String method(String kind, Map<String, Object> claims) {
        Map<String, String> said = new TreeMap<>();
        if (claims.get("amr") instanceof Collection<?> amr) {
            said.put("amr", String.join("+", amr.stream().map(String::valueOf).sorted().toList()));
        }
        for (String claim : new String[] {"acr", "azp", "appid"}) {
            if (claims.get(claim) instanceof String text) {
                said.put(claim, text);
            }
        }
        StringBuilder text = new StringBuilder(kind);
        said.forEach((claim, value) -> text.append(' ').append(claim).append('=').append(value.replaceAll("[^A-Za-z0-9._:/+-]", "?")));
        return text.length() <= 200 ? text.toString() : text.substring(0, 200);
    }
}
