package io.hotpatchcycle.crash;

import io.hotpatchcycle.HotpatchCycle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The program in a JVM of its own, with a log file. */
final class Program {

    private final Path log;
    private final List<String> command;
    private Process process;
    private long from;

    Program(Path log, String heap, String... arguments) {
        this(log, HotpatchCycle.class, List.of(heap), List.of(arguments));
    }

    /** @param main a class whose main method is run, e.g. one of the harness */
    Program(Path log, Class<?> main, List<String> options, List<String> arguments) {
        this.log = log;
        this.command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-Xshare:auto", "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(arguments);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        try {
            Files.createDirectories(log.getParent());
            from = Files.exists(log) ? Files.size(log) : 0;
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Its exit code once it has ended; null when it still runs after this time. */
    Integer ended(Duration within) {
        try {
            return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    /** Whether it has said this on a line of its own since it was started; false when it ended before. */
    boolean says(String line, Duration within) {
        long until = System.nanoTime() + within.toNanos();
        while (isAlive() && System.nanoTime() < until) {
            try {
                byte[] all = Files.readAllBytes(log);
                if (new String(all, (int) from, all.length - (int) from, StandardCharsets.UTF_8).lines().anyMatch(line::equals)) {
                    return true;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            LockSupport.parkNanos(5_000_000);
        }
        return false;
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** SIGTERM, so that it takes its database with it. */
    void stop() {
        if (isAlive()) {
            process.destroy();
            await();
        }
    }

    private void await() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("The process does not end; see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
