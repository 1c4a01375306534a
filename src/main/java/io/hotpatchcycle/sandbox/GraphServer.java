package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The network side: reads calls from loopback, checks the token, writes answers. */
final class GraphServer implements AutoCloseable {

    private static final int THREADS = 16;

    static {
        // without it every answer waits for the other side's delayed acknowledgement
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Front front;
    private final String base;

    GraphServer(int port, Front front) {
        this.front = front;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 200);
        } catch (IOException e) {
            throw new IllegalArgumentException("The sandbox cannot listen on 127.0.0.1:" + port + ": " + e.getMessage()
                    + ". Choose another port, or 0 for any.", e);
        }
        base = "http://127.0.0.1:" + server.getAddress().getPort();
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "sandbox-tenant");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri() {
        return URI.create(base);
    }

    /** An exception out of here makes the server close the connection: that is how an answer is lost or cut. */
    private void handle(HttpExchange exchange) throws IOException {
        byte[] content = exchange.getRequestBody().readAllBytes();
        Front.Delivery delivery = deliver(exchange, content);
        try {
            pause(delivery.delayMillis());
            if (delivery.lost()) {
                throw new IOException("The answer is lost on purpose.");
            }
            send(exchange, delivery);
        } finally {
            if (delivery.reply() != null && delivery.reply().large() != null) {
                delivery.reply().large().close();
            }
        }
        exchange.close();
    }

    private static void pause(long millis) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The sandbox is stopping.", e);
        }
    }

    private Front.Delivery deliver(HttpExchange exchange, byte[] content) {
        String path = exchange.getRequestURI().getRawPath();
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        if (!path.startsWith("/__") && (token == null || !token.matches("(?i)Bearer +\\S+"))) {
            return plain(front.error(401, "InvalidAuthenticationToken", "Access token is empty."));
        }
        try {
            JsonNode body = content.length == 0 ? null : Json.parse(new String(content, StandardCharsets.UTF_8));
            return front.deliver(Request.of(exchange.getRequestMethod(), path, exchange.getRequestURI().getRawQuery(), body, base)
                    .by(token == null ? "" : token.replaceFirst("(?i)^Bearer +", "")));
        } catch (JsonProcessingException e) {
            return plain(front.error(400, "BadRequest", "Unable to read JSON request payload: " + e.getOriginalMessage()));
        } catch (GraphException e) {
            return plain(front.error(e.status(), e.code(), e.getMessage()));
        }
    }

    private static Front.Delivery plain(Reply reply) {
        return new Front.Delivery(reply, 0, false, false);
    }

    private void send(HttpExchange exchange, Front.Delivery delivery) throws IOException {
        Reply reply = delivery.reply();
        byte[] content = reply.large() != null ? null : reply.content();
        long length = content == null ? reply.large().length() : content.length;
        exchange.getResponseHeaders().set("request-id", UUID.randomUUID().toString());
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        if (length == 0) {
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        exchange.sendResponseHeaders(reply.status(), length);
        OutputStream out = exchange.getResponseBody();
        long sent = delivery.cut() ? length / 2 : length;
        if (content == null) {
            reply.large().writeTo(out, sent);
        } else {
            out.write(content, 0, (int) sent);
        }
        out.flush();
        if (delivery.cut()) {
            throw new IOException("The body is cut on purpose.");
        }
        out.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
