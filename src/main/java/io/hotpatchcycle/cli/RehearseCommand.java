package io.hotpatchcycle.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.HotpatchCycle;
import io.hotpatchcycle.StartRefusedException;
import io.hotpatchcycle.TenantTime;
import io.hotpatchcycle.audit.Sealer;
import io.hotpatchcycle.audit.SigningKey;
import io.hotpatchcycle.audit.TrailProof;
import io.hotpatchcycle.audit.Verification;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.database.EmbeddedDatabase;
import io.hotpatchcycle.evidence.Evidence;
import io.hotpatchcycle.process.EngineDriver;
import io.hotpatchcycle.process.RunningCycles;
import io.hotpatchcycle.rehearsal.Rehearsal;
import io.hotpatchcycle.rehearsal.RehearsalReport;
import io.hotpatchcycle.sandbox.ReleaseList;
import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rehearse}: the cycles of a period, headless in virtual time, with scripted people and a database that is gone afterwards. */
@Command(name = "rehearse", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Runs the cycles of a period in virtual time with scripted people, on a database that is gone afterwards.")
final class RehearseCommand implements Callable<Integer> {

    private static final LocalTime PUBLISHED = LocalTime.of(17, 0);
    private static final Duration PATIENCE = Duration.ofDays(120);

    @Spec
    private CommandSpec spec;

    @Option(names = "--from", required = true, paramLabel = "YYYY-MM", description = "First month.")
    private String from;

    @Option(names = "--to", required = true, paramLabel = "YYYY-MM", description = "Last month.")
    private String to;

    @Option(names = "--devices", paramLabel = "N", defaultValue = "10000", description = "Devices of the fleet (default: ${DEFAULT-VALUE}).")
    private int devices;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Same seed, same result (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--include-oob", description = "Out-of-band releases start cycles of their own.")
    private boolean includeOob;

    @Option(names = "--releases", paramLabel = "FILE.csv", description = "Releases; without it the ones that come with the program.")
    private Path releases;

    @Option(names = "--models", paramLabel = "DIR", description = "Folder with processes/ and forms/; without it the built-in models.")
    private Path models;

    @Option(names = "--report", paramLabel = "FILE.json", description = "Writes the result as JSON.")
    private Path report;

    @Option(names = "--evidence", paramLabel = "DIR", description = "Writes the evidence pack of each ended cycle there.")
    private Path evidence;

    private EvidenceFolder packs;
    private volatile EmbeddedDatabase database;

    @Override
    public Integer call() throws Exception {
        YearMonth first = month("--from", from);
        YearMonth last = month("--to", to);
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("--to " + to + " lies before --from " + from + ".");
        }
        ReleaseList list = (releases == null ? ReleaseList.bundled() : ReleaseList.read(releases)).until(last);
        List<LocalDate> dates = list.monthlyClientDates().stream().filter(d -> !YearMonth.from(d).isBefore(first)).toList();
        if (dates.isEmpty()) {
            throw new IllegalArgumentException("The release list has no monthly client release from " + from + " to " + to + ".");
        }
        packs = evidence == null ? null : new EvidenceFolder(evidence);
        Path folder = Files.createTempDirectory("hotpatch-rehearsal");
        Thread cleaner = new Thread(() -> clean(folder));
        Runtime.getRuntime().addShutdownHook(cleaner);
        try {
            return rehearse(folder, list, dates);
        } finally {
            clean(folder);
        }
    }

    /** The database goes with the rehearsal, also when somebody stops it half-way. */
    private void clean(Path folder) {
        EmbeddedDatabase running = database;
        database = null;
        if (running != null) {
            running.close();
        }
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            spec.commandLine().getErr().println("Folder " + folder + " could not be removed: " + e.getMessage());
        }
    }

    private static YearMonth month(String option, String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(option + " must be a month such as 2025-01, not '" + text + "'.", e);
        }
    }

    private int rehearse(Path folder, ReleaseList list, List<LocalDate> dates) throws IOException, InterruptedException {
        Instant start = dates.get(0).atTime(PUBLISHED).toInstant(ZoneOffset.UTC);
        Instant until = dates.get(dates.size() - 1).atTime(PUBLISHED).toInstant(ZoneOffset.UTC).plus(PATIENCE);
        database = EmbeddedDatabase.start(folder, EmbeddedDatabase.Durability.THROWN_AWAY);
        try (SandboxTenant tenant = SandboxTenant.start(SandboxSettings.defaults().withFleet(devices, seed).withReleases(list)
                     .withPace(0).withRealDatesFrom(start));
             ConfigurableApplicationContext context = start(tenant, folder)) {
            List<String> problems = new ArrayList<>(run(context, dates.size(), until));
            RehearsalReport result = new RehearsalReport(seed, devices, list.skipped(), context.getBean(Cycles.class), restarts(tenant, context));
            problems.addAll(sealed(context));
            print(result, problems);
            if (packs != null) {
                spec.commandLine().getOut().println(packs.fill(context.getBean(Cycles.class), context.getBean(Evidence.class)));
                spec.commandLine().getOut().flush();
            }
            return problems.isEmpty() ? 0 : 1;
        } catch (RuntimeException e) {
            throw StartRefusedException.in(e).<RuntimeException>map(refused -> new IllegalArgumentException(refused.getMessage(), e)).orElse(e);
        }
    }

    /** What the ledger has against what the sandbox did, which devices in no ring's control restart as well. */
    private static RehearsalReport.Restarts restarts(SandboxTenant tenant, ConfigurableApplicationContext context) throws IOException, InterruptedException {
        JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
        int ledger = jdbc.queryForObject("select count(*) from hotpatch.restart where not_after is not null", Integer.class);
        Set<String> controlled = new HashSet<>(jdbc.queryForList("select distinct device_id from hotpatch.plan_device where controlled", String.class));
        int[] observed = new int[2];
        new ObjectMapper().readTree(get(tenant.baseUrl(), "/__sandbox/restarts")).fields()
                .forEachRemaining(d -> observed[controlled.contains(d.getKey()) ? 0 : 1] += d.getValue().asInt());
        Map<String, Integer> byCause = new TreeMap<>();
        new ObjectMapper().readTree(get(tenant.baseUrl(), "/__sandbox/devices?summary=true")).path("restartsByCause").fields()
                .forEachRemaining(c -> byCause.put(c.getKey(), c.getValue().asInt()));
        return new RehearsalReport.Restarts(ledger, observed[0], observed[1], byCause);
    }

    private ConfigurableApplicationContext start(SandboxTenant tenant, Path folder) {
        Path key = folder.resolve("audit-key.pem");
        SigningKey.readOrCreate(key);
        List<String> properties = new ArrayList<>(List.of(
                "spring.datasource.url=" + database.url(), "spring.datasource.username=hotpatch_app",
                "spring.flyway.url=" + database.url(), "spring.flyway.user=hotpatch_owner",
                "hotpatch.graph.base-url=" + tenant.baseUrl(), "hotpatch.headless=true", "hotpatch.audit.key-file=" + key, "hotpatch.include-oob=" + includeOob,
                "hotpatch.sandbox.enabled=true", "camunda.bpm.job-execution.enabled=false", "server.port=0", "logging.level.io.hotpatchcycle=warn",
                "logging.level.org.camunda.bpm.engine=error"));
        if (models != null) {
            properties.add("hotpatch.models=" + models);
        }
        return new SpringApplicationBuilder(HotpatchCycle.class).properties(Map.of()).run(
                properties.stream().map(p -> "--" + p).toArray(String[]::new));
    }

    private List<String> run(ConfigurableApplicationContext context, int expected, Instant until) {
        Rehearsal rehearsal = new Rehearsal(context.getBean(EngineDriver.class), context.getBean(RunningCycles.class),
                context.getBean(Cycles.class), context.getBean(TenantTime.class), context.getBean(Clocks.BUSINESS, Clock.class), seed);
        try (ProgressBar bar = new ProgressBar("Cycles", expected)) {
            return rehearsal.run(expected, until, n -> bar.stepTo(n));
        }
    }

    /** A rehearsal seals at its end; a trail that cannot be proven has failed it. */
    private List<String> sealed(ConfigurableApplicationContext context) {
        context.getBean(Sealer.class).seal();
        Verification found = context.getBean(TrailProof.class).verify();
        spec.commandLine().getOut().println("Audit trail: " + found.sealed() + " events sealed, " + (found.intact() ? "intact" : "not intact"));
        return found.intact() ? List.of() : List.of(found.finding().sentence());
    }

    private void print(RehearsalReport result, List<String> problems) throws IOException {
        result.table().forEach(spec.commandLine().getOut()::println);
        problems.forEach(spec.commandLine().getErr()::println);
        spec.commandLine().getOut().flush();
        if (report != null) {
            JsonMapper.builder().findAndAddModules().enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build().writeValue(report.toFile(), result.json());
        }
    }

    private static String get(URI tenant, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(tenant + path)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }
}
