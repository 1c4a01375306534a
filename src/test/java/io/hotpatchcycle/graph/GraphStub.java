package io.hotpatchcycle.graph;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A small local Graph: answers what a test says, in order, and remembers what it was asked. */
final class GraphStub implements AutoCloseable {

    /** For an answer that never comes; long enough for one that does. */
    static final Duration SHORT = Duration.ofSeconds(3);
    static final Instant NOW = Instant.parse("2026-11-10T12:00:00Z");

    /** One request as it arrived, path and query decoded. */
    record Asked(String method, String path, String query, String body, String authorization, String consistency) {
    }

    /** One answer; {@code declared} more bytes than sent is a cut body, a negative status a cut connection. */
    record Answer(int status, byte[] body, Map<String, String> headers, int missing) {

        Answer header(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Answer(status, body, more, missing);
        }
    }

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final List<Duration> slept = new CopyOnWriteArrayList<>();
    private final Map<String, Deque<Answer>> answers = new LinkedHashMap<>();
    private final HttpServer server;

    GraphStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "graph-stub");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    static Answer json(int status, String body) {
        return new Answer(status, body.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/json", "request-id", "req-1"), 0);
    }

    static Answer ok(String body) {
        return json(200, body);
    }

    static Answer empty(int status) {
        return new Answer(status, new byte[0], Map.of("request-id", "req-1"), 0);
    }

    static Answer bytes(byte[] body) {
        return new Answer(200, body, Map.of(), 0);
    }

    static Answer error(int status, String code, String message) {
        return json(status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message
                + "\",\"innerError\":{\"request-id\":\"req-1\"}}}");
    }

    /** Says it is longer than it is. */
    static Answer cut(String body) {
        return new Answer(200, body.getBytes(StandardCharsets.UTF_8), Map.of(), 50);
    }

    /** Takes the request and closes the connection. */
    static Answer hangUp() {
        return new Answer(-1, new byte[0], Map.of(), 0);
    }

    /** Takes the request and stays silent longer than any time-out of a test. */
    static Answer silence() {
        return new Answer(-2, new byte[0], Map.of(), 0);
    }

    /** Answers requests whose "METHOD path?query" contains the key, one after the other; the last one stays. */
    GraphStub on(String key, Answer... inOrder) {
        answers.put(key, new ArrayDeque<>(List.of(inOrder)));
        return this;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Waits for answers as long as a busy machine may take. */
    GraphTenant tenant() {
        return tenant(Duration.ofSeconds(30));
    }

    /** Gives an answer up after this time, e.g. because none will come. */
    GraphTenant tenant(Duration readTimeout) {
        return new GraphTenant(new GraphSettings(url(), () -> "secret-token", readTimeout, Clock.fixed(NOW, ZoneOffset.UTC)),
                new BackOff(slept::add, () -> 1.0));
    }

    List<Asked> asked(String method) {
        return asked.stream().filter(a -> a.method().equals(method)).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked(exchange.getRequestMethod(), uri.getPath(), uri.getQuery(), body,
                exchange.getRequestHeaders().getFirst("Authorization"), exchange.getRequestHeaders().getFirst("ConsistencyLevel")));
        Answer answer = next(exchange.getRequestMethod() + " " + uri.getPath() + (uri.getQuery() == null ? "" : "?" + uri.getQuery()));
        if (answer.status() == -2) {
            return;
        }
        if (answer.status() >= 0) {
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            int length = answer.body().length + answer.missing();
            exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
            exchange.getResponseBody().write(answer.body());
            exchange.getResponseBody().flush();
        }
        try {
            exchange.close();
        } catch (RuntimeException e) {
            // closing a cut answer: that is the point of it
        }
    }

    private synchronized Answer next(String request) {
        List<String> keys = new ArrayList<>(answers.keySet());
        for (int i = keys.size() - 1; i >= 0; i--) {
            if (request.contains(keys.get(i))) {
                Deque<Answer> queue = answers.get(keys.get(i));
                return queue.size() > 1 ? queue.poll() : queue.peek();
            }
        }
        return error(404, "ResourceNotFound", "nothing at " + request.replace('"', '\''));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
