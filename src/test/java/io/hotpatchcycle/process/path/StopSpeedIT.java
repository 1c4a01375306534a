package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.TenantTime;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.RunningCycles;
import io.hotpatchcycle.process.path.CycleDriver.Person;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How long a stop takes in the program as it runs: from the request of a person over HTTP, through the message, the engine's own workers and the ledger, to
 * the last suspension that arrives at a service that takes its time for every answer. Twenty units, in wall time. {@link io.hotpatchcycle.rollout.StopSpeedTest}
 * holds the same without the way to the service.
 */
class StopSpeedIT {

    private static final List<String> UNITS = IntStream.rangeClosed(1, 20).mapToObj(i -> "unit-" + i).toList();
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration LATENCY = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void theLastSuspensionArrivesWithinFiveSecondsOfTheRequest(TestReporter measured) throws IOException, InterruptedException {
        try (Program program = Program.working(400, UNITS)) {
            CycleDriver driver = new CycleDriver(program);
            String cycle = rollingOut(program, driver);
            UNITS.forEach(unit -> program.sandbox().approveByHand(unit, driver.cycle(cycle).catalogItem(), true));
            program.sandbox().slow("deviceManagement", LATENCY);
            HttpRequest stop = HttpRequest.newBuilder(program.address().resolve("/api/v1/cycles/" + cycle + "/halt")).header("Content-Type", "application/json")
                    .header("Authorization", "Basic " + Base64.getEncoder().encodeToString("release.manager:release.manager".getBytes(StandardCharsets.UTF_8)))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"reason\":\"printers fail\"}")).build();

            long pressed = System.nanoTime();
            assertThat(HttpClient.newHttpClient().send(stop, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(202);
            long answered = System.nanoTime();
            Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> suspended(program) == UNITS.size());
            long arrived = System.nanoTime();

            measured.publishEntry(Map.of("answered ms", String.valueOf(Duration.ofNanos(answered - pressed).toMillis()),
                    "last suspension ms", String.valueOf(Duration.ofNanos(arrived - pressed).toMillis())));
            assertThat(Duration.ofNanos(arrived - pressed)).as("from the request to the last suspension").isLessThan(LIMIT);
            assertThat(driver.cycle(cycle).state()).isIn(CycleState.STOPPING, CycleState.STOPPED);
        }
    }

    /** The change is approved, every unit has its policy, and the engine has nothing left to do now. */
    private static String rollingOut(Program program, CycleDriver driver) {
        program.bean(RunningCycles.class).releasePublished();
        until(program, () -> driver.open("approveChange") != null);
        driver.complete(driver.open("approveChange"), Person.CHANGE_MANAGER, Map.of("decision", "APPROVE"));
        until(program, () -> program.bean(JdbcTemplate.class).queryForObject("select count(*) from hotpatch.unit where policy_id is not null", Integer.class)
                == UNITS.size() && program.bean(Cycles.class).get(driver.cycleId()).state() != CycleState.AWAITING_APPROVAL && driver.due().isEmpty());
        return driver.cycleId();
    }

    private static void until(Program program, Callable<Boolean> condition) {
        TenantTime time = program.bean(TenantTime.class);
        try {
            Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(250)).until(() -> {
                if (condition.call()) {
                    return true;
                }
                time.advanceTo(time.clock().instant().plusSeconds(30));
                return false;
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(new CycleDriver(program).situation(), e);
        }
    }

    private static long suspended(Program program) {
        return program.sandbox().writesLike("\"suspend\"");
    }
}
