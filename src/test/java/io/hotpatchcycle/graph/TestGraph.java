package io.hotpatchcycle.graph;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** The real adapter, but for its waits between attempts: they are told, not slept. */
public final class TestGraph {

    private TestGraph() {
    }

    /** @param waits told how long each wait would last */
    public static GraphTenant tenant(URI baseUrl, Duration readTimeout, Consumer<Duration> waits) {
        return new GraphTenant(new GraphSettings(baseUrl, () -> "test", readTimeout, Clock.systemUTC()), new BackOff(waits::accept, () -> 0.5));
    }
}
