package io.hotpatchcycle.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hotpatchcycle.crash.Strikes.Kill;
import io.hotpatchcycle.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.JdbcTemplate;

/** Kills the application at every boundary of every kind of write, and then compares ledger and tenant write by write. */
public final class CrashMatrix {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path LOGS = Path.of("target", "crash-matrix");
    private static final int DEVICES = 70;
    private static final Duration LONGEST_RUN = Duration.ofMinutes(10);
    private static final int SIGKILLED = 137;
    /** Longer than the lease of a call. */
    private static final int SECONDS_PER_RESTART = 31;
    private static final int CYCLES_WITHOUT_A_KILL = 6;
    private static final int TEST_DEVICES = 12;
    private static final String UNITS = ".*unit=(pilot|early)].*";

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.app());
    private final int port = Program.freePort();
    private final Remote tenant = new Remote(port);
    private final Releases releases = new Releases(tenant);
    private final List<String> problems = new ArrayList<>();
    private final Deque<Kill> kills;
    private final int wanted;
    /** Null where one node is killed and started again. */
    private final Pair pair;
    private Course course;
    private int killed;
    private int starts;

    private CrashMatrix(int wanted, long seed, boolean twoNodes) {
        this.wanted = wanted;
        Random random = new Random(seed);
        this.kills = twoNodes ? Strikes.ofTwoNodes(wanted, random) : Strikes.of(wanted, random);
        this.pair = twoNodes ? new Pair(LOGS, this::node, random, new Sealing(jdbc)) : null;
    }

    /** Number of kills, perhaps a seed, and perhaps 2 for two nodes, of which one is killed. */
    public static void main(String[] arguments) {
        int wanted = Integer.parseInt(arguments[0]);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        boolean twoNodes = arguments.length > 2 && arguments[2].equals("2");
        System.out.println("seed " + seed + (twoNodes ? ", two nodes" : ""));
        boolean right;
        try {
            right = new CrashMatrix(wanted, seed, twoNodes).run();
        } catch (RuntimeException | AssertionError e) {
            e.printStackTrace(System.out);
            System.out.println("0 passed, 1 failed");
            right = false;
        }
        System.exit(right ? 0 : 1);
    }

    private boolean run() {
        long started = System.nanoTime();
        Program sandbox = startSandbox();
        try {
            int idle = 0;
            for (int cycle = 1; problems.isEmpty() && (cycle == 1 || !kills.isEmpty()); cycle++) {
                int before = killed;
                if (cycle > 1) {
                    releases.next();
                }
                if (cycle == 1 && kills.stream().anyMatch(Kill::inProof)) {
                    prove();
                    // by then some devices in no policy have begun with the release that it was proven with
                    releases.next();
                }
                strangersMeddle();
                if (pair == null) {
                    carryThrough(Course.of(next(), releases.isHotpatch()).options());
                } else {
                    course = Course.of(kills, releases.isHotpatch());
                    pair.carryThrough(kills, this::killed, problems);
                }
                idle = killed > before ? 0 : idle + 1;
                if (idle == CYCLES_WITHOUT_A_KILL) {
                    problems.add("Nothing to kill came up in " + idle + " cycles: " + kills.poll());
                    idle = 0;
                }
            }
            if (pair != null) {
                problems.addAll(pair.sealing().problems());
                System.out.println(pair.sealing());
            }
            Agreement agreement = new Agreement(jdbc, writes());
            problems.addAll(agreement.problems());
            agreement.lines().forEach(System.out::println);
            problems.forEach(System.out::println);
            System.out.println("Took " + (System.nanoTime() - started) / 1_000_000_000 + " s, " + starts + " starts.");
            System.out.println(killed + agreement.agreed() + " passed, " + problems.size() + " failed");
            return problems.isEmpty() && killed == wanted;
        } finally {
            sandbox.kill();
        }
    }

    private Program startSandbox() {
        Program sandbox = new Program(LOGS.resolve("sandbox.log"), TenantProcess.class, List.of("-Xmx192m"),
                List.of(Integer.toString(port), Integer.toString(DEVICES), "3", state().toString()));
        sandbox.start();
        for (int look = 0; tenant.get("/__sandbox/clock", "test").isEmpty(); look++) {
            if (look > 600 || !sandbox.isAlive()) {
                throw new AssertionError("The sandbox does not answer; see " + LOGS.resolve("sandbox.log"));
            }
            LockSupport.parkNanos(100_000_000);
        }
        return sandbox;
    }

    private static Path state() {
        try {
            Files.createDirectories(LOGS);
            for (String log : List.of("worker.log", "first.log", "second.log", "sandbox.log")) {
                Files.deleteIfExists(LOGS.resolve(log));
            }
            return Files.createTempDirectory(LOGS, "tenant");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Kill> next() {
        return kills.stream().limit(1).toList();
    }

    /** The gate proven on test devices, as a tenant does before its first cycle: in the end its policy is deleted. */
    private void prove() {
        String group = "";
        for (JsonNode found : tenant.get("/v1.0/groups", Remote.GRAPH).orElseThrow().path("value")) {
            group = found.path("displayName").asText().endsWith(" last") ? found.path("id").asText() : group;
        }
        String members = "/v1.0/groups/" + group + "/members";
        List<String> devices = tenant.get("/v1.0/devices?$select=id&$top=" + TEST_DEVICES, Remote.GRAPH).orElseThrow().path("value").findValuesAsText("id");
        devices.forEach(id -> tenant.post(members + "/$ref", Remote.GRAPH, JSON.createObjectNode().put("@odata.id", "directoryObjects/" + id)));
        carryThrough(List.of("-Dcrash.canary=" + group));
        devices.forEach(id -> tenant.delete(members + "/" + id + "/$ref", Remote.GRAPH));
    }

    /** One release, or one proof, to its end, however often it is killed on the way. */
    private void carryThrough(List<String> course) {
        while (problems.isEmpty()) {
            Kill kill = kills.peek();
            Program worker = worker(kill, course);
            worker.start();
            starts++;
            if (kill != null && kill.boundary() == null) {
                killAtRandom(worker, kill);
            }
            Integer code = worker.ended(LONGEST_RUN);
            if (code == null) {
                worker.kill();
                problems.add("The worker does not end; see " + LOGS);
            } else if (code == SIGKILLED) {
                killed(kill);
            } else if (code == 0) {
                return;
            } else {
                problems.add("The worker ended with " + code + " after " + killed + " kills; see the end of " + LOGS.resolve("worker.log"));
            }
        }
    }

    private void killed(Kill kill) {
        killed++;
        kills.remove(kill);
        System.out.printf("%3d  %s%n", killed, kill);
    }

    /**
     * Before each cycle somebody puts devices into each group that do not belong there, and takes out some that do, so that
     * members have to be added and removed. They allow hotpatch again after a roll-back, and delete policies where a kill waits for new ones.
     */
    private void strangersMeddle() {
        String policies = "/beta/deviceManagement/windowsQualityUpdatePolicies";
        boolean anew = pair != null && kills.stream().anyMatch(Kill::whenPoliciesAreMade);
        for (JsonNode policy : tenant.get(policies, Remote.GRAPH).orElseThrow().path("value")) {
            if (anew && policy.path("description").asText().matches(UNITS)) {
                tenant.delete(policies + "/" + policy.path("id").asText(), Remote.GRAPH);
            } else if (!policy.path("hotpatchEnabled").asBoolean() && policy.path("description").asText().matches(UNITS)) {
                tenant.patch(policies + "/" + policy.path("id").asText(), Remote.GRAPH, JSON.createObjectNode().put("hotpatchEnabled", true));
            }
        }
        List<JsonNode> devices = new ArrayList<>();
        tenant.get("/v1.0/devices?$select=id&$top=999", Remote.GRAPH).orElseThrow().path("value").forEach(devices::add);
        for (JsonNode group : tenant.get("/v1.0/groups", Remote.GRAPH).orElseThrow().path("value")) {
            if (group.path("description").asText().matches(UNITS)) {
                String members = "/v1.0/groups/" + group.path("id").asText() + "/members";
                List<String> inside = tenant.get(members + "?$top=999", Remote.GRAPH).orElseThrow().path("value").findValuesAsText("id");
                devices.stream().map(d -> d.path("id").asText()).filter(id -> !inside.contains(id)).limit(2).forEach(id ->
                        tenant.post(members + "/$ref", Remote.GRAPH, JSON.createObjectNode().put("@odata.id", "directoryObjects/" + id)));
                inside.stream().limit(2).forEach(id -> tenant.delete(members + "/" + id + "/$ref", Remote.GRAPH));
            }
        }
    }

    private Program worker(Kill kill, List<String> course) {
        List<String> options = new ArrayList<>(List.of("-Xmx384m", "-Dcrash.later=" + starts * SECONDS_PER_RESTART, "-Dcrash.tenant=" + port));
        options.addAll(course);
        if (kill != null && kill.boundary() != null) {
            options.addAll(List.of("-Dcrash.boundary=" + kill.boundary(), "-Dcrash.kind=" + kill.kind()));
        }
        return new Program(LOGS.resolve("worker.log"), Worker.class, options, arguments("worker"));
    }

    private Program node(String name, Path camp) {
        starts++;
        List<String> options = new ArrayList<>(List.of("-Xmx384m", "-Dcrash.camp=" + camp, "-Dcrash.tenant=" + port));
        options.addAll(course.options());
        return new Program(LOGS.resolve(name + ".log"), Worker.class, options, arguments(name));
    }

    private List<String> arguments(String node) {
        return List.of("--server.port=0", "--hotpatch.headless=true", "--hotpatch.data-dir=" + LOGS.resolve("data-" + node), "--hotpatch.sandbox.enabled=true",
                "--hotpatch.graph.base-url=http://127.0.0.1:" + port, "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=hotpatch_app", "--spring.flyway.user=hotpatch_owner", "--spring.datasource.hikari.minimum-idle=0",
                "--hotpatch.audit.key-file=" + TestDatabase.keyFile(), "--camunda.bpm.job-execution.enabled=false", "--spring.main.lazy-initialization=true",
                "--hotpatch.report-delay=4h", "--hotpatch.rings[0].name=pilot", "--hotpatch.rings[0].share=40", "--hotpatch.rings[1].name=early",
                "--hotpatch.rings[1].share=60");
    }

    private static void killAtRandom(Program worker, Kill kill) {
        if (worker.says("READY", LONGEST_RUN)) {
            LockSupport.parkNanos(kill.millis() * 1_000_000L);
            if (worker.isAlive()) {
                worker.kill();
            }
        }
    }

    private List<JsonNode> writes() {
        List<JsonNode> writes = new ArrayList<>();
        tenant.get("/__sandbox/writes", "test").orElseThrow().forEach(writes::add);
        return writes;
    }
}
