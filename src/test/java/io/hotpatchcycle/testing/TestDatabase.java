package io.hotpatchcycle.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hotpatchcycle.audit.SigningKey;
import io.hotpatchcycle.database.EmbeddedDatabase;
import io.hotpatchcycle.database.Migrations;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * A database of its own for a test class, with every migration applied.
 *
 * <p>One server per JVM below {@code target/}; it is migrated once and then copied, while the test before still runs.
 */
public final class TestDatabase implements AutoCloseable {

    private static final Path TARGET = Path.of("target", "test-postgres");
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static EmbeddedDatabase server;
    private static CompletableFuture<String> next;

    private final String name;
    private HikariDataSource app;
    private HikariDataSource owner;

    private TestDatabase(String name) {
        this.name = name;
    }

    /** A fresh, migrated and otherwise empty database. */
    public static synchronized TestDatabase fresh() {
        String name = (next == null ? copy() : next).join();
        next = copy();
        return new TestDatabase(name);
    }

    private static CompletableFuture<String> copy() {
        String name = "test_" + NUMBER.incrementAndGet();
        EmbeddedDatabase from = server();
        return CompletableFuture.supplyAsync(() -> {
            from.createDatabase(name, EmbeddedDatabase.NAME);
            return name;
        });
    }

    private static synchronized EmbeddedDatabase server() {
        if (server == null) {
            Path folder = TARGET.resolve(Long.toString(ProcessHandle.current().pid()));
            EmbeddedDatabase started =
                    EmbeddedDatabase.start(folder, TARGET, EmbeddedDatabase.Durability.THROWN_AWAY);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                started.close();
                delete(folder);
            }));
            Migrations.apply(started.as("hotpatch_owner", EmbeddedDatabase.NAME));
            server = started;
        }
        return server;
    }

    /** A hundred thousand small files: left to the system where it can, because the virtual machine would wait half a minute for them. */
    private static void delete(Path folder) {
        try {
            new ProcessBuilder("rm", "-rf", folder.toAbsolutePath().toString()).start();
        } catch (IOException withoutRm) {
            deleteOneByOne(folder);
        }
    }

    private static void deleteOneByOne(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The test database in " + folder + " is left behind", e);
        }
    }

    /** Connections as the running program has them. */
    public synchronized DataSource app() {
        if (app == null) {
            app = pool("hotpatch_app");
        }
        return app;
    }

    /** Connections as the migrations have them. */
    public synchronized DataSource owner() {
        if (owner == null) {
            owner = pool("hotpatch_owner");
        }
        return owner;
    }

    private HikariDataSource pool(String role) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(server().as(role, name));
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(0);
        config.setIdleTimeout(10_000);
        return new HikariDataSource(config);
    }

    /** JDBC address without user. */
    public String url() {
        return server().url(name);
    }

    /** Makes a Spring context use this database like one outside. */
    public void register(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", this::url);
        properties.add("spring.datasource.username", () -> "hotpatch_app");
        properties.add("spring.flyway.user", () -> "hotpatch_owner");
        properties.add("spring.datasource.hikari.minimum-idle", () -> "0");
        properties.add("hotpatch.audit.key-file", TestDatabase::keyFile);
    }

    /** A key for the trail; programs of this JVM share it. */
    public static synchronized Path keyFile() {
        Path file = TARGET.resolve("audit-key.pem").toAbsolutePath();
        SigningKey.readOrCreate(file);
        return file;
    }

    @Override
    public synchronized void close() {
        Stream.of(app, owner).filter(Objects::nonNull).forEach(HikariDataSource::close);
    }
}
