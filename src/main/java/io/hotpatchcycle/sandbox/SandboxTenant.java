package io.hotpatchcycle.sandbox;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A running sandbox tenant on loopback: Graph v1.0 below {@code /v1.0}, beta below {@code /beta} (any bearer token is
 * accepted), control below {@code /__sandbox} (no token).
 */
public final class SandboxTenant implements AutoCloseable {

    private final Tenant tenant;
    private final GraphServer server;

    private SandboxTenant(Tenant tenant, GraphServer server) {
        this.tenant = tenant;
        this.server = server;
    }

    /**
     * Starts a tenant, or goes on with the one in the state folder.
     *
     * @throws IllegalArgumentException when the settings do not fit the state folder, the folder is in use or damaged, or
     *                                  the port is taken
     */
    public static SandboxTenant start(SandboxSettings settings) {
        return start(settings, List.of());
    }

    /**
     * As {@link #start(SandboxSettings)}, with faults from the first call on.
     *
     * @param disturbances each as {@code POST /__sandbox/faults} takes it
     */
    public static SandboxTenant start(SandboxSettings settings, List<Map<String, Object>> disturbances) {
        return start(settings, disturbances, HeldDevices.most());
    }

    /** As {@link #start(SandboxSettings, List)}. @param mostHeld devices in memory at once; more only make it faster */
    static SandboxTenant start(SandboxSettings settings, List<Map<String, Object>> disturbances, int mostHeld) {
        StateFolder folder = settings.state() == null ? null : StateFolder.open(settings.state());
        Journal journal = null;
        Tenant tenant = null;
        try {
            journal = folder == null ? Journal.temporary() : folder.openJournal();
            tenant = new Tenant(settings, folder, journal, mostHeld);
            Fault.Plan faults = new Fault.Plan();
            disturbances.forEach(d -> faults.add(Json.MAPPER.valueToTree(d)));
            CallLog calls = new CallLog();
            Throttle throttle = new Throttle();
            new ControlResource(tenant, faults, calls, throttle).register();
            return new SandboxTenant(tenant, new GraphServer(settings.port(), new Front(tenant, faults, calls, throttle)));
        } catch (GraphException e) {
            close(tenant, folder, journal);
            throw new IllegalArgumentException("A fault of the sandbox is not understood: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(tenant, folder, journal);
            throw e;
        }
    }

    private static void close(Tenant tenant, StateFolder folder, Journal journal) {
        if (tenant != null) {
            tenant.crash();
            return;
        }
        if (journal != null) {
            journal.close();
        }
        if (folder != null) {
            folder.close();
        }
    }

    /** {@code http://127.0.0.1:PORT}, without a path. */
    public URI baseUrl() {
        return server.uri();
    }

    /** Stops answering and notes the time. */
    @Override
    public void close() {
        server.close();
        tenant.close();
    }

    /** Stops as a kill does, for tests. */
    void crash() {
        server.close();
        tenant.crash();
    }
}
