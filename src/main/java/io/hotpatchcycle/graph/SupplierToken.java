package io.hotpatchcycle.graph;

import com.microsoft.kiota.authentication.AccessTokenProvider;
import com.microsoft.kiota.authentication.AllowedHostsValidator;
import java.net.URI;
import java.util.Map;

/** Gives our token to Graph's host and to no other. */
final class SupplierToken implements AccessTokenProvider {

    private final AccessTokens token;
    private final AllowedHostsValidator hosts;

    SupplierToken(AccessTokens token, URI baseUrl) {
        this.token = token;
        this.hosts = new AllowedHostsValidator(baseUrl.getHost());
    }

    @Override
    public String getAuthorizationToken(URI uri, Map<String, Object> context) {
        if (!hosts.isUrlHostValid(uri)) {
            throw new NoToken("Our token is not sent to " + uri.getHost() + ", which is not the configured host of Graph", null);
        }
        String value;
        try {
            value = token.get();
        } catch (RuntimeException e) {
            throw new NoToken("No access token: " + e.getMessage(), e);
        }
        if (value == null || value.isBlank()) {
            throw new NoToken("No access token: the sign-in gave an empty one", null);
        }
        return value;
    }

    @Override
    public AllowedHostsValidator getAllowedHostsValidator() {
        return hosts;
    }

    /** There is no token to send. */
    static final class NoToken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoToken(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
