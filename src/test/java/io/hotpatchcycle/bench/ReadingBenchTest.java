package io.hotpatchcycle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import io.hotpatchcycle.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the bench promises of readings and groups holds at any size. */
class ReadingBenchTest {

    private static final Instant START = Instant.parse("2026-10-14T08:00:00Z");

    private final TestDatabase database = TestDatabase.fresh();

    @AfterEach
    void close() {
        database.close();
    }

    private static SandboxTenant tenant(int devices) {
        return SandboxTenant.start(SandboxSettings.defaults().withFleet(devices, 1).withRealDatesFrom(START).withPace(0));
    }

    @Test
    void everyDeviceOfThePagesIsInTheSnapshot(@TempDir Path folder) throws Exception {
        try (DevicePages pages = new DevicePages(folder, 2 * DevicePages.PAGE)) {
            assertThat(new IngestBench(pages).parse().seconds()).isPositive();
            assertThat(new IngestBench(pages).ingest(database.app()).seconds()).isPositive();
        }
        JdbcTemplate jdbc = new JdbcTemplate(database.app());
        assertThat(jdbc.queryForObject("select count(*) from hotpatch.device where not duplicate", Integer.class)).isEqualTo(2 * DevicePages.PAGE);
        assertThat(jdbc.queryForObject("select rows_merged from hotpatch.snapshot where complete", Integer.class)).isEqualTo(2 * DevicePages.PAGE);
    }

    @Test
    void aFirstReadingUsesTheLimitAndIsNotRefused() {
        try (SandboxTenant tenant = tenant(1_000)) {
            TenantBench.Reading reading = new TenantBench(tenant.baseUrl(), database.app()).read(1, () -> Duration.ZERO);
            assertThat(reading.used()).isBetween(0.9, 1.0);
            assertThat(reading.refused()).isLessThan(0.005);
            assertThat(reading.known95()).isPositive().isLessThanOrEqualTo(reading.complete());
            assertThat(reading.complete()).isGreaterThan(Duration.ofSeconds(8));
        }
    }

    /** Three seconds at five batches in a second are fifteen of them under way. */
    @Test
    void answersOfOneToThreeSecondsLeaveNothingOfTheLimitUnused() {
        try (SandboxTenant tenant = tenant(20_000)) {
            Random random = new Random(1);
            TenantBench.Reading reading = new TenantBench(tenant.baseUrl(), database.app()).read(1, () -> Duration.ofMillis(random.nextInt(1_000, 3_000)));
            assertThat(reading.used()).isBetween(0.9, 1.0);
            assertThat(reading.refused()).isLessThan(0.005);
        }
    }

    @Test
    void aMoveOfDevicesIsATwentiethOfRequests() {
        try (SandboxTenant tenant = tenant(120)) {
            assertThat(new MembershipBench(tenant.baseUrl(), database.app()).patches(45)).isEqualTo(3);
        }
    }
}
