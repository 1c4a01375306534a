package io.hotpatchcycle.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten SIGKILLs of the application over one cycle, against a sandbox that lives on: the cycle closes, and no write is
 * lost or doubled. Several kills strike while the sandbox holds an answer back, so that the effect is there and only
 * the intent is known. Takes minutes of wall time, so {@code mvn verify} leaves it out: see docs/developer.md.
 */
@Tag("crash")
class KilledApplicationIT {

    private static final long SEED = Long.getLong("crash.seed", 1);
    private static final int KILLS = 10;
    private static final String POLICIES = "/windowsQualityUpdatePolicies";
    private static final String APPROVAL = POLICIES + "/[^/]+/bulkAction";
    private static final String RESTART = "/executeAction";
    private static final String BASELINE = "2026.06";
    private static final Pattern MONTH = Pattern.compile(",(20\\d\\d\\.\\d\\d) ");
    /** Wall time after which an intent counts as left behind. */
    private static final Duration LEASE = Duration.ofSeconds(31);
    private static final Path LOGS = Path.of("target", "crash");

    @TempDir
    private Path folder;

    private final int tenantPort = Program.freePort();
    private final int port = Program.freePort();
    private final Remote tenant = new Remote(tenantPort);
    private final Remote application = new Remote(port);
    private final People people = new People(application);
    private final List<JsonNode> writes = new ArrayList<>();
    private final Deque<Strike> strikes = strikes(new Random(SEED));
    private Program sandbox;
    private Program program;
    private Strike armed;
    private int seen;
    private int kills;

    private static Deque<Strike> strikes(Random random) {
        return new ArrayDeque<>(List.of(
                Strike.beforeAnswer("approveChange"),
                Strike.afterAnswer("approveChange"),
                Strike.inWrite("POST", POLICIES, 1),
                Strike.inWrite("POST", POLICIES + "/[^/]+/assign", 1),
                Strike.inWrite("PATCH", "/groups/[^/]+", 1 + random.nextInt(3)),
                Strike.atWrite("PATCH", "/groups/[^/]+", 2 + random.nextInt(6)),
                Strike.inWrite("POST", APPROVAL, 1),
                Strike.afterAnswer("approveRestart"),
                Strike.atWrite("POST", APPROVAL, 1),
                Strike.inWrite("POST", RESTART, 1)));
    }

    @AfterEach
    void stop() {
        if (program != null) {
            program.stop();
        }
        if (sandbox != null) {
            sandbox.stop();
        }
    }

    @Test
    void noWriteIsLostOrDoubledOverTenKills() {
        System.out.println("crash.seed=" + SEED);
        startSandbox();
        program = new Program(LOGS.resolve("application.log"), "-Xmx512m", "--hotpatch.graph.base-url=http://127.0.0.1:" + tenantPort,
                "--hotpatch.sandbox.enabled=true", "--hotpatch.data-dir=" + folder.resolve("data"), "--server.port=" + port,
                "--hotpatch.sandbox.pace=7000",
                // two rings show what four would, in half the time
                "--hotpatch.rings[0].name=pilot", "--hotpatch.rings[0].share=40", "--hotpatch.rings[1].name=last", "--hotpatch.rings[1].share=60");
        startApplication();
        arm();
        Awaitility.await("the cycle closes").pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).atMost(Duration.ofMinutes(12))
                .until(this::closed);

