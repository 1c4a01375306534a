package io.hotpatchcycle.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;

/**
 * One call of a family of changes that is right in all it says: 403 for every role that may not, and nothing changed; then done for one that may, and
 * changed. So an empty call that {@code matrix.csv} shows as refused for what it says is known not to be a door without a lock.
 */
public final class ValidWrites {

    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();

    public ValidWrites(ProcessEngine engine, int port) {
        AccessMatrix.createMissingPeople(engine);
        base = URI.create("http://127.0.0.1:" + port);
    }

    /** A change: {@code type} of its body. */
    public record Write(String method, String path, String type, String body) {

        public static Write json(String call, String body) {
            return new Write(call.split(" ")[0], call.split(" ")[1], "application/json", body);
        }
    }

    /**
     * Holds one write against what is expected.
     *
     * @param state what is not to change by refused calls, and is to change by the one that is done
     * @param roles that may; the first of them does it
     * @return the answer to the one who did it
     */
    public String hold(Write write, Supplier<Object> state, String... roles) {
        refuse(write, state, roles);
        Object before = state.get();
        String call = write.method() + " " + write.path();
        HttpResponse<String> done = send(write, AccessMatrix.PEOPLE.get(roles[0]));
        assertThat(done.statusCode()).as(call + " by " + roles[0] + ": " + done.body()).isBetween(200, 299);
        assertThat(state.get()).as("after " + call).isNotEqualTo(before);
        return done.body();
    }

    /** As {@link #hold}, for what nobody had better do: only that it is refused to all other roles. */
    public void refuse(Write write, Supplier<Object> state, String... roles) {
        Set<String> allowed = Set.of(roles);
        String call = write.method() + " " + write.path();
        Object before = state.get();
        AccessMatrix.PEOPLE.forEach((role, person) -> {
            if (!allowed.contains(role)) {
                assertThat(send(write, person).statusCode()).as(call + " by " + role).isEqualTo(403);
            }
        });
        assertThat(send(write, null).statusCode()).as(call + " by nobody").isIn(401, 403);
        assertThat(state.get()).as("after refusals of " + call).isEqualTo(before);
    }

    private HttpResponse<String> send(Write write, String person) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(write.path())).header("Content-Type", write.type())
                .method(write.method(), BodyPublishers.ofString(write.body()));
        if (person != null) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString((person + ":" + person).getBytes(StandardCharsets.UTF_8)));
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("No answer to " + write, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
