package io.hotpatchcycle.notice;

import io.hotpatchcycle.notice.Channel.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;

/** Posts JSON once. Redirects are not followed: a body with names and figures goes where the admin said and nowhere else. */
final class Posting {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10)).build();

    Outcome post(URI url, String json, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(PATIENCE).header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "hotpatch-cycle").POST(HttpRequest.BodyPublishers.ofString(json));
        headers.forEach(request::header);
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close(); // what it says does not matter, and it may never end
            return outcome(answer);
        } catch (ConnectException | HttpConnectTimeoutException | UnknownHostException | SSLHandshakeException e) {
            return Outcome.later("No connection to " + url.getHost() + ".");
        } catch (IOException e) {
            return e.getCause() instanceof UnresolvedAddressException ? Outcome.later("No connection to " + url.getHost() + ".")
                    : Outcome.ambiguous("The connection to " + url.getHost() + " broke before an answer came (" + e.getClass().getSimpleName() + ").");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.ambiguous("The program ended while this was being sent.");
        }
    }

    private static Outcome outcome(HttpResponse<?> answer) {
        int status = answer.statusCode();
        String said = answer.uri().getHost() + " answered " + status + ".";
        if (status >= 200 && status < 300) {
            return Outcome.SENT;
        }
        if (status >= 300 && status < 400) {
            return Outcome.refused(said + " Redirects are not followed: set the address it leads to.");
        }
        return switch (status) {
            case 408, 425, 429, 503 -> new Outcome(Channel.Result.LATER, said, retryAfter(answer).orElse(null));
            default -> status < 500 ? Outcome.refused(said) : Outcome.ambiguous(said);
        };
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return answer.headers().firstValue("Retry-After").filter(value -> value.matches("\\d{1,6}")).map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }
}
