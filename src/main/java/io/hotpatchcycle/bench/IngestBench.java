package io.hotpatchcycle.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.hotpatchcycle.fleet.DeviceRows;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.graph.GraphSettings;
import io.hotpatchcycle.graph.GraphTenant;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** From pages of devices to a committed snapshot, and what fetching and parsing the same pages costs alone. */
final class IngestBench {

    private static final double NANOS = 1e9;
    private static final Instant NOW = Instant.parse("2026-10-14T08:00:00Z");

    private final DevicePages pages;

    IngestBench(DevicePages pages) {
        this.pages = pages;
    }

    /** What a reading cost, in seconds of wall time and of CPU. */
    record Cost(double seconds, double cpu) {
    }

    /** What it takes to fetch all pages, one after the other, and run a streaming parser over them. */
    Cost parse() throws IOException, InterruptedException {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        JsonFactory json = new JsonFactory();
        double cpu = Cpu.ofThisProgram();
        long start = System.nanoTime();
        for (int page = 0; page < pages.count(); page++) {
            HttpRequest request = HttpRequest.newBuilder(pages.page(page)).build();
            try (InputStream body = http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body(); JsonParser parser = json.createParser(body)) {
                while (parser.nextToken() != null) {
                    parser.getText();
                }
            }
        }
        return new Cost((System.nanoTime() - start) / NANOS, Cpu.ofThisProgram() - cpu);
    }

    /** What it takes until the snapshot is committed, on the path that a cycle takes. */
    Cost ingest(DataSource app) {
        GraphTenant graph = new GraphTenant(new GraphSettings(pages.tenant(), () -> "bench", Duration.ofSeconds(60), Clock.systemUTC()));
        Fleet fleet = new Fleet(new DeviceRows(new JdbcTemplate(app)), new ListOnly(graph.devices()), Clock.fixed(NOW, ZoneOffset.UTC));
        JdbcTemplate jdbc = new JdbcTemplate(app);
        double cpu = Cpu.seconds(jdbc);
        long start = System.nanoTime();
        fleet.takeSnapshot("bench");
        return new Cost((System.nanoTime() - start) / NANOS, Cpu.seconds(jdbc) - cpu);
    }
}
