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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One person, or nobody, who calls routes with an empty JSON object. */
final class Caller {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private static final int AGAIN = 5;
    private static final Pattern AT_ONCE = Pattern.compile("OptimisticLocking|deadlock|lock timeout|concurrently");
    private static final Pattern NO_RIGHT = Pattern.compile("AuthorizationException.{0,80}does not have '");
    /** Nothing but queries, over connections of their own. */
    private static final String QUERIES = "/camunda/api/cockpit/plugin/";
    /** How the engine says that it found nothing where it leaves out what the person may not see. */
    private static final Pattern HIDDEN = Pattern.compile("No task found for task id|historicBatches is empty|No subscriptions were found during|does not returns a valid single result");
    /** How the engine says so by another status than 404. */
    private static final Pattern NOT_THERE = Pattern.compile("NotFoundException|case execution nothing-here doesn't exist");
    /** What was answered where the answer tells nothing of the right. */
    static final Queue<String> UNCLEAR = new ConcurrentLinkedQueue<>();

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

    /** The answer as the matrix tells it, see {@link AccessMatrix}; {@code ?} when nothing is known of the right from it. */
    char call(Route route, String path, Bodies.Said said) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60)).header("Accept", "application/json, text/html, */*");
        if (!path.startsWith(QUERIES) && !path.startsWith("/log")) { // who is refused at the door is remembered, taken back or not
            request.header(DryRun.HEADER, "yes");
        }
        if (route.changes()) {
            request.header("Content-Type", said.type()).method(route.method(), BodyPublishers.ofString(said.text()));
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
        for (int again = 0; again < AGAIN && answer.statusCode() >= 400 && AT_ONCE.matcher(answer.body()).find(); again++) {
            answer = send(client, request); // another role changed the same thing at the same moment
        }
        char means = means(route, path, answer);
        if (means == '?') {
            UNCLEAR.add(person + " " + route + ": " + path + " " + answer.statusCode() + " " + answer.body().replaceAll("\\s+", " "));
        }
        return means;
    }

    private static char means(Route route, String path, HttpResponse<String> answer) {
        boolean toSignIn = answer.statusCode() == 302 && answer.headers().firstValue("Location").orElse("").matches(".*/login(\\?.*)?$");
        if (answer.statusCode() == 401 || toSignIn) {
            return 'N';
        }
        if (answer.statusCode() == 403) {
            return 'F';
        }
        if (NO_RIGHT.matcher(answer.body()).find()) {
            return 'F'; // what the engine says of some resources is wrapped into a fault of its own
        }
        if (answer.statusCode() < 400) {
            return '+';
        }
        if (!route.changes()) {
            return answer.statusCode() == 404 || NOT_THERE.matcher(answer.body()).find() || HIDDEN.matcher(answer.body()).find() ? 'H' : answer.statusCode() == 409 ? 'S' : 'X';
        }
        if (HIDDEN.matcher(answer.body()).find()) {
            return 'H';
        }
        return switch (answer.statusCode()) {
            case 404 -> AccessMatrix.exists(route, path) ? 'H' : Bodies.resource(route).contains("{") ? '?' : '-';
            case 409 -> route.path().contains("/api/v1/") ? 'S' : '?';
            case 400 -> answer.body().contains(" must not answer '") || answer.body().contains("was not asked: ") || answer.body().contains("to no group that decides") ? 'R' : answer.body().contains("was never opened, so") ? 'S' : '?';
            default -> '?';
        };
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
