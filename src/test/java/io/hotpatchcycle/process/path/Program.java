package io.hotpatchcycle.process.path;

import io.hotpatchcycle.HotpatchCycle;
import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import io.hotpatchcycle.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The whole application on a database and a sandbox tenant of its own. Time stands still, and no job runs by itself. */
final class Program implements AutoCloseable {

    /** The day after the baseline of October 2026: the newest release of the bundled list. */
    static final Instant START = Instant.parse("2026-10-14T08:00:00Z");

    private final TestDatabase database = TestDatabase.fresh();
    private final FlowRecorder recorder = new FlowRecorder();
    private final SandboxTenant tenant;
    private final SandboxControl sandbox;
    private final Path folder;
    private final List<String> arguments = new ArrayList<>();
    private ConfigurableApplicationContext context;

    private Program(int devices) {
        this(devices, List.of());
    }

    private Program(int devices, List<String> units) {
        tenant = SandboxTenant.start(SandboxSettings.defaults().withFleet(devices, 3).withRealDatesFrom(START).withPace(0)
                .withLags(Duration.ofHours(4), Duration.ofHours(1), Duration.ofHours(4)).withUnits(units));
        sandbox = new SandboxControl(tenant.baseUrl());
        try {
            folder = Files.createTempDirectory("hotpatch-path");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two rings by share, as their minimum samples allow: {@code pilot} a third, {@code early} the rest. */
    static Program withSharedRings(int devices) {
        Program program = new Program(devices);
        return program.start("--hotpatch.rings[0].name=pilot", "--hotpatch.rings[0].share=30",
                "--hotpatch.rings[1].name=early", "--hotpatch.rings[1].share=70");
    }

    /** As {@link #withSharedRings}, but nothing is written. */
    static Program observing(int devices) {
        Program program = new Program(devices);
        return program.start("--hotpatch.mode=observe", "--hotpatch.rings[0].name=pilot", "--hotpatch.rings[0].share=30",
                "--hotpatch.rings[1].name=early", "--hotpatch.rings[1].share=70");
    }

    /** {@code pilot} is what its group holds, at first nothing; {@code early} is everything else. */
    static Program withPilotGroup(int devices) {
        Program program = new Program(devices);
        return program.start("--hotpatch.rings[0].name=pilot", "--hotpatch.rings[0].group-id=" + program.sandbox.groupOf("pilot"),
                "--hotpatch.rings[0].owner-group=plant-managers", "--hotpatch.change.reference-pattern=CHG\\d{4}",
                "--hotpatch.rings[1].name=early", "--hotpatch.rings[1].share=100");
    }

    /** As it runs for people: the engine works off its jobs itself, as soon as they are there. As many rings as there are units, of the same size. */
    static Program working(int devices, List<String> units) {
        Program program = new Program(devices, units);
        List<String> rings = new ArrayList<>(List.of("--camunda.bpm.job-execution.enabled=true"));
        for (int i = 0; i < units.size(); i++) {
            rings.add("--hotpatch.rings[" + i + "].name=" + units.get(i));
            rings.add("--hotpatch.rings[" + i + "].share=" + 100 / units.size());
        }
        return program.start(rings.toArray(String[]::new));
    }

    private Program start(String... rings) {
        if (Stream.of(rings).noneMatch(argument -> argument.startsWith("--camunda.bpm.job-execution"))) {
            arguments.add("--camunda.bpm.job-execution.enabled=false");
        }
        arguments.addAll(List.of("--server.port=0", "--hotpatch.headless=true", "--hotpatch.data-dir=" + folder,
                "--hotpatch.graph.base-url=" + tenant.baseUrl(),
                "--hotpatch.graph.read-timeout=5s", "--hotpatch.report-delay=4h", "--hotpatch.include-oob=true",
                "--spring.datasource.url=" + database.url(), "--spring.datasource.username=hotpatch_app",
                "--spring.flyway.user=hotpatch_owner", "--spring.datasource.hikari.minimum-idle=0",
                "--hotpatch.audit.key-file=" + TestDatabase.keyFile()));
        arguments.addAll(List.of(rings));
        writeFreeze("");
        arguments.add("--hotpatch.freeze[0].file=" + freezeFile());
        context = run(recorder, arguments);
        return this;
    }

    private static ConfigurableApplicationContext run(FlowRecorder recorder, List<String> arguments) {
        ApplicationContextInitializer<GenericApplicationContext> plugin = application ->
                application.registerBean("flowRecorder", ProcessEnginePlugin.class, () -> recorder);
        return new SpringApplicationBuilder(HotpatchCycle.class).initializers(plugin).run(arguments.toArray(String[]::new));
    }

    /** One more application on the same database and tenant, with an engine of another name, as one JVM wants it. */
    ConfigurableApplicationContext secondNode(FlowRecorder recorderOfIts) {
        List<String> its = new ArrayList<>(arguments);
        its.add("--camunda.bpm.process-engine-name=second");
        return run(recorderOfIts, its);
    }

    /** The freeze calendar holds this one event from now on. */
    void freeze(Instant from, Instant until) {
        writeFreeze("BEGIN:VEVENT\nUID:1\nSUMMARY:Year end\nDTSTART:" + utc(from) + "\nDTEND:" + utc(until) + "\nEND:VEVENT\n");
    }

    private static String utc(Instant moment) {
        return DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC).format(moment);
    }

    /** The freeze calendar holds this text from now on, between the lines that make it a calendar. */
    void writeFreeze(String events) {
        try {
            Files.writeString(freezeFile(), "BEGIN:VCALENDAR\nVERSION:2.0\n" + events + "END:VCALENDAR\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path freezeFile() {
        return folder.resolve("freeze.ics");
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Where people reach it. */
    URI address() {
        return URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port"));
    }

    /** The database as its owner, who may do what the program may not. */
    JdbcTemplate owner() {
        return new JdbcTemplate(database.owner());
    }

    SandboxControl sandbox() {
        return sandbox;
    }

    FlowRecorder recorder() {
        return recorder;
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
        tenant.close();
        database.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
