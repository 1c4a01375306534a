package io.hotpatchcycle.graph;

import static io.hotpatchcycle.graph.GraphStub.error;
import static io.hotpatchcycle.graph.GraphStub.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import io.hotpatchcycle.rollout.GraphAnswer;
import io.hotpatchcycle.rollout.MovableClock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing in, against a real OAuth server and a local Graph. */
class ClientCredentialsTest {

    private static final String RINGS = "GET /beta/deviceManagement/deviceConfigurations";
    private static final String POLICIES = "POST /beta/deviceManagement/windowsQualityUpdatePolicies";
    private static final String NONE = "{\"value\":[]}";

    private final Authority authority = new Authority();
    private final GraphStub graph = new GraphStub().on(RINGS, ok(NONE));
    private final MovableClock clock = new MovableClock();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        authority.close();
        graph.close();
    }

    private ClientCredentials tokens(URI authorityUrl, String secret, String certificate) {
        return new ClientCredentials(new SignInSettings(authorityUrl, Authority.TENANT, Authority.CLIENT, secret, certificate, graph.url(),
                Duration.ofSeconds(2), clock));
    }

    private GraphTenant tenant(AccessTokens tokens) {
        return new GraphTenant(new GraphSettings(graph.url(), tokens, Duration.ofMillis(500), Clock.systemUTC()), new BackOff(graph.slept::add, () -> 1.0));
    }

    private List<?> read(AccessTokens tokens) {
        return tenant(tokens).policies().readUpdateRings();
    }

    @Test
    void keepsATokenUntilShortlyBeforeItsEnd() throws Exception {
        ClientCredentials tokens = tokens(authority.url(), "right-secret", null);
        String first = tokens.get();
        assertThat(authority.asked.get(0).getScope().toString()).isEqualTo(graph.url() + "/.default");
        clock.pass(Duration.ofSeconds(3290));
        assertThat(tokens.get()).isEqualTo(first);
        clock.pass(Duration.ofSeconds(20));
        assertThat(tokens.get()).isNotEqualTo(first);
        assertThat(authority.asked).hasSize(2);
        assertThat(SignedJWT.parse(first).getJWTClaimsSet().getStringClaim("tid")).isEqualTo(Authority.TENANT);
    }

    @Test
    void renewsAShortLivedTokenAtHalfOfItsLife() {
        authority.lifeSeconds = 60;
        ClientCredentials tokens = tokens(authority.url(), "right-secret", null);
        String first = tokens.get();
        clock.pass(Duration.ofSeconds(20));
        assertThat(tokens.get()).isEqualTo(first);
        clock.pass(Duration.ofSeconds(20));
        assertThat(tokens.get()).isNotEqualTo(first);
    }

    @Test
    void livesOnAValidTokenWhileTheAuthorityIsAway() {
        ClientCredentials tokens = tokens(authority.url(), "right-secret", null);
        String first = tokens.get();
        authority.refusal = OAuth2Error.TEMPORARILY_UNAVAILABLE;
        clock.pass(Duration.ofMinutes(58));
        assertThat(tokens.get()).isEqualTo(first);
        clock.pass(Duration.ofMinutes(3));
        assertThatThrownBy(tokens::get).isInstanceOf(SignInFailed.class);
    }

    @Test
    void saysThatTheSecretIsWrongAndNeverWhatItIs() {
        assertThatThrownBy(() -> read(tokens(authority.url(), "wrong-secret", null))).isInstanceOf(GraphUnavailable.class)
                .hasMessageContaining("the update rings").hasMessageContaining("invalid_client").hasMessageContaining("aadsts7000215")
                .hasMessageContaining("Put the secret's value, not its id, into hotpatch.graph.client-secret").hasMessageNotContaining("wrong-secret");
        assertThat(graph.slept).isEmpty();
        assertThat(graph.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "unauthorized_client | AADSTS700016: Application not found | client-id",
        "invalid_request     | AADSTS90002: Tenant not found       | hotpatch.graph.tenant-id",
        "invalid_client      | AADSTS7000222: expired              | has ended",
        "invalid_scope       | something                           | hotpatch.graph.base-url",
        "strange             | something                           | Retry later"})
    void explainsARefusal(String code, String said, String fix) {
        authority.refusal = new com.nimbusds.oauth2.sdk.ErrorObject(code, said, 400);
        assertThatThrownBy(() -> tokens(authority.url(), "right-secret", null).get()).isInstanceOfSatisfying(SignInFailed.class, e -> {
            assertThat(e.getMessage()).contains(code).containsIgnoringCase(said);
            assertThat(e.fix()).contains(fix);
        });
    }

    @Test
    void saysThatTheAuthorityIsWrong() {
        URI nobody = authority.url();
        authority.close();
        assertThatThrownBy(() -> read(tokens(nobody, "right-secret", null))).isInstanceOf(GraphUnavailable.class)
                .hasMessageContaining(nobody.getHost()).hasMessageContaining("Check hotpatch.graph.authority");
        assertThat(graph.slept).as("it may only be away, so it is tried again").hasSize(BackOff.ATTEMPTS - 1);
        assertThatThrownBy(() -> tokens(graph.url(), "right-secret", null).get()).as("a server that is no authority")
                .isInstanceOfSatisfying(SignInFailed.class, e -> assertThat(e.fix()).contains("hotpatch.graph.authority"));
    }

    @Test
    void asksForAnotherTokenOnceWhenGraphDoesNotTakeTheHeldOne() {
        graph.on(RINGS, error(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."), ok(NONE));
        assertThat(read(tokens(authority.url(), "right-secret", null))).isEmpty();
        assertThat(graph.asked).hasSize(2);
        assertThat(graph.asked.get(0).authorization()).isNotEqualTo(graph.asked.get(1).authorization());

        graph.on(POLICIES, error(401, "InvalidAuthenticationToken", "no"));
        GraphAnswer answer = tenant(tokens(authority.url(), "right-secret", null)).ringGate().createPolicy("pilot");
        assertThat(answer.outcome()).isEqualTo(GraphAnswer.Outcome.REFUSED);
        assertThat(graph.asked("POST")).hasSize(2);
    }

    @Test
    void aWriteWithoutATokenIsNotSent() {
        GraphAnswer answer = tenant(tokens(authority.url(), "wrong", null)).ringGate().createPolicy("pilot");
        assertThat(answer.outcome()).isEqualTo(GraphAnswer.Outcome.LATER);
        assertThat(answer.body()).contains("No access token", "invalid_client");
        assertThat(graph.asked).isEmpty();
    }

    @Test
    void takesARotatedSecretFromItsFileWithoutARestart() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "right-secret\n");
        ClientCredentials tokens = tokens(authority.url(), "file:" + file, null);
        assertThat(read(tokens)).isEmpty();

        authority.secret = "next-secret";
        graph.on(RINGS, error(401, "InvalidAuthenticationToken", "revoked"), error(401, "InvalidAuthenticationToken", "revoked"), ok(NONE));
        assertThatThrownBy(() -> read(tokens)).isInstanceOf(GraphUnavailable.class).hasMessageContaining("hotpatch.graph.client-secret");
        Files.writeString(file, "next-secret");
        graph.on(RINGS, ok(NONE));
        assertThat(read(tokens)).isEmpty();

        Files.delete(file);
        clock.pass(Duration.ofHours(2));
        assertThatThrownBy(() -> read(tokens)).hasMessageContaining(file.toString()).hasMessageContaining("may read it");
        Files.writeString(file, "two\nlines");
        assertThatThrownBy(() -> read(tokens)).hasMessageContaining("more than one line");
    }

    @Test
    void signsInWithACertificateAndTakesARotatedOne() throws Exception {
        Instant now = clock.instant();
        TestCertificate one = TestCertificate.of(0, now.minusSeconds(60), now.plus(Duration.ofDays(1)));
        TestCertificate two = TestCertificate.of(1, now.minusSeconds(60), now.plus(Duration.ofDays(400)));
        Path file = Files.writeString(folder.resolve("app.pem"), one.keyPem() + one.certificatePem());
        authority.certificate = one.certificate();
        ClientCredentials tokens = tokens(authority.url(), null, file.toString());
        tokens.get();
        SignedJWT assertion = ((PrivateKeyJWT) authority.asked.get(0).getClientAuthentication()).getClientAssertion();
        assertThat(assertion.getHeader().getAlgorithm().getName()).isEqualTo("PS256");
        assertThat(assertion.getHeader().getX509CertSHA256Thumbprint().toString()).isEqualTo(Base64.getUrlEncoder().withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(one.certificate().getEncoded())));
        assertThat(assertion.getJWTClaimsSet().getAudience()).containsExactly(authority.url() + Authority.TENANT + "/oauth2/v2.0/token");
        assertThat(assertion.getJWTClaimsSet().getIssuer()).isEqualTo(Authority.CLIENT);

        authority.certificate = two.certificate();
        clock.pass(Duration.ofHours(2));
        assertThatThrownBy(tokens::get).isInstanceOf(SignInFailed.class);
        Files.writeString(file, two.keyPem() + two.certificatePem());
        assertThat(tokens.get()).isNotBlank();
        clock.pass(Duration.ofDays(401));
        assertThatThrownBy(tokens::get).hasMessageContaining("is valid from").hasMessageContaining("only");
    }

    @Test
    void saysWhatIsWrongWithACertificate() throws Exception {
        Instant now = clock.instant();
        TestCertificate one = TestCertificate.of(0, now.minusSeconds(60), now.plus(Duration.ofDays(1)));
        TestCertificate two = TestCertificate.of(1, now.minusSeconds(60), now.plus(Duration.ofDays(1)));
        Path file = folder.resolve("app.pem");
        ClientCredentials tokens = tokens(authority.url(), null, "file:" + file);
        assertThatThrownBy(tokens::get).hasMessageContaining("cannot be read (NoSuchFileException)");
        Files.writeString(file, "nonsense");
        assertThatThrownBy(tokens::get).hasMessageContaining("as PEM").isInstanceOfSatisfying(SignInFailed.class, e -> assertThat(e.fix()).contains("openssl pkcs12"));
        Files.writeString(file, one.certificatePem());
        assertThatThrownBy(tokens::get).hasMessageContaining("no private key");
        Files.writeString(file, one.certificatePem() + two.keyPem());
        assertThatThrownBy(tokens::get).hasMessageContaining("does not belong to the private key");
        assertThat(authority.asked).isEmpty();
    }

    @Test
    void refusesSettingsThatCannotWork() {
        assertThatThrownBy(() -> tokens(null, null, null)).hasMessageContaining("Neither hotpatch.graph.client-secret");
        assertThatThrownBy(() -> tokens(null, "a", "b")).hasMessageContaining("Both hotpatch.graph.client-secret");
        assertThatThrownBy(() -> tokens(URI.create("http://login.example.org"), "a", null)).hasMessageContaining("hotpatch.graph.authority")
                .hasMessageContaining("https");
        assertThatThrownBy(() -> new SignInSettings(null, "../x", "c", "s", null, null, Duration.ofSeconds(1), clock)).hasMessageContaining("tenant-id");
        assertThatThrownBy(() -> new SignInSettings(null, "t", " ", "s", null, null, Duration.ofSeconds(1), clock)).hasMessageContaining("client-id");
        assertThat(new SignInSettings(null, "t", "c", "very-secret", null, null, Duration.ofSeconds(1), clock).toString()).doesNotContain("very-secret");
    }
}
