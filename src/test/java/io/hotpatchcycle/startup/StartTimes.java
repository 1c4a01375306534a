package io.hotpatchcycle.startup;

import io.hotpatchcycle.HotpatchCycle;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Starts the program and the bare stack in turns, until Tasklist answers, and prints what each start took. */
final class StartTimes {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final String TASKLIST = "/camunda/app/tasklist/default/";

    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    private StartTimes(Path folder) {
        this.folder = folder;
    }

    /** One start: seconds until Tasklist, and seconds of CPU by then. */
    private record Start(double seconds, double cpu) {
    }

    /** @param arguments how many warm starts of each */
    public static void main(String[] arguments) throws Exception {
        int starts = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        StartTimes times = new StartTimes(Files.createDirectories(Path.of("target", "start-times")));
        times.bare();
        times.ours();
        Map<String, List<Start>> found = new LinkedHashMap<>();
        for (int i = 0; i < starts; i++) {
            found.computeIfAbsent("bare", name -> new ArrayList<>()).add(times.bare());
            found.computeIfAbsent("program", name -> new ArrayList<>()).add(times.ours());
        }
        found.forEach((name, list) -> System.out.printf("%s: median %.1f s, %.1f s of CPU, of %s%n", name, median(list, true), median(list, false), list));
    }

    private static double median(List<Start> starts, boolean wall) {
        double[] sorted = starts.stream().mapToDouble(s -> wall ? s.seconds() : s.cpu()).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private Start bare() throws IOException, InterruptedException {
        return start(BareStack.class, System.getProperty("java.class.path"), null, "--bare.folder=" + folder.resolve("bare").toAbsolutePath(), "--spring.config.location=optional:classpath:/none.yaml");
    }

    private Start ours() throws IOException, InterruptedException {
        String withoutTests = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes")).collect(Collectors.joining(File.pathSeparator));
        return start(HotpatchCycle.class, withoutTests, "change.manager:change.manager", "--hotpatch.data-dir=" + folder.resolve("program").toAbsolutePath());
    }

    private Start start(Class<?> main, String classPath, String user, String... arguments) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                classPath, main.getName(), "--server.port=" + port));
        command.addAll(List.of(arguments));
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve(main.getSimpleName() + ".log").toFile()).start();
        try {
            while (!answers(port, user)) {
                if (!process.isAlive() || System.nanoTime() - begun > LONGEST.toNanos()) {
                    throw new IllegalStateException(main.getSimpleName() + " did not start; see " + folder + ".");
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            double cpu = process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
            return new Start((System.nanoTime() - begun) / 1e9, cpu);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private boolean answers(int port, String user) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + TASKLIST)).timeout(Duration.ofSeconds(30));
        if (user != null) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user.getBytes()));
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not there yet
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
