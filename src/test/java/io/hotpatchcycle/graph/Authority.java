package io.hotpatchcycle.graph;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.OAuth2Exception;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/** A real OAuth server in the JVM that knows one application, and checks what it proves itself with. */
final class Authority implements AutoCloseable {

    static final String TENANT = "11111111-2222-3333-4444-555555555555";
    static final String CLIENT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";

    volatile String secret = "right-secret";
    volatile X509Certificate certificate;
    volatile long lifeSeconds = 3600;
    volatile List<String> roles = List.of();
    volatile ErrorObject refusal;
    final List<TokenRequest> asked = new CopyOnWriteArrayList<>();
    private final MockOAuth2Server server;

    Authority() {
        server = new MockOAuth2Server(new OAuth2Config(false, null, null, false, new OAuth2TokenProvider(), Set.of(new Callback())));
        server.start();
    }

    URI url() {
        return server.url("").uri();
    }

    @Override
    public void close() {
        server.shutdown();
    }

    private boolean knows(TokenRequest request) {
        try {
            if (request.getClientAuthentication() instanceof ClientSecretPost post) {
                return post.getClientSecret().getValue().equals(secret);
            }
            SignedJWT assertion = ((PrivateKeyJWT) request.getClientAuthentication()).getClientAssertion();
            return certificate != null && assertion.verify(new RSASSAVerifier((RSAPublicKey) certificate.getPublicKey()));
        } catch (com.nimbusds.jose.JOSEException e) {
            return false;
        }
    }

    private final class Callback implements OAuth2TokenCallback {

        @Override
        public String issuerId() {
            return TENANT + "/oauth2/v2.0";
        }

        @Override
        public String subject(TokenRequest request) {
            asked.add(request);
            if (refusal != null) {
                throw new OAuth2Exception(refusal, refusal.getDescription());
            }
            if (!request.getClientAuthentication().getClientID().getValue().equals(CLIENT) || !knows(request)) {
                ErrorObject wrong = OAuth2Error.INVALID_CLIENT.setDescription("AADSTS7000215: Invalid client secret provided. Trace ID: 1");
                throw new OAuth2Exception(wrong, "wrong");
            }
            return CLIENT;
        }

        @Override
        public String typeHeader(TokenRequest request) {
            return "JWT";
        }

        @Override
        public List<String> audience(TokenRequest request) {
            return List.of("https://graph.microsoft.com");
        }

        @Override
        public Map<String, Object> addClaims(TokenRequest request) {
            return Map.of("roles", roles, "tid", TENANT, "appid", CLIENT, "uti", UUID.randomUUID().toString());
        }

        @Override
        public long tokenExpiry() {
            return lifeSeconds;
        }
    }
}
