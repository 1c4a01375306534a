package io.hotpatchcycle.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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
 * <p>One server per JVM below {@code target/}; it is migrated once and then copied, which takes a tenth of a second.
 */
public final class TestDatabase implements AutoCloseable {

    private static final Path TARGET = Path.of("target", "test-postgres");
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static EmbeddedDatabase server;

    private final String name;
    private HikariDataSource app;

    private TestDatabase(String name) {
        this.name = name;
    }

    /** A fresh, migrated and otherwise empty database. */
    public static TestDatabase fresh() {
        String name = "test_" + NUMBER.incrementAndGet();
        server().createDatabase(name, EmbeddedDatabase.NAME);
        return new TestDatabase(name);
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

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The test database in " + folder + " is left behind", e);
        }
    }

    /** Pooled connections as the running program has them. */
    public synchronized DataSource app() {
        if (app == null) {
            HikariConfig config = new HikariConfig();
            config.setDataSource(server().as("hotpatch_app", name));
            config.setMaximumPoolSize(16);
            config.setMinimumIdle(0);
            config.setIdleTimeout(10_000);
            app = new HikariDataSource(config);
        }
        return app;
    }

    /** Connections as the migrations have them; not pooled. */
    public DataSource owner() {
        return server().as("hotpatch_owner", name);
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
        if (app != null) {
            app.close();
        }
    }
}
