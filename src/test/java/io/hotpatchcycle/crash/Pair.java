package io.hotpatchcycle.crash;

import io.hotpatchcycle.crash.Strikes.Kill;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Two nodes on one database, their job executors on, of which one is killed: the other one goes on with its work. */
final class Pair {

    private static final Duration LONGEST_RUN = Duration.ofMinutes(10);
    private static final int SIGKILLED = 137;
    private static final List<String> NAMES = List.of("first", "second");

    private final Path logs;
    private final BiFunction<String, Path, Program> programs;
    private final Random random;
    private final Sealing sealing;
    /** Those that were not seen to end. */
    private final Map<String, Program> nodes = new TreeMap<>();
    /** One for all cycles: no clock may go back. */
    private Camp camp;
    private Path folder;

    /** @param programs makes the node of a name, for a camp */
    Pair(Path logs, BiFunction<String, Path, Program> programs, Random random, Sealing sealing) {
        this.sealing = sealing;
        this.logs = logs;
        this.programs = programs;
        this.random = random;
    }

    /** One release to its end, however often one of the nodes is killed on the way; the last one killed has no successor. */
    void carryThrough(Deque<Kill> kills, Consumer<Kill> killed, Collection<String> problems) {
        try {
            if (camp == null) {
                folder = Files.createTempDirectory(logs, "camp").toAbsolutePath();
                camp = new Camp(folder);
            }
            camp.gather("start");
            NAMES.forEach(this::start);
            while (!nodes.isEmpty()) {
                awaitAll();
                sealing.watch();
                camp.arm(kills);
                killAtRandom(kills.peek());
                String ended = firstEnd();
                int code = nodes.remove(ended).ended(LONGEST_RUN);
                if (code == SIGKILLED) {
                    camp.died();
                    sealing.after(camp.struck());
                    killed.accept(struck(kills, camp.struck()));
                    if (!kills.isEmpty()) {
                        start(ended);
                    }
                } else if (code == 0) {
                    sealing.rest();
                    // the other one finds everything at its end
                    camp.arm(List.of());
                } else {
                    throw new AssertionError("The " + ended + " node ended with " + code + "; see the end of its log in " + logs);
                }
            }
        } catch (AssertionError e) {
            problems.add(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            sealing.rest();
            nodes.values().forEach(Program::kill);
            nodes.clear();
        }
    }

    Sealing sealing() {
        return sealing;
    }

    private static Kill struck(Collection<Kill> kills, String what) {
        return kills.stream().filter(k -> k.toString().equals(what)).findFirst().orElseThrow(() -> new AssertionError("Nobody wanted this kill: " + what));
    }

    private void start(String name) {
        Program node = programs.apply(name, folder);
        node.start();
        nodes.put(name, node);
    }

    private void awaitAll() {
        nodes.forEach((name, node) -> {
            if (!node.says("READY", LONGEST_RUN) && node.isAlive()) {
                throw new AssertionError("The " + name + " node does not come up; see its log in " + logs);
            }
        });
    }

    private void killAtRandom(Kill kill) {
        if (kill != null && kill.boundary() == null && nodes.size() == NAMES.size()) {
            LockSupport.parkNanos(kill.millis() * 1_000_000L);
            if (nodes.values().stream().allMatch(Program::isAlive)) {
                camp.gather(kill.toString());
                nodes.get(NAMES.get(random.nextInt(NAMES.size()))).kill();
            }
        }
    }

    private String firstEnd() {
        long until = System.nanoTime() + LONGEST_RUN.toNanos();
        while (System.nanoTime() < until) {
            for (Map.Entry<String, Program> node : nodes.entrySet()) {
                if (!node.getValue().isAlive()) {
                    return node.getKey();
                }
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw new AssertionError("The two nodes do not come to an end; see " + logs);
    }
}
