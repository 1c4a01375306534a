package io.hotpatchcycle.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.hotpatchcycle.StartRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL server that outlives its program when that program is killed hard.
 *
 * <p>A new server would wait for the old one's {@code postmaster.pid} until it gives up. The caller holds the lock of
 * the folder, so nobody can be using the old server any more.
 */
final class OrphanServer {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanServer.class);
    private static final int PATIENCE_SECONDS = 20;

    private OrphanServer() {
    }

    /** Stops the server that still runs on {@code data}, if there is one. */
    static void stop(Path data) throws IOException {
        Optional<ProcessHandle> orphan = find(data);
        if (orphan.isEmpty()) {
            return;
        }
        LOG.info("Stopping PostgreSQL (process {}) that an earlier run left behind", orphan.get().pid());
        orphan.get().destroy();
        if (!gone(orphan.get())) {
            orphan.get().destroyForcibly();
            if (!gone(orphan.get())) {
                throw new StartRefusedException("PostgreSQL process " + orphan.get().pid() + " of an earlier run still uses "
                        + data + " and does not stop; end it by hand and start again.");
            }
        }
    }

    private static Optional<ProcessHandle> find(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.get(0).trim().matches("\\d{1,18}")) {
            return Optional.empty(); // torn by the crash: PostgreSQL itself decides what to do with it
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).trim())).filter(OrphanServer::isPostgres);
    }

    /** Process numbers are used again: only what runs a program named postgres is touched. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.isAlive() && process.info().command()
                .map(command -> Path.of(command).getFileName().toString())
                .filter(name -> name.equals("postgres") || name.equals("postgres.exe"))
                .isPresent();
    }

    private static boolean gone(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
