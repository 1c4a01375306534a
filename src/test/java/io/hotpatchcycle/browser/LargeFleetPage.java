package io.hotpatchcycle.browser;

import io.hotpatchcycle.HotpatchCycle;
import io.hotpatchcycle.audit.SigningKey;
import io.hotpatchcycle.bench.PlanBench;
import io.hotpatchcycle.bench.SyntheticFleet;
import io.hotpatchcycle.database.EmbeddedDatabase;
import io.hotpatchcycle.process.Models;
import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.FileSystemUtils;

/** A person looks at the readiness of a large fleet in Chromium: what the page says is what the database counts, and it comes in time. */
final class LargeFleetPage {

    private static final double ALLOWED = 5_000;
    /** What else runs on the machine makes a page slower, never quicker. */
    private static final int TIMES = 3;
    private static final String PLAN = "from hotpatch.plan_device where cycle_id = ? and population = 'ACTIVE'";

    private final JdbcTemplate jdbc;
    private final Chromium browser;
    private int passed;
    private int failed;

    private LargeFleetPage(JdbcTemplate jdbc, Chromium browser) {
        this.jdbc = jdbc;
        this.browser = browser;
    }

    /** @param arguments how many devices */
    public static void main(String[] arguments) throws Exception {
        int devices = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("hotpatch-large");
        Path key = folder.resolve("key.pem");
        SigningKey.readOrCreate(key);
        int failed;
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, EmbeddedDatabase.Durability.THROWN_AWAY);
             SandboxTenant tenant = SandboxTenant.start(SandboxSettings.defaults().withFleet(1, 1).withPace(0));
             ConfigurableApplicationContext program = new SpringApplicationBuilder(HotpatchCycle.class).run(Stream.of("spring.datasource.url=" + database.url(),
                     "spring.datasource.username=hotpatch_app", "spring.flyway.url=" + database.url(), "spring.flyway.user=hotpatch_owner",
                     "hotpatch.graph.base-url=" + tenant.baseUrl(), "hotpatch.headless=true", "hotpatch.audit.key-file=" + key, "hotpatch.sandbox.enabled=true",
                     "camunda.bpm.job-execution.enabled=false", "server.port=0", "logging.level.root=error").map(p -> "--" + p).toArray(String[]::new));
             Chromium browser = new Chromium(Integer.parseInt(program.getEnvironment().getRequiredProperty("local.server.port")), folder.resolve("profile"))) {
            String cycle = plan(database, devices);
            LargeFleetPage page = new LargeFleetPage(program.getBean(JdbcTemplate.class), browser);
            page.look(cycle);
            failed = page.failed;
            System.out.println("load " + java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            System.out.println(page.passed + " passed, " + failed + " failed");
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
        System.exit(failed == 0 ? 0 : 1);
    }

    private static String plan(EmbeddedDatabase database, int devices) throws Exception {
        try (Connection connection = database.as("hotpatch_app", EmbeddedDatabase.NAME).getConnection()) {
            SingleConnectionDataSource app = new SingleConnectionDataSource(connection, true);
            new SyntheticFleet(new JdbcTemplate(app), 1).add(0, devices, false);
            PlanBench bench = new PlanBench(app, Models.builtIn().decisions(), line -> { });
            bench.plan();
            new JdbcTemplate(app).update("with taken as (insert into hotpatch.snapshot (cycle_id, taken_at, rows_read, rows_merged, complete) "
                    + "values (?, now(), ?, ?, true) returning id) update hotpatch.cycle set snapshot_id = (select id from taken) where id = ?",
                    bench.cycle(), devices, devices, bench.cycle());
            return bench.cycle();
        }
    }

    private void look(String cycle) {
        browser.signIn("release.manager");
        inTime("readiness", "/fleet", By.id("readiness-title"));
        Map<String, Object> counted = jdbc.queryForMap("select count(*) as active, count(*) filter (where eligibility = 'ELIGIBLE') as eligible, "
                + "count(*) filter (where eligibility = 'NOT_ELIGIBLE') as not_eligible " + PLAN, cycle);
        says("active devices", By.cssSelector("#readiness-title span:nth-of-type(2)"), counted.get("active"));
        says("eligible", By.cssSelector("#readiness .t-hotpatch b"), counted.get("eligible"));
        says("not eligible", By.cssSelector("#readiness .t-lcu b"), counted.get("not_eligible"));
        String reason = browser.visible(By.cssSelector("table.reasons tbody code")).getText();
        says("devices with reason " + reason, By.cssSelector("table.reasons tbody td.num"),
                jdbc.queryForObject("select count(*) " + PLAN + " and ? = any (string_to_array(reasons, ','))", Long.class, cycle, reason));
        browser.picture("large-fleet");
        inTime("devices of reason " + reason, "/fleet/devices?reason=" + reason, By.cssSelector("main table tbody tr"));
        browser.picture("large-fleet-devices");
    }

    private void inTime(String what, String path, By seen) {
        double quickest = Double.MAX_VALUE;
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            browser.open(path);
            browser.visible(seen);
            quickest = Math.min(quickest, (System.nanoTime() - start) / 1e6);
        }
        judge(quickest <= ALLOWED, String.format(Locale.ROOT, "%s seen after %.0f ms, the quickest of %d", what, quickest, TIMES));
    }

    private void says(String what, By where, Object number) {
        String shown = browser.visible(where).getText();
        judge(shown.replaceAll("\\D", "").equals(number.toString()), what + ": " + shown + " on the page, " + number + " counted");
    }

    private void judge(boolean well, String what) {
        passed += well ? 1 : 0;
        failed += well ? 0 : 1;
        System.out.println((well ? "" : "FAILED: ") + what);
    }
}
