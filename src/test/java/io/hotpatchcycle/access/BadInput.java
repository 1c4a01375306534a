package io.hotpatchcycle.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.JdbcTemplate;

/** Input nobody means well: refused in a sentence, stored, and nothing has changed. Written to the socket byte by byte. */
public final class BadInput {

    private static final String MANAGER = "change.manager";
    /** The server itself does not take an encoded slash. */
    private static final String BEFORE_ANY_FILTER = "/api/v1/cycles/a%2fb/halt";

    private final int port;
    private final JdbcTemplate jdbc;
    private final String cycle;
    private final String task;

    public BadInput(int port, JdbcTemplate jdbc, String cycle, String task) {
        this.port = port;
        this.jdbc = jdbc;
        this.cycle = cycle;
        this.task = task;
    }

    private record Answer(int status, String head, String body) {
    }

    public void hold() {
        String before = state();
        forms();
        uploads();
        bodies();
        paths();
        headers();
        assertThat(state()).as("nothing changed").isEqualTo(before);
        // Refusals are told sparingly: many of the same person just before, and these are counted until the next one that is told.
        Awaitility.await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertThat(send("GET", BEFORE_ANY_FILTER, "", null).status()).isEqualTo(400);
            assertThat(jdbc.queryForList("select data->>'call' from hotpatch.event where type = 'input.refused'", String.class)).as("stored")
                    .contains("GET " + BEFORE_ANY_FILTER);
            refused(413, post("/api/v1/cycles/" + cycle + "/halt", "{\"reason\":\"" + "x".repeat(2_000_000) + "\"}"), "larger than 1000000 bytes");
            assertThat(jdbc.queryForList("select distinct type from hotpatch.event where type like '%.refused'", String.class))
                    .as("stored").contains("input.refused", "access.refused", "signIn.refused", "decision.refused");
        });
    }

    private String state() {
        return jdbc.queryForList("select state from hotpatch.cycle union all select decision from hotpatch.approval union all select reason from hotpatch.halt "
                + "union all select user_id_ from public.act_hi_op_log where user_id_ = 'change.manager'").toString();
    }

    /** No filter of the framework reads a form before it is known who sends it, and whether that is anybody. */
    private void forms() {
        String form = " /api/v1/cycles/" + cycle + " HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        for (String method : List.of("PUT", "PATCH", "DELETE")) {
            // a body that is announced and never comes must not be waited for
            assertThat(exchange(method + form + "Content-Length: 2000000000\r\n", "a=" + "x".repeat(1_000)).status()).as(method + " of nobody").isIn(401, 403);
            assertThat(raw(method + form, "a=%zz").status()).as(method + " of nobody, not readable").isIn(401, 403);
            String known = method + form + "Authorization: Basic " + base64(MANAGER + ":" + MANAGER) + "\r\n";
            refused(413, exchange(known + "Content-Length: 2000000000\r\n", "a=" + "x".repeat(1_000)), "larger than 1000000 bytes");
            String large = "a=" + "x".repeat(2_000_000);
            refused(413, exchange(known + "Transfer-Encoding: chunked\r\n", Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n"),
                    "larger than 1000000 bytes");
            assertThat(raw(known, "a=%zz").status()).as(method + " that is not readable").isIn(400, 403, 404, 405, 415);
        }
    }

    /** Of nobody no part of an upload is taken, to memory or to disk: he is answered while most of it is still to come. */
    private void uploads() {
        // of no account: the engine locks one for a while after wrong passwords
        String wrong = "Authorization: Basic " + base64("no.body:wrong") + "\r\n";
        for (String path : List.of("/login", "/findings", "/", "/api/v1/findings", "/login/oauth2/code/entra", "/engine-rest/deployment/create",
                "/camunda/api/engine/engine/default/deployment/create", "/camunda/app/tasklist/default/", "/logout")) {
            for (String who : List.of("", "Cookie: JSESSIONID=0123456789ABCDEF0123456789ABCDEF\r\n", wrong, "Authorization: Bearer none\r\n")) {
                Answer answer = begun("POST " + path + " HTTP/1.1\r\n" + who + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 30000000\r\n",
                        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n" + "x".repeat(3_000_000));
                // a page leads to the sign-in
                assertThat(answer.status()).as(path + " " + who).isIn(302, 401, 403);
            }
        }
        refused(413, begun("POST /findings HTTP/1.1\r\nAuthorization: Basic " + base64(MANAGER + ":" + MANAGER)
                + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000000\r\n", "--b\r\n"), "larger than 32000000 bytes");
    }

    /** Sends the beginning of what is announced, and keeps the line open. */
    private Answer begun(String head, String beginning) {
        return send(head, beginning, false);
    }

    private void bodies() {
        String halt = "/api/v1/cycles/" + cycle + "/halt";
        String complete = "/engine-rest/task/" + task + "/complete";
        String megabytes = "x".repeat(10_000_000);
        refused(413, post(halt, "{\"reason\":\"" + megabytes + "\"}"), "larger than 1000000 bytes");
        refused(413, post(complete, answer(megabytes)), "larger than 1000000 bytes");
        refused(413, chunked(halt, "{\"reason\":\"" + megabytes + "\"}"), "larger than 1000000 bytes");
        refused(413, chunked(complete, answer(megabytes)), "larger than 1000000 bytes");
        refused(400, post(complete, answer("x".repeat(900_000))), "at most 2000 are kept");
        refused(400, post(complete, answer("a\\u0000b")), "cannot be kept");
        String deep = "[".repeat(50_000);
        refused(400, post(halt, "{\"reason\":" + deep), "nested deeper than 100 levels");
        refused(400, post(complete, "{\"variables\":{\"decision\":{\"value\":" + deep), "nested deeper than 100 levels");
        refused(400, chunked(complete, "{\"variables\":{\"decision\":{\"value\":" + "{\"a\":".repeat(50_000)), "nested deeper than 100 levels");
        refused(400, post(complete, answer("[".repeat(3_000))), "at most 2000 are kept");
        refused(400, post(halt, "{\"reason\":" + "9".repeat(200_000) + "}"), "");
        refused(400, post(complete, "{\"variables\":{\"decision\":{\"type\":\"Object\",\"value\":\"rO0ABXNy\",\"valueInfo\":{\"objectTypeName\":"
                + "\"java.util.HashMap\",\"serializationDataFormat\":\"application/x-java-serialized-object\"}}}}"), "is not read");
    }

    private static String answer(String comment) {
        return "{\"variables\":{\"decision\":{\"value\":\"REJECT\"},\"comment\":{\"value\":\"" + comment + "\"}}}";
    }

    private void paths() {
        for (String path : List.of("/api/v1/cycles/../../../etc/passwd", "/api/v1/cycles/%2e%2e%2f%2e%2e%2factuator", "/api/v1/cycles/..;/halt",
                "/engine-rest/..%2f..%2fapi", "//api/v1/cycles", "/api/v1/cycles/%00", "/api/v1/cycles/a%0d%0aX-Evil:%20yes", "/assets/..%2f..%2fapplication.yaml",
                "/assets/%2e%2e/application.yaml", "/camunda/app/tasklist/..%5c..%5cx", "/;jsessionid=ABCDEF0123456789", "/api/v1/devices/%F0%9F%92%A3'%20or%201=1--/eligibility")) {
            Answer answer = send("GET", path, "", null);
            assertThat(Set.of(400, 404)).as(path + "\n" + answer.head()).contains(answer.status());
            assertThat(answer.head()).doesNotContain("X-Evil");
            if (answer.status() == 400) {
                assertThat(answer.body()).as(path).containsIgnoringCase("nothing has changed");
            }
            assertThat(answer.body()).as(path).doesNotContain("root:", "\tat ", "Exception");
        }
    }

    private void headers() {
        String forged = "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 10.9.8.7\r\nForwarded: host=evil.example;for=10.9.8.7\r\n"
                + "X-Original-URL: /actuator/health\r\nX-Rewrite-URL: /actuator/health\r\nX-HTTP-Method-Override: GET\r\n";
        Answer toSignIn = raw("GET / HTTP/1.1\r\n" + forged, null);
        assertThat(toSignIn.status()).isEqualTo(302);
        assertThat(toSignIn.head()).contains("/login").doesNotContain("evil");
        assertThat(raw("GET /api/v1/cycles HTTP/1.1\r\n" + forged, null).status()).isEqualTo(401);
        raw("GET /api/v1/cycles HTTP/1.1\r\n" + forged + "Authorization: Basic " + base64("forged:wrong") + "\r\n", null);
        assertThat(jdbc.queryForList("select data->>'from' from hotpatch.event where type = 'signIn.refused'", String.class)).isNotEmpty().containsOnly("127.0.0.1");
        Answer auditor = raw("POST /api/v1/cycles/" + cycle + "/halt HTTP/1.1\r\nContent-Type: application/json\r\nAuthorization: Basic "
                + base64("auditor:auditor") + "\r\n" + forged, "{\"reason\":\"forged\"}");
        assertThat(auditor.status()).isEqualTo(403);
    }

    private void refused(int status, Answer answer, String sentence) {
        assertThat(answer.status()).as(answer.head() + answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(sentence).doesNotContain("\tat ");
        assertThat(answer.body().length()).isLessThan(5_000);
    }

    private Answer post(String path, String body) {
        return send("POST", path, "Content-Type: application/json\r\n", body);
    }

    private Answer send(String method, String path, String headers, String body) {
        return raw(method + " " + path + " HTTP/1.1\r\n" + headers + "Authorization: Basic " + base64(MANAGER + ":" + MANAGER) + "\r\n", body);
    }

    private Answer chunked(String path, String body) {
        String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        return exchange("POST " + path + " HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nAuthorization: Basic "
                + base64(MANAGER + ":" + MANAGER) + "\r\n", chunk);
    }

    private Answer raw(String head, String body) {
        String length = body == null ? "" : "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n";
        return exchange(head + length, body == null ? "" : body);
    }

    private Answer exchange(String head, String body) {
        return send(head + "Connection: close\r\n", body, true);
    }

    private Answer send(String head, String body, boolean whole) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(whole ? 30_000 : 10_000);
            OutputStream out = socket.getOutputStream();
            out.write((head + "Host: 127.0.0.1:" + port + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            try {
                out.write(body.getBytes(StandardCharsets.UTF_8));
                out.flush();
                if (whole) {
                    socket.shutdownOutput(); // nothing more comes, whatever was announced: the server need not wait for it
                }
            } catch (IOException answeredBeforeTheEnd) {
                // the answer is there to be read
            }
            return read(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("No answer" + (whole ? "" : ", while most of the body was still to come,") + " to " + head.lines().findFirst().orElse(""), e);
        }
    }

    private static Answer read(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(some); n >= 0; n = socket.getInputStream().read(some)) {
                all.write(some, 0, n);
            }
        } catch (IOException reset) {
            if (all.size() == 0) {
                throw reset;
            }
        }
        String text = all.toString(StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
