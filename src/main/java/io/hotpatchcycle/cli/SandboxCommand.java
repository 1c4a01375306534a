package io.hotpatchcycle.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import io.hotpatchcycle.sandbox.GateAnswer;
import io.hotpatchcycle.sandbox.ReleaseList;
import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sandbox}: the sandbox tenant alone, until the process is told to stop. */
@Command(name = "sandbox", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Runs the sandbox tenant alone: Graph over a synthetic fleet, on the loopback address.")
final class SandboxCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--port", paramLabel = "P", defaultValue = "0",
            description = "Port on 127.0.0.1; 0, the default, takes a free one.")
    private int port;

    @Option(names = "--devices", paramLabel = "N", defaultValue = "5000",
            description = "Devices of the fleet (default: ${DEFAULT-VALUE}).")
    private int devices;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Same seed, same fleet (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--state", paramLabel = "DIR",
            description = "Folder that keeps what was written; without it everything is gone at the end.")
    private Path state;

    @Option(names = "--releases", paramLabel = "FILE.csv",
            description = "Releases of the catalog; without it the ones that come with the program.")
    private Path releases;

    @Option(names = "--gate-answer", paramLabel = "ANSWER", defaultValue = "GATING",
            description = "What a policy with hotpatch and manual approval gets: ${COMPLETION-CANDIDATES}"
                    + " (default: ${DEFAULT-VALUE}).")
    private GateAnswer gateAnswer;

    @Option(names = "--never-uninstalls", description = "Devices do not follow an uninstall of their update ring.")
    private boolean neverUninstalls;

    @Option(names = "--pace", paramLabel = "X", defaultValue = "1",
            description = "Seconds of virtual time per second, 0 to 7000 (default: ${DEFAULT-VALUE}).")
    private int pace;

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        SandboxTenant tenant = SandboxTenant.start(settings());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            tenant.close();
            stopped.countDown();
        }, "sandbox-stop"));
        spec.commandLine().getOut().println("Sandbox tenant with " + devices + " devices (seed " + seed + ") at "
                + tenant.baseUrl() + " - Graph below /v1.0 and /beta, control below /__sandbox; "
                + (state == null ? "nothing is kept" : "state in " + state));
        stopped.await();
        return 0;
    }

    private SandboxSettings settings() {
        SandboxSettings settings = SandboxSettings.defaults().withPort(port).withFleet(devices, seed)
                .withState(state).withGateAnswer(gateAnswer).withUninstalls(!neverUninstalls).withPace(pace);
        if (releases == null) {
            return settings;
        }
        if (!Files.isReadable(releases)) {
            throw new IllegalArgumentException("The releases file " + releases + " does not exist or cannot be read;"
                    + " name another with --releases, or leave it out for the releases that come with the program.");
        }
        return settings.withReleases(ReleaseList.read(releases));
    }
}
