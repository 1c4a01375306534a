package io.hotpatchcycle.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Real HTTP as one person: REST with HTTP Basic, pages with a session. */
final class Http {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final String FORM = "application/x-www-form-urlencoded";

    private final URI base;
    private final String person;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();

    Http(int port, String person) {
        this.base = URI.create("http://127.0.0.1:" + port);
        this.person = person;
    }

    /** An answer with its body as JSON, where it is JSON. */
    record Answer(int status, HttpResponse<String> response, JsonNode body) {

        String type() {
            return response.headers().firstValue("Content-Type").orElse("");
        }

        String link() {
            return response.headers().firstValue("Link").orElse("");
        }

        List<String> keys() {
            return Http.keys(body);
        }
    }

    static List<String> keys(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    Answer get(String path) {
        return answer(send(HttpRequest.newBuilder(base.resolve(path)).header("Authorization", basic()).GET()));
    }

    /** The answer's body as it came. */
    HttpResponse<byte[]> download(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).header("Authorization", basic()).GET(), BodyHandlers.ofByteArray());
    }

    Answer post(String path, String json) {
        return answer(send(HttpRequest.newBuilder(base.resolve(path)).header("Authorization", basic()).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))));
    }

    Answer send(String method, String path, String type, String body) {
        return answer(send(HttpRequest.newBuilder(base.resolve(path)).header("Authorization", basic()).header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body))));
    }

    Answer call(String method, String path) {
        return answer(send(HttpRequest.newBuilder(base.resolve(path)).header("Authorization", basic()).method(method, BodyPublishers.noBody())));
    }

    /** Signs in as a browser does; the session is kept. */
    void signIn() {
        send(HttpRequest.newBuilder(base.resolve("/login")).header("Content-Type", FORM).POST(BodyPublishers.ofString(
                "username=" + person + "&password=" + person + "&_csrf=" + encode(token("/login")))));
    }

    HttpResponse<String> page(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8").GET());
    }

    HttpResponse<String> submit(String page, String path, String form) {
        return send(HttpRequest.newBuilder(base.resolve(path)).header("Accept", "text/html").header("Content-Type", FORM)
                .POST(BodyPublishers.ofString(form + "&_csrf=" + encode(token(page)))));
    }

    /** Below {@code /camunda} as its web applications call, with the session and their own token, after {@link #signIn}; elsewhere with HTTP Basic. */
    int throughTheWebApplication(String method, String path, String json) {
        if (!path.startsWith("/camunda/")) {
            return send(method, path, "application/json", json).status();
        }
        page("/camunda/app/tasklist/default/");
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(json));
        cookies.getCookieStore().get(base.resolve("/camunda/")).stream().filter(c -> c.getName().equals("XSRF-TOKEN")).map(HttpCookie::getValue).findFirst()
                .ifPresent(token -> request.header("X-XSRF-TOKEN", token));
        return send(request).statusCode();
    }

    /** Sends a file as the form of a page does. */
    HttpResponse<String> upload(String page, String path, String field, String file, String content) {
        String mark = "----part";
        String body = "--" + mark + "\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + token(page) + "\r\n--" + mark
                + "\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + file + "\"\r\nContent-Type: text/csv\r\n\r\n" + content
                + "\r\n--" + mark + "--\r\n";
        return send(HttpRequest.newBuilder(base.resolve(path)).header("Accept", "text/html").header("Content-Type", "multipart/form-data; boundary=" + mark)
                .POST(BodyPublishers.ofString(body)));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String token(String page) {
        Matcher token = TOKEN.matcher(page(page).body());
        if (!token.find()) {
            throw new AssertionError("No token on " + page);
        }
        return token.group(1);
    }

    private String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((person + ":" + person).getBytes(StandardCharsets.UTF_8));
    }

    private static Answer answer(HttpResponse<String> response) {
        try {
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(response.statusCode(), response, type.contains("json") ? JSON.readTree(response.body()) : null);
        } catch (IOException e) {
            throw new UncheckedIOException("Not JSON: " + response.body(), e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request.build(), body);
        } catch (IOException e) {
            throw new AssertionError("No answer from " + base, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
