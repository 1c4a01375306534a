package io.hotpatchcycle.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import io.hotpatchcycle.StartRefusedException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL server of our own, started as a child process on the loopback address with a random port.
 *
 * <p>Below the folder it keeps {@code postgres} (the data), {@code postgres-bin} (the unpacked programs) and a lock
 * file. One program at a time may use a folder. Connections from this machine are trusted without a password, so
 * the server is for one user's machine; a shared machine uses an outside PostgreSQL.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    /** Name of the database that holds schema {@code hotpatch} and, in {@code public}, the tables of the engine. */
    public static final String NAME = "hotpatch";

    private static final Duration STARTUP_WAIT = Duration.ofSeconds(120);

    private final FolderLock lock;
    private final EmbeddedPostgres postgres;

    private EmbeddedDatabase(FolderLock lock, EmbeddedPostgres postgres) {
        this.lock = lock;
        this.postgres = postgres;
    }

    /** How much a crash of the machine may cost. */
    public enum Durability {
        /** Every commit is on disk before it is confirmed. */
        KEPT,
        /** Nothing is flushed: for rehearsals and tests, whose database is thrown away. */
        THROWN_AWAY
    }

    /**
     * Starts the server on the folder and creates database and roles where they are missing.
     *
     * <p>A server that a killed program left behind on this folder is stopped first.
     *
     * @param folder created when missing
     * @throws StartRefusedException when another program uses the folder, or the server does not start
     */
    public static EmbeddedDatabase start(Path folder, Durability durability) {
        return start(folder, folder, durability);
    }

    /**
     * As {@link #start(Path, Durability)}, with the unpacked programs in a folder that several databases share.
     *
     * @param programs folder in which {@code postgres-bin} is looked for, or unpacked
     */
    public static EmbeddedDatabase start(Path folder, Path programs, Durability durability) {
        Path home = folder.toAbsolutePath().normalize();
        FolderLock lock = FolderLock.take(home);
        try {
            Path data = home.resolve("postgres");
            OrphanServer.stop(data);
            Path bin = Files.createDirectories(programs.toAbsolutePath().normalize().resolve("postgres-bin"));
            EmbeddedPostgres postgres = launch(data, bin, durability);
            Roles.create(postgres.getPostgresDatabase());
            return new EmbeddedDatabase(lock, postgres);
        } catch (IOException | SQLException | RuntimeException e) {
            lock.release();
            throw e instanceof StartRefusedException refused ? refused
                    : new StartRefusedException("The embedded PostgreSQL on " + home + " did not start (" + e.getMessage()
                            + "); look into its folder, or set spring.datasource.url to a PostgreSQL of your own.", e);
        }
    }

    private static EmbeddedPostgres launch(Path data, Path bin, Durability durability) throws IOException {
        String flush = durability == Durability.KEPT ? "on" : "off";
        // What is thrown away need not be written out at checkpoints.
        String log = durability == Durability.KEPT ? "1GB" : "8GB";
        // A rehearsal lives a month in twenty seconds: dead rows are cleared away at its pace, not once a minute.
        String clearing = durability == Durability.KEPT ? "1min" : "1s";
        String clearingRests = durability == Durability.KEPT ? "2ms" : "0";
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(bin.toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                // the server's own C.UTF-8: the order of the machine's, at a third of the cost of sorting
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("locale", "C.UTF-8")
                .setLocaleConfig("encoding", "UTF8")
                // the library starts with -F and asynchronous commit; what is set here comes later and wins
                .setServerConfig("fsync", flush)
                .setServerConfig("synchronous_commit", flush)
                .setServerConfig("full_page_writes", flush)
                .setServerConfig("max_wal_size", log)
                .setServerConfig("checkpoint_timeout", durability == Durability.KEPT ? "5min" : "1h")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("autovacuum_naptime", clearing)
                .setServerConfig("autovacuum_vacuum_cost_delay", clearingRests)
                .setPGStartupWait(STARTUP_WAIT)
                .start();
    }

    /** JDBC address of the database named {@link #NAME}, without user. */
    public String url() {
        return url(NAME);
    }

    /** JDBC address of another database of this server, without user. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database;
    }

    /** Connections as {@code role} to a database of this server; not pooled. */
    public DataSource as(String role, String database) {
        return postgres.getDatabase(role, database);
    }

    /**
     * Creates one more database, owned by {@code hotpatch_owner}.
     *
     * @param template database to copy, to which nobody may be connected
     */
    public void createDatabase(String name, String template) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            Roles.createDatabase(connection, name, template);
        } catch (SQLException e) {
            throw new IllegalStateException("Database " + name + " could not be created from " + template, e);
        }
    }

    /** Removes a database made by {@link #createDatabase}, whoever is connected to it. */
    public void dropDatabase(String name) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            Roles.dropDatabase(connection, name);
        } catch (SQLException e) {
            throw new IllegalStateException("Database " + name + " could not be dropped", e);
        }
    }

    /** TCP port on 127.0.0.1. */
    public int port() {
        return postgres.getPort();
    }

    /** Stops the server, after a checkpoint, and lets go of the folder. */
    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL did not stop cleanly; the next start recovers it", e);
        } finally {
            lock.release();
        }
    }
}
