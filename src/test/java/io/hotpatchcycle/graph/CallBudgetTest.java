package io.hotpatchcycle.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.kiota.HttpMethod;
import io.hotpatchcycle.TenantTime;
import io.hotpatchcycle.rollout.MovableClock;
import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import io.hotpatchcycle.testing.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Graph allows is shared by all nodes, used well and never exceeded. */
class CallBudgetTest {

    private static final Instant START = Instant.parse("2026-10-14T08:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(10);

    private final TestDatabase database = TestDatabase.fresh();
    private final MovableClock clock = new MovableClock(START);

    @AfterEach
    void close() {
        database.close();
    }

    private CallBudgetRows node(double share) {
        return new CallBudgetRows(database.app(), share, clock);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noWindowOfGraphsEverSeesMoreThanOurShareAndMostOfItIsUsed(long seed) {
        List<CallBudgetRows> nodes = List.of(node(0.5), node(0.5));
        Random random = new Random(seed);
        clock.pass(Duration.ofSeconds(60));
        nodes.get(0).take(CallFamily.INTUNE_DEVICES, 1, LONG);
        clock.pass(Duration.ofSeconds(30));
        List<Instant> calls = new ArrayList<>();
        while (calls.size() < 6_000) {
            int units = 1 + random.nextInt(20);
            Duration wait = nodes.get(random.nextInt(2)).take(CallFamily.INTUNE_DEVICES, units, LONG);
            clock.pass(wait);
            Instant now = clock.instant();
            IntStream.range(0, units).forEach(i -> calls.add(now));
        }
        for (int first = 0, last = 0; last < calls.size(); last++) {
            while (!calls.get(first).plusSeconds(20).isAfter(calls.get(last))) {
                first++;
            }
            assertThat(last - first + 1).as("calls in 20 s from " + calls.get(first)).isLessThanOrEqualTo(1_000);
        }
        double seconds = Duration.between(calls.get(0), clock.instant()).toMillis() / 1000.0;
        assertThat(calls.size() / seconds).isGreaterThan(0.9 * 1_000 / 20);
    }

    @Test
    void startsEmptySoThatACrashGivesNothingAway() {
        assertThat(node(1).take(CallFamily.INTUNE_DEVICES, 95, LONG)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void takesNothingWhereTheWaitIsTooLong() {
        CallBudgetRows node = node(1);
        assertThat(node.take(CallFamily.INTUNE_DEVICES, 95, LONG)).isEqualTo(Duration.ofSeconds(1));
        assertThat(node.take(CallFamily.INTUNE_DEVICES, 950, Duration.ofSeconds(5))).isGreaterThan(Duration.ofSeconds(5));
        clock.pass(Duration.ofSeconds(1));
        assertThat(node.take(CallFamily.INTUNE_DEVICES, 95, LONG)).as("the refused 950 cost nothing").isEqualTo(Duration.ofSeconds(1));
        assertThat(node.take(CallFamily.IDENTITY, 1, LONG)).as("another family").isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aStopOfGraphsHoldsEveryNode() {
        clock.pass(Duration.ofSeconds(60));
        CallBudgetRows node = node(1);
        node.take(CallFamily.INTUNE_DEVICES, 1, LONG);
        node.blocked(CallFamily.INTUNE_DEVICES, Duration.ofSeconds(17));
        assertThat(node(1).take(CallFamily.INTUNE_DEVICES, 1, LONG)).isEqualTo(Duration.ofSeconds(17));
        assertThat(node(1).take(CallFamily.INTUNE_DEVICES, 1, Duration.ofSeconds(5))).isGreaterThan(Duration.ofSeconds(5));
        clock.pass(Duration.ofSeconds(17));
        assertThat(node(1).take(CallFamily.INTUNE_DEVICES, 1, LONG)).isZero();
    }

    /** The batch itself was taken: Graph stops the family of the item. */
    @Test
    void aStopOfAnItemInABatchHoldsEveryNodeToo() {
        clock.pass(Duration.ofSeconds(60));
        CallBudgetRows node = node(1);
        List.of(CallFamily.INTUNE_DEVICES, CallFamily.IDENTITY).forEach(family -> node.take(family, 1, LONG));
        JsonNode batch = Json.parse("""
                {"requests":[{"id":"1","method":"GET","url":"/deviceManagement/managedDevices/a"},{"id":"2","method":"GET","url":"/devices/b"}]}""".getBytes()).orElseThrow();
        byte[] answer = """
                {"responses":[{"id":"1","status":429,"headers":{"Retry-After":"17"},"body":{}},{"id":"2","status":200,"body":{"number":429}}]}""".getBytes();
        new Metered(node, time -> { }).answered(HttpMethod.POST, URI.create("https://graph.example/beta/$batch"), batch, new Reply(200, answer, null, null));
        assertThat(node(1).take(CallFamily.INTUNE_DEVICES, 1, LONG)).isEqualTo(Duration.ofSeconds(17));
        assertThat(node(1).take(CallFamily.IDENTITY, 1, LONG)).isLessThan(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1.01, Double.NaN})
    void aShareThatIsNoneIsRefused(double share) {
        assertThatThrownBy(() -> node(share)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("hotpatch.graph.budget-share");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"GET|/beta/deviceManagement/managedDevices?$top=1000|{INTUNE_DEVICES=1}",
        "POST|/v1.0/deviceManagement/managedDevices/1/rebootNow|{INTUNE_DEVICES=1, INTUNE_DEVICES_WRITES=1}",
        "GET|/v1.0/deviceManagement/deviceConfigurations|{INTUNE_CONFIGURATION=1}", "GET|/beta/admin/windows/updates/catalog/entries|{INTUNE_CONFIGURATION=1}",
        "PATCH|/v1.0/groups/1|{IDENTITY=1, IDENTITY_WRITES=1}", "GET|/v1.0/groups/1/members?%24select=id&%24top=999|{IDENTITY=2}",
        "GET|/v1.0/groups/1/transitiveMembers/microsoft.graph.device|{IDENTITY=5}", "GET|/v1.0/subscribedSkus|{IDENTITY=3}",
        "GET|/v1.0/devices?$select=id&$top=5|{IDENTITY=1}"})
    void costsWhatGraphMeters(HttpMethod method, String target, String cost) {
        assertThat(CallCost.of(method, URI.create("https://graph.example" + target), null)).hasToString(cost);
    }

    @Test
    void everyItemOfABatchCounts() {
        assertThat(CallCost.of(HttpMethod.POST, URI.create("https://graph.example/beta/$batch"), Json.parse(
                "{\"requests\":[{\"method\":\"GET\",\"url\":\"/deviceManagement/managedDevices/1\"},{\"method\":\"GET\",\"url\":\"/deviceManagement/managedDevices/2\"}]}"
                        .getBytes()).orElseThrow())).isEqualTo(Map.of(CallFamily.INTUNE_DEVICES, 2));
    }

    /** The sandbox enforces the limits in business time; who meters himself is never refused. */
    @Test
    void aMeteredReadingIsNeverThrottledAndAnUnmeteredOneIs() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(SandboxSettings.defaults().withFleet(3_000, 1).withRealDatesFrom(START).withPace(0))) {
            TenantTime time = new TenantTime(tenant.baseUrl(), Clock.systemUTC());
            GraphSettings settings = new GraphSettings(tenant.baseUrl(), () -> "t", Duration.ofSeconds(30), Clock.systemUTC());
            BackOff.Sleeper sleeper = wait -> time.advanceTo(time.clock().instant().plus(wait));
            assertThat(refused(tenant, new GraphTenant(settings, new BackOff(sleeper, () -> 1)))).isPositive();
            assertThat(refused(tenant, GraphTenant.metered(settings, database.app(), 1, time.clock(),
                    wait -> time.advanceTo(time.clock().instant().plus(wait)), oneByOne()))).isZero();
        }
    }

    private static JsonNode batchOfReads() {
        StringBuilder requests = new StringBuilder();
        IntStream.range(0, 20).forEach(i -> requests.append(i == 0 ? "" : ",").append("{\"method\":\"GET\",\"url\":\"/deviceManagement/managedDevices/").append(i)
                .append("\"}"));
        return Json.parse(("{\"requests\":[" + requests + "]}").getBytes()).orElseThrow();
    }

    /** A small share is used up by a few batches: the reading of the fleet waits for its turn, and nobody on the engine's threads does. */
    @Test
    void aFullBucketIsWaitedForBesideTheEngineAndIsNoFailedAttempt() throws NoAnswer {
        CallBudgetRows node = node(0.05);
        assertThat(node.take(CallFamily.INTUNE_DEVICES, 400, LONG)).isGreaterThan(Duration.ofSeconds(80));
        Metered metered = new Metered(node, clock::pass);
        URI one = URI.create("https://graph.example/beta/deviceManagement/managedDevices/a");
        assertThatThrownBy(() -> metered.admit(HttpMethod.GET, one, null)).isInstanceOf(NoAnswer.class).hasMessageContaining("30 s", "budget-share");
        assertThat(clock.instant()).isEqualTo(START);
        metered.admit(HttpMethod.POST, URI.create("https://graph.example/beta/$batch"), batchOfReads());
        assertThat(Duration.between(START, clock.instant())).as("all of 420 at 4.75 a second").isBetween(Duration.ofSeconds(88), Duration.ofSeconds(90));
        assertThat(metered.heldBackNanos()).as("no slow answer").isEqualTo(Duration.between(START, clock.instant()).toNanos());
        node.blocked(CallFamily.INTUNE_DEVICES, Duration.ofHours(2));
        assertThatThrownBy(() -> metered.admit(HttpMethod.POST, URI.create("https://graph.example/beta/$batch"), batchOfReads())).isInstanceOf(NoAnswer.class);
        assertThat(Duration.between(START, clock.instant())).as("but not for ever").isLessThan(Duration.ofMinutes(25));
    }

    /** Answers of four seconds: at a twentieth of what Graph allows, a batch of twenty every four seconds. */
    @ParameterizedTest
    @CsvSource({"0.05, 2", "1, 20"})
    void noMoreBatchesAreUnderWayThanTheShareAllows(double share, int most) throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(SandboxSettings.defaults().withFleet(700, 1).withRealDatesFrom(START).withPace(0))) {
            TenantTime time = new TenantTime(tenant.baseUrl(), Clock.systemUTC());
            Slow flights = new Slow(time.clock());
            GraphTenant graph = GraphTenant.metered(new GraphSettings(tenant.baseUrl(), () -> "t", Duration.ofSeconds(30), Clock.systemUTC()), database.app(), share,
                    time.clock(), wait -> time.advanceTo(time.clock().instant().plus(wait)), flights);
            List<String> ids = new ArrayList<>();
            graph.devices().readDevices(page -> page.forEach(device -> ids.add(device.id())));
            int[] known = {0};
            graph.devices().readHardware(ids, page -> known[0] += page.size());
            assertThat(known[0]).isEqualTo(ids.size());
            assertThat(flights.most).isEqualTo(most);
        }
    }

    /** Every answer takes four seconds, and the time for which its question was held back. */
    private static final class Slow implements Flights {

        private final Clock clock;
        private int under;
        private int most;

        private Slow(Clock clock) {
            this.clock = clock;
        }

        @Override
        public <A> CompletableFuture<Told<A>> ask(Supplier<A> question) {
            most = Math.max(most, ++under);
            Instant start = clock.instant();
            A answer = question.get();
            return CompletableFuture.completedFuture(new Told<>(answer, Duration.between(start, clock.instant()).plusSeconds(4).toNanos()));
        }

        @Override
        public <A> A arrived(CompletableFuture<A> asked) {
            under--;
            return asked.join();
        }
    }

    private static Flights oneByOne() {
        return new Flights() {

            @Override
            public <A> CompletableFuture<Told<A>> ask(Supplier<A> question) {
                return CompletableFuture.completedFuture(new Told<>(question.get(), 0));
            }

            @Override
            public <A> A arrived(CompletableFuture<A> asked) {
                return asked.join();
            }
        };
    }

    private static int refused(SandboxTenant tenant, GraphTenant graph) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        URI throttle = URI.create(tenant.baseUrl() + "/__sandbox/throttle");
        http.send(HttpRequest.newBuilder(throttle).POST(HttpRequest.BodyPublishers.ofString("{\"enforce\":true}")).build(), HttpResponse.BodyHandlers.ofString());
        List<String> ids = new ArrayList<>();
        graph.devices().readDevices(page -> page.forEach(device -> ids.add(device.id())));
        int[] known = {0};
        graph.devices().readHardware(ids, page -> known[0] += page.size());
        assertThat(known[0]).isEqualTo(ids.size()).isGreaterThan(2_500);
        String told = http.send(HttpRequest.newBuilder(throttle).build(), HttpResponse.BodyHandlers.ofString()).body();
        return Json.parse(told.getBytes()).orElseThrow().path("refused").asInt();
    }
}
