package io.hotpatchcycle.cli;

import io.hotpatchcycle.HotpatchSettings;
import io.hotpatchcycle.StartRefusedException;
import io.hotpatchcycle.TenantConfiguration;
import io.hotpatchcycle.eligibility.LicenceTable;
import io.hotpatchcycle.graph.GraphSettings;
import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.preflight.Finding;
import io.hotpatchcycle.preflight.HeadCheck;
import io.hotpatchcycle.preflight.HostCheck;
import io.hotpatchcycle.preflight.TenantCheck;
import io.hotpatchcycle.process.Models;
import io.hotpatchcycle.rollout.Mode;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code check}: whether the configured tenant can be worked with. */
@Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Checks whether the configured tenant can be worked with: sign-in, permissions, endpoints, groups, update rings, policies, "
                + "licences, clock, places outside for the head of the audit trail, database. Reads only, except with --canary.", "One line per finding, with the fix where something is missing."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing is missing", "1:something is missing, or the proof did not come out", "2:the command line or a setting makes no sense"},
        footer = {"", "Settings are those of the server: as --name=value, from the environment, or from application.yaml. For example:",
                "  check --hotpatch.graph.tenant-id=ID --hotpatch.graph.client-id=ID --hotpatch.graph.client-secret=file:/run/secrets/graph",
                "  check --hotpatch.graph.base-url=http://127.0.0.1:9090          (a sandbox that runs alone)"})
final class CheckCommand implements Callable<Integer> {

    /** Port of mail servers where none is set. */
    private static final int SMTP = 25;

    @Spec
    private CommandSpec spec;

    @Option(names = "--for", paramLabel = "MODE", description = "Mode to check for, ${COMPLETION-CANDIDATES}; without it the configured one.")
    private Mode mode;

    @Option(names = "--inventory", description = "Lists update rings and quality update policies with their ids, and what each ring would adopt or have "
            + "created once its change is approved.")
    private boolean inventory;

    @Option(names = "--canary", paramLabel = "GROUP", description = "Proves on the devices of this Entra group (object id) that the tenant holds an "
            + "update back until it is approved and, where they have an update ring to themselves, that the update can be taken off again. WRITES: one test "
            + "policy, removed at the end; uninstall of that ring, ended after. RESTARTS them twice. Takes three days or more; stopped with Ctrl-C it goes on "
            + "when started again. The settings of the database are needed too: the proof is stored there.")
    private String canary;

    @Option(names = "--every", paramLabel = "TIME", defaultValue = "PT10M", description = "How often --canary looks (default: ${DEFAULT-VALUE}).")
    private Duration every;

    @Unmatched
    private List<String> options = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = Settings.read(options);
        HotpatchSettings hotpatch = settings.hotpatch();
        if (hotpatch.sandbox().enabled() && hotpatch.graph().baseUrl() == null) {
            throw new IllegalArgumentException("No tenant is configured: set hotpatch.graph.tenant-id, client-id and client-secret or certificate; "
                    + "for a sandbox that runs alone set hotpatch.graph.base-url.");
        }
        if (canary != null) {
            return new CanaryRun(spec.commandLine().getOut(), canary, every).run(options);
        }
        try {
            GraphSettings graph = TenantConfiguration.graphSettings(hotpatch, hotpatch.graph().baseUrl(), Clock.systemUTC());
            TenantCheck tenant = new TenantCheck(new GraphTenant(graph), hotpatch.ringSettings(), mode == null ? hotpatch.mode() : mode,
                    LicenceTable.of(Models.builtIn().decisions()));
            List<Finding> findings = new ArrayList<>(tenant.run());
            if (inventory) {
                findings.addAll(tenant.inventory());
            }
            findings.addAll(new HostCheck(new HostCheck.Host(graph.baseUrl(), hotpatch.sandbox().enabled(), places(settings),
                    hotpatch.audit().keyFile(), settings.text("spring.datasource.url"), settings.text("spring.datasource.username"),
                    settings.text("spring.datasource.password")), Clock.systemUTC()).run());
            return print(findings);
        } catch (StartRefusedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static HeadCheck.Places places(Settings settings) {
        HotpatchSettings.Audit audit = settings.hotpatch().audit();
        try {
            String port = settings.text("spring.mail.port");
            String tsa = settings.text("hotpatch.audit.tsa.url");
            String certificates = settings.text("hotpatch.audit.tsa.certificates");
            String mailHost = settings.text("spring.mail.host");
            return new HeadCheck.Places(audit.anchorFolder(), tsa.isEmpty() ? null : URI.create(tsa), certificates.isEmpty() ? null : Path.of(certificates),
                    audit.mailTo(), mailHost.isEmpty() ? null : mailHost, port.isEmpty() ? SMTP : Integer.parseInt(port));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("hotpatch.audit.tsa.url, hotpatch.audit.tsa.certificates or spring.mail.port makes no sense: " + e.getMessage(), e);
        }
    }

    private int print(List<Finding> findings) {
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach(finding -> out.printf("%-8s %s%n", finding.result() == Finding.Result.MISSING ? "MISSING"
                : finding.result().name().toLowerCase(Locale.ROOT), finding.text()));
        long missing = findings.stream().filter(f -> f.result() == Finding.Result.MISSING).count();
        out.println(missing == 0 ? "Nothing is missing." : missing + (missing == 1 ? " thing is" : " things are") + " missing.");
        out.flush();
        return missing == 0 ? 0 : 1;
    }
}
