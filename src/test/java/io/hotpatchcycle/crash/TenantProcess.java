package io.hotpatchcycle.crash;

import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/** The sandbox tenant in a process of its own, durable, on real dates; time goes on only when somebody says so. */
final class TenantProcess {

    /** The day after the baseline of October 2026: the newest release of the bundled list. */
    private static final Instant START = Instant.parse("2026-10-14T08:00:00Z");

    private TenantProcess() {
    }

    /** Port, devices, seed, state folder. */
    public static void main(String[] arguments) throws InterruptedException {
        SandboxTenant.start(SandboxSettings.defaults().withPort(Integer.parseInt(arguments[0]))
                .withFleet(Integer.parseInt(arguments[1]), Long.parseLong(arguments[2])).withState(Path.of(arguments[3]))
                .withRealDatesFrom(START).withPace(0).withLags(Duration.ofHours(4), Duration.ofHours(1), Duration.ofHours(4)));
        new CountDownLatch(1).await();
    }
}
