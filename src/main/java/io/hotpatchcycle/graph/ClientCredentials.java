package io.hotpatchcycle.graph;

import com.nimbusds.jose.jwk.JWK;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.NimbusJwtClientAuthenticationParametersConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;

/**
 * Signs in as an application (OAuth 2 client credentials), by secret or by certificate ({@code private_key_jwt}). One
 * token is kept until shortly before it ends; while it is valid, an authority that cannot be reached is no problem.
 */
public final class ClientCredentials implements AccessTokens {

    /** A token is renewed this long before its end, or after half of a shorter life. */
    private static final Duration RENEW_BEFORE = Duration.ofMinutes(5);

    private final SignInSettings settings;
    private final RestClient http;
    private volatile Token held;

    private record Token(String value, Instant renewAt, Instant ends) {

        @Override
        public String toString() {
            return "Token[ends=" + ends + "]";
        }
    }

    public ClientCredentials(SignInSettings settings) {
        this.settings = settings;
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(java.net.http.HttpClient.newBuilder()
                .connectTimeout(settings.timeout()).build());
        requests.setReadTimeout(settings.timeout());
        http = RestClient.builder().requestFactory(requests)
                .messageConverters(converters -> {
                    converters.clear();
                    converters.addAll(List.of(new FormHttpMessageConverter(), new OAuth2AccessTokenResponseHttpMessageConverter()));
                })
                .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {
                    throw SignInRefusal.read(response.getStatusCode().value(), response.getBody().readAllBytes());
                }).build();
    }

    @Override
    public String get() {
        Token token = held;
        return token != null && settings.wallClock().instant().isBefore(token.renewAt()) ? token.value() : renewed();
    }

    @Override
    public String application() {
        return settings.clientId();
    }

    private synchronized String renewed() {
        Instant now = settings.wallClock().instant();
        Token before = held;
        if (before != null && now.isBefore(before.renewAt())) {
            return before.value();
        }
        try {
            held = fetch(now);
            return held.value();
        } catch (SignInFailed e) {
            if (before != null && now.isBefore(before.ends())) {
                return before.value();
            }
            throw e;
        }
    }

    @Override
    public synchronized boolean rejected(String token) {
        if (held != null && held.value().equals(token)) {
            held = null;
        }
        return true;
    }

    private Token fetch(Instant now) {
        ClientRegistration.Builder registration = ClientRegistration.withRegistrationId("graph").clientId(settings.clientId())
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS).scope(settings.resource() + "/.default")
                .tokenUri(settings.authority() + "/" + settings.tenantId() + "/oauth2/v2.0/token");
        RestClientClientCredentialsTokenResponseClient client = new RestClientClientCredentialsTokenResponseClient();
        client.setRestClient(http);
        if (settings.certified()) {
            JWK key = Credential.certificate(settings.certificate(), now);
            registration.clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT);
            client.addParametersConverter(new NimbusJwtClientAuthenticationParametersConverter<>(any -> key));
        } else {
            registration.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                    .clientSecret(Credential.secret(settings.clientSecret()));
        }
        try {
            OAuth2AccessToken token = client.getTokenResponse(new OAuth2ClientCredentialsGrantRequest(registration.build())).getAccessToken();
            Duration life = Duration.between(token.getIssuedAt(), token.getExpiresAt());
            Duration early = life.compareTo(RENEW_BEFORE.multipliedBy(2)) < 0 ? life.dividedBy(2) : RENEW_BEFORE;
            return new Token(token.getTokenValue(), now.plus(life).minus(early), now.plus(life));
        } catch (RuntimeException e) {
            throw SignInRefusal.explain(e, settings);
        }
    }
}
