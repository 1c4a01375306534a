package io.hotpatchcycle.graph;

import java.time.Duration;

/**
 * Resources that Graph meters together, and what one application may ask of them in one tenant (Microsoft Graph, service-specific
 * throttling limits). The identity service's is that of its smallest tenants.
 */
enum CallFamily {

    INTUNE_DEVICES(2_000, 20),
    INTUNE_DEVICES_WRITES(200, 20),
    INTUNE_CONFIGURATION(1_000, 20),
    INTUNE_CONFIGURATION_WRITES(100, 20),
    IDENTITY(3_500, 10),
    IDENTITY_WRITES(3_000, 150);

    private final int limit;
    private final Duration window;

    CallFamily(int limit, int windowSeconds) {
        this.limit = limit;
        this.window = Duration.ofSeconds(windowSeconds);
    }

    int limit() {
        return limit;
    }

    Duration window() {
        return window;
    }

    CallFamily writes() {
        return switch (this) {
            case INTUNE_DEVICES, INTUNE_DEVICES_WRITES -> INTUNE_DEVICES_WRITES;
            case INTUNE_CONFIGURATION, INTUNE_CONFIGURATION_WRITES -> INTUNE_CONFIGURATION_WRITES;
            case IDENTITY, IDENTITY_WRITES -> IDENTITY_WRITES;
        };
    }
}
