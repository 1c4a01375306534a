package io.hotpatchcycle.graph;

import java.util.Locale;
import java.util.Map;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/** What an authority's refusal means, and what to do about it. */
final class SignInRefusal {

    /** Spring's own code for an answer that is no token. */
    private static final String UNUSABLE = "invalid_token_response";
    private static final int LONGEST = 300;

    /** By Entra's own codes, which say more than OAuth's. */
    private static final Map<String, String> FIXES = Map.of(
            "AADSTS7000215", "Put the secret's value, not its id, into hotpatch.graph.client-secret.",
            "AADSTS7000222", "The secret has ended: make a new one in the app registration and put it into hotpatch.graph.client-secret.",
            "AADSTS700016", "Check hotpatch.graph.client-id, and that the app registration is in this tenant.",
            "AADSTS700027", "Add the certificate to the app registration, or put the registered one into hotpatch.graph.certificate.",
            "AADSTS90002", "Check hotpatch.graph.tenant-id, and hotpatch.graph.authority where the tenant is in a national cloud.",
            "AADSTS53003", "A Conditional Access policy for workload identities keeps this address out: ask its owner.");

    private SignInRefusal() {
    }

    /** What an answer with an error status says; also with 401, where Spring's own reader gives up. */
    static OAuth2AuthorizationException read(int status, byte[] body) {
        return Json.parse(body).map(json -> Json.text(json, "error") == null ? null
                        : new OAuth2AuthorizationException(new OAuth2Error(Json.text(json, "error"), Json.text(json, "error_description"), null)))
                .orElseGet(() -> new OAuth2AuthorizationException(new OAuth2Error(UNUSABLE, "HTTP " + status, null)));
    }

    static SignInFailed explain(RuntimeException e, SignInSettings settings) {
        if (e instanceof SignInFailed known) {
            return known;
        }
        String where = settings.authority() + " for tenant " + settings.tenantId();
        OAuth2Error error = e instanceof OAuth2AuthorizationException refused ? refused.getError() : null;
        if (error == null || error.getErrorCode().equals(UNUSABLE)) {
            return new SignInFailed("the authority " + where + " gave no usable answer (" + innermost(e) + ")",
                    "Check hotpatch.graph.authority, hotpatch.graph.tenant-id, the network and the proxy.", false, e);
        }
        String said = error.getDescription() == null ? "" : ", " + shortened(error.getDescription());
        return new SignInFailed("the authority " + where + " refused us: " + error.getErrorCode() + said,
                FIXES.entrySet().stream().filter(f -> said.toUpperCase(Locale.ROOT).contains(f.getKey() + ":")).map(Map.Entry::getValue).findFirst()
                        .orElseGet(() -> byCode(error.getErrorCode(), settings)), !error.getErrorCode().matches("server_error|temporarily_unavailable"), e);
    }

    private static String byCode(String code, SignInSettings settings) {
        return switch (code) {
            case "invalid_client", "unauthorized_client", "invalid_grant" -> settings.certified()
                    ? "Check hotpatch.graph.client-id, and that the certificate of hotpatch.graph.certificate is in the app registration."
                    : "Check hotpatch.graph.client-id, and that hotpatch.graph.client-secret is the value of a secret that has not ended.";
            case "invalid_scope" -> "Check hotpatch.graph.base-url: it names the Graph whose permissions are asked for.";
            case "invalid_request" -> "Check hotpatch.graph.tenant-id and hotpatch.graph.authority.";
            default -> "Retry later; if it stays, look the code up in Microsoft's documentation of sign-in errors.";
        };
    }

    private static String innermost(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + shortened(cause.getMessage()));
    }

    private static String shortened(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