        compare();
    }

    private void startSandbox() {
        sandbox = new Program(LOGS.resolve("sandbox.log"), "-Xmx256m", "sandbox", "--port=" + tenantPort, "--devices=400", "--seed=1",
                "--releases=" + releasesUntilABaseline(), "--state=" + folder.resolve("tenant"), "--pace=1");
        sandbox.start();
        Awaitility.await("the sandbox answers").atMost(Duration.ofSeconds(60)).until(() -> tenant.get("/__sandbox/clock", "test").isPresent());
    }

    /** The newest release is a baseline, so that every ring needs restarts. */
    private Path releasesUntilABaseline() {
        Path file = folder.resolve("releases.csv");
        try (InputStream bundled = getClass().getResourceAsStream("/sandbox/releases.csv")) {
            String kept = new String(bundled.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> {
                Matcher month = MONTH.matcher(line);
                return !month.find() || month.group(1).compareTo(BASELINE) <= 0;
            }).collect(Collectors.joining("\n", "", "\n"));
            return Files.writeString(file, kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startApplication() {
        program.start();
        Awaitility.await("the application answers; see target/crash/application.log").atMost(Duration.ofSeconds(120)).until(() -> {
            assertThat(program.isAlive()).as("the application lives; see target/crash/application.log").isTrue();
            return application.get("/actuator/health/readiness", "admin").isPresent();
        });
    }

    private void arm() {
        armed = strikes.poll();
        seen = 0;
        if (armed != null && armed.held()) {
            assertThat(tenant.post("/__sandbox/faults", "test", armed.faults())).isTrue();
        }
    }

    /** One look at everything; kills when the armed strike is due. */
    private boolean closed() {
        if (newWrites() || answerTask()) {
            strike();
        }
        return state().filter("CLOSED"::equals).isPresent();
    }

    private boolean newWrites() {
        JsonNode found = tenant.get("/__sandbox/writes?since=" + writes.size(), "test").orElseThrow();
        found.forEach(write -> {
            writes.add(write);
            seen += armed != null && armed.task() == null && armed.fits(write) ? 1 : 0;
        });
        return armed != null && armed.task() == null && seen >= armed.nth();
    }

    private boolean answerTask() {
        Optional<JsonNode> task = people.waiting();
        boolean due = task.isPresent() && armed != null && task.get().path("taskDefinitionKey").asText().equals(armed.task());
        return due && !armed.answered() || task.isPresent() && people.answer(task.get()) && due;
    }

    private void strike() {
        program.kill();
        kills++;
        System.out.println("Kill " + kills + " after " + writes.size() + " writes: " + armed);
        // while nobody computes, time goes on as it does for a tenant
        tenant.post("/__sandbox/clock", "test", new ObjectMapper().createObjectNode().put("pace", 1));
        if (RESTART.equals(armed.path())) {
            // a crashed call that must not be repeated is settled once its lease is over, within the window
            long until = System.nanoTime() + LEASE.toNanos();
            Awaitility.await().atMost(LEASE.multipliedBy(2)).until(() -> System.nanoTime() > until);
        }
        startApplication();
        arm();
    }

    private Optional<String> state() {
        return application.get("/api/v1/cycles", "admin").filter(cycles -> !cycles.isEmpty()).map(cycles -> cycles.get(0).path("state").asText());
    }

    private void compare() {
        String cycle = application.get("/api/v1/cycles", "admin").orElseThrow().get(0).path("id").asText();
        JsonNode rows = application.get("/api/v1/cycles/" + cycle + "/writes?size=500", "admin").orElse(JsonNodeFactory.instance.arrayNode());
        newWrites();
        Effects happened = Effects.ofSandbox(writes);
        Effects noted = Effects.ofLedger(rows);
        System.out.println("Cycle " + cycle + ": " + rows.size() + " rows of the ledger, " + kills + " kills, effects " + happened.counts());

        assertThat(rows).as("nothing is left open").allMatch(row -> List.of("DONE", "FAILED").contains(row.path("state").asText()));
        assertThat(happened.doubled()).as("happened twice").isEmpty();
        assertThat(happened.unknown()).as("written, but no effect of a cycle").isEmpty();
        assertThat(noted.unknown()).as("kinds this test does not know").isEmpty();
        assertThat(noted.counts()).as("what the ledger says and what happened").isEqualTo(happened.counts());
        assertThat(noted.counts()).as("every kind of write, and each ring its own").hasSize(8);
        assertThat(kills).isEqualTo(KILLS);
    }
}
