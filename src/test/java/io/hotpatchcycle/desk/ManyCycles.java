package io.hotpatchcycle.desk;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.HotpatchCycle;
import io.hotpatchcycle.TenantTime;
import io.hotpatchcycle.audit.Sealer;
import io.hotpatchcycle.audit.SigningKey;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.database.EmbeddedDatabase;
import io.hotpatchcycle.process.EngineDriver;
import io.hotpatchcycle.process.RunningCycles;
import io.hotpatchcycle.rehearsal.Rehearsal;
import io.hotpatchcycle.sandbox.ReleaseList;
import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.FileSystemUtils;

/** The program with many cycles behind it: two rehearsed for real, the others copies of them in every table the desk reads. */
final class ManyCycles implements AutoCloseable {

    private static final YearMonth FIRST = YearMonth.of(2025, 2);
    private static final int REHEARSED = 2;

    private final Path folder = Files.createTempDirectory("hotpatch-desk");
    private final EmbeddedDatabase database = EmbeddedDatabase.start(folder, EmbeddedDatabase.Durability.THROWN_AWAY);
    private final SandboxTenant tenant;
    private final ConfigurableApplicationContext context;

    ManyCycles(int cycles, int devices) throws IOException {
        ReleaseList list = ReleaseList.bundled().until(FIRST.plusMonths(REHEARSED - 1));
        Instant start = list.monthlyClientDates().stream().filter(d -> !YearMonth.from(d).isBefore(FIRST)).findFirst().orElseThrow().atTime(17, 0).toInstant(ZoneOffset.UTC);
        tenant = SandboxTenant.start(SandboxSettings.defaults().withFleet(devices, 1).withReleases(list).withPace(0).withRealDatesFrom(start));
        Path key = folder.resolve("key.pem");
        SigningKey.readOrCreate(key);
        context = new SpringApplicationBuilder(HotpatchCycle.class).run(Stream.of("spring.datasource.url=" + database.url(),
                "spring.datasource.username=hotpatch_app", "spring.flyway.url=" + database.url(), "spring.flyway.user=hotpatch_owner",
                "hotpatch.graph.base-url=" + tenant.baseUrl(), "hotpatch.headless=true", "hotpatch.audit.key-file=" + key, "hotpatch.sandbox.enabled=true",
                "camunda.bpm.job-execution.enabled=false", "server.port=0", "logging.level.root=error").map(p -> "--" + p).toArray(String[]::new));
        List<String> problems = new Rehearsal(context.getBean(EngineDriver.class), context.getBean(RunningCycles.class), context.getBean(Cycles.class),
                context.getBean(TenantTime.class), context.getBean(Clocks.BUSINESS, Clock.class), 1).run(REHEARSED, start.plus(Duration.ofDays(150)), ended -> { });
        if (!problems.isEmpty()) {
            throw new IllegalStateException("The cycles to copy did not end: " + problems);
        }
        copy(Math.max(0, (cycles - 1) / REHEARSED));
        context.getBean(Sealer.class).seal();
    }

    private void copy(int copies) throws IOException {
        String sql = new String(ManyCycles.class.getResourceAsStream("/desk/copies.sql").readAllBytes(), StandardCharsets.UTF_8);
        SingleConnectionDataSource one = new SingleConnectionDataSource(database.url(), "postgres", "", true);
        try {
            JdbcTemplate jdbc = new JdbcTemplate(one);
            jdbc.execute(sql);
            jdbc.execute("call pg_temp.copies(" + copies + ")");
            jdbc.execute("vacuum analyze");
        } finally {
            one.destroy();
        }
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** What a question about the database answers. */
    String text(String sql) {
        return context.getBean(JdbcTemplate.class).queryForList(sql, String.class).stream().findFirst().orElseThrow(() -> new IllegalStateException("Nothing: " + sql));
    }

    /** The second column of what a question about the database answers, by the first. */
    Map<String, String> texts(String sql, Object... about) {
        Map<String, String> found = new TreeMap<>();
        context.getBean(JdbcTemplate.class).query(sql, rs -> {
            found.put(rs.getString(1), rs.getString(2));
        }, about);
        return found;
    }

    @Override
    public void close() throws IOException {
        context.close();
        tenant.close();
        database.close();
        FileSystemUtils.deleteRecursively(folder);
    }
}
