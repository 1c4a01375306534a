package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** An expedite policy: one release, chosen by its date, past every deferral, with a forced restart. */
final class ExpediteProfile extends AssignedPolicy {

    ExpediteProfile(String id, ObjectNode properties) {
        super(id, properties);
    }

    /** The date by which the service names a release. */
    static String name(Release release) {
        return Instant.ofEpochSecond(release.at()).truncatedTo(ChronoUnit.DAYS).toString();
    }

    /** Whether it wants this device to have this release now. */
    boolean wants(Device device, Release release) {
        return !device.unenrolled && name(release).equals(settings().path("qualityUpdateRelease").asText())
                && !release.levels().isEmpty() && assignments.applyTo(device);
    }

    /** Seconds from the offer to the forced restart. */
    long forcedAfterSeconds() {
        return settings().path("daysUntilForcedReboot").asInt() * 86_400L;
    }

    private JsonNode settings() {
        return properties.path("expeditedUpdateSettings");
    }
}
