package io.hotpatchcycle.sandbox;

import java.net.URI;

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
        StateFolder folder = settings.state() == null ? null : StateFolder.open(settings.state());
        Tenant tenant = null;
        try {
            tenant = new Tenant(settings, folder);
            Fault.Plan faults = new Fault.Plan();
            new ControlResource(tenant, faults).register();
            return new SandboxTenant(tenant, new GraphServer(settings.port(), new Front(tenant, faults)));
        } catch (RuntimeException e) {
            if (tenant != null) {
                tenant.crash();
            } else if (folder != null) {
                folder.close();
            }
            throw e;
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
