package io.hotpatchcycle.preflight;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What this machine must bring: a right clock, a place outside for the head of the trail, the key of the trail, a database that answers. */
public final class HostCheck {

    /** Tokens are refused beyond five minutes. */
    private static final Duration WRONG = Duration.ofMinutes(5);
    private static final Duration SUSPICIOUS = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Host host;
    private final Clock wallClock;

    /**
     * @param graph        root of Graph
     * @param sandbox      whether the tenant is a sandbox: then a place outside is advised, not needed
     * @param places       where the head of the trail goes
     * @param keyFile      null for none
     * @param databaseUrl  empty for the embedded one
     */
    public record Host(URI graph, boolean sandbox, HeadCheck.Places places, Path keyFile, String databaseUrl, String databaseUser, String databasePassword) {

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "Host[" + graph + ", " + databaseUrl + "]";
        }
    }

    public HostCheck(Host host, Clock wallClock) {
        this.host = host;
        this.wallClock = wallClock;
    }

    /** All findings. */
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>(List.of(clock()));
        findings.addAll(new HeadCheck(host.places(), host.sandbox(), wallClock).run());
        findings.add(key());
        findings.add(database());
        return findings;
    }

    private Finding clock() {
        try {
            return skew(ServiceTime.of(URI.create(host.graph() + "/v1.0/"), wallClock));
        } catch (IOException | IllegalArgumentException e) {
            return Finding.note("clock: Graph did not tell its time (" + e.getClass().getSimpleName() + "), so this machine's cannot be compared");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.note("clock: not compared, interrupted");
        }
    }

    private static Finding skew(ServiceTime time) {
        Duration apart = time.apart();
        String text = "clock: this machine and Graph are " + apart.toSeconds() + " s apart";
        return apart.compareTo(WRONG) > 0 ? Finding.missing(text + ", so tokens are refused and times in the trail are wrong. Synchronise it by NTP.")
                : apart.compareTo(SUSPICIOUS) > 0 ? Finding.note(text + ". Synchronise it by NTP.") : Finding.ok(text);
    }

    private Finding key() {
        if (host.keyFile() == null) {
            return host.databaseUrl().isEmpty() ? Finding.ok("audit: the key of the trail is kept in the data folder")
                    : Finding.missing("audit: no key for the trail. Make one as docs/database.md says, and name it in hotpatch.audit.key-file.");
        }
        return Files.isReadable(host.keyFile()) ? Finding.ok("audit: the trail is signed with " + host.keyFile())
                : Finding.missing("audit: the key " + host.keyFile() + " of hotpatch.audit.key-file cannot be read. Check the path and its rights.");
    }

    private Finding database() {
        if (host.databaseUrl().isEmpty()) {
            return Finding.note("database: the embedded one; for operation set spring.datasource.url to a PostgreSQL of your own");
        }
        Properties properties = new Properties();
        properties.setProperty("user", String.valueOf(host.databaseUser()));
        properties.setProperty("password", host.databasePassword() == null ? "" : host.databasePassword());
        properties.setProperty("loginTimeout", Long.toString(PATIENCE.toSeconds()));
        properties.setProperty("connectTimeout", Long.toString(PATIENCE.toSeconds()));
        try (Connection connection = DriverManager.getConnection(host.databaseUrl(), properties)) {
            return Finding.ok("database: " + connection.getMetaData().getDatabaseProductName() + " "
                    + connection.getMetaData().getDatabaseProductVersion() + " answers as " + host.databaseUser());
        } catch (SQLException e) {
            return Finding.missing("database: " + host.databaseUrl() + " does not take us (" + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                    + "). Check spring.datasource.url, username and password.");
        }
    }
}
