package io.hotpatchcycle.access;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One person, or nobody, who calls routes with an empty JSON object. */
final class Caller {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private static final int AGAIN = 5;

    private final URI base;
    private final String person;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient session = HttpClient.newBuilder().cookieHandler(cookies).build();
    private final HttpClient plain = HttpClient.newHttpClient();

    /** @param person whose password equals the name; null for nobody */
    Caller(int port, String person) {
        this.base = URI.create("http://127.0.0.1:" + port);
        this.person = person;
    }

    void signIn() {
        Matcher token = TOKEN.matcher(send(session, HttpRequest.newBuilder(base.resolve("/login"))).body());
        if (!token.find()) {
            throw new AssertionError("No token on the sign-in page");
        }
        String form = "username=" + person + "&password=" + person + "&_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
        send(session, HttpRequest.newBuilder(base.resolve("/login")).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
        send(session, HttpRequest.newBuilder(base.resolve("/camunda/app/welcome/default/")));
    }

    /**
     * {@code N} not let in (401, or led to the sign-in page), {@code F} forbidden (403), {@code +} let in; of changes {@code +} only when it was done,
     * {@code H} when what exists was hidden (404), and {@code ?} when the call was refused for what it says (any other 4xx or 5xx), so that nothing is known of
     * the right.
     */
    char call(Route route, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60)).header("Accept", "application/json, text/html, */*");
        if (route.changes()) {
            request.header("Content-Type", "application/json").method(route.method(), BodyPublishers.ofString(body));
        } else {
            request.method(route.method(), BodyPublishers.noBody());
        }
        HttpClient client = plain;
        if (person != null && route.needsSession()) {
            client = session;
            cookies.getCookieStore().get(base.resolve("/camunda/")).stream().filter(c -> c.getName().equals("XSRF-TOKEN")).map(HttpCookie::getValue).findFirst()
                    .ifPresent(token -> request.header("X-XSRF-TOKEN", token));
        } else if (person != null) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString((person + ":" + person).getBytes(StandardCharsets.UTF_8)));
        }
        HttpResponse<String> answer = send(client, request);
        for (int again = 0; again < AGAIN && answer.statusCode() >= 400 && answer.body().contains("OptimisticLocking"); again++) {
            answer = send(client, request); // another role changed the same thing at the same moment
        }
        boolean toSignIn = answer.statusCode() == 302 && answer.headers().firstValue("Location").orElse("").matches(".*/login(\\?.*)?$");
        boolean hidden = answer.statusCode() == 404 && AccessMatrix.exists(route, path);
        return answer.statusCode() == 401 || toSignIn ? 'N' : answer.statusCode() == 403 ? 'F' : !route.changes() || answer.statusCode() < 400 ? '+' : hidden ? 'H' : '?';
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) {
        return send(client, request, true);
    }

    /** @param again whether a connection that the server had just closed is worth another attempt */
    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request, boolean again) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            if (again) {
                return send(client, request, false);
            }
            throw new AssertionError("No answer to " + request.build(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
