package io.hotpatchcycle.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A provider of OpenID Connect in a process of its own, at whose page people type who they are: nothing but HTTP joins it to the program. */
final class ProviderProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final int port;

    private ProviderProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static ProviderProcess start() {
        try {
            int port = freePort();
            ProcessBuilder program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-Xmx128m",
                    "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), "no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt");
            program.environment().put("SERVER_HOSTNAME", "127.0.0.1");
            program.environment().put("SERVER_PORT", String.valueOf(port));
            program.environment().put("JSON_CONFIG", "{\"interactiveLogin\": true}");
            ProviderProcess provider = new ProviderProcess(program.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start(), port);
            Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> provider.answers());
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException("The provider did not start", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration")).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode() == 200;
    }

    String issuer() {
        return "http://127.0.0.1:" + port + "/entra";
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
